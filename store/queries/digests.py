"""Queries on readers, the five chosen for them each day, and whether those were delivered."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, Table, case, delete, func, insert, select, update

from store.queries import insights, swaps
from store.records.readers import Considered, Digest, Pick, Reader, Scanned
from store.schema.episodes import episodes
from store.schema.insights import insights as insight_rows
from store.schema.readers import considered, deliveries, digests, picks, readers, reserves


def reader_named(connection: Connection, name: str) -> Reader | None:
    row = connection.execute(select(readers).where(readers.c.name == name)).one_or_none()
    return Reader(**row._mapping) if row else None


def keep_reader(connection: Connection, name: str, *, email: str | None, timezone: str, hour: int) -> Reader:
    """Makes the reader, or brings an existing one of that name up to date."""
    values = {"email": email, "timezone": timezone, "hour": hour}
    known = reader_named(connection, name)
    if known is None:
        connection.execute(insert(readers).values(name=name, **values))
    elif (known.email, known.timezone, known.hour) != (email, timezone, hour):
        connection.execute(update(readers).where(readers.c.id == known.id).values(values))
    return cast(Reader, reader_named(connection, name))


def reader_with_login(connection: Connection, login: str) -> Reader | None:
    row = connection.execute(select(readers).where(readers.c.login == login)).one_or_none()
    return Reader(**row._mapping) if row else None


def give_login(connection: Connection, reader_id: int, login: str | None) -> None:
    """In place of an earlier one; None lets the reader in no more."""
    connection.execute(update(readers).where(readers.c.id == reader_id).values(login=login))


def remove_reader(connection: Connection, reader_id: int) -> None:
    """With all that is theirs: digests, feedback, follows, saved, secret addresses."""
    connection.execute(delete(readers).where(readers.c.id == reader_id))


def keep(
    connection: Connection,
    reader_id: int,
    day: date,
    now: datetime,
    chosen: Sequence[tuple[str, str]],
    weighed: Sequence[Considered] = (),
    following: Sequence[tuple[str, str]] = (),
) -> None:
    """Stores the day's choice, best first, as (insight id, why), what stood next in the same form, and all that was
    weighed for it."""
    statement = insert(digests).values(reader_id=reader_id, day=day, created_at=now)
    digest_id = connection.execute(statement.returning(digests.c.id)).scalar_one()
    rows = [
        {"digest_id": digest_id, "rank": rank, "insight_id": insight_id, "why": why}
        for rank, (insight_id, why) in enumerate([*chosen, *following], start=1)
    ]
    for table, some in ((picks, rows[: len(chosen)]), (reserves, rows[len(chosen) :])):
        if some:
            connection.execute(insert(table), some)
    if weighed:
        connection.execute(insert(considered), [{"digest_id": digest_id, **asdict(one)} for one in weighed])


def looked_through(connection: Connection, digest_id: int) -> Scanned:
    """What was weighed for the digest; nothing for one made before that was kept."""
    weighed = select(considered.c.insight_id).where(considered.c.digest_id == digest_id)
    found = select(insight_rows.c.episode_id, func.count().label("n")).where(insight_rows.c.id.in_(weighed))
    each = found.group_by(insight_rows.c.episode_id).subquery()
    totals = select(func.count(), func.sum(each.c.n), func.sum(episodes.c.duration))
    row = connection.execute(totals.select_from(each.join(episodes, episodes.c.id == each.c.episode_id))).one()
    return Scanned(episodes=row[0], insights=row[1] or 0, seconds=row[2] or 0.0)


def considered_on(connection: Connection, reader_id: int, insight_id: str) -> Sequence[tuple[date, Considered]]:
    """The days on which the insight was weighed for this reader, oldest first, and how."""
    columns = [considered.c[field.name] for field in fields(Considered)]
    statement = select(digests.c.day, *columns).join(digests, digests.c.id == considered.c.digest_id)
    where = (digests.c.reader_id == reader_id) & (considered.c.insight_id == insight_id)
    rows = connection.execute(statement.where(where).order_by(digests.c.day))
    return [(row[0], Considered(**{c.name: v for c, v in zip(columns, row[1:], strict=True)})) for row in rows]


def standing_of(connection: Connection, reader_id: int, insight_id: str) -> dict[date, tuple[int, int]]:
    """Day → (its place by score among all that was weighed, from 1, and how many that were)."""
    other = considered.alias()
    ahead = func.sum(case((other.c.score > considered.c.score, 1), else_=0))
    statement = (
        select(digests.c.day, ahead, func.count())
        .join(considered, considered.c.digest_id == digests.c.id)
        .join(other, other.c.digest_id == digests.c.id)
        .where(digests.c.reader_id == reader_id, considered.c.insight_id == insight_id)
        .group_by(digests.c.day)
    )
    return {day: (int(stronger) + 1, count) for day, stronger, count in connection.execute(statement)}


def of_day(connection: Connection, reader_id: int, day: date) -> Digest | None:
    return _one(connection, digests.c.reader_id == reader_id, digests.c.day == day)


def latest(connection: Connection, reader_id: int) -> Digest | None:
    return _one(connection, digests.c.reader_id == reader_id)


def days(connection: Connection, reader_id: int) -> Sequence[date]:
    """The days that have a digest, newest first."""
    statement = select(digests.c.day).where(digests.c.reader_id == reader_id)
    return connection.execute(statement.order_by(digests.c.day.desc())).scalars().all()


def made_before(connection: Connection, reader_id: int, day: date) -> datetime | None:
    """When the digest before that day's was made."""
    where = (digests.c.reader_id == reader_id) & (digests.c.day < day)
    statement = select(digests.c.created_at).where(where).order_by(digests.c.day.desc()).limit(1)
    return connection.execute(statement).scalar_one_or_none()


