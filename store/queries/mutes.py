"""Queries on the shows of which a reader is told nothing."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.schema.readers import muted


def mute(connection: Connection, reader_id: int, show_id: int, now: datetime) -> None:
    """Muting again changes nothing."""
    if show_id not in muted_by(connection, reader_id):
        connection.execute(insert(muted).values(reader_id=reader_id, show_id=show_id, at=now))


def unmute(connection: Connection, reader_id: int, show_id: int) -> None:
    where = (muted.c.reader_id == reader_id) & (muted.c.show_id == show_id)
    connection.execute(delete(muted).where(where))


def muted_by(connection: Connection, reader_id: int) -> set[int]:
    return set(connection.execute(select(muted.c.show_id).where(muted.c.reader_id == reader_id)).scalars())
