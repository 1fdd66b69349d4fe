"""Which prints of an audio are one voice's, and how many voices there are. Pure.

Average linkage over pieces of two to three seconds: the mean likeness of two groups does not depend on how large they
are, so that one border serves a host of forty minutes and a caller of five seconds.
"""

from collections.abc import Iterator

import numpy as np

from ingest.voices.encoder import Prints
from ingest.voices.prints import Voiceprints

_PIECE = 4  # prints, half a second apart and of a second and a half each: 3 s, as long as one sentence
# Mean likeness of two groups above which they are one voice: the middle of 0.74 to 0.78, between which cuts of 60 to
# 120 s of four of eight synthetic talks come out alike. Three fairy tales, each read by one person, have 0.75 at least.
_ONE_VOICE = 0.76
# Likeness of the means of two groups above which one is only another tone of the other. In the same four talks two
# voices have 0.80 at most; the asides of the fairy tales have 0.81 to 0.87 with the rest, each in less than a fiftieth.
_SAME = 0.85
_SAME_IF_FEW, _FEW_SHARE = 0.8, 0.02
# Prints, some 4 s: the shortest of the callers in the same talks has 11. Counted in pieces, a few short words would be
# a voice of their own in every other clip of a minute, for a print of one alone is chance.
_FEWEST = 6
_LEAST_SHARE = 0.003  # of the prints, by judgement, not measured: an hour holds more laughter and doors than a minute
_ROUNDS = 10  # of k-means, by judgement: it stands still after a few
_MOST_PIECES = 4000  # bounds memory at 64 MB; longer talk is grouped by evenly spread pieces


def voices_in(found: Voiceprints, at_least: int = 1) -> Prints:
    """One unit vector for each voice, in the order in which they are first heard; none where nobody speaks.

    `at_least`: how many are known to speak. Where their sound alone tells fewer apart, so many are made of it.
    """
    voices = _sounding_apart(found)
    return voices if at_least <= max(1, len(voices)) else _made(found, at_least, voices)


def _made(found: Voiceprints, count: int, otherwise: Prints) -> Prints:
    """By whole stretches of talk, whose means say more of a voice than pieces of them; Ward's groups, then k-means.
    Of 352 and 327 words of two voices alike to 0.9 and 0.95, all and 305 are then told rightly."""
    places = np.array([np.flatnonzero(found.stretches == each)[[0, -1]] for each in dict.fromkeys(found.stretches)])
    long = places[places[:, 1] - places[:, 0] + 1 >= _PIECE]
    if len(long) < count:
        return otherwise
    # scipy takes a third of a second to import.
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

    rows = unit(np.stack([found.rows[first : last + 1].mean(axis=0) for first, last in long]))
    weights = (long[:, 1] - long[:, 0] + 1)[:, None]
    groups = fcluster(linkage(rows.astype(np.float64), "ward"), count, "maxclust")
    for _ in range(_ROUNDS):
        own = [groups == each for each in dict.fromkeys(groups.tolist())]
        means = unit(np.stack([(rows[each] * weights[each]).sum(axis=0) for each in own]))
        groups = (rows @ means.T).argmax(axis=1)
    return means


def _sounding_apart(found: Voiceprints) -> Prints:
    pieces = list(_pieces(found))
    if not pieces:
        return found.rows[:0]
    every = -(-len(pieces) // _MOST_PIECES)
    used = pieces[::every]
    rows = unit(np.stack([found.rows[first:last].mean(axis=0) for first, last in used]))
    groups = _grouped(rows)
    sizes = np.bincount(groups, weights=[last - first for first, last in used])
    least = max(_FEWEST, _LEAST_SHARE * sizes.sum())
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
    from scipy.cluster.hierarchy import fcluster, linkage

    tree = linkage(rows.astype(np.float64), "average", metric="cosine")
    return np.asarray(fcluster(tree, 1.0 - _ONE_VOICE, "distance"), np.int64)
