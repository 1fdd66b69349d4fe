"""What a reader cares for, learned from what they said of insights. Pure: vectors of unit length in, 0 to 1 out.

A Gaussian process (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, ch. 2): "useful" and saved
count +1, "not for me" -1, and what was said of an insight holds for those near it, the less the farther. Before any
word every insight has 0.5, no opinion. "Wrong" and "advert" say nothing of the topic and do not come here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.queries.embeddings import Vector

NO_OPINION = 0.5  # the middle between 0 and 1, so that a useful and a not useful move it alike
# MiniLM cosine from which two claims may be called alike: between the lowest between two claims of one topic (0.51) and
# their median (0.67).
ALIKE = 0.55
FOLLOWED = 0.4  # how much of the way to 1 a followed thread takes an insight

# Chosen on one half of the episodes of bench/readers.py, where a reach of 0.3 to 1, a doubt of 0.1 to 1 and a strength
# of 2 to 4 came to much the same.
_REACH = 0.5
_DOUBT = 0.3
_STRENGTH = 3.0
_HALF_TRUST = 10  # opinions that carry half of _STRENGTH: one alone moves next to nothing
_PRIOR = 4  # opinions' worth of belief that a reader likes half of what they judge
_MOST = 500  # the newest count: past them the matrix costs more than the oldest tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the reader said of an insight with that vector."""

    vector: Vector
    liked: bool


class Taste:
    """A reader's taste, made of `opinions`, oldest first."""

    def __init__(self, opinions: Sequence[Opinion]) -> None:
        size = opinions[-1].vector.size if opinions else 1
        kept = [opinion for opinion in opinions if opinion.vector.size == size][-_MOST:]
        self.size = size
        self._units = np.array([opinion.vector for opinion in kept], dtype=np.float32)
        self._liked = np.array([opinion.liked for opinion in kept], dtype=bool)
        self._weights = _fitted(self._units, self._liked)

    def interest(self, units: Vector) -> Vector:
        """One number a row, above 0.5 for what is like what was useful, below for what is like what was not.

        A row of zeros, an insight without a vector, has no opinion.
        """
        if not len(self._weights) or units.shape[1] != self.size:
            return np.full(len(units), NO_OPINION, dtype=np.float32)
        trust = _STRENGTH * len(self._units) / (len(self._units) + _HALF_TRUST)
        belief = trust * (_kernel(units, self._units) @ self._weights)
        belief = np.where(units.any(axis=1), belief, 0.0)
        return np.asarray(NO_OPINION + 0.5 * np.tanh(belief), dtype=np.float32)

    def alike(self, units: Vector) -> list[int]:
        """How many useful or saved insights each row is like."""
        if not self._liked.any() or units.shape[1] != self.size:
            return [0] * len(units)
        cosines = units @ self._units[self._liked].T
        return [int(count) for count in (cosines >= ALIKE).sum(axis=1)]


def lifted(interest: float, *, followed: bool) -> float:
    """The interest in an insight with what its followed thread adds."""
    return interest + FOLLOWED * (1.0 - interest) if followed else interest


def _fitted(units: Vector, liked: NDArray[np.bool_]) -> Vector:
    """The weight of each opinion.

    Where "not for me" prevails opinions count by how far they are from their mean: who finds one in ten useful is not
    against everything, and a day has its five all the same. The other way round some only ever say "useful".
    """
    if not len(units):
        return np.zeros(0, dtype=np.float32)
    sides = np.where(liked, 1.0, -1.0)
    sides -= min(0.0, float(sides.sum())) / (len(sides) + _PRIOR)
    doubted = _kernel(units, units) + _DOUBT * np.eye(len(units))
    return np.asarray(np.linalg.solve(doubted, sides), dtype=np.float32)


def _kernel(one: Vector, other: Vector) -> Vector:
    """1 for the same direction, falling with the distance."""
    return np.asarray(np.exp((one @ other.T - 1.0) / _REACH))
