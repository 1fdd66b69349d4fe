"""Queries on topic threads. Members change only together with a recorded event; an id lives for ever."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, distinct, func, insert, select, update

from store.reader_schema import follows
from store.schema import episodes, insights, thread_events, thread_members, threads
from store.types import Thread


def begin(connection: Connection, label: str, now: datetime, *, query: str | None = None) -> int:
    statement = insert(threads).values(label=label, query=query, created_at=now)
    return int(connection.execute(statement.returning(threads.c.id)).scalar_one())


def relabel(connection: Connection, thread_id: int, label: str) -> None:
    connection.execute(update(threads).where(threads.c.id == thread_id).values(label=label))


def join(connection: Connection, thread_id: int, insight_ids: Iterable[str], now: datetime) -> None:
    """Adds members with an event each; those that are in the thread already stay as they are."""
    there = set(member_ids(connection, thread_id))
    fresh = [insight_id for insight_id in insight_ids if insight_id not in there]
    if fresh:
        rows = [{"thread_id": thread_id, "insight_id": insight_id} for insight_id in fresh]
        connection.execute(insert(thread_members), rows)
        connection.execute(insert(thread_events), [row | {"kind": "joined", "at": now} for row in rows])


def exclude(connection: Connection, thread_id: int, insight_id: str, now: datetime) -> None:
    """Takes a member out and records that it must not come back."""
    row = {"thread_id": thread_id, "insight_id": insight_id}
    where = (thread_members.c.thread_id == thread_id) & (thread_members.c.insight_id == insight_id)
    connection.execute(delete(thread_members).where(where))
    connection.execute(insert(thread_events).values(**row, kind="excluded", at=now))


def member_ids(connection: Connection, thread_id: int) -> Sequence[str]:
    return (
        connection.execute(select(thread_members.c.insight_id).where(thread_members.c.thread_id == thread_id))
        .scalars()
        .all()
    )


def memberships(connection: Connection) -> Sequence[tuple[int, str]]:
    """(thread id, insight id) of every member of threads that grew by themselves."""
    statement = select(thread_members).join(threads, threads.c.id == thread_members.c.thread_id)
    return [(row.thread_id, row.insight_id) for row in connection.execute(statement.where(threads.c.query.is_(None)))]


def declared(connection: Connection) -> Sequence[Thread]:
    """The threads that a reader declared by a query."""
    rows = connection.execute(select(threads).where(threads.c.query.is_not(None)))
    return [Thread(id=row.id, label=row.label, query=row.query, created_at=row.created_at) for row in rows]


def excluded(connection: Connection, thread_id: int) -> set[str]:
    statement = select(thread_events.c.insight_id).where(
        thread_events.c.thread_id == thread_id, thread_events.c.kind == "excluded"
    )
    return set(connection.execute(statement).scalars())


def joined_since(connection: Connection, thread_id: int, moment: datetime) -> set[str]:
    """Ids of the members that joined after `moment`."""
    statement = select(thread_events.c.insight_id).where(
        thread_events.c.thread_id == thread_id, thread_events.c.kind == "joined", thread_events.c.at > moment
    )
    return set(connection.execute(statement).scalars())


def by_id(connection: Connection, thread_id: int, reader_id: int) -> Thread | None:
    return next(iter(_overview(connection, reader_id, 0, threads.c.id == thread_id)), None)


def overview(connection: Connection, reader_id: int, *, smallest: int = 2) -> Sequence[Thread]:
    """Followed threads first, then the largest; those under `smallest` members only when followed."""
    return _overview(connection, reader_id, smallest)


def _overview(connection: Connection, reader_id: int, smallest: int, *where: ColumnElement[bool]) -> list[Thread]:
    followed = set(connection.execute(select(follows.c.thread_id).where(follows.c.reader_id == reader_id)).scalars())
    statement = (
        select(
            threads,
            func.count(thread_members.c.insight_id).label("size"),
            func.count(distinct(episodes.c.show_id)).label("shows"),
            func.min(episodes.c.published).label("first"),
            func.max(episodes.c.published).label("last"),
        )
        .outerjoin(thread_members, thread_members.c.thread_id == threads.c.id)
        .outerjoin(insights, insights.c.id == thread_members.c.insight_id)
        .outerjoin(episodes, episodes.c.id == insights.c.episode_id)
        .where(*where)
        .group_by(threads.c.id, threads.c.label, threads.c.query, threads.c.created_at)
    )
    found = [Thread(**row._mapping, followed=row.id in followed) for row in connection.execute(statement)]
    kept = [thread for thread in found if thread.followed or thread.size >= smallest]
    return sorted(kept, key=lambda thread: (not thread.followed, -thread.size, thread.label))


def follow(connection: Connection, reader_id: int, thread_id: int, now: datetime) -> None:
    unfollow(connection, reader_id, thread_id)
    connection.execute(insert(follows).values(reader_id=reader_id, thread_id=thread_id, since=now))


def followed_since(connection: Connection, reader_id: int, thread_id: int) -> datetime | None:
    """When the reader began to follow the thread; None when it is not followed."""
    where = (follows.c.reader_id == reader_id) & (follows.c.thread_id == thread_id)
    return connection.execute(select(follows.c.since).where(where)).scalar_one_or_none()


def unfollow(connection: Connection, reader_id: int, thread_id: int) -> None:
    """Stops following; the thread and its members stay."""
    where = (follows.c.reader_id == reader_id) & (follows.c.thread_id == thread_id)
    connection.execute(delete(follows).where(where))
