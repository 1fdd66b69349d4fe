"""How likely texts are to be on one topic, and which groups that makes. Pure: vectors in, groups out.

A text is a point: half its meaning (the vector, less the mean of the archive), half its words (TF-IDF, folded into a
fixed number of columns). A short text says little, so its profile is the point with those of its nearest neighbours
added, each by how far it is above what strangers reach: a text in a crowd speaks with the crowd's voice, one that has
no near neighbours keeps its own. Groups are made by average linkage over profiles: no number of groups is given, and a
chain of likenesses joins nothing.

LINKED, FLOOR and the weights were chosen on google-news-t, key-points and insights of three shows, as far as these lay
open: B-cubed F .853 and .931 (.93 between runs in shuffled order, or more), and of eleven texts on one topic among
1,488 insights all in one thread in five orders, with three to six others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from language.words import rarity
from store.queries.embeddings import Vector

LINKED = 0.32  # mean likeness of the profiles of two groups from which they are one
FLOOR = 0.20  # likeness of two points that strangers hardly reach
NEIGHBOURS = 20  # at most so many speak with a text
_HEARD = np.float32(0.5)  # weight of a neighbour by its likeness above the floor, where the text itself weighs 1
_LOUDEST = 2.0  # the most that all neighbours together may weigh
_COLUMNS = 1024  # of the folded words: two texts that share none come to .00 +- .03
_BEFORE = 20  # texts that a young archive is thought to have had besides, with no mean and no word in common
_NOTHING = 1e-6  # a length that is left as it is: it only keeps what has no words from division by zero

Matrix = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Background:
    """What is usual in the archive: its mean vector, and in how many of `texts` texts each stem occurs."""

    mean: Vector
    uses: Mapping[str, int]
    texts: int

    def rarity(self, stem: str) -> float:
        return rarity(self.uses.get(stem, 0), self.texts + _BEFORE)

    def weighed(self, stem: str) -> tuple[int, float]:
        """The column that the stem is folded into, and what it weighs there."""
        return self._weighed.get(stem) or self._weighed.setdefault(stem, self._weigh(stem))

    @cached_property
    def _weighed(self) -> dict[str, tuple[int, float]]:
        return {}

    def _weigh(self, stem: str) -> tuple[int, float]:
        column, sign = _column(stem)
        return column, sign * self.rarity(stem)


def background_of(vectors: Sequence[Vector], stems: Iterable[Sequence[str]]) -> Background:
    uses = Counter(stem for each in stems for stem in set(each))
    count = len(vectors)
    mean: Vector = np.zeros(1, dtype=np.float32)
    if count:
        mean = np.asarray(np.sum(vectors, axis=0) / (count + _BEFORE), dtype=np.float32)
    return Background(mean=mean, uses=uses, texts=count)


def points(stems: Sequence[Sequence[str]], vectors: Sequence[Vector], background: Background) -> Matrix:
    """The texts' places, a row each: the dot product of two is how like the texts are, near 0 for strangers, 1 at most.

    `stems` and `vectors` are of each text.
    """
    places: list[int] = []
    weights: list[float] = []
    for row, listed in enumerate(stems):
        for stem, count in Counter(listed).items():
            column, weight = background.weighed(stem)
            places.append(row * _COLUMNS + column)
            weights.append(weight * (1 + log(count)) if count > 1 else weight)
    words = np.bincount(places, weights=weights, minlength=len(stems) * _COLUMNS)
    meaning = np.array(vectors, dtype=np.float32) - background.mean
    rows: Matrix = np.empty((len(stems), meaning.shape[1] + _COLUMNS), dtype=np.float32)
    rows[:, : meaning.shape[1]], rows[:, meaning.shape[1] :] = meaning, words.reshape(len(stems), _COLUMNS)
    for half in np.hsplit(rows, [meaning.shape[1]]):
        np.multiply(half, np.float32(np.sqrt(0.5)) / _lengths(half), out=half)
    return rows


def _column(stem: str) -> tuple[int, float]:
    code = crc32(stem.encode())
    return code % _COLUMNS, 1.0 if code & 0x10000 else -1.0


def _lengths(rows: Matrix) -> Matrix:
    """Of each row, 1 where it has none."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.where(lengths > _NOTHING, lengths, np.float32(1))[:, np.newaxis]


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > _NOTHING else vector


def loudness(likenesses: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each neighbour weighs in a profile."""
    weights = _HEARD * np.clip(likenesses - np.float32(FLOOR), 0, None)
    loudest: NDArray[np.float32] = weights * np.float32(min(1.0, _LOUDEST / max(float(weights.sum()), 1e-6)))
    return loudest


def profile(own: Vector, neighbours: Matrix, likenesses: NDArray[np.float32]) -> Vector:
    """The point with its neighbours' added, of unit length."""
    return _unit(own + loudness(likenesses) @ neighbours) if len(neighbours) else _unit(own)


def parts(profiles: Matrix) -> list[list[int]]:
    """The rows in groups that hold together; one group unless they do not."""
    return grouped(profiles @ profiles.T, np.ones(len(profiles)))


def grouped(likeness: NDArray[np.float32], sizes: NDArray[np.float64]) -> list[list[int]]:
    """Joins the two likest groups again and again, until none are LINKED. `likeness` is the mean over pairs of members.

    -inf between two keeps them apart for good. Overwrites `likeness`.
    """
    groups = [[at] for at in range(len(likeness))]
    if len(groups) < 2:
        return groups
    np.fill_diagonal(likeness, -np.inf)
    sizes = sizes.copy()
    best = likeness.argmax(axis=1)
    score = likeness[np.arange(len(best)), best]
    while score[(one := int(score.argmax()))] >= LINKED:
        other = int(best[one])
        groups[one] += groups[other]
        groups[other] = []
        both = (sizes[one] * likeness[one] + sizes[other] * likeness[other]) / (sizes[one] + sizes[other])
        sizes[one] += sizes[other]
        both[[one, other]] = -np.inf
        likeness[one] = likeness[:, one] = both
        likeness[other] = likeness[:, other] = -np.inf
        nearer = both > score
        best[nearer], score[nearer] = one, both[nearer]
        for row in {one, other, *np.flatnonzero((best == other) | (best == one)).tolist()}:
            best[row] = likeness[row].argmax()
            score[row] = likeness[row, best[row]]
    return [sorted(group) for group in groups if group]
