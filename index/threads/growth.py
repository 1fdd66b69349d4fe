"""Lets insights join topic threads as they arrive, without being told how many there are.

A new insight looks at its nearest neighbours alone: it joins the thread that most of them are in, counted by how near
they are, or begins one. Whatever that gets wrong with so little to go by, index/threads/regrouping.py puts right.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from index.threads.matter import matters
from index.threads.naming.labels import headline_label
from index.threads.topic_space import Near, Space
from index.threads.topics import FLOOR
from store.queries.threads import growth, threads

_MOST_OF_THEM = 0.5  # share of the neighbours, by nearness, that are in the thread to join
_NEAR_ENOUGH = 0.15  # their nearness above what strangers reach, in all: one at .35, or three at .25


def place(connection: Connection, space: Space, insight_ids: Sequence[str], now: datetime) -> None:
    """Lets insights that are in no thread of their own making yet join one, or begin one. They are in the index."""
    space.refresh(connection)
    placed = growth.homes(connection, insight_ids)
    fresh = [key for key in space.points(connection, insight_ids) if key not in placed]
    space.arrive(connection, fresh)
    near = space.near(connection, fresh)
    homes = growth.homes(connection, {each.id for listed in near.values() for each in listed})
    refusing = growth.refusing(connection, fresh)
    told = matters(connection, fresh)
    for insight_id in fresh:
        refused = refusing.get(insight_id, ())
        thread_id = _chosen(near[insight_id], homes, refused)
        if thread_id is None:
            thread_id = threads.begin(connection, headline_label(told[insight_id]), now)
        homes[insight_id] = thread_id
    growth.join(connection, {key: homes[key] for key in fresh}, now)


def _chosen(near: Sequence[Near], homes: Mapping[str, int], refused: Collection[int]) -> int | None:
    votes: dict[int, float] = defaultdict(float)
    for each in near:
        if each.id in homes and homes[each.id] not in refused:
            votes[homes[each.id]] += each.likeness - FLOOR
    if not votes:
        return None
    best = min(votes, key=lambda thread_id: (-votes[thread_id], thread_id))
    enough = max(_NEAR_ENOUGH, _MOST_OF_THEM * sum(votes.values()))
    return best if votes[best] >= enough else None
