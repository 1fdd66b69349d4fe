"""Shorter vectors, by which the library looks for the nearest; how near these are is told by the whole ones.

A vector of the packaged model is turned to the directions in which talk differs most, and cut to the first of them
(128 numbers of 384). Each passage takes a kilobyte less of memory for that, and Chroma is asked and filled in less
time. The vectors of other models stay as they are: for them no directions were learned.

Learned by bench/training/train_shortening.py on 17,753 passages and sentences of four shows. What is lost is told by
shortening_loss.py beside it: of 4,203 passages of 92 other podcasts, asked 800 questions, the ten nearest by the whole
vectors are among the 100 nearest by the shorter in 99.9 %, and the 50 nearest among the 200 in 99.8 %; of 1,944
passages of meetings (237 questions) it is 99.9 % both times.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.embedding.packaged_embedder import PACKAGED_NAME

_NOTHING = 1e-9  # a length that only keeps what has none from division by zero
# Of more, OpenBLAS makes several threads, which wait for each other while Chroma needs the cores (a fourteenth of the
# processor's time while an index was made). With np.vecdot a thousand take 80 ms, so 4.
_ROWS = 5
DIRECTIONS: Final = Path(__file__).parent / "shortening.npz"

Rows = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Shortening:
    """`name` tells the model and these very directions, a row each of `directions`."""

    name: str
    directions: Rows

    def shortened(self, vectors: Rows) -> Rows:
        """A row of unit length for each row of `vectors`."""
        parts = [vectors[at : at + _ROWS] @ self.directions.T for at in range(0, len(vectors), _ROWS)]
        rows = np.concatenate(parts)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(lengths, _NOTHING), dtype=np.float32)


def shortening_of(model: str) -> Shortening | None:
    """That for the vectors of the embedding model of that name; None where they stay as they are."""
    return _packaged() if model == PACKAGED_NAME else None


def shortening_named(name: str) -> Shortening | None:
    """None where it is not known: another Earmark's."""
    return _packaged() if name == _packaged().name else None


@cache
def _packaged() -> Shortening:
    with np.load(DIRECTIONS) as learned:
        directions = learned["directions"]
    told = sha256(directions.tobytes()).hexdigest()[:8]
    return Shortening(name=f"{PACKAGED_NAME}-{len(directions)}-{told}", directions=directions.astype(np.float32))