def picked_on(connection: Connection, reader_id: int) -> dict[str, date]:
    """Insight id → the day on which it was last in the five for this reader: chosen, swapped in or swapped out."""
    statement = select(picks.c.insight_id, digests.c.day).join(digests, digests.c.id == picks.c.digest_id)
    chosen = connection.execute(statement.where(digests.c.reader_id == reader_id)).all()
    rows = [*chosen, *swaps.taken_in(connection, reader_id)]
    return {insight_id: day for insight_id, day in sorted(rows, key=lambda row: row[1])}  # noqa: C416


def offered(connection: Connection, reader_id: int) -> set[str]:
    """The ids of all that stood next after a day's five."""
    statement = select(reserves.c.insight_id).join(digests, digests.c.id == reserves.c.digest_id)
    return set(connection.execute(statement.where(digests.c.reader_id == reader_id)).scalars())


def _one(connection: Connection, *where: ColumnElement[bool]) -> Digest | None:
    statement = select(digests).where(*where).order_by(digests.c.day.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    known = swaps.of_digest(connection, row.id)
    chosen = _told(connection, picks, row.id)
    placed = swaps.applied([*chosen, *_told(connection, reserves, row.id)], known)
    cited = insights.by_ids(connection, [insight_id for insight_id, _ in placed])
    in_order = [
        Pick(rank=rank, why=why, cited=cited[insight_id])
        for rank, (insight_id, why) in enumerate(placed, start=1)
        if insight_id in cited  # its show may have been removed since
    ]
    return Digest(
        id=row.id,
        reader_id=row.reader_id,
        day=row.day,
        created_at=row.created_at,
        picks=tuple(pick for pick in in_order if pick.rank <= len(chosen)),
        reserves=tuple(pick for pick in in_order if pick.rank > len(chosen)),
        swaps=tuple(known),
    )


def _told(connection: Connection, table: Table, digest_id: int) -> list[tuple[str, str]]:
    """(insight id, why) in the order in which they were chosen."""
    statement = select(table.c.insight_id, table.c.why).where(table.c.digest_id == digest_id)
    return [(row.insight_id, row.why) for row in connection.execute(statement.order_by(table.c.rank))]


def delivery(connection: Connection, digest_id: int, channel: str) -> tuple[str, int, str | None] | None:
    """(state, attempts, error): state is "begun", "sending", "sent" or "failed"; None when nothing was tried."""
    columns = (deliveries.c.state, deliveries.c.attempts, deliveries.c.error)
    where = (deliveries.c.digest_id == digest_id) & (deliveries.c.channel == channel)
    row = connection.execute(select(*columns).where(where)).one_or_none()
    return (row[0], row[1], row[2]) if row else None


def note_delivery(
    connection: Connection,
    digest_id: int,
    channel: str,
    state: str,
    now: datetime,
    *,
    attempt: int,
    error: str | None = None,
) -> None:
    """Records what a try came to, unless a later one has begun."""
    where = (deliveries.c.digest_id == digest_id) & (deliveries.c.channel == channel)
    ours = where & (deliveries.c.attempts == attempt)
    connection.execute(update(deliveries).where(ours).values(state=state, at=now, error=error))


def claim_delivery(
    connection: Connection, digest_id: int, channel: str, now: datetime, *, again: bool = False
) -> int | None:
    """Sets "begun" where nothing was sent yet, with `again` in any state, and gives which try it is: the newest one may
    `let_go`. None when it is not the caller's to send.

    On PostgreSQL two first tries may meet in the insert: the second raises IntegrityError.
    """
    where = (deliveries.c.digest_id == digest_id) & (deliveries.c.channel == channel)
    free = where if again else where & deliveries.c.state.in_(("failed", "begun"))
    values = {"state": "begun", "attempts": deliveries.c.attempts + 1, "at": now, "error": None}
    claimed = update(deliveries).where(free).values(values).returning(deliveries.c.attempts)
    attempt = connection.execute(claimed).scalar_one_or_none()
    if attempt is not None or delivery(connection, digest_id, channel) is not None:
        return attempt
    connection.execute(insert(deliveries).values({"digest_id": digest_id, "channel": channel, **values, "attempts": 1}))
    return 1


def let_go(connection: Connection, digest_id: int, channel: str, attempt: int, now: datetime) -> bool:
    """Sets "sending" for the try that claimed it last. One statement looks and sets, so that of two runs one sends."""
    ours = (deliveries.c.state == "begun") & (deliveries.c.attempts == attempt)
    where = (deliveries.c.digest_id == digest_id) & (deliveries.c.channel == channel) & ours
    return bool(connection.execute(update(deliveries).where(where).values(state="sending", at=now)).rowcount)
