"""Queries on the secret addresses at which a reader's five leave Earmark, and on channels that a reader has stopped."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.records.readers import Outlet, OutletKind, Reader
from store.schema.readers import outlets, readers, stopped


def of_reader(connection: Connection, reader_id: int) -> Sequence[Outlet]:
    """Those that are open, by kind and thread."""
    statement = select(outlets).where(outlets.c.reader_id == reader_id)
    rows = connection.execute(statement.order_by(outlets.c.kind, outlets.c.thread_id))
    return [Outlet(**row._mapping) for row in rows]


def by_secret(connection: Connection, secret: str) -> Outlet | None:
    row = connection.execute(select(outlets).where(outlets.c.secret == secret)).one_or_none()
    return Outlet(**row._mapping) if row else None


def of_kind(connection: Connection, reader_id: int, kind: OutletKind, thread_id: int = 0) -> Outlet | None:
    where = (outlets.c.reader_id == reader_id) & (outlets.c.kind == kind) & (outlets.c.thread_id == thread_id)
    row = connection.execute(select(outlets).where(where)).one_or_none()
    return Outlet(**row._mapping) if row else None


def keep(connection: Connection, outlet: Outlet) -> None:
    """In place of an earlier one of the same kind, whose address is then dead."""
    close(connection, outlet.reader_id, outlet.kind, outlet.thread_id)
    values = {"reader_id": outlet.reader_id, "kind": outlet.kind, "thread_id": outlet.thread_id}
    connection.execute(insert(outlets).values(**values, secret=outlet.secret, at=outlet.at))


def close(connection: Connection, reader_id: int, kind: OutletKind, thread_id: int = 0) -> bool:
    """False when there was none."""
    where = (outlets.c.reader_id == reader_id) & (outlets.c.kind == kind) & (outlets.c.thread_id == thread_id)
    return bool(connection.execute(delete(outlets).where(where)).rowcount)


def every_reader(connection: Connection) -> Sequence[Reader]:
    """Oldest first."""
    return [Reader(**row._mapping) for row in connection.execute(select(readers).order_by(readers.c.id))]


def reader_of(connection: Connection, reader_id: int) -> Reader | None:
    row = connection.execute(select(readers).where(readers.c.id == reader_id)).one_or_none()
    return Reader(**row._mapping) if row else None


def stop(connection: Connection, reader_id: int, channel: str, now: datetime) -> None:
    """Stopping twice changes nothing."""
    if not is_stopped(connection, reader_id, channel):
        connection.execute(insert(stopped).values(reader_id=reader_id, channel=channel, at=now))


def resume(connection: Connection, reader_id: int, channel: str) -> None:
    connection.execute(delete(stopped).where((stopped.c.reader_id == reader_id) & (stopped.c.channel == channel)))


def is_stopped(connection: Connection, reader_id: int, channel: str) -> bool:
    where = (stopped.c.reader_id == reader_id) & (stopped.c.channel == channel)
    return connection.execute(select(stopped.c.at).where(where)).first() is not None
