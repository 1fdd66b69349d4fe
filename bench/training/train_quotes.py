"""Learns how likely a reader finds a passage good, from passages marked by hand and from what a strong reader quoted.

    python bench/training/train_quotes.py --marks MARKS.json --data CLAIMS_DIR

MARKS.json is a list of {talk, show, said, asked, marks}: the sentences as said, whether somebody else spoke right
before, and a row for each reader: understood, says something, well said, fair, glad (0/1), worth (0-3). A passage is
good when the first four are 1. CLAIMS_DIR: see bench/sets/claims.py.

The shipped weights come from 1,931 passages of four shows and 88 interviews, 809 of them marked by two readers each
(they agree on good in 94 %), and from 55 parts of talk with 200 quotes. The texts are for private study and not part of
this repository.

Writes ingest/passages/goodness.npz: a logistic regression for each of understood, says something, well said and "a
strong reader quotes it", on traits and MiniLM vectors, and one on traits of words alone for a first sight. The last
line is JSON, by show left out: areas under the curve, what share is good by calibrated probability, and of the best.
Needs scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.quoted import read_quoted_talks  # noqa: E402
from config import open_packaged_embedder  # noqa: E402
from ingest.passages.candidates import candidates  # noqa: E402
from ingest.passages.goodness import WEIGHTS, GoodnessWeights, shipped, summands  # noqa: E402
from ingest.passages.passage_traits import of_grammar, of_words  # noqa: E402
from ingest.passages.ranking import standardised  # noqa: E402
from ingest.passages.selection import Reading, parsed  # noqa: E402
from ingest.passages.standing import opens_well  # noqa: E402
from language.fillers import clean  # noqa: E402
from language.grammar import Grammar  # noqa: E402
from store.records.transcripts import Segment  # noqa: E402

Numbers = NDArray[np.float64]
# By folds of talks: from 0.003 to 0.02 and from 4 to 16 it hardly matters.
PENALTY, VECTOR_SCALE = 0.005, 8.0
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6)


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Passages with what is known of them. `answers`: [n, k] of 0 and 1; `may_be` shown at all."""

    words: tuple[str, ...]  # names of the traits of words, which come first
    names: tuple[str, ...]
    traits: Numbers
    vectors: Numbers
    shows: NDArray[np.str_]
    answers: NDArray[np.bool_]
    may_be: NDArray[np.bool_]

    def but(self, show: str | None) -> "Examples":
        return self.only(self.shows != show)

    def only(self, rows: NDArray[np.bool_]) -> "Examples":
        return Examples(
            words=self.words,
            names=self.names,
            traits=self.traits[rows],
            vectors=self.vectors[rows],
            shows=self.shows[rows],
            answers=self.answers[rows],
            may_be=self.may_be[rows],
        )


def main(marks_file: Path, claims: Path) -> None:
    reading = Reading(grammar=Grammar(), embedder=open_packaged_embedder())
    marked, quoted = read_marked(marks_file, reading), read_quoted(claims, reading)
    held = out_of_fold(marked, quoted)
    weights = calibrated(learned(marked, quoted), held, marked)
    np.savez_compressed(WEIGHTS, allow_pickle=False, **as_arrays(weights))
    print(json.dumps(summary(weights, held, marked)))


def without(show: str, marked: Examples, quoted: Examples) -> GoodnessWeights:
    """Learned without a show. Slope and level, two numbers, stay those that are shipped."""
    known = shipped()
    return _with(learned(marked.but(show), quoted.but(show)), slope=known.slope, level=known.level)


def out_of_fold(marked: Examples, quoted: Examples) -> Numbers:
    """Log-odds of what is asked of each marked passage, by weights learned without its show."""
    held = np.zeros((len(marked.shows), 4))
    for show in sorted(set(marked.shows)):
        weights = learned(marked.but(show), quoted.but(show))
        held[marked.shows == show] = log_odds(weights, marked.only(marked.shows == show))
    return held


def read_marked(file: Path, reading: Reading) -> Examples:
    """`answers`: understood, says something, well said, good, glad, by most of the readers."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    told = np.array([np.mean([[*m[:3], all(m[:4]), m[4]] for m in row["marks"]], axis=0) for row in rows])
    return _examples(
        [row["said"] for row in rows],
        [row["asked"] for row in rows],
        [row["show"] for row in rows],
        told >= 0.5,
        reading,
    )


def read_quoted(folder: Path, reading: Reading) -> Examples:
    """`answers`: whether most of the passage lies in a strong reader's quotes."""
    said, asked, shows, answers = [], [], [], []
    for talk in read_quoted_talks(folder):
        for passage in candidates(talk.sentences, ()):
            said.append([each.text for each in talk.sentences[passage.first : passage.last + 1]])
            asked.append(passage.asked)
            shows.append(talk.show)
            answers.append([talk.share(passage.first, passage.last) > 0.5])
    return _examples(said, asked, shows, np.array(answers), reading)


