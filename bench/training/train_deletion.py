"""Learns which words of a spoken passage a careful editor leaves out of print.

    python bench/training/train_deletion.py --data DIR

DIR holds passages with their marks (bench/sets/deletion.py; only those of part "learn" are read), `runs.json`, a list
of {text, start, end, gone}: single runs of words in other talks, each marked by hand, and `clean.txt`, a sentence a
line, of which stumbles are made (bench/sets/stumbling.py). The texts are for private study
and not part of this repository.

The shipped weights come from 160 passages of two shows (November 2026), 288 single runs of the same two shows, marked
by one reader, and 1,000 clean sentences.

Writes language/deletion/weights.json: a logistic regression over the traits of each run. The last line is JSON: out of
fold (eight folds), for each kind of run and each likelihood how many marked runs pass it and how many of those readers
left out. Needs scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped]  # ships no types
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.deletion import read_marked  # noqa: E402
from bench.sets.stumbling import stumbles  # noqa: E402
from language.deletion.candidates import Run, runs  # noqa: E402
from language.deletion.traits import traits  # noqa: E402
from language.deletion.weighing import WEIGHTS  # noqa: E402
from language.deletion.words import Word, words_of  # noqa: E402
from language.grammar import english  # noqa: E402

FOLDS = 8
SHARPNESS = 0.3  # the C of the regression, by eight folds: 1 is no better
MADE_WEIGHT = 0.05  # of a made stumble beside a marked one, by judgement: they are many, and all alike
SMALLEST = 0.005  # weights below it tell nothing
STUMBLES = {"repeat", "restart"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """`fold` is -1 where it is never held out."""

    kind: str
    traits: dict[str, float]
    gone: bool
    fold: int
    weight: float


def main(folder: Path) -> None:
    examples = [*_passages(folder), *_single(folder), *_made(folder)]
    table = DictVectorizer()
    rows = table.fit_transform([each.traits for each in examples])
    gone = np.array([each.gone for each in examples])
    weight = np.array([each.weight for each in examples])
    fold = np.array([each.fold for each in examples])
    held = np.zeros(len(examples))
    for at in range(FOLDS):
        others = fold != at
        held[~others] = _fitted(rows[others], gone[others], weight[others]).predict_proba(rows[~others])[:, 1]
    fitted = _fitted(rows, gone, weight)
    WEIGHTS.write_text(json.dumps(_weights(table.get_feature_names_out(), fitted.coef_[0]), indent=0) + "\n")
    print(json.dumps({"examples": len(examples), "out_of_fold": _table(examples, held)}))


def _fitted(rows: object, gone: NDArray[np.bool_], weight: NDArray[np.float64]) -> LogisticRegression:
    # Each kind has a trait that is always there: no further constant is learned.
    return LogisticRegression(C=SHARPNESS, max_iter=3000, fit_intercept=False).fit(rows, gone, sample_weight=weight)


def _weights(names: Sequence[str], learned: NDArray[np.float64]) -> dict[str, float]:
    found = zip(names, learned, strict=True)
    return {name: round(float(weight), 3) for name, weight in found if abs(weight) >= SMALLEST}


def _passages(folder: Path) -> Iterator[Example]:
    for at, passage in enumerate(read_marked(folder, "learn")):
        words = words_of(passage.text, english())
        found = runs(words)
        gone = [passage.is_gone(word.start, word.end) for word in words]
        for run in found:
            marked = _is_marked(run, gone, words, found)
            if marked is not None:
                yield _example(words, run, marked, at % FOLDS, 1.0)


def _is_marked(run: Run, gone: Sequence[bool], words: Sequence[Word], found: Sequence[Run]) -> bool | None:
    """None for a part of a start that went whole."""
    if not all(gone[run.first : run.last]):
        return False
    small = {at for each in found if each.kind != "restart" for at in range(each.first, each.last)}
    before, after = run.first - 1, run.last
    longer = before >= 0 and gone[before] and before not in small and not words[before].breaks
    longer |= after < len(words) and gone[after] and after not in small and not words[after - 1].breaks
    return None if run.kind == "restart" and longer else True


def _single(folder: Path) -> Iterator[Example]:
    for at, row in enumerate(json.loads((folder / "runs.json").read_text())):
        words = words_of(row["text"], english())
        for run in runs(words):
            if run.kind != "head" and _covers(words, run, row["start"], row["end"]):
                yield _example(words, run, row["gone"], at % FOLDS, 1.0)


def _made(folder: Path) -> Iterator[Example]:
    for stumble in stumbles((folder / "clean.txt").read_text().splitlines()[:1000], Random(1)):  # noqa: S311  the same at every run
        words = words_of(stumble.text, english())
        for run in runs(words):
            if run.kind in STUMBLES:
                yield _example(words, run, _covers(words, run, stumble.start, stumble.end), -1, MADE_WEIGHT)


def _covers(words: Sequence[Word], run: Run, start: int, end: int) -> bool:
    return words[run.first].start == start and words[run.last - 1].end == end


def _example(words: Sequence[Word], run: Run, gone: bool, fold: int, weight: float) -> Example:
    return Example(kind=run.kind, traits=dict(traits(words, run)), gone=gone, fold=fold, weight=weight)


def _table(examples: Sequence[Example], held: NDArray[np.float64]) -> dict[str, dict[str, tuple[int, int]]]:
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for kind in sorted({each.kind for each in examples}):
        for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
            rows = zip(examples, held, strict=True)
            passed = [each.gone for each, sure in rows if each.kind == kind and each.fold >= 0 and sure >= least]
            told.setdefault(kind, {})[str(least)] = (len(passed), sum(passed))
    return told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    main(parser.parse_args().data)
