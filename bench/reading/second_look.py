"""What a second look leaves of true claims, and of spoilt ones that the check by program let through.

    python bench/reading/second_look.py --data DIR --questions DIR [--model NAME [--base-url URL]]

The claims are those of bench/claims.py. Of each talk, in rounds, one version of every claim is shown at once, the true
one or a spoilt one, as a writer's claims stand in one question. Each question is a file NUMBER.txt under --questions,
the reply to it NUMBER.reply beside it: whoever reads may answer, or the model does that is named (its key is
EARMARK_LLM_KEY). What has no reply stays as it is. The last line is JSON:

    questions, replies, believed   how many of the replies knew what is known
    true                           claims, refused, headed anew (another headline), sentences, dropped
    let_through                    for each kind: of how many, let through by the check and then by the look as well
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import config  # noqa: E402 - found through the path above
from bench.claims import claims_of, is_let_through, judged, record_of, spoiler_of  # noqa: E402
from bench.sets.claims import ClaimTalk, GoldClaim, read_claims  # noqa: E402
from bench.sets.spoiling import Spoiler  # noqa: E402
from index.chat import LanguageModel, Message  # noqa: E402
from index.embedding.embedder import Remembering  # noqa: E402
from ingest.insights.claims import Checked, Claims  # noqa: E402
from ingest.insights.judging.second_look import looked_again  # noqa: E402
from ingest.model.replies import ReplyUnusable  # noqa: E402
from ingest.passages.selection import Reading  # noqa: E402

TRUE = "true"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A version of a claim that the check let through: of `kind`, `shown` in the place of `true`."""

    kind: str
    true: GoldClaim
    shown: GoldClaim
    checked: Checked


class Written:
    """A model whose questions and replies are files: what has no reply yet is asked of `model`, if there is one."""

    name = "written"

    def __init__(self, folder: Path, model: LanguageModel | None) -> None:
        self._folder = folder
        self._model = model
        self.asked = self.answered = 0

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        episode_id: int | None = None,
        most_tokens: int | None = None,
    ) -> str:
        self.asked += 1
        question = self._folder / f"{self.asked:03}.txt"
        question.write_text("\n\n".join(message["content"] for message in messages), encoding="utf-8")
        reply = question.with_suffix(".reply")
        if not reply.exists():
            if self._model is None:
                raise ReplyUnusable("", "it was not asked")
            reply.write_text(self._model.complete(messages, schema=schema), encoding="utf-8")
        self.answered += 1
        return reply.read_text(encoding="utf-8")

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        yield self.complete(messages)


def main(folder: Path, questions: Path, model: LanguageModel | None) -> None:
    reading = config.open_reading(Remembering(config.open_packaged_embedder(), most=50_000))
    questions.mkdir(parents=True, exist_ok=True)
    asked = Written(questions, model)
    talks = read_claims(folder)
    tried: Counter[str] = Counter()
    passed: defaultdict[str, list[bool]] = defaultdict(list)
    true: Counter[str] = Counter()
    believed = 0
    for talk in talks:
        claims = claims_of(talk, reading)
        cases = _cases(talk, claims, spoiler_of(talk, talks, reading), reading, tried)
        for shown in _rounds(cases, random.Random(talk.name)):  # noqa: S311 - the same questions each time
            look = looked_again([case.checked for case in shown], claims, talk.episode, asked)
            believed += look.believed
            for case, left in zip(shown, look.checked, strict=True):
                if case.kind == TRUE:
                    true.update(_lost(case.checked, left))
                else:
                    passed[case.kind].append(is_let_through(case.true, case.shown, left))
    print(
        json.dumps(
            {
                "questions": asked.asked,
                "replies": asked.answered,
                "believed": believed,
                "true": dict(true),
                "let_through": {kind: [tried[kind], len(kept), sum(kept)] for kind, kept in passed.items()},
            }
        )
    )


def _cases(
    talk: ClaimTalk, claims: Claims, spoiler: Spoiler, reading: Reading, tried: Counter[str]
) -> list[list[Case]]:
    """For each claim the versions that came through the check."""
    found: list[list[Case]] = []
    for at, claim in enumerate(talk.claims):
        checked = claims.check(record_of(claim))
        versions = [Case(kind=TRUE, true=claim, shown=claim, checked=checked)] if checked.insight else []
        for kind, spoilt, through, other in judged(talk, claims, spoiler, at, reading):
            tried[kind] += 1
            if through:
                versions.append(Case(kind=kind, true=claim, shown=spoilt.claim, checked=other))
        found.append(versions)
    return found


def _rounds(cases: Sequence[Sequence[Case]], chance: random.Random) -> Iterator[list[Case]]:
    """One version of each claim at a time, in chance order, until all were shown."""
    mixed = [chance.sample(versions, len(versions)) for versions in cases]
    for at in range(max(map(len, mixed))):
        yield [versions[at] for versions in mixed if at < len(versions)]


def _lost(before: Checked, after: Checked) -> Counter[str]:
    return Counter(
        claims=1,
        refused=after.insight is None,
        headed_anew=bool(after.insight) and before.shown[:1] != after.shown[:1],
        sentences=len(before.shown) - 1,
        dropped=len(before.shown) - len(after.shown) if after.insight else 0,
    )


def model_named(name: str, base_url: str | None) -> LanguageModel:
    settings = config.Settings(data_dir=Path(tempfile.mkdtemp()))
    key: SecretStr | None = settings.llm_key
    return config.open_model_named(settings, config.open_store(settings), name, base_url, key, "EARMARK_LLM")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--model")
    parser.add_argument("--base-url")
    given = parser.parse_args()
    main(given.data, given.questions, model_named(given.model, given.base_url) if given.model else None)
