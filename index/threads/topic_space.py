"""Insights as points of topics, and which lie near which: read from the store and the index as they are asked for.

What was read is kept, so that a run reads each once. One process places insights at a time (the run's lock sees to
that), so what is kept stays true.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from index.library.library import Library
from index.threads.matter import kept, vectors_of
from index.threads.naming.labels import Wording, wording_of_stems
from index.threads.topics import FLOOR, NEIGHBOURS, Background, Matrix, background_of, points, profile
from store.queries import insights
from store.queries.embeddings import Vector, cosines

_ASKED = 50  # nearest by meaning, among which the nearest by meaning and words are looked for
_SAMPLE = 2_000  # insights that tell what is usual in the archive
# A young archive is looked at again when it has grown so much: at 1.1 eleven texts on one topic, come as the last of
# 211, joined a thread from which they stay apart at 1.05.
_STALE = 1.05
_MOST_KEPT = 30_000
_AT_ONCE = 1_000  # points made together: 8 MB meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A neighbour of an insight."""

    id: str
    likeness: float


class Space:
    """The points of a store's insights, as `model` has embedded them."""

    def __init__(self, library: Library, model: str) -> None:
        self._library = library
        self._model = model
        self._background: Background | None = None
        self._wording: Wording | None = None
        self._drawn_from = 0
        self._vectors: dict[str, Vector] = {}
        self._around: dict[str, list[str]] = {}
        self._points: dict[str, Vector] = {}
        self._near: dict[str, list[Near]] = {}

    def refresh(self, connection: Connection) -> None:
        """Looks at what is usual in the archive, if it is time to."""
        count = insights.count(connection)
        grown = min(count, _SAMPLE) > _STALE * min(self._drawn_from, _SAMPLE)
        if self._background is None or grown:
            sample = insights.some_ids(connection, _SAMPLE)
            told = kept(connection, sample)
            vectors = vectors_of(connection, self._model, {key: each.text for key, each in told.items()})
            self._background = background_of(list(vectors.values()), [told[key].stems for key in vectors])
            self._drawn_from = count
            self._wording = None
            self._points, self._near = {}, {}
        if len(self._points) > _MOST_KEPT:
            self._vectors, self._around, self._points, self._near = {}, {}, {}, {}

    def wording(self, connection: Connection) -> Wording:
        """How the archive uses words. `connection` writes."""
        if self._wording is None:
            told = kept(connection, insights.some_ids(connection, _SAMPLE))
            self._wording = wording_of_stems([each.stems for each in told.values()])
        return self._wording

    def points(self, connection: Connection, insight_ids: Iterable[str]) -> dict[str, Vector]:
        """Insight id → its point; those that are not in the store, or not embedded, are left out."""
        wanted = list(dict.fromkeys(insight_ids))
        missing = [key for key in wanted if key not in self._points]
        if missing:
            self._read(connection, missing)
        return {key: self._points[key] for key in wanted if key in self._points}

    def near(self, connection: Connection, insight_ids: Iterable[str]) -> dict[str, list[Near]]:
        """Insight id → its neighbours, nearest first, for those that have a point."""
        wanted = list(self.points(connection, insight_ids))
        missing = [key for key in wanted if key not in self._near]
        if missing:
            unasked = [key for key in missing if key not in self._around]
            found = self._library.nearest_each([self._vectors[key] for key in unasked], _ASKED, "insight")
            self._around.update(zip(unasked, found, strict=True))
            self.points(connection, [other for key in missing for other in self._around[key]])
            self._near.update({key: self._nearest(key, self._around[key]) for key in missing})
        return {key: self._near[key] for key in wanted}

    def arrive(self, connection: Connection, insight_ids: Sequence[str]) -> None:
        """Makes insights that are new in the index known to those that had been read before."""
        self.near(connection, insight_ids)
        for insight_id in insight_ids:
            for other in self._around[insight_id]:
                around = self._around.get(other)
                if around is not None and insight_id not in around:
                    around.append(insight_id)
                    self._near.pop(other, None)

    def profiles(self, connection: Connection, insight_ids: Sequence[str]) -> Matrix:
        """A row for each of them that has a point."""
        near = self.near(connection, insight_ids)
        self.points(connection, [each.id for listed in near.values() for each in listed])
        return np.array([self._profile(key, listed) for key, listed in near.items()], dtype=np.float32)

    def _profile(self, insight_id: str, near: Sequence[Near]) -> Vector:
        there = [each for each in near if each.id in self._points]
        matrix = np.array([self._points[each.id] for each in there], dtype=np.float32)
        likenesses = np.array([each.likeness for each in there], dtype=np.float32)
        return profile(self._points[insight_id], matrix, likenesses)

    def _nearest(self, insight_id: str, around: Sequence[str]) -> list[Near]:
        there = [key for key in around if key in self._points and key != insight_id]
        if not there:
            return []
        likenesses = cosines(np.array([self._points[key] for key in there]), self._points[insight_id])
        found = [
            Near(id=key, likeness=round(likeness, 5))
            for key, likeness in zip(there, likenesses.tolist(), strict=True)
            if likeness > FLOOR
        ]
        return sorted(found, key=lambda each: (-each.likeness, each.id))[:NEIGHBOURS]

    def _read(self, connection: Connection, insight_ids: Sequence[str]) -> None:
        if self._background is None:
            self.refresh(connection)
        background = self._background
        if background is None:
            return
        for at in range(0, len(insight_ids), _AT_ONCE):
            told = kept(connection, insight_ids[at : at + _AT_ONCE])
            vectors = vectors_of(connection, self._model, {key: each.text for key, each in told.items()})
            self._vectors |= vectors
            if vectors:
                rows = points([told[key].stems for key in vectors], list(vectors.values()), background)
                self._points |= zip(vectors, rows, strict=True)
