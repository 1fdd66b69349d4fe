"""How a model's claims fare in the check: true ones that it refuses, spoilt ones that it lets through.

    python bench/claims.py --data DIR [--show KIND]

Each claim that a strong reader wrote on real talk is handed in as a model's proposal, then spoilt in each of nine ways
(bench/sets/spoiling.py). A spoilt claim is let through when what makes it false is still in the insight. --show prints
the cases of one kind that went wrong ("refused", "dropped", "number", ...). The last line is JSON; beside the shares
`order` is Kendall's tau with the reader's worth within an episode, `sent` how much of what was worth 1, 2 and 3 a model
would be sent at all.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.stats import kendalltau  # type: ignore[import-untyped]  # ships no types

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.claims import ClaimTalk, GoldClaim, read_claims  # noqa: E402
from bench.sets.spoiling import Spoiler, Spoilt, names_of  # noqa: E402
from config import open_packaged_embedder, open_reading  # noqa: E402
from index.embedding.embedder import Remembering  # noqa: E402
from ingest.insights.claims import Checked, Claims  # noqa: E402
from ingest.insights.preselection import stretches  # noqa: E402
from ingest.insights.proof import Proof, Talk  # noqa: E402
from ingest.insights.worth import worth_of  # noqa: E402
from ingest.passages.ranking import sentence_scores  # noqa: E402
from ingest.passages.selection import Reading  # noqa: E402
from language.sentences import split, talk_sentences  # noqa: E402
from store.records.transcripts import Span  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main(folder: Path, shown: str) -> None:
    reading = open_reading(Remembering(open_packaged_embedder(), most=50_000))
    talks = read_claims(folder)
    outcomes: Counter[str] = Counter()
    spoilt: defaultdict[str, list[bool]] = defaultdict(list)
    sentences = dropped = 0
    orders: list[tuple[float, float]] = []
    sent: defaultdict[int, list[bool]] = defaultdict(list)
    for talk in talks:
        claims = claims_of(talk, reading)
        kept: list[tuple[int, float, float]] = []
        for worth, held in _sent(talk, reading):
            sent[worth].append(held)
        spoiler = spoiler_of(talk, talks, reading)
        for at, claim in enumerate(talk.claims):
            checked = claims.check(record_of(claim))
            outcomes[checked.candidate.outcome] += 1
            if checked.insight:
                sentences += len(split(claim.body))
                dropped += len(checked.dropped)
            if checked.insight:
                kept.append((claim.worth, checked.insight.worth, worth_of(split(checked.insight.body))))
            _show(shown, "refused", checked.insight is None, claim, checked)
            _show(shown, "dropped", bool(checked.dropped), claim, checked)
            for kind, case, passed, found in judged(talk, claims, spoiler, at, reading):
                spoilt[kind].append(passed)
                _show(shown, kind, passed, case.claim, found)
        orders += _taus(kept)
    count = sum(outcomes.values())
    refused = {reason: n for reason, n in outcomes.most_common() if reason != "kept"}
    print(
        json.dumps(
            {
                "claims": count,
                "false_refusals": round(sum(refused.values()) / count, 4),
                "sentences_dropped": round(dropped / max(1, sentences), 4),
                "by_reason": refused,
                "let_through": {kind: round(sum(passed) / len(passed), 4) for kind, passed in spoilt.items()},
                "spoilt": {kind: len(passed) for kind, passed in spoilt.items()},
                "order": {"with_its_writers_worth": _tau(orders, 0), "by_words_alone": _tau(orders, 1)},
                "sent": {str(worth): round(sum(held) / len(held), 3) for worth, held in sorted(sent.items())},
            }
        )
    )


def claims_of(talk: ClaimTalk, reading: Reading, adverts: Sequence[Span] = ()) -> Claims:
    return Claims(talk.episode, talk.transcript, adverts, NOW, "model", reading)


def spoiler_of(talk: ClaimTalk, talks: Sequence[ClaimTalk], reading: Reading) -> Spoiler:
    """Strangers to the talk are those whom the other talks name."""
    outside = [name for other in talks if other is not talk for name in names_of(other)]
    return Spoiler(talk, outside, reading.grammar)


def record_of(claim: GoldClaim) -> dict[str, str]:
    return {"headline": claim.headline, "body": claim.body, "quote": claim.quote, "worth": str(claim.worth)}


def judged(
    talk: ClaimTalk, claims: Claims, spoiler: Spoiler, at: int, reading: Reading
) -> Iterator[tuple[str, Spoilt, bool, Checked]]:
    for kind, spoil in spoiler.kinds().items():
        for case in spoil(at):
            judge = claims_of(talk, reading, _advert(talk, case)) if case.advert else claims
            checked = judge.check(record_of(case.claim))
            yield kind, case, is_let_through(talk.claims[at], case.claim, checked), checked


def is_let_through(true: GoldClaim, case: GoldClaim, checked: Checked) -> bool:
    """Whether anything that was made false is still there: another quote, another headline, a changed sentence."""
    if checked.insight is None:
        return False
    if (true.headline, true.body) == (case.headline, case.body):
        return True  # it is the quote that was spoilt
    own, spoilt = _texts(true.headline, true.body), _texts(case.headline, case.body)
    told = _texts(checked.insight.headline, checked.insight.body) - own
    return bool({_bare(text) for text in told} & {_bare(text) for text in spoilt - own})


def _texts(headline: str, body: str) -> set[str]:
    return {text.rstrip(". ") for text in (headline, *split(body))}


def _bare(text: str) -> str:
    """Without what the check puts before numbers."""
    return re.sub(r"\b(?:about|more than|up to|at least|less than|close to) (?=[$€£]?\d)", "", text, flags=re.I).lower()


def _taus(kept: Sequence[tuple[int, float, float]]) -> list[tuple[float, float]]:
    """Kendall's tau-b of an episode's worth with the reader's: as stored, and by words alone. Nothing without ties."""
    gold, stored, told = zip(*kept, strict=True) if kept else ((), (), ())
    if len(set(gold)) < 2:
        return []
    return [(float(kendalltau(gold, stored).statistic), float(kendalltau(gold, told).statistic))]


def _tau(orders: Sequence[tuple[float, float]], which: int) -> float:
    return round(sum(order[which] for order in orders) / max(1, len(orders)), 3)


def _sent(talk: ClaimTalk, reading: Reading) -> Iterator[tuple[int, bool]]:
    """Each claim's worth, and whether its whole quote is among what of the talk a model is sent."""
    sentences = talk_sentences(talk.transcript)
    scores = sentence_scores(sentences, np.array(reading.embedder.embed([each.text for each in sentences])))
    chosen = {each for stretch in stretches(sentences, (), [float(score) for score in scores]) for each in stretch}
    for claim in talk.claims:
        found = Talk(talk.transcript.segments).look_up(claim.quote)
        if isinstance(found, Proof):
            over = [each for each in sentences if each.start < found.end and each.end > found.start]
            yield claim.worth, all(each in chosen for each in over)


def _advert(talk: ClaimTalk, case: Spoilt) -> list[Span]:
    found = Talk(talk.transcript.segments).look_up(case.claim.quote)
    return [Span(start=found.start, end=found.end, reason="bench")] if isinstance(found, Proof) else []


def _show(shown: str, kind: str, wrong: bool, claim: GoldClaim, checked: Checked) -> None:
    if wrong and kind == shown:
        body = checked.insight.body if checked.insight else claim.body
        print(f"- [{checked.candidate.outcome}] {claim.headline} | {body} | “{claim.quote}” | {checked.dropped}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--show", default="")
    chosen = parser.parse_args()
    main(chosen.data, chosen.show)
