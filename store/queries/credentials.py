"""Queries on what private feeds are opened with: encrypted where it is made, never in the clear here.

Earlier ones are kept, so that a wrong change can be taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.schema.shows import show_credentials as table

MOST_KEPT = 5  # by judgement, not measured: those that count and four to go back to


def keep(connection: Connection, show_id: int, sealed: str, now: datetime) -> None:
    """From now on these count."""
    connection.execute(insert(table).values(show_id=show_id, sealed=sealed, at=now))
    newest = select(table.c.id).where(table.c.show_id == show_id).order_by(table.c.id.desc()).limit(MOST_KEPT)
    connection.execute(delete(table).where(table.c.show_id == show_id, table.c.id.not_in(newest)))


def current(connection: Connection, show_id: int) -> str | None:
    statement = select(table.c.sealed).where(table.c.show_id == show_id).order_by(table.c.id.desc()).limit(1)
    return connection.execute(statement).scalar_one_or_none()


def changes(connection: Connection, show_id: int) -> Sequence[datetime]:
    """When they were given, latest first."""
    statement = select(table.c.at).where(table.c.show_id == show_id).order_by(table.c.id.desc())
    return connection.execute(statement).scalars().all()


def take_back(connection: Connection, show_id: int) -> bool:
    """Lets those before the current ones count again; false when there are none before."""
    ids = connection.execute(select(table.c.id).where(table.c.show_id == show_id).order_by(table.c.id.desc())).scalars()
    newest, *earlier = [*ids, None]
    if not any(earlier):
        return False
    connection.execute(delete(table).where(table.c.id == newest))
    return True


def forget(connection: Connection, show_id: int) -> None:
    connection.execute(delete(table).where(table.c.show_id == show_id))
