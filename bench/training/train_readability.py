"""Learns how well an insight in a speaker's own words reads, from passages that were read and marked by hand.

    python bench/training/train_readability.py --data ROWS.json --marks MARKS.tsv

ROWS.json is a list of {src, headline, body, standing, strength}; MARKS.tsv has lines `row, headline is a claim that can
be understood (0/1), body stands alone (0/1), worth (0-3)`.

The shipped weights come from 531 passages of 110 interviews, 19 episodes of three shows and five other podcasts, cut by
an earlier grammar; their texts are for private study and not part of this repository. In November 2026 480 more were
marked, drawn at random from what the present grammar cuts from 60 interviews and 40 talks, some of them probably among
the sources of the 531. There the shipped weights have an area under the curve of 0.78 (interviews 0.79, talks 0.76),
weights learned from the 480 have 0.73 out of fold, standing + strength alone 0.74: the shipped ones stayed.

Writes ingest/passages/readability.npz: two ridge regressions of the sum of the marks, one on traits, one on MiniLM
vectors of headline and body, each scaled to a standard deviation of 1 and added. The last line is JSON: out-of-fold
areas under the curve (eight folds by source), beside standing + strength alone. Needs scikit-learn.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge  # type: ignore[import-untyped]  # ships no types
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from config import open_packaged_embedder  # noqa: E402
from ingest.passages.readability import WEIGHTS, traits_of  # noqa: E402

Numbers = NDArray[np.float64]
TRAIT_PENALTY, VECTOR_PENALTY = 100.0, 3000.0  # by eight folds; from 30 to 300 and 1,000 to 10,000 it hardly matters
FOLDS = 8


def main(rows_file: Path, marks_file: Path) -> None:
    marks = {int(line.split()[0]): [int(mark) for mark in line.split()[1:]] for line in marks_file.open()}
    listed = json.loads(rows_file.read_text())
    rows = [listed[number] for number in sorted(marks)]
    headline, body, worth = np.array([marks[number] for number in sorted(marks)]).T
    total = (headline + body + worth).astype(float)
    good = headline + body + (worth >= 2) >= 2
    traits = np.array([traits_of(r["headline"], r["body"], r["standing"], r["strength"]) for r in rows])
    embedder = open_packaged_embedder()
    vectors = np.hstack([embedder.embed([r[field] for r in rows]) for field in ("headline", "body")]).astype(float)
    groups = [r["src"] for r in rows]

    held = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(traits, total, groups):
        held[test] = score(fitted(traits[train], vectors[train], total[train]), traits[test], vectors[test])
    plain = traits[:, -2] + traits[:, -1]
    best = np.argsort(-held)[: len(rows) // 10]
    weights = fitted(traits, vectors, total)
    np.savez_compressed(
        WEIGHTS, allow_pickle=False, **{name: each.astype(np.float32) for name, each in weights.items()}
    )
    print(
        json.dumps(
            {
                "passages": len(rows),
                "good": round(float(good.mean()), 3),
                "auc": round(float(roc_auc_score(good, held)), 3),
                "auc_standing_and_strength": round(float(roc_auc_score(good, plain)), 3),
                "good_of_best_tenth": round(float(good[best].mean()), 3),
                "good_of_best_tenth_by_standing_and_strength": round(
                    float(good[np.argsort(-plain)[: len(best)]].mean()), 3
                ),
            }
        )
    )


def fitted(traits: Numbers, vectors: Numbers, total: Numbers) -> dict[str, Numbers]:
    mean, scale = traits.mean(axis=0), traits.std(axis=0) + 1e-9
    by_traits = Ridge(TRAIT_PENALTY).fit((traits - mean) / scale, total)
    # Each column is scaled, as the penalty was chosen for it.
    spread, middle = vectors.std(axis=0) + 1e-9, vectors.mean(axis=0)
    by_vectors = Ridge(VECTOR_PENALTY).fit((vectors - middle) / spread, total)
    told = ((traits - mean) / scale) @ by_traits.coef_
    direction = by_vectors.coef_ / spread
    meant = vectors @ direction
    one, other = 1 / told.std(), 1 / meant.std()
    both = (told * one + (meant - meant.mean()) * other).std()
    half = vectors.shape[1] // 2
    return {
        "mean": mean,
        "scale": scale,
        "traits": by_traits.coef_ * one / both,
        "headline": direction[:half] * other / both,
        "body": direction[half:] * other / both,
        "offset": np.array(-meant.mean() * other / both),
    }


def score(weights: dict[str, Numbers], traits: Numbers, vectors: Numbers) -> Numbers:
    standard = np.clip((traits - weights["mean"]) / weights["scale"], -3, 3)
    direction = np.concatenate([weights["headline"], weights["body"]])
    return np.asarray(standard @ weights["traits"] + vectors @ direction + weights["offset"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--marks", type=Path, required=True)
    chosen = parser.parse_args()
    main(chosen.data, chosen.marks)
