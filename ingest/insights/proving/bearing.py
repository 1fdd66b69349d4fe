"""Whether a claim is about its quote, and whether a sentence of it is carried by what is said there. Pure but for the
embedder.

Meaning and words together, each also beside the best place of the whole talk: a claim with another claim's quote is
said better elsewhere. Both are logistic regressions, learned by bench/training/train_bearing.py.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.insights.proof import Proof
from ingest.insights.proving.grounds import Array, Grounds, Mask
from language.words import terms, words

WEIGHTS = Path(__file__).with_suffix(".json")
# Words on either side of a quote that are still its surroundings, and the region in which a sentence's words are
# looked for. As learned with; by judgement, not measured: a minute's worth of talk, and some three.
NEAR, REGION = 60, 400
_WIDER = 150
# Runs that are compared with a quote are about as long: by judgement, not measured.
_SHORTEST_LIMIT, _LENGTH_LIMIT = 40, 1.5
_FARTHEST = 5.0  # the logarithm of the distance past which it makes no more difference, some 150 words


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """Features standardised, weighted, summed. `refused_below`: the probability under which is refused."""

    mean: Array
    scale: Array
    weight: Array
    bias: float
    refused_below: float

    def probability(self, features: Sequence[float]) -> float:
        standard = np.clip((np.array(features) - self.mean) / self.scale, -4, 4)
        return float(1 / (1 + np.exp(-(standard @ self.weight + self.bias))))


@cache
def shipped(name: str) -> Logistic:
    """The learned weights for "about" or "carried"."""
    return read_logistic(WEIGHTS, name)


def read_logistic(file: Path, name: str) -> Logistic:
    kept = json.loads(file.read_text())[name]
    arrays = {field: np.array(kept[field], dtype=float) for field in ("mean", "scale", "weight")}
    return Logistic(**arrays, bias=kept["bias"], refused_below=kept["refused_below"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of a claim as it is compared: its stems without the names of those heard, and its vector."""

    terms: frozenset[str]
    nearness: Array
    shares: Array
    vector: Array


def texts_of(grounds: Grounds, texts: Sequence[str], people: frozenset[str]) -> list[Text]:
    """`people` are the folded names of those heard: who says it is not what it is about."""
    plain = [without(text, people) for text in texts]
    return [
        Text(terms=held, nearness=grounds.nearness(vector), shares=grounds.shares(held), vector=vector)
        for held, vector in zip([frozenset(terms(text)) for text in plain], grounds.embed(plain), strict=True)
    ]


def without(text: str, people: frozenset[str]) -> str:
    """The text without the words that name somebody heard."""
    return " ".join(word for word in text.split() if not people.intersection(words(word.removesuffix("'s"))))


def about(grounds: Grounds, proof: Proof, claim: Iterable[Text]) -> list[float]:
    """The features of a claim's texts (headline, body, both) beside its quote."""
    spoken = [grounds.talk.between(proof.first - reach, proof.last + reach) for reach in (0, NEAR, _WIDER)]
    said = [frozenset(terms(text)) for text in spoken]
    quoted, around = grounds.embed(spoken[:2])
    overlapping = _reaching(grounds, proof, 0)
    nearby = _reaching(grounds, proof, NEAR)
    as_long = grounds.lasts - grounds.firsts <= max(_SHORTEST_LIMIT, _LENGTH_LIMIT * (proof.last - proof.first))
    features: list[float] = []
    for text in claim:
        both = text.nearness + text.shares
        features += [
            float(quoted @ text.vector),
            float(around @ text.vector),
            *_beside_best(text.nearness, overlapping, nearby),
            *(grounds.share(text.terms, held) for held in said),
            _highest(text.shares, overlapping) - _highest(text.shares),
            _highest(both, overlapping) - _highest(both),
            _highest(both, nearby) - _highest(both),
            _distance_to_best(grounds, proof, both, as_long),
            float(len(text.terms & said[0])),
            float(len(text.terms & said[1])),
        ]
    return features


def _beside_best(values: Array, overlapping: Mask, nearby: Mask) -> list[float]:
    here, near, best = _highest(values, overlapping), _highest(values, nearby), _highest(values)
    return [here, near, here - best, near - best]


def carried(grounds: Grounds, text: Text, run: int) -> list[float]:
    """The features of a sentence beside the run that is to carry it."""
    both = text.nearness + text.shares
    first, last = int(grounds.firsts[run]), int(grounds.lasts[run])
    around = frozenset(terms(grounds.talk.between(first - NEAR, last + NEAR)))
    return [
        float(text.nearness[run]),
        float(text.shares[run]),
        grounds.share(text.terms, around),
        float(text.nearness[run]) - _highest(text.nearness),
        float(text.shares[run]) - _highest(text.shares),
        float(both[run]) - _highest(both),
        float(len(text.terms)),
    ]


def best_run(text: Text, allowed: Mask) -> int | None:
    """Of the `allowed` runs (true or false each) the one that says most of the text; None when none is allowed."""
    if not allowed.any():
        return None
    return int(np.where(allowed, text.nearness + text.shares, -np.inf).argmax())


def of_the_quote(grounds: Grounds, proof: Proof) -> Mask:
    """Which runs lie with at least half of their words in the quote."""
    inside = np.minimum(grounds.lasts, proof.last) - np.maximum(grounds.firsts, proof.first)
    return np.asarray(inside >= (grounds.lasts - grounds.firsts) / 2)


def within(grounds: Grounds, proof: Proof, reach: int) -> Mask:
    """Which runs begin and end at most `reach` words from the quote, or overlap it."""
    return np.asarray((grounds.firsts >= proof.first - reach) & (grounds.lasts <= proof.last + reach)) | _reaching(
        grounds, proof, 0
    )


def _reaching(grounds: Grounds, proof: Proof, reach: int) -> Mask:
    return np.asarray((grounds.firsts < proof.last + reach) & (grounds.lasts > proof.first - reach))


def _highest(values: Array, among: Mask | None = None) -> float:
    chosen = values if among is None else values[among]
    return float(chosen.max()) if chosen.size else 0.0


def _distance_to_best(grounds: Grounds, proof: Proof, values: Array, among: Mask) -> float:
    if not among.any():
        return 0.0
    best = int(np.where(among, values, -np.inf).argmax())
    first, last = int(grounds.firsts[best]), int(grounds.lasts[best])
    apart = max(0, first - proof.last, proof.first - last)
    return min(_FARTHEST, math.log1p(apart))
