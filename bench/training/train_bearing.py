"""Learns whether a claim is about its quote, and whether a sentence is carried by what is said near it.

    python bench/training/train_bearing.py --data DIR

True pairs are a set's claims with their own quotes, false ones the same claims with every other quote of the same talk,
and claims of other talks with its quotes. For sentences the false ones are sentences of claims whose quotes lie far
away. Writes ingest/insights/proving/bearing.json. The last line is JSON: areas under the curve and what passes, each
talk judged by weights learned on the others. Needs scikit-learn.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.claims import ClaimTalk, read_claims  # noqa: E402
from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Remembering  # noqa: E402
from ingest.insights.proof import Proof, Talk  # noqa: E402
from ingest.insights.proving import bearing  # noqa: E402
from ingest.insights.proving.grounds import Grounds  # noqa: E402
from language.sentences import split, talk_sentences  # noqa: E402
from language.words import words  # noqa: E402

Numbers = NDArray[np.float64]
# Of true claims, and of true sentences, how many may be refused: what is left of three in a hundred for the other
# checks. Chosen before the held half was looked at.
REFUSED = {"about": 0.01, "carried": 0.02}
FAR_WORDS = 900  # a quote so far away belongs to another matter
FROM_ELSEWHERE = 60  # claims of other talks, for each talk
PENALTY = 1.0  # scikit-learn's own; 0.1 lets a third more pass


def main(folder: Path) -> None:
    embedder = Remembering(open_packaged_embedder(), most=50_000)
    rows: dict[str, list[tuple[str, bool, list[float]]]] = {"about": [], "carried": []}
    talks = read_claims(folder)
    for talk in talks:
        grounds, proofs = _grounds(talk, embedder)
        rows["about"] += [(talk.name, *row) for row in _claims(talk, grounds, proofs)]
        rows["about"] += [(talk.name, False, row) for row in _strangers(talk, talks, grounds, proofs)]
        rows["carried"] += [(talk.name, *row) for row in _sentences(talk, grounds, proofs)]
    told, kept = {}, {}
    for name, found in rows.items():
        groups = np.array([talk for talk, _, _ in found])
        true = np.array([is_true for _, is_true, _ in found])
        features = np.array([values for _, _, values in found])
        held = np.zeros(len(found))
        for talk in sorted(set(groups)):
            weights = _fitted(features[groups != talk], true[groups != talk])
            held[groups == talk] = _judged(weights, features[groups == talk])
        least = float(np.sort(held[true])[int(REFUSED[name] * true.sum())])
        told[name] = {
            "true": int(true.sum()),
            "false": int((~true).sum()),
            "auc": round(float(roc_auc_score(true, held)), 4),
            "true_refused": REFUSED[name],
            "false_passed": round(float((held[~true] >= least).mean()), 4),
        }
        kept[name] = {**_fitted(features, true), "refused_below": round(least, 4)}
    bearing.WEIGHTS.write_text(json.dumps(kept) + "\n")
    print(json.dumps(told))


def _grounds(talk: ClaimTalk, embedder: Remembering) -> tuple[Grounds, list[Proof | None]]:
    spoken = Talk(talk.transcript.segments)
    proofs = [spoken.look_up(claim.quote) for claim in talk.claims]
    found = [proof if isinstance(proof, Proof) else None for proof in proofs]
    return Grounds(spoken, talk_sentences(talk.transcript), embedder), found


def _claims(talk: ClaimTalk, grounds: Grounds, proofs: Sequence[Proof | None]) -> Iterator[tuple[bool, list[float]]]:
    people = frozenset(words(" ".join(talk.people)))
    for at, claim in enumerate(talk.claims):
        whole = f"{claim.headline.rstrip('.')}. {claim.body}"
        texts = bearing.texts_of(grounds, [claim.headline, claim.body, whole], people)
        for other, proof in enumerate(proofs):
            if proof is not None:
                yield at == other, bearing.about(grounds, proof, texts)


def _strangers(
    talk: ClaimTalk, talks: Sequence[ClaimTalk], grounds: Grounds, proofs: Sequence[Proof | None]
) -> Iterator[list[float]]:
    """Claims of other talks with this one's quotes: here nothing says them better."""
    people = frozenset(words(" ".join(talk.people)))
    others = [claim for other in talks if other is not talk for claim in other.claims]
    found = [proof for proof in proofs if proof is not None]
    for at, claim in enumerate(others[:: max(1, len(others) // FROM_ELSEWHERE)]):
        whole = f"{claim.headline.rstrip('.')}. {claim.body}"
        texts = bearing.texts_of(grounds, [claim.headline, claim.body, whole], people)
        yield bearing.about(grounds, found[at % len(found)], texts)


def _sentences(talk: ClaimTalk, grounds: Grounds, proofs: Sequence[Proof | None]) -> Iterator[tuple[bool, list[float]]]:
    people = frozenset(words(" ".join(talk.people)))
    for at, claim in enumerate(talk.claims):
        own = proofs[at]
        if own is None:
            continue
        for text in bearing.texts_of(grounds, split(claim.body), people):
            for other, proof in enumerate(proofs):
                if proof is None or (other != at and abs(proof.first - own.first) < FAR_WORDS):
                    continue
                run = bearing.best_run(text, bearing.within(grounds, proof, bearing.REGION))
                if run is not None:
                    yield at == other, bearing.carried(grounds, text, run)


def _fitted(features: Numbers, true: NDArray[np.bool_]) -> dict[str, list[float] | float]:
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=5_000).fit(np.clip((features - mean) / scale, -4, 4), true)
    rounded = {"mean": mean, "scale": scale, "weight": model.coef_[0]}
    return {name: [round(float(value), 5) for value in values] for name, values in rounded.items()} | {
        "bias": round(float(model.intercept_[0]), 5)
    }


def _judged(weights: dict[str, list[float] | float], features: Numbers) -> Numbers:
    logistic = bearing.Logistic(
        mean=np.array(weights["mean"]),
        scale=np.array(weights["scale"]),
        weight=np.array(weights["weight"]),
        bias=float(np.array(weights["bias"])),
        refused_below=0.0,
    )
    return np.array([logistic.probability(row) for row in features])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    main(parser.parse_args().data)
