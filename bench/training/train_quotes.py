"""Learns how likely a reader finds a passage good, from passages marked by hand.

    python bench/training/train_quotes.py --marks MARKS.json

MARKS.json is a list of {talk, show, said, asked, place, share, main, marks}: the sentences as said, whether somebody
else spoke right before, where in the talk and by whom (ingest/passages/setting.py; null where it is not known), and a
row for each reader: understood, says something, well said, fair, glad (0/1), worth (0-3). A passage is good when the
first four are 1.

The shipped weights come from 3,451 passages of four shows and 126 interviews, 809 of them marked by two readers each
(they agree on good in 94 %), 1,520 of them such as the app weighs. The texts are for private study and not part of this
repository.

Writes ingest/passages/goodness.npz: a logistic regression for each of understood, says something, well said and good,
on traits and on the impression that a passage makes, and one on traits of words alone for a first sight. By show left
out traits of words with MiniLM vectors told good from the rest with an area under the curve of .65, impressions
with .74; of the best 60 of the 1,520 45 % and 72 % were good. The last line is JSON, by show left out: areas under the
curve, what share is good by calibrated probability, and of the best.
Needs scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from config import open_packaged_embedder, open_reading  # noqa: E402
from ingest.passages import goodness  # noqa: E402
from ingest.passages.candidates import candidates  # noqa: E402
from ingest.passages.goodness import WEIGHTS, GoodnessWeights, shipped, summands  # noqa: E402
from ingest.passages.passage_traits import of_grammar, of_words  # noqa: E402
from ingest.passages.ranking import standardised  # noqa: E402
from ingest.passages.selection import Reading, parsed  # noqa: E402
from ingest.passages.setting import Setting  # noqa: E402
from ingest.passages.standing import opens_well  # noqa: E402
from language.fillers import clean  # noqa: E402
from store.records.transcripts import Segment  # noqa: E402

Numbers = NDArray[np.float64]
# By shows left out: penalties of 0.004 to 0.012 and a scale of 0.2 or 0.3 hardly matter; traits at full weight told
# less of the best hundred (54 % good for 61).
PENALTY, TRAIT_SCALE, IMPRESSION_SCALE = 0.004, 0.3, 0.3
LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6)


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Passages with what is known of them. `answers`: [n, k] of 0 and 1; `may_be` shown at all."""

    words: tuple[str, ...]  # names of the traits of words, which come first
    names: tuple[str, ...]
    traits: Numbers
    impressions: Numbers
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
            impressions=self.impressions[rows],
            shows=self.shows[rows],
            answers=self.answers[rows],
            may_be=self.may_be[rows],
        )


def main(marks_file: Path) -> None:
    reading = open_reading(open_packaged_embedder())
    marked = read_marked(marks_file, reading)
    held = out_of_fold(marked)
    weights = calibrated(learned(marked), held, marked)
    np.savez_compressed(WEIGHTS, allow_pickle=False, **as_arrays(weights))
    print(json.dumps(summary(weights, held, marked)))


def without(show: str, marked: Examples) -> GoodnessWeights:
    """Learned without a show. Slope and level, two numbers, stay those that are shipped."""
    known = shipped()
    return _with(learned(marked.but(show)), slope=known.slope, level=known.level)


def out_of_fold(marked: Examples) -> Numbers:
    """Log-odds of what is asked of each marked passage, by weights learned without its show."""
    held = np.zeros((len(marked.shows), 4))
    for show in sorted(set(marked.shows)):
        weights = learned(marked.but(show))
        held[marked.shows == show] = log_odds(weights, marked.only(marked.shows == show))
    return held


def read_marked(file: Path, reading: Reading) -> Examples:
    """`answers`: understood, says something, well said, good, glad, by most of the readers."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    told = np.array([np.mean([[*m[:3], all(m[:4]), m[4]] for m in row["marks"]], axis=0) for row in rows])
    return _examples(
        [row["said"] for row in rows],
        [row["asked"] for row in rows],
        [_setting(row) for row in rows],
        [row["show"] for row in rows],
        told >= 0.5,
        reading,
    )


def _setting(row: dict[str, float | None]) -> Setting:
    place, share, leads = (
        nan if row.get(name) is None else float(row[name] or 0) for name in ("place", "share", "main")
    )
    return Setting(place=place, share=share, leads=nan if isnan(share) else leads)


def _examples(
    said: Sequence[Sequence[str]],
    asked: Sequence[bool],
    settings: Sequence[Setting],
    shows: Sequence[str],
    answers: NDArray[np.bool_],
    reading: Reading,
) -> Examples:
    shown = [[text for at, each in enumerate(row) if (text := clean(each, opens=at == 0))] for row in said]
    words = [
        of_words(" ".join(row), texts, asked=each, setting=setting)
        for row, texts, each, setting in zip(said, shown, asked, settings, strict=True)
    ]
    read = parsed(shown, reading.grammar)
    grammar = [of_grammar(trees) for trees in read]
    may_be = [_may_be(row) and opens_well(trees) for row, trees in zip(said, read, strict=True)]
    return Examples(
        words=tuple(words[0]),
        names=(*words[0], *grammar[0]),
        traits=np.array([[*one.values(), *other.values()] for one, other in zip(words, grammar, strict=True)], float),
        impressions=reading.impressions.of([" ".join(texts) for texts in shown]).astype(float),
        shows=np.array(shows),
        answers=answers,
        may_be=np.array(may_be),
    )


def _may_be(said: Sequence[str]) -> bool:
    """Whether the app would weigh it."""
    sentences = [Segment(start=at, end=at + 1, text=text, speaker="Ada") for at, text in enumerate(said)]
    return any((each.first, each.last) == (0, len(said) - 1) for each in candidates(sentences, ()))


def learned(marked: Examples) -> GoodnessWeights:
    """Not calibrated yet."""
    mean, scale = np.nanmean(marked.traits, axis=0), np.nanstd(marked.traits, axis=0) + 1e-9
    made_mean, made_scale = marked.impressions.mean(axis=0), marked.impressions.std(axis=0) + 1e-9
    standard = standardised(marked.traits, mean, scale)
    columns = np.hstack(
        [TRAIT_SCALE * standard, IMPRESSION_SCALE * standardised(marked.impressions, made_mean, made_scale)]
    )
    asked = [_logistic(columns, marked.answers[:, at]) for at in range(4)]
    found, count = np.vstack([model.coef_ for model in asked]), len(marked.names)
    weights = GoodnessWeights(
        traits=marked.names,
        mean=mean,
        scale=scale,
        coefficients=TRAIT_SCALE * found[:, :count],
        impression_mean=made_mean,
        impression_scale=made_scale,
        impressions=IMPRESSION_SCALE * found[:, count:],
        intercepts=np.array([float(model.intercept_[0]) for model in asked]),
        first=_logistic(standard[:, : len(marked.words)], marked.answers[:, 3]).coef_[0],
        usual=np.zeros(4),
        slope=1.0,
        level=0.0,
    )
    return _with(weights, usual=summands(log_odds(weights, marked)).mean(axis=0))


def _logistic(columns: Numbers, answers: NDArray[np.bool_], penalty: float = PENALTY) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=500, tol=1e-3).fit(columns, answers)


def _with(weights: GoodnessWeights, **changed: Numbers | float) -> GoodnessWeights:
    return GoodnessWeights(**(vars(weights) | changed))


def log_odds(weights: GoodnessWeights, examples: Examples) -> Numbers:
    return goodness.log_odds(examples.traits, examples.impressions, weights)


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
    main(parser.parse_args().marks)
