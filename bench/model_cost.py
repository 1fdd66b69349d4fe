"""Measures what a language model is sent for an hour of audio, and what is lost by sending only a part of the talk.

    python bench/model_cost.py --data DIR [--vectors DIR]

`--data` is a folder of interviews in the form of bench/sets/interviews.py, `--vectors` keeps the sentences' embeddings.
An episode that the shipped weights were learned from is ranked with weights that were learned without it. Tokens are
those of the requests, counted by LiteLLM for gpt-4o-mini; replies are some 150 tokens an insight either way. The last
line is JSON: for each share of the talk
    tokens_an_hour          requests and all, for an hour of audio
    highlights_sent         share of the editors' highlights of which more than half of the words are sent
    highlights_by_chance    the same when the parts are drawn by lot
    episodes_with_one       share of episodes with at least one highlight sent
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.interviews import (  # noqa: E402 - found through the path above
    Interview,
    KeptEmbedder,
    read_interviews,
    word_offsets,
)
from ingest.adverts.detection import find_adverts  # noqa: E402
from ingest.insights.preselection import stretches  # noqa: E402
from ingest.insights.proposals import messages, windows  # noqa: E402
from ingest.passages.candidates import wanted_count  # noqa: E402
from ingest.passages.ranking import WEIGHTS, SentenceWeights, shipped, weigh  # noqa: E402
from language.sentences import talk_sentences  # noqa: E402
from store.records.episodes import Episode, FeedEpisode, Progress  # noqa: E402
from store.records.transcripts import Segment, Span  # noqa: E402

SHARES = (1.0, 0.75, 0.67, 0.5, 0.4, 0.33, 0.25)
BY_LOT = 5
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class Tally:
    """Of one share, over all episodes."""

    tokens: int = 0
    sent: list[bool] = field(default_factory=list)
    by_lot: list[bool] = field(default_factory=list)
    with_one: list[bool] = field(default_factory=list)


def measure(folder: Path, kept: Path | None) -> dict[str, object]:
    count_tokens = _counter()
    embedder, learned, lot = KeptEmbedder(kept), without_each(), np.random.default_rng(0)
    tallies = {share: Tally() for share in SHARES}
    seconds = 0.0
    for number, interview in enumerate(read_interviews(folder), start=1):
        sentences = talk_sentences(interview.transcript)
        adverts = find_adverts(interview.transcript, ())
        vectors = np.array(embedder.embed([sentence.text for sentence in sentences]), dtype=np.float32)
        scores = weigh(sentences, vectors, learned.get(interview.identity) or shipped()).totals.tolist()
        seconds += sentences[-1].end - sentences[0].start
        for share, tally in tallies.items():
            sent = stretches(sentences, adverts, None if share == 1 else scores, share=share)
            tally.tokens += count_tokens(interview, sent)
            hits = _highlights(interview, sentences, sent)
            tally.sent += hits
            tally.with_one.append(any(hits))
            for _ in range(BY_LOT):
                drawn = lot.random(len(sentences)).tolist()
                tally.by_lot += _highlights(interview, sentences, _sent(sentences, adverts, drawn, share))
        print(f"{number} {interview.name}", file=sys.stderr)
    return {
        "episodes": number,
        "hours": round(seconds / 3600, 1),
        "shares": {str(share): _row(tally, seconds / 3600) for share, tally in tallies.items()},
    }


def without_each() -> dict[str, SentenceWeights]:
    """Hash of an episode that the weights were learned from → weights learned without it."""
    with np.load(WEIGHTS) as stored:
        traits, parts = tuple(stored["traits"].tolist()), tuple(stored["parts"].tolist())
        names = ("mean", "scale", "coefficients", "direction")
        folds = [
            SentenceWeights(
                traits=traits,
                parts=parts,
                claim=stored["claim"],
                **{name: stored[f"fold_{name}"][fold] for name in names},
            )
            for fold in range(len(stored["fold_mean"]))
        ]
        return {str(episode): folds[fold] for episode, fold in zip(stored["episodes"], stored["fold_of"], strict=True)}


def _sent(
    sentences: Sequence[Segment], adverts: Sequence[Span], drawn: Sequence[float], share: float
) -> list[list[Segment]]:
    return stretches(sentences, adverts, None if share == 1 else drawn, share=share)


def _row(tally: Tally, hours: float) -> dict[str, float]:
    return {
        "tokens_an_hour": round(tally.tokens / hours),
        "highlights_sent": round(float(np.mean(tally.sent)), 3),
        "highlights_by_chance": round(float(np.mean(tally.by_lot)), 3),
        "episodes_with_one": round(float(np.mean(tally.with_one)), 3),
    }


def _counter() -> Callable[[Interview, Sequence[Sequence[Segment]]], int]:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    def count(interview: Interview, sent: Sequence[Sequence[Segment]]) -> int:
        parts = list(windows(sent))
        end = interview.transcript.segments[-1].end - interview.transcript.segments[0].start
        each = max(2, -(-2 * wanted_count(end) // max(1, len(parts))))
        asked = [messages(_episode(interview), part, each) for part in parts]
        return sum(int(litellm.token_counter(model="gpt-4o-mini", messages=[*question])) for question in asked)

    return count


def _episode(interview: Interview) -> Episode:
    return Episode(
        id=1,
        show_id=1,
        show="An interview show",
        feed=FeedEpisode(key="1", title=interview.name, published=None, audio_url=None),
        progress=Progress(),
        wanted=True,
        discovered_at=_NO_DAY,
    )


def _highlights(interview: Interview, sentences: Sequence[Segment], sent: Sequence[Sequence[Segment]]) -> list[bool]:
    """Of each highlight, whether more than half of its words are sent."""
    offsets = word_offsets(sentences)
    place = {id(sentence): at for at, sentence in enumerate(sentences)}
    told = np.zeros(int(offsets[-1]), dtype=bool)
    for stretch in sent:
        for sentence in stretch:
            at = place[id(sentence)]
            told[offsets[at] : offsets[at + 1]] = True
    return [bool(told[first:end].mean() > 0.5) for first, end in _runs(interview.chosen)]


def _runs(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.data, arguments.vectors)))
