"""Queries on the names that a language model wrote for threads."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select

from store.schema.threads import thread_labels, thread_members, threads


def keep(connection: Connection, thread_id: int, label: str | None, *, model: str, size: int, now: datetime) -> None:
    """Stores the name in place of an earlier one; None when what the model wrote did not stand."""
    connection.execute(delete(thread_labels).where(thread_labels.c.thread_id == thread_id))
    values = {"thread_id": thread_id, "label": label, "model": model, "size": size, "at": now}
    connection.execute(insert(thread_labels).values(values))


def written(connection: Connection, thread_ids: Iterable[int]) -> dict[int, str]:
    """Thread id → the name that a model wrote, for those where one stood."""
    statement = select(thread_labels.c.thread_id, thread_labels.c.label)
    where = thread_labels.c.thread_id.in_(list(thread_ids)) & thread_labels.c.label.is_not(None)
    return {row.thread_id: row.label for row in connection.execute(statement.where(where))}


def waiting(connection: Connection, grown: float, most: int) -> list[int]:
    """Threads of two or more that no reader has named, which no model was asked about, or not since they have grown so
    many times over; the largest first.
    """
    size = func.count(thread_members.c.insight_id)
    columns = (threads.c.id, threads.c.label)
    own = threads.c.query.is_(None) & threads.c.named.is_(False) & threads.c.merged_into.is_(None)
    asked = thread_labels.c.size.is_not(None)
    statement = (
        select(*columns)
        .join(thread_members, thread_members.c.thread_id == threads.c.id)
        .outerjoin(thread_labels, thread_labels.c.thread_id == threads.c.id)
        .where(own)
        .group_by(*columns, thread_labels.c.size)
        .having((size > 1) & or_(~asked, size >= grown * thread_labels.c.size))
        .order_by(size.desc(), threads.c.id)
        .limit(most)
    )
    return [row.id for row in connection.execute(statement)]