def _examples(
    said: Sequence[Sequence[str]],
    asked: Sequence[bool],
    shows: Sequence[str],
    answers: NDArray[np.bool_],
    reading: Reading,
) -> Examples:
    shown = [[text for at, each in enumerate(row) if (text := clean(each, opens=at == 0))] for row in said]
    words = [of_words(" ".join(row), texts, asked=each) for row, texts, each in zip(said, shown, asked, strict=True)]
    read = parsed(shown, reading.grammar)
    grammar = [of_grammar(trees) for trees in read]
    may_be = [_may_be(row) and opens_well(trees) for row, trees in zip(said, read, strict=True)]
    return Examples(
        words=tuple(words[0]),
        names=(*words[0], *grammar[0]),
        traits=np.array([[*one.values(), *other.values()] for one, other in zip(words, grammar, strict=True)], float),
        vectors=np.array(reading.embedder.embed([" ".join(texts) for texts in shown]), dtype=float),
        shows=np.array(shows),
        answers=answers,
        may_be=np.array(may_be),
    )


def _may_be(said: Sequence[str]) -> bool:
    """Whether the app would weigh it."""
    sentences = [Segment(start=at, end=at + 1, text=text, speaker="Ada") for at, text in enumerate(said)]
    return any((each.first, each.last) == (0, len(said) - 1) for each in candidates(sentences, ()))


def learned(marked: Examples, quoted: Examples) -> GoodnessWeights:
    """Not calibrated yet."""
    mean, scale = marked.traits.mean(axis=0), marked.traits.std(axis=0) + 1e-9
    rows = [_fitted(marked, marked.answers[:, at], mean, scale) for at in range(3)]
    rows.append(_fitted(quoted, quoted.answers[:, 0], mean, scale))
    count = len(marked.words)
    first = _logistic(standardised(marked.traits, mean, scale)[:, :count], marked.answers[:, 3])
    weights = GoodnessWeights(
        traits=marked.names,
        mean=mean,
        scale=scale,
        coefficients=np.array([coefficients for coefficients, _, _ in rows]),
        directions=np.array([direction for _, direction, _ in rows]),
        intercepts=np.array([intercept for _, _, intercept in rows]),
        first=first.coef_[0],
        usual=np.zeros(4),
        slope=1.0,
        level=0.0,
    )
    return _with(weights, usual=summands(log_odds(weights, marked)).mean(axis=0))


def _fitted(
    examples: Examples, answers: NDArray[np.bool_], mean: Numbers, scale: Numbers
) -> tuple[Numbers, Numbers, float]:
    standard = standardised(examples.traits, mean, scale)
    model = _logistic(np.hstack([standard, VECTOR_SCALE * examples.vectors]), answers)
    count = len(examples.names)
    return model.coef_[0, :count], VECTOR_SCALE * model.coef_[0, count:], float(model.intercept_[0])


def _logistic(columns: Numbers, answers: NDArray[np.bool_], penalty: float = PENALTY) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=500, tol=1e-3).fit(columns, answers)


def _with(weights: GoodnessWeights, **changed: Numbers | float) -> GoodnessWeights:
    return GoodnessWeights(**(vars(weights) | changed))


def log_odds(weights: GoodnessWeights, examples: Examples) -> Numbers:
    standard = standardised(examples.traits, weights.mean, weights.scale)
    told: Numbers = standard @ weights.coefficients.T + examples.vectors @ weights.directions.T + weights.intercepts
    return told


def calibrated(weights: GoodnessWeights, held: Numbers, marked: Examples) -> GoodnessWeights:
    """With the slope and level that fit what was told of shows that were left out, where it may be shown."""
    above = (summands(held) - weights.usual).sum(axis=1, keepdims=True)
    model = _logistic(above[marked.may_be], marked.answers[marked.may_be, 3], penalty=100.0)
    return _with(weights, slope=float(model.coef_[0, 0]), level=float(model.intercept_[0]))


def probability(weights: GoodnessWeights, told: Numbers) -> Numbers:
    sums = weights.level + weights.slope * (summands(told) - weights.usual).sum(axis=1)
    return np.asarray(1 / (1 + np.exp(-sums)))


def as_arrays(weights: GoodnessWeights) -> dict[str, NDArray[np.generic]]:
    numbers = {name: np.asarray(each, dtype=np.float32) for name, each in vars(weights).items() if name != "traits"}
    return {"traits": np.array(weights.traits), **numbers}


def summary(weights: GoodnessWeights, held: Numbers, marked: Examples) -> dict[str, object]:
    good, glad, likely = marked.answers[:, 3], marked.answers[:, 4], probability(weights, held)
    may_be = marked.may_be
    best = [at for at in np.argsort(-likely) if may_be[at]]
    table = {}
    for low, high in zip((0.0, *LEVELS), (*LEVELS, 1.0), strict=True):
        rows = may_be & (likely >= low) & (likely < high)
        if rows.any():
            table[f"{low}-{high}"] = [
                int(rows.sum()),
                round(float(likely[rows].mean()), 3),
                round(float(good[rows].mean()), 3),
            ]
    return {
        "passages": len(good),
        "good": round(float(good.mean()), 3),
        "may_be_shown": int(may_be.sum()),
        "auc": {
            **{
                name: round(float(roc_auc_score(marked.answers[:, at], held[:, at])), 3)
                for at, name in enumerate(("understood", "says_something", "well_said"))
            },
            "good": round(float(roc_auc_score(good, likely)), 3),
            "glad": round(float(roc_auc_score(glad, likely)), 3),
        },
        "good_of_best": {count: round(float(good[best[:count]].mean()), 3) for count in (30, 60, 100, 200)},
        "glad_of_best": {count: round(float(glad[best[:count]].mean()), 3) for count in (30, 60, 100, 200)},
        "number_likely_good": table,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marks", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    chosen = parser.parse_args()
    main(chosen.marks, chosen.data)
