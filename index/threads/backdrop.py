"""The archive as a followed topic is seen against it: what is common to all claims is taken off their vectors, and a
claim is near a topic when it is nearer than nearly all the others are.

Some everyday sentences stand in it from the start, so that the first ten insights are not taken for the whole world.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.threads.name_forms import Keys, keys, pairs
from language.words import rarity
from store.queries.embeddings import Vector

EVERYDAY = (
    "The new bakery on the corner sells out of bread before nine.",
    "She trained for two years before she ran her first marathon.",
    "House prices in the city have risen faster than wages.",
    "The court will hear the case again next month.",
    "A good teacher asks more questions than he answers.",
    "The team lost the final by one point after leading all season.",
    "Doctors see more patients with allergies every spring.",
    "The bank raised its rates and borrowing became dearer.",
    "He learned to play the violin from his grandmother.",
    "Farmers wait for rain while the river runs low.",
    "The company sold its factory and moved the work abroad.",
    "Most drivers do not know how old their tyres are.",
    "The film took ten years to make and a week to forget.",
    "Children who read at home do better in school.",
    "The museum found a painting that had been lost for a century.",
    "Cheap flights made small towns popular with tourists.",
    "A sleepless night costs more than a day's work.",
    "The government wants to tax sugar in soft drinks.",
    "Her first book was refused by twelve publishers.",
    "Old bridges need repair all over the country.",
    "The software update broke the printer in every office.",
    "Scientists measured how fast the ice is melting.",
    "The phone is faster than last year's and costs the same.",
    "People trust a review more when it admits a fault.",
    "The startup has twenty employees and no profit yet.",
    "A garden without bees gives little fruit.",
    "The election was decided by a few hundred votes.",
    "Listening well is harder than speaking well.",
    "The hospital opened a second ward for older patients.",
    "Electric buses are quieter but heavier.",
    "The recipe works better with half the salt.",
    "Soldiers came home after a year away.",
    "The telescope saw a planet twice the size of ours.",
    "Most meetings could be a short letter.",
    "The shop lets customers return what they have worn.",
    "He left the church when he was young and came back when he was old.",
    "The storm cut the power for three days.",
    "Good data is worth more than a clever method.",
    "A dog needs a walk, whatever the weather.",
    "The wine from that valley has become too expensive.",
)
_FAINT = 1e-9  # a length of nothing: it only keeps a vector that is the mean itself from division by zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Claims as a topic compares them, a row each: unit vectors about the common mean, keys, and keys that meet."""

    vectors: NDArray[np.float32]
    keys: Sequence[frozenset[str]]
    pairs: Sequence[frozenset[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Backdrop:
    """The claims by id in the order of `rows`, which end with the everyday sentences."""

    ids: Sequence[str]
    mean: Vector
    rows: Rows
    uses: Mapping[str, int]

    @cached_property
    def places(self) -> dict[str, int]:
        return {insight_id: at for at, insight_id in enumerate(self.ids)}

    def rarity(self, key: str) -> float:
        return rarity(self.uses.get(key, 0), len(self.rows.keys))

    def about_mean(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return _about(self.mean, vectors)

    def read(self, texts: Sequence[str], vectors: Sequence[Vector]) -> Rows:
        """Claims that need not be of the archive."""
        said = [keys(text) for text in texts]
        return _rows(self.about_mean(np.array(vectors, dtype=np.float32)), said)


def backdrop_of(ids: Sequence[str], texts: Sequence[str], vectors: Sequence[Vector]) -> Backdrop:
    """`texts` and `vectors` go on after those of `ids` with the everyday sentences."""
    matrix = np.array(vectors, dtype=np.float32)
    mean = matrix.mean(axis=0)
    said = [keys(text) for text in texts]
    empty = Backdrop(
        ids=ids, mean=mean, rows=_rows(matrix, said), uses=Counter(key for each in said for key in set(each))
    )
    return Backdrop(ids=ids, mean=mean, rows=_rows(empty.about_mean(matrix), said), uses=empty.uses)


def _about(mean: Vector, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), _FAINT), dtype=np.float32)


def _rows(vectors: NDArray[np.float32], said: Sequence[Keys]) -> Rows:
    return Rows(vectors=vectors, keys=[frozenset(each) for each in said], pairs=[pairs(each) for each in said])
