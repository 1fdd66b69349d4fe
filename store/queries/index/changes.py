"""The log of what the search index took in or gave up, by which the indexes of other machines follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, insert, select

from store.schema.upkeep import index_changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the log; 0 is before its first entry. The moment tells a log from one that was put back and went on
    otherwise.
    """

    position: int = 0
    at: datetime | None = None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        position, _, at = text.strip().partition(" ")
        try:
            return cls(position=int(position), at=datetime.fromisoformat(at) if at else None)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.position} {self.at.isoformat()}" if self.at else str(self.position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`episode_id` was indexed, indexed anew or removed."""

    place: Place
    episode_id: int


def note(connection: Connection, episode_ids: Iterable[int], now: datetime) -> Place:
    """Adds an entry for each of them, in the transaction that says so to all others; gives the last entry's place."""
    last = latest(connection)
    rows = [
        {"position": position, "episode_id": episode_id, "at": now}
        for position, episode_id in enumerate(episode_ids, start=last.position + 1)
    ]
    if rows:
        connection.execute(insert(index_changes), rows)
    return latest(connection) if rows else last


def latest(connection: Connection) -> Place:
    statement = select(index_changes).order_by(index_changes.c.position.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return Place(position=row.position, at=row.at) if row else Place()


def is_of_this_log(connection: Connection, place: Place) -> bool:
    statement = select(index_changes.c.at).where(index_changes.c.position == place.position)
    return connection.execute(statement).scalar_one_or_none() == place.at


def after(connection: Connection, place: Place) -> Sequence[Change]:
    """In order."""
    statement = select(index_changes).where(index_changes.c.position > place.position)
    return [
        Change(place=Place(position=row.position, at=row.at), episode_id=row.episode_id)
        for row in connection.execute(statement.order_by(index_changes.c.position))
    ]
