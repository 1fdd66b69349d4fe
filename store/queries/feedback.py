"""Queries on what a reader said of insights, which ones they saved, and how much they are told of which shows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store.queries import insights
from store.records.insights import CitedInsight
from store.records.readers import Feedback, Saved, Verdict
from store.schema.readers import feedback, muted, saved, saved_tags, show_limits


def give(connection: Connection, reader_id: int, verdict: Feedback) -> None:
    """Stores the verdict in place of an earlier one on the same insight."""
    withdraw(connection, reader_id, verdict.insight_id)
    values = {
        "insight_id": verdict.insight_id,
        "verdict": verdict.verdict,
        "text_hash": verdict.text_hash,
        "at": verdict.at,
    }
    connection.execute(insert(feedback).values(reader_id=reader_id, **values))


def withdraw(connection: Connection, reader_id: int, insight_id: str) -> None:
    where = (feedback.c.reader_id == reader_id) & (feedback.c.insight_id == insight_id)
    connection.execute(delete(feedback).where(where))


def verdict_on(connection: Connection, reader_id: int, insight_id: str) -> Verdict | None:
    where = (feedback.c.reader_id == reader_id) & (feedback.c.insight_id == insight_id)
    found: Verdict | None = connection.execute(select(feedback.c.verdict).where(where)).scalar_one_or_none()
    return found


def of_reader(connection: Connection, reader_id: int) -> Sequence[Feedback]:
    """Oldest first."""
    columns = (feedback.c.insight_id, feedback.c.verdict, feedback.c.text_hash, feedback.c.at)
    statement = select(*columns).where(feedback.c.reader_id == reader_id)
    rows = connection.execute(statement.order_by(feedback.c.at, feedback.c.insight_id))
    return [Feedback(insight_id=r.insight_id, verdict=r.verdict, text_hash=r.text_hash, at=r.at) for r in rows]


def save(connection: Connection, reader_id: int, insight_id: str, now: datetime) -> None:
    """Puts the insight on the reader's list. Saving it again changes nothing."""
    if not is_saved(connection, reader_id, insight_id):
        connection.execute(insert(saved).values(reader_id=reader_id, insight_id=insight_id, at=now))


def unsave(connection: Connection, reader_id: int, insight_id: str) -> None:
    where = (saved.c.reader_id == reader_id) & (saved.c.insight_id == insight_id)
    connection.execute(delete(saved).where(where))


def is_saved(connection: Connection, reader_id: int, insight_id: str) -> bool:
    where = (saved.c.reader_id == reader_id) & (saved.c.insight_id == insight_id)
    return connection.execute(select(saved.c.insight_id).where(where)).first() is not None


def saved_by(connection: Connection, reader_id: int) -> Sequence[CitedInsight]:
    """Newest saved first, those left out whose show was removed."""
    return [one.cited for one in list_of(connection, reader_id)]


def list_of(connection: Connection, reader_id: int) -> Sequence[Saved]:
    """As `saved_by`, with what the reader wrote beside each, and its tags."""
    statement = select(saved.c.insight_id, saved.c.at, saved.c.note).where(saved.c.reader_id == reader_id)
    rows = connection.execute(statement.order_by(saved.c.at.desc())).all()
    cited = insights.by_ids(connection, [row.insight_id for row in rows])
    tags = tags_of(connection, reader_id)
    return [
        Saved(cited=cited[row.insight_id], at=row.at, note=row.note, tags=tags.get(row.insight_id, ()))
        for row in rows
        if row.insight_id in cited
    ]


def annotate(connection: Connection, reader_id: int, insight_id: str, note: str) -> None:
    """Keeps what the reader writes beside an insight that is on their list."""
    where = (saved.c.reader_id == reader_id) & (saved.c.insight_id == insight_id)
    connection.execute(update(saved).where(where).values(note=note))


def beside(connection: Connection, reader_id: int, insight_id: str) -> tuple[str, tuple[str, ...]]:
    """The note and the tags of what is on the reader's list; nothing of what is not."""
    where = (saved.c.reader_id == reader_id) & (saved.c.insight_id == insight_id)
    note = connection.execute(select(saved.c.note).where(where)).scalar_one_or_none()
    return note or "", tags_of(connection, reader_id).get(insight_id, ())


def tags_of(connection: Connection, reader_id: int) -> dict[str, tuple[str, ...]]:
    """Insight id → its tags by the alphabet, of what has any."""
    columns = (saved_tags.c.insight_id, saved_tags.c.tag)
    rows = connection.execute(select(*columns).where(saved_tags.c.reader_id == reader_id)).tuples()
    found: dict[str, list[str]] = {}
    for insight_id, tag in rows:
        found.setdefault(insight_id, []).append(tag)
    return {insight_id: tuple(sorted(tags, key=str.casefold)) for insight_id, tags in found.items()}


def tag(connection: Connection, reader_id: int, insight_id: str, tags: Sequence[str]) -> None:
    """Files what is on the reader's list under these tags and no others."""
    where = (saved_tags.c.reader_id == reader_id) & (saved_tags.c.insight_id == insight_id)
    connection.execute(delete(saved_tags).where(where))
    rows = [{"reader_id": reader_id, "insight_id": insight_id, "tag": each} for each in dict.fromkeys(tags)]
    if rows:
        connection.execute(insert(saved_tags), rows)


def limit(connection: Connection, reader_id: int, show_id: int, most: int | None) -> None:
    """At most so many of the reader's five are of the show; None for as many as of any."""
    where = (show_limits.c.reader_id == reader_id) & (show_limits.c.show_id == show_id)
    connection.execute(delete(show_limits).where(where))
    if most is not None:
        connection.execute(insert(show_limits).values(reader_id=reader_id, show_id=show_id, most=most))


def limits_of(connection: Connection, reader_id: int) -> Mapping[int, int]:
    """Show id → how many of the reader's five it may have, where they said so."""
    columns = (show_limits.c.show_id, show_limits.c.most)
    rows = connection.execute(select(*columns).where(show_limits.c.reader_id == reader_id)).tuples()
    return {row[0]: row[1] for row in rows}


def mute(connection: Connection, reader_id: int, show_id: int, now: datetime) -> None:
    """Muting again changes nothing."""
    if show_id not in muted_by(connection, reader_id):
        connection.execute(insert(muted).values(reader_id=reader_id, show_id=show_id, at=now))


def unmute(connection: Connection, reader_id: int, show_id: int) -> None:
    where = (muted.c.reader_id == reader_id) & (muted.c.show_id == show_id)
    connection.execute(delete(muted).where(where))


def muted_by(connection: Connection, reader_id: int) -> set[int]:
    return set(connection.execute(select(muted.c.show_id).where(muted.c.reader_id == reader_id)).scalars())
