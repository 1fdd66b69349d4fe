"""Which prints of an audio are one voice's, and how many voices there are. Pure.

Average linkage over pieces of two to three seconds: the mean likeness of two groups does not depend on how large they
are, so that one border serves a host of forty minutes and a caller of five seconds.
"""

from collections.abc import Iterator

import numpy as np

from ingest.voices.encoder import Prints
from ingest.voices.prints import Voiceprints

_PIECE = 4  # prints, half a second apart and of a second and a half each: 3 s, as long as one sentence
# Mean likeness of two groups above which they are one voice: the middle of what four of eight synthetic talks have at
# most for two voices, 0.71, and at least for one, 0.77. Three fairy tales, each read by one person, have 0.75 at least.
_ONE_VOICE = 0.74
# Likeness of the means of two groups above which one is only another tone of the other. In the same four talks two
# voices have 0.80 at most; the asides of the fairy tales have 0.81 to 0.87 with the rest, each in less than a fiftieth.
_SAME = 0.85
_SAME_IF_FEW, _FEW_SHARE = 0.8, 0.02
_FEWEST = 2  # pieces, some 5 s: the shortest of the callers in the same talks; one alone may be laughter or a door
_LEAST_SHARE = 0.003  # of the pieces, by judgement, not measured: an hour holds more laughter and doors than a minute
_MOST_PIECES = 4000  # bounds memory at 64 MB; longer talk is grouped by evenly spread pieces


def voices_in(found: Voiceprints) -> Prints:
    """One unit vector for each voice, in the order in which they are first heard; none where nobody speaks."""
    pieces = list(_pieces(found))
    if not pieces:
        return found.rows[:0]
    every = -(-len(pieces) // _MOST_PIECES)
    rows = unit(np.stack([found.rows[first:last].mean(axis=0) for first, last in pieces[::every]]))
    groups = _grouped(rows)
    sizes = np.bincount(groups)
    least = max(_FEWEST, _LEAST_SHARE * len(rows))
    kept = [group for group in dict.fromkeys(groups.tolist()) if sizes[group] >= least]
    found_rows = [rows[groups == group] for group in kept or [int(sizes.argmax())]]
    return unit(np.stack([own.mean(axis=0) for own in _joined(found_rows)]))


def _joined(groups: list[Prints]) -> list[Prints]:
    """The groups, those that are one voice in another tone made one; each stays where its earliest part was."""
    while True:
        means = unit(np.stack([own.mean(axis=0) for own in groups]))
        sizes = np.array([len(own) for own in groups])
        few = np.minimum.outer(sizes, sizes) < _FEW_SHARE * sizes.sum()
        alike = np.triu(means @ means.T - np.where(few, _SAME_IF_FEW, _SAME), 1)
        first, last = np.unravel_index(int(alike.argmax()), alike.shape)
        if alike[first, last] <= 0:
            return groups
        groups[first] = np.concatenate([groups[first], groups.pop(int(last))])


def unit(rows: Prints) -> Prints:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9), np.float32)


def _pieces(found: Voiceprints) -> Iterator[tuple[int, int]]:
    """(first, last) of the prints of each piece, `last` exclusive; no piece reaches over a pause."""
    first, count = 0, len(found.rows)
    while first < count:
        last = first + 1
        while last < min(first + _PIECE, count) and found.stretches[last] == found.stretches[first]:
            last += 1
        yield first, last
        first = last


def _grouped(rows: Prints) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    if len(rows) < 2:
        return np.zeros(len(rows), np.int64)
    # scipy takes a third of a second to import.
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

    tree = linkage(rows.astype(np.float64), "average", metric="cosine")
    return np.asarray(fcluster(tree, 1.0 - _ONE_VOICE, "distance"), np.int64)
