"""How each insight stands to those published before it: it repeats one, develops one, or is new.

Two numbers of a pair decide: the cosine of the two vectors, and the overlap of the content words, in which a word
weighs the less the more of the later one's other neighbours use it. Among ten claims on school uniforms "school
uniform" says nothing, and what two of them share beside it says whether they make the same claim: of the surest pairs
on half of IBM's key points (half a percent of those that share one) 78 % are right without that weight, 96 % with it.

What is said of an insight depends on the earlier ones near it and on nothing else, so that the order in which episodes
are worked off changes nothing: when an older one arrives late, the newer ones near it are looked at again. Whether two
claims contradict each other is not guessed here: vectors of meaning hardly tell a claim from its opposite.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from index.memory.archive import Archive, Claim, load_archive
from index.memory.same_claim import AGAINST_MEMORY, overlap, same
from store import Store
from store.queries import relations
from store.records.insights import RelationKind

# MiniLM's cosine: 999 of 1,000 pairs of insights out of four shows lie under it.
NEAR = 0.5
# (cosine + overlap) / 2: of the 32 pairs over it among 2,648 insights of six shows 30 were on one matter, read one by
# one; chosen on the same pairs, as of the 72 over 0.36 ten were not.
DEVELOPS = 0.38
MOST = 5  # relations kept of an insight
_NEIGHBOURS = 50  # so many of the nearest earlier ones decide what a word weighs
_SLACK = 0.001  # the cosines of a whole matrix differ from those of a pair in the last digits
_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An earlier claim to which a later one stands in some relation. `score` is 0-1 and under 1."""

    earlier_id: str
    kind: RelationKind
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """An earlier claim near a later one."""

    claim: Claim
    cosine: float


def weigh(later: Claim, earlier: Sequence[Neighbour]) -> list[Found]:
    """The relations of a claim to the earlier ones near it, surest first. Pure; `earlier` in any order."""
    nearest = sorted(earlier, key=lambda one: (-one.cosine, one.claim.id))[:_NEIGHBOURS]
    own = frozenset(later.stems)
    others = {one.claim.id: frozenset(one.claim.stems) for one in nearest}
    uses = Counter(each for stems in others.values() for each in stems)
    found = []
    for one in nearest:
        shared = overlap(own, others[one.claim.id], uses, len(nearest) - 1)
        kind = _kind(later, one, shared)
        if kind:
            score = min(0.99, round((one.cosine + shared) / 2, 4))
            found.append(Found(earlier_id=one.claim.id, kind=kind, score=score))
    return sorted(found, key=lambda relation: (relation.kind != "repeats", -relation.score, relation.earlier_id))


def _kind(later: Claim, earlier: Neighbour, shared: float) -> RelationKind | None:
    if same(later.text, earlier.claim.text, AGAINST_MEMORY, cosine=earlier.cosine, shared=shared):
        return "repeats"
    return "develops" if (earlier.cosine + shared) / 2 >= DEVELOPS else None


def relate(connection: Connection, archive: Archive, insight_ids: Iterable[str]) -> None:
    """Stores how these insights stand to earlier ones, and anew how later ones near them do. Safe to run twice."""
    space = _Space(archive)
    fresh = [insight_id for insight_id in insight_ids if insight_id in archive.claims]
    later = [other for some in _batches(fresh) for near in space.near(some) for other in near.later]
    _keep(connection, space, list(dict.fromkeys([*fresh, *later])))


def relate_all(store: Store, model: str) -> None:
    """Stores the relations of every insight anew, as after another model has embedded them."""
    with store.read() as connection:
        archive = load_archive(connection, model)
        space = _Space(archive)
    for some in _batches(list(archive.claims)):
        with store.write() as connection:
            _keep(connection, space, some)


def _batches(insight_ids: Sequence[str]) -> list[Sequence[str]]:
    return [insight_ids[at : at + _ROWS] for at in range(0, len(insight_ids), _ROWS)]


def _keep(connection: Connection, space: "_Space", insight_ids: Sequence[str]) -> None:
    """A pair that a language model has read keeps what the model said of it."""
    for some in _batches(insight_ids):
        judged = relations.judged(connection, some)
        rows = [(*pair, kind, relations.JUDGED) for pair, kind in judged.items()]
        for near in space.near(some):
            rows += [
                (near.claim.id, found.earlier_id, found.kind, found.score)
                for found in weigh(near.claim, near.earlier)[:MOST]
                if (near.claim.id, found.earlier_id) not in judged
            ]
        relations.keep(connection, some, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """A claim with what is near it in other episodes: the nearest earlier ones, and the ids of all later ones."""

    claim: Claim
    earlier: Sequence[Neighbour]
    later: Sequence[str]


class _Space:
    """All claims as rows of a matrix, in the order of publication; what has the same date, or none, by when found."""

    def __init__(self, archive: Archive) -> None:
        moments = archive.moments

        def order(claim: Claim) -> tuple[datetime, datetime, str]:
            moment = moments[claim.id]
            return moment.published or moment.discovered_at, moment.discovered_at, claim.id

        self._claims = sorted(archive.claims.values(), key=order)
        self._row = {claim.id: row for row, claim in enumerate(self._claims)}
        self._episodes = np.array([moments[claim.id].episode_id for claim in self._claims])
        self._vectors = np.array([claim.vector for claim in self._claims])

    def near(self, insight_ids: Sequence[str]) -> list[_Near]:
        """Reads the whole matrix once."""
        if not insight_ids:
            return []
        rows = [self._row[insight_id] for insight_id in insight_ids]
        cosines = self._vectors[rows] @ self._vectors.T
        return [
            self._around(row, np.flatnonzero(found >= NEAR - _SLACK)) for row, found in zip(rows, cosines, strict=True)
        ]

    def _around(self, row: int, others: NDArray[np.intp]) -> _Near:
        others = others[self._episodes[others] != self._episodes[row]]
        # Again in double precision: the same to the last digit kept, whatever else was asked for in one go.
        cosines = (self._vectors[others].astype(np.float64) @ self._vectors[row]).round(6)
        others, cosines = others[cosines >= NEAR], cosines[cosines >= NEAR]
        first = others < row
        nearest = np.sort(cosines[first])[-_NEIGHBOURS:]
        enough = first & (cosines >= (nearest[0] if nearest.size else NEAR))
        return _Near(
            claim=self._claims[row],
            earlier=[
                Neighbour(claim=self._claims[other], cosine=cosine)
                for other, cosine in zip(others[enough].tolist(), cosines[enough].tolist(), strict=True)
            ],
            later=[self._claims[other].id for other in others[~first].tolist()],
        )
