"""Queries on topic threads and their members. Members change only together with a recorded event (`history.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, distinct, func, insert, or_, select, update

from store.queries.threads import history
from store.records.threads import Thread
from store.schema.episodes import episodes
from store.schema.insights import insights
from store.schema.readers import follows
from store.schema.threads import thread_members, threads

_STORED = ("id", "label", "query", "description", "named", "merged_into", "created_at")
_COLUMNS = [threads.c[name] for name in _STORED]


_BEGIN = insert(threads).returning(threads.c.id)  # made once: a night begins many


def begin(connection: Connection, label: str, now: datetime, *, query: str | None = None, description: str = "") -> int:
    """A new thread, its id. `query` makes it one that a reader declared."""
    values = {"label": label, "query": query, "description": description, "created_at": now}
    return int(connection.execute(_BEGIN, values).scalar_one())


def relabel(connection: Connection, thread_id: int, label: str) -> None:
    """A program's new label; one that a reader chose stays."""
    where = (threads.c.id == thread_id) & threads.c.named.is_(False)
    connection.execute(update(threads).where(where).values(label=label))


def rename(connection: Connection, thread_id: int, label: str) -> None:
    """A reader's label, which no program changes."""
    connection.execute(update(threads).where(threads.c.id == thread_id).values(label=label, named=True))


def describe(connection: Connection, thread_id: int, description: str) -> None:
    connection.execute(update(threads).where(threads.c.id == thread_id).values(description=description))


def join(
    connection: Connection,
    thread_id: int,
    insight_ids: Iterable[str],
    now: datetime,
    *,
    sureness: Mapping[str, float] | None = None,
) -> None:
    """Adds members with an event each; those that are in the thread already stay as they are, but for `sureness`."""
    sure = sureness or {}
    there = set(member_ids(connection, thread_id))
    fresh = []
    for insight_id in dict.fromkeys(insight_ids):
        if insight_id not in there:
            fresh.append(insight_id)
        elif insight_id in sure:
            where = (thread_members.c.thread_id == thread_id) & (thread_members.c.insight_id == insight_id)
            connection.execute(update(thread_members).where(where).values(sureness=sure[insight_id]))
    _put_in(connection, thread_id, fresh, sure)
    history.record(connection, thread_id, fresh, "joined", now)


def leave(connection: Connection, thread_id: int, insight_ids: Iterable[str], now: datetime) -> None:
    """Takes out members that a program no longer holds to belong there. Those that a reader pinned stay."""
    rulings = history.rulings(connection, thread_id)
    there = set(member_ids(connection, thread_id))
    gone = [key for key in insight_ids if key in there and rulings.get(key) != "pinned"]
    _take_out(connection, thread_id, gone)
    history.record(connection, thread_id, gone, "left", now)


def pin(connection: Connection, thread_id: int, insight_id: str, now: datetime) -> None:
    """A reader says that the insight belongs there; it joins if it had not."""
    join(connection, thread_id, [insight_id], now, sureness={insight_id: 1.0})
    history.record(connection, thread_id, [insight_id], "pinned", now)


def exclude(connection: Connection, thread_id: int, insight_id: str, now: datetime) -> None:
    """A reader says that the insight does not belong there: it is taken out and must not come back."""
    _take_out(connection, thread_id, [insight_id])
    history.record(connection, thread_id, [insight_id], "excluded", now)


def merge(connection: Connection, loser_id: int, survivor_id: int, now: datetime) -> None:
    """Moves the members, the followers and a reader's rulings of one thread to another, to which its id leads then."""
    moved = list(member_ids(connection, loser_id))
    there = set(member_ids(connection, survivor_id))
    fresh = [key for key in moved if key not in there]
    _take_out(connection, loser_id, moved)
    _put_in(connection, survivor_id, fresh, {})
    history.record(connection, loser_id, moved, "merged", now, other_id=survivor_id)
    history.record(connection, survivor_id, fresh, "merged", now, other_id=loser_id)
    followers = set(_followers(connection, loser_id)) - set(_followers(connection, survivor_id))
    ours = follows.c.thread_id == loser_id
    connection.execute(update(follows).where(ours & follows.c.reader_id.in_(followers)).values(thread_id=survivor_id))
    connection.execute(delete(follows).where(ours))
    connection.execute(update(threads).where(threads.c.id == loser_id).values(merged_into=survivor_id))


