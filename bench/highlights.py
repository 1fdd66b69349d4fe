"""Measures how often one of the five best insights is a passage that the show's editor chose, too.

    python bench/highlights.py --data DIR [--vectors DIR] [--random-draws 200]

`--data` is a folder of interviews in the form of bench/sets/interviews.py; `--vectors` keeps the sentences' embeddings.
The insights are the app's own (ingest/passages/selection.py), without a language model, from the talk outside the
adverts that ingest/adverts/detection.py finds. The shipped weights know passages of 88 of the interviews.

A hit is an insight of which more than half of the quoted words lie inside a highlight. The last line is JSON:
    hit_at_5                    share of episodes with a hit among the five best insights
    random_hit_at_5             the same for five random passages that share no sentence: 1-4 sentences, 25-75 words, of
                                one speaker, outside the adverts; mean of the draws
    random_candidate_hit_at_5   the same for five of the candidates that the app may show
    lift, candidate_lift        hit_at_5 over each; `interval`: the first's 5th and 95th percentile over 2,000 draws of
                                episodes
    right_candidates            share of episodes with a hit among all candidates: the most that choosing can reach
    faults                      of 200 insights drawn from all, by bench/reading/faults.py; 30 are printed for reading
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.reading.faults import shares  # noqa: E402 - found through the path above
from bench.sets.interviews import Interview, KeptEmbedder, read_interviews, word_offsets  # noqa: E402
from config import open_impressions  # noqa: E402
from ingest.adverts.detection import find_adverts  # noqa: E402
from ingest.passages.candidates import LONGEST_WORDS, MOST_SENTENCES, SHORTEST_WORDS, Passage, candidates  # noqa: E402
from ingest.passages.selection import Reading, best_passages  # noqa: E402
from language.grammar import Grammar, Token  # noqa: E402
from language.sentences import talk_sentences  # noqa: E402
from store.records.transcripts import Segment, Span, held_by  # noqa: E402

BEST = 5
Run = tuple[int, int]  # first and last sentence, both inclusive


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An episode's insights, best first, whether one of the best is a hit, and the chances of chance."""

    name: str
    insights: tuple[tuple[str, str], ...]
    hit: bool
    reachable: bool
    random: float
    random_candidate: float


class KeptGrammar(Grammar):
    """The app's grammar, which reads the same talk once for the insights and once for the candidates beside them."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[str, ...], list[tuple[Token, ...]]] = {}

    def parse(self, sentences: Sequence[str]) -> list[tuple[Token, ...]]:
        known = self._known.get(tuple(sentences))
        if known is None:
            known = self._known[tuple(sentences)] = super().parse(sentences)
        return known

    def forget(self) -> None:
        self._known.clear()


def measure(folder: Path, vectors: Path | None, draws: int) -> dict[str, object]:
    grammar = KeptGrammar()
    reading = Reading(grammar=grammar, embedder=KeptEmbedder(vectors), impressions=open_impressions())
    outcomes: list[Outcome] = []
    for interview in read_interviews(folder):
        outcomes.append(outcome(interview, reading, draws))
        grammar.forget()
        print(f"{len(outcomes)} {outcomes[-1].name} hit={outcomes[-1].hit}", file=sys.stderr, flush=True)
    shown = drawn([insight for each in outcomes for insight in each.insights], 200)
    for headline, body in shown[:30]:
        print(f"\n{headline}\n    {body}", file=sys.stderr)
    return summary(outcomes) | {"faults": {name: round(share, 4) for name, share in shares(shown).items()}}


def outcome(interview: Interview, reading: Reading, draws: int) -> Outcome:
    adverts = find_adverts(interview.transcript, ())
    selection = best_passages(interview.transcript, adverts, reading)
    sentences = talk_sentences(interview.transcript)
    offsets = word_offsets(sentences)
    shown = candidates(sentences, adverts)
    right = [is_hit(passage, sentences, offsets, interview) for passage in shown]
    runs = list(passages_of(sentences, adverts))
    hits = [interview.covered(offsets[first], offsets[last + 1]) > 0.5 for first, last in runs]
    chance = np.random.default_rng(0)
    return Outcome(
        name=interview.name,
        insights=tuple((chosen.passage.headline, chosen.passage.body) for chosen in selection.chosen),
        hit=any(is_hit(chosen.passage, sentences, offsets, interview) for chosen in selection.chosen[:BEST]),
        reachable=any(right),
        random=by_chance(runs, hits, draws, chance),
        random_candidate=by_chance([(each.first, each.last) for each in shown], right, draws, chance),
    )


def is_hit(passage: Passage, sentences: Sequence[Segment], offsets: NDArray[np.int64], interview: Interview) -> bool:
    said = " ".join(sentence.text for sentence in sentences[passage.first : passage.last + 1]).split()
    quote = passage.quote.split()
    at = next(at for at in range(len(said)) if said[at : at + len(quote)] == quote)
    first = offsets[passage.first] + at
    return interview.covered(first, first + len(quote)) > 0.5


def passages_of(sentences: Sequence[Segment], adverts: Sequence[Span]) -> Iterator[Run]:
    """All runs of 1-4 sentences and 25-75 words of one speaker outside the adverts."""
    barred = [held_by(adverts, sentence.start, sentence.end) is not None for sentence in sentences]
    for first, sentence in enumerate(sentences):
        words = 0
        for last in range(first, min(first + MOST_SENTENCES, len(sentences))):
            words += len(sentences[last].text.split())
            if words > LONGEST_WORDS or barred[last] or sentences[last].speaker != sentence.speaker:
                break
            if words >= SHORTEST_WORDS:
                yield first, last


def by_chance(runs: Sequence[Run], hits: Sequence[bool], draws: int, chance: np.random.Generator) -> float:
    """Share of draws of five runs, none sharing a sentence with another, that hold a hit."""
    found = 0
    for _ in range(draws):
        drawn_runs: list[Run] = []
        for at in chance.permutation(len(runs)):
            first, last = runs[at]
            if any(first <= end and begin <= last for begin, end in drawn_runs):
                continue
            drawn_runs.append(runs[at])
            if hits[at]:
                found += 1
            if hits[at] or len(drawn_runs) == BEST:
                break
    return found / draws


def drawn(insights: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    return [insights[at] for at in np.random.default_rng(0).permutation(len(insights))[:count]]


def summary(outcomes: Sequence[Outcome]) -> dict[str, object]:
    hit = np.array([each.hit for each in outcomes], dtype=float)
    random = np.array([each.random for each in outcomes])
    candidate = np.array([each.random_candidate for each in outcomes])
    rows = np.random.default_rng(0).integers(0, len(outcomes), (2000, len(outcomes)))
    lifts = hit[rows].mean(axis=1) / np.maximum(random[rows].mean(axis=1), 1e-9)
    return {
        "episodes": len(outcomes),
        "hit_at_5": round(hit.mean(), 4),
        "random_hit_at_5": round(random.mean(), 4),
        "lift": round(hit.mean() / random.mean(), 2),
        "interval": [round(float(edge), 2) for edge in np.percentile(lifts, [5, 95])],
        "random_candidate_hit_at_5": round(candidate.mean(), 4),
        "candidate_lift": round(hit.mean() / candidate.mean(), 2),
        "right_candidates": round(float(np.mean([each.reachable for each in outcomes])), 4),
        "insights": sum(len(each.insights) for each in outcomes),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--random-draws", type=int, default=200)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.data, arguments.vectors, arguments.random_draws)))
