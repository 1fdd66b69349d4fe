"""How much each sentence of a talk is worth a reader's while, learned from what editors chose. numpy only; for English.

The weights are linear, so that a number can be taken apart into what it is made of. bench/training/train_worth.py made
them and says from what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.passages.features import Array, traits_of
from store.records.transcripts import Segment

WEIGHTS = Path(__file__).parent / "worth.npz"
MEANING, CLAIM = "what it says", "sounds like a claim"
_FARTHEST = 4.0  # standard deviations: no single trait decides
# A good sentence makes its neighbours better: what is worth hearing goes on for a while.
_REACH, _SHARE_OF_NEIGHBOURS = 4, 0.3
_SHARE_OF_CLAIM = 0.1  # more makes the best five read better and hit fewer highlights

Numbers = NDArray[np.float64]
Real = TypeVar("Real", Array, Numbers)


@dataclass(frozen=True, kw_only=True)
class SentenceWeights:
    """`coefficients` of standardised `traits`; in the embedding's space `direction` from the talk's middle to what
    editors choose, and `claim` from talk to written claims."""

    traits: tuple[str, ...]
    parts: tuple[str, ...]  # what a reader is told each trait belongs to
    mean: Array
    scale: Array
    coefficients: Array
    direction: Array
    claim: Array


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """Part → its share in each sentence's worth, weighted; 0 is an average sentence of an interview."""

    parts: Mapping[str, Numbers]
    words: Numbers

    @property
    def totals(self) -> Numbers:
        return np.asarray(np.sum(list(self.parts.values()), axis=0), dtype=np.float64)

    def of_passage(self, first: int, last: int) -> dict[str, float]:
        """The parts of sentences `first` to `last` (inclusive) together, a long one counting for more."""
        share = self.words[first : last + 1] / self.words[first : last + 1].sum()
        return {name: float(column[first : last + 1] @ share) for name, column in self.parts.items()}


@cache
def shipped() -> SentenceWeights:
    with np.load(WEIGHTS) as stored:
        return SentenceWeights(
            traits=tuple(stored["traits"].tolist()),
            parts=tuple(stored["parts"].tolist()),
            mean=stored["mean"],
            scale=stored["scale"],
            coefficients=stored["coefficients"],
            direction=stored["direction"],
            claim=stored["claim"],
        )


def weigh(sentences: Sequence[Segment], vectors: Array, weights: SentenceWeights) -> Weighed:
    """`sentences` are the whole talk, for most traits are relative to it; `vectors` [n, d] of unit length."""
    found = traits_of(sentences, vectors)
    words = np.array([max(1, len(sentence.text.split())) for sentence in sentences], dtype=np.float64)
    parts: dict[str, Numbers] = {
        part: np.zeros(len(sentences)) for part in (*dict.fromkeys(weights.parts), MEANING, CLAIM)
    }
    standard = standardised(np.column_stack([found[name] for name in weights.traits]), weights.mean, weights.scale)
    for at, part in enumerate(weights.parts):
        parts[part] += weights.coefficients[at] * standard[:, at]
    parts[MEANING] += from_the_middle(vectors, words) @ weights.direction
    parts[CLAIM] += _SHARE_OF_CLAIM * (vectors @ weights.claim)
    return Weighed(parts={part: _smoothed(column, words) for part, column in parts.items()}, words=words)


def sentence_scores(sentences: Sequence[Segment], vectors: Array) -> Numbers:
    """0 to 1 a sentence, higher where a reader's while is likelier worth it. An average sentence gets 0.5."""
    if not len(sentences):
        return np.zeros(0)
    return 1 / (1 + np.exp(-weigh(sentences, vectors, shipped()).totals))


def standardised(columns: Real, mean: Real, scale: Real) -> Real:
    """What cannot be told counts as average."""
    standard: Real = np.nan_to_num(np.clip((columns - mean) / scale, -_FARTHEST, _FARTHEST))
    return standard


def from_the_middle(vectors: Array, words: Numbers) -> Array:
    """Vectors from the talk's own middle: what a sentence adds to the topic, not what the topic is."""
    middle = (vectors * words[:, None]).sum(axis=0) / words.sum()
    moved: Array = (vectors - middle).astype(np.float32)
    return moved


def _smoothed(column: Numbers, words: Numbers) -> Numbers:
    sums, counts = np.append(0.0, np.cumsum(column * words)), np.append(0.0, np.cumsum(words))
    at = np.arange(len(column))
    first, end = np.maximum(0, at - _REACH), np.minimum(len(column), at + _REACH + 1)
    near: Numbers = (sums[end] - sums[first]) / (counts[end] - counts[first])
    return (1 - _SHARE_OF_NEIGHBOURS) * column + _SHARE_OF_NEIGHBOURS * near