def split(connection: Connection, thread_id: int, insight_ids: Iterable[str], label: str, now: datetime) -> int:
    """Moves some members to a new thread and gives its id."""
    there = set(member_ids(connection, thread_id))
    moved = [key for key in dict.fromkeys(insight_ids) if key in there]
    fresh_id = begin(connection, label, now)
    _take_out(connection, thread_id, moved)
    _put_in(connection, fresh_id, moved, {})
    history.record(connection, thread_id, moved, "split", now, other_id=fresh_id)
    history.record(connection, fresh_id, moved, "split", now, other_id=thread_id)
    return fresh_id


def transfer(connection: Connection, source_id: int, target_id: int, insight_ids: Sequence[str]) -> None:
    """Moves members from one thread into another; the caller records what happened."""
    _take_out(connection, source_id, insight_ids)
    there = set(member_ids(connection, target_id))
    _put_in(connection, target_id, [key for key in insight_ids if key not in there], {})


def survivor(connection: Connection, thread_id: int) -> int:
    """The thread that has the members now: itself, unless it was merged."""
    statement = select(threads.c.merged_into).where(threads.c.id == thread_id)
    following = connection.execute(statement).scalar_one_or_none()
    return thread_id if following is None else survivor(connection, following)


def member_ids(connection: Connection, thread_id: int) -> Sequence[str]:
    """In the order of the ids, in which a merge records them: databases would give them in orders of their own."""
    statement = select(thread_members.c.insight_id).where(thread_members.c.thread_id == thread_id)
    return connection.execute(statement.order_by(thread_members.c.insight_id)).scalars().all()


def sureness(connection: Connection, thread_id: int) -> dict[str, float]:
    """Insight id → how likely it belongs to the thread (0-1), where that is known."""
    known = thread_members.c.sureness.is_not(None)
    statement = select(thread_members).where(known, thread_members.c.thread_id == thread_id)
    return {row.insight_id: row.sureness for row in connection.execute(statement)}


def memberships(connection: Connection, insight_ids: Iterable[str] | None = None) -> Sequence[tuple[int, str]]:
    """(thread id, insight id) of every member of threads that grew by themselves, or of those insights alone."""
    statement = select(thread_members).join(threads, threads.c.id == thread_members.c.thread_id)
    statement = statement.where(threads.c.query.is_(None))
    if insight_ids is not None:
        statement = statement.where(thread_members.c.insight_id.in_(list(insight_ids)))
    statement = statement.order_by(thread_members.c.thread_id, thread_members.c.insight_id)
    return [(row.thread_id, row.insight_id) for row in connection.execute(statement)]


def declared(connection: Connection) -> Sequence[Thread]:
    """The threads that a reader declared by a query."""
    where = threads.c.query.is_not(None) & threads.c.merged_into.is_(None)
    return [Thread(**row._mapping) for row in connection.execute(select(*_COLUMNS).where(where))]


def latest(connection: Connection, thread_ids: Sequence[int], *, sure_from: float) -> dict[int, str]:
    """Thread id → its insight that was published last, of those at least so sure or of which nobody reckoned it."""
    sure = or_(thread_members.c.sureness.is_(None), thread_members.c.sureness >= sure_from)
    newest = (episodes.c.published.desc().nulls_last(), insights.c.worth.desc(), insights.c.id)
    place = func.row_number().over(partition_by=thread_members.c.thread_id, order_by=newest).label("place")
    ranked = (
        select(thread_members.c.thread_id, thread_members.c.insight_id, place)
        .join(insights, insights.c.id == thread_members.c.insight_id)
        .join(episodes, episodes.c.id == insights.c.episode_id)
        .where(thread_members.c.thread_id.in_(thread_ids), sure)
        .subquery()
    )
    rows = connection.execute(select(ranked.c.thread_id, ranked.c.insight_id).where(ranked.c.place == 1))
    return {row.thread_id: row.insight_id for row in rows}


