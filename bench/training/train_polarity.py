"""Learns whether a headline or its opposite is told by what was said and by the claim's body.

    python bench/training/train_polarity.py --data DIR

DIR: see bench/sets/claims.py. Pairs are every headline, and every sentence of a body beside the rest of its claim, with
its opposite (ingest/insights/proving/opposites.py). Writes polarity.json beside that. The last line is JSON, by show
left out: in how many pairs the true one comes out, and how many opposites of headlines are doubted when DOUBTED of the
true ones are. Needs scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.claims import ClaimTalk, read_claims  # noqa: E402
from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Remembering  # noqa: E402
from ingest.insights.proof import Proof, Talk  # noqa: E402
from ingest.insights.proving import polarity  # noqa: E402
from ingest.insights.proving.carrying import AROUND  # noqa: E402
from ingest.insights.proving.opposites import opposite  # noqa: E402
from language.grammar import Grammar  # noqa: E402
from language.sentences import split  # noqa: E402

Numbers = NDArray[np.float64]
# Of true headlines so many may be doubted: by judgement. A doubted one is not refused; a sentence of the body that is
# proved takes its place. Nearly all are ones that deny: of those one in four.
DOUBTED = 0.025
PENALTY = 0.01  # by left-out shows; 0.1 and 1 come out alike


def main(folder: Path) -> None:
    embedder, grammar = Remembering(open_packaged_embedder(), most=50_000), Grammar()
    rows = [(talk.name, *row) for talk in read_claims(folder) for row in _pairs(talk, grammar, embedder)]
    shows = np.array([name.rsplit("-", 1)[0] for name, _, _ in rows])
    heads = np.array([is_headline for _, is_headline, _ in rows])
    pairs = np.array([row for _, _, row in rows])
    held = np.zeros(pairs.shape[:2])
    for show in sorted(set(shows)):
        scale, weight = _fitted(pairs[shows != show])
        held[shows == show] = np.clip(pairs[shows == show] / scale, -4, 4) @ weight
    least = float(np.quantile(held[heads, 0], DOUBTED))
    scale, weight = _fitted(pairs)
    kept = {
        "mean": [0.0] * len(weight),
        "scale": [round(float(value), 5) for value in scale],
        "weight": [round(float(value), 5) for value in weight],
        "bias": 0.0,
        "refused_below": round(1 / (1 + float(np.exp(-least))), 4),
    }
    polarity.WEIGHTS.write_text(json.dumps({"polarity": kept}) + "\n")
    told = {
        "pairs": len(pairs),
        "headlines": int(heads.sum()),
        "right": round(float((held[:, 0] > held[:, 1]).mean()), 4),
        "true_doubted": DOUBTED,
        "opposites_doubted": round(float((held[heads, 1] < least).mean()), 4),
        "opposites_of_sentences_doubted": round(float((held[~heads, 1] < least).mean()), 4),
        "true_sentences_doubted": round(float((held[~heads, 0] < least).mean()), 4),
    }
    print(json.dumps(told))


def _pairs(talk: ClaimTalk, grammar: Grammar, embedder: Remembering) -> Iterator[tuple[bool, Numbers]]:
    """Of each text of the talk's claims, whether it is a headline, and the features of [itself, its opposite]."""
    spoken = Talk(talk.transcript.segments)
    for claim in talk.claims:
        proof = spoken.look_up(claim.quote)
        texts = [claim.headline.rstrip(". "), *split(claim.body)]
        for at, (text, tokens) in enumerate(zip(texts, grammar.parse(texts), strict=True)):
            other = opposite(text, tokens)
            if other is None or not isinstance(proof, Proof):
                continue
            said, beside = spoken.around(proof, AROUND), " ".join((*texts[:at], *texts[at + 1 :]))
            both = ((text, other), (other, text))
            yield at == 0, np.array([polarity.features(*each, said, beside, embedder) for each in both])


def _fitted(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """Scale and weights; without a bias, for the two sides of a pair are each other's opposite."""
    flat, true = pairs.reshape(-1, pairs.shape[2]), np.tile([True, False], len(pairs))
    scale = flat.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=5_000, fit_intercept=False)
    return scale, model.fit(np.clip(flat / scale, -4, 4), true).coef_[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    main(parser.parse_args().data)
