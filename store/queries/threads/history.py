"""Queries on what happened to threads: who joined, left, was moved, what a reader ruled, and when a reader looked."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from store.records.threads import Event, EventKind, Ruling
from store.schema.threads import thread_events, thread_visits, threads


def record(
    connection: Connection,
    thread_id: int,
    insight_ids: Iterable[str],
    kind: EventKind,
    now: datetime,
    *,
    other_id: int | None = None,
) -> None:
    rows = [
        {"thread_id": thread_id, "insight_id": key, "kind": kind, "at": now, "other_id": other_id}
        for key in insight_ids
    ]
    if rows:
        connection.execute(insert(thread_events), rows)


def events(connection: Connection, thread_id: int) -> Sequence[Event]:
    """All that happened to the thread, oldest first."""
    statement = select(thread_events).where(thread_events.c.thread_id == thread_id)
    return [
        Event(thread_id=row.thread_id, insight_id=row.insight_id, kind=row.kind, at=row.at, other_id=row.other_id)
        for row in connection.execute(statement.order_by(thread_events.c.at, thread_events.c.id))
    ]


def rulings(connection: Connection, thread_id: int) -> dict[str, Ruling]:
    """Insight id → a reader's last word on it, also what was said of it in threads that were merged into this one."""
    merged = thread_events.c.kind == "merged"
    came = select(thread_events.c.other_id).where(merged, thread_events.c.thread_id == thread_id)
    sources = {thread_id, *connection.execute(came.distinct()).scalars()}
    ruled = thread_events.c.kind.in_(("pinned", "excluded", "cleared"))
    statement = select(thread_events).where(ruled, thread_events.c.thread_id.in_(sources))
    rows = connection.execute(statement.order_by(thread_events.c.at, thread_events.c.id))
    last = {row.insight_id: row.kind for row in rows}
    return {insight_id: kind for insight_id, kind in last.items() if kind != "cleared"}


def parted(connection: Connection) -> set[tuple[int, int]]:
    """(smaller id, larger id) of threads that were split from each other: no program may merge them again."""
    statement = select(thread_events.c.thread_id, thread_events.c.other_id).where(thread_events.c.kind == "split")
    return {(min(pair), max(pair)) for pair in connection.execute(statement.distinct()).tuples() if None not in pair}


def last_visit(connection: Connection, reader_id: int, thread_id: int) -> datetime | None:
    where = (thread_visits.c.reader_id == reader_id) & (thread_visits.c.thread_id == thread_id)
    return connection.execute(select(thread_visits.c.at).where(where)).scalar_one_or_none()


def visit(connection: Connection, reader_id: int, thread_id: int, now: datetime) -> None:
    """Remembers that the reader looked at the thread just now."""
    where = (thread_visits.c.reader_id == reader_id) & (thread_visits.c.thread_id == thread_id)
    connection.execute(delete(thread_visits).where(where))
    connection.execute(insert(thread_visits).values(reader_id=reader_id, thread_id=thread_id, at=now))


def forget(connection: Connection, thread_id: int) -> None:
    """Removes a thread with its history, for one that no reader began."""
    connection.execute(delete(threads).where(threads.c.id == thread_id))