def published(connection: Connection, thread_ids: Sequence[int], since: datetime) -> dict[int, list[datetime]]:
    """Thread id → when each of its insights was published, of those since then."""
    statement = (
        select(thread_members.c.thread_id, episodes.c.published)
        .join(insights, insights.c.id == thread_members.c.insight_id)
        .join(episodes, episodes.c.id == insights.c.episode_id)
        .where(thread_members.c.thread_id.in_(thread_ids), episodes.c.published >= since)
    )
    found: dict[int, list[datetime]] = {}
    for row in connection.execute(statement):
        found.setdefault(row.thread_id, []).append(row.published)
    return found


def made(connection: Connection, thread_id: int) -> dict[str, datetime]:
    """Insight id → when it was extracted, of the members."""
    belongs = thread_members.c.insight_id == insights.c.id
    statement = select(insights.c.id, insights.c.created_at).join(thread_members, belongs)
    rows = connection.execute(statement.where(thread_members.c.thread_id == thread_id))
    return {row.id: row.created_at for row in rows}


def labels(connection: Connection, thread_ids: Iterable[int]) -> dict[int, str]:
    """Thread id → label, of merged threads too."""
    statement = select(threads.c.id, threads.c.label).where(threads.c.id.in_(list(thread_ids)))
    return {row.id: row.label for row in connection.execute(statement)}


def followed(connection: Connection, reader_id: int) -> Sequence[Thread]:
    """The largest first."""
    ours = select(follows.c.thread_id).where(follows.c.reader_id == reader_id)
    return _overview(connection, reader_id, 0, threads.c.id.in_(ours))


def by_id(connection: Connection, thread_id: int, reader_id: int) -> Thread | None:
    return next(iter(_overview(connection, reader_id, 0, threads.c.id == thread_id)), None)


def overview(connection: Connection, reader_id: int, *, smallest: int = 2) -> Sequence[Thread]:
    """Followed threads first, then the largest; those under `smallest` members only when followed."""
    return _overview(connection, reader_id, smallest, threads.c.merged_into.is_(None))


def _overview(connection: Connection, reader_id: int, smallest: int, *where: ColumnElement[bool]) -> list[Thread]:
    ours = select(follows.c.thread_id).where(follows.c.reader_id == reader_id)
    followed = set(connection.execute(ours).scalars())
    size = func.count(thread_members.c.insight_id)
    statement = (
        select(
            *_COLUMNS,
            size.label("size"),
            func.count(distinct(episodes.c.show_id)).label("shows"),
            func.min(episodes.c.published).label("first"),
            func.max(episodes.c.published).label("last"),
        )
        .outerjoin(thread_members, thread_members.c.thread_id == threads.c.id)
        .outerjoin(insights, insights.c.id == thread_members.c.insight_id)
        .outerjoin(episodes, episodes.c.id == insights.c.episode_id)
        .where(*where)
        .group_by(*_COLUMNS)
        .having(or_(size >= smallest, threads.c.id.in_(ours)))
    )
    found = [Thread(**row._mapping, followed=row.id in followed) for row in connection.execute(statement)]
    return sorted(found, key=lambda thread: (not thread.followed, -thread.size, thread.label))


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


def _followers(connection: Connection, thread_id: int) -> Sequence[int]:
    return connection.execute(select(follows.c.reader_id).where(follows.c.thread_id == thread_id)).scalars().all()


def _put_in(connection: Connection, thread_id: int, insight_ids: Sequence[str], sure: Mapping[str, float]) -> None:
    rows = [{"thread_id": thread_id, "insight_id": key, "sureness": sure.get(key)} for key in insight_ids]
    if rows:
        connection.execute(insert(thread_members), rows)


def _take_out(connection: Connection, thread_id: int, insight_ids: Sequence[str]) -> None:
    where = (thread_members.c.thread_id == thread_id) & thread_members.c.insight_id.in_(insight_ids)
    connection.execute(delete(thread_members).where(where))
