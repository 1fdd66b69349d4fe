"""Queries for threads that grow by themselves: which have changed, who is in them, and members moved between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, func, insert, select

from store.queries.threads import history, threads
from store.schema.readers import follows
from store.schema.threads import thread_events, thread_members
from store.schema.threads import threads as table

_T = TypeVar("_T")

_CHANGES = ("joined", "left", "split", "excluded", "cleared")
_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement, old builds 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a thread that grew by itself is to its readers."""

    id: int
    followed: bool
    named: bool


def changed_since(connection: Connection, moment: datetime) -> list[int]:
    """Ids of threads that grew by themselves whose members changed at `moment` or later, oldest first."""
    late = (thread_events.c.at >= moment) & thread_events.c.kind.in_(_CHANGES)
    changed = select(thread_events.c.thread_id).where(late)
    statement = select(table.c.id).where(
        table.c.id.in_(changed), table.c.query.is_(None), table.c.merged_into.is_(None)
    )
    return list(connection.execute(statement.order_by(table.c.id)).scalars())


def standings(connection: Connection, thread_ids: Iterable[int]) -> dict[int, Standing]:
    """Of those that grew by themselves; declared ones are left out."""
    followed = set(connection.execute(select(follows.c.thread_id)).scalars())
    out: dict[int, Standing] = {}
    for some in _batches(sorted(set(thread_ids))):
        statement = select(table.c.id, table.c.named).where(table.c.id.in_(some), table.c.query.is_(None))
        for row in connection.execute(statement):
            out[row.id] = Standing(id=row.id, followed=row.id in followed, named=row.named)
    return out


def members(connection: Connection, thread_ids: Iterable[int]) -> dict[int, list[str]]:
    """Thread id → its members, in the order of their ids: as good as at random."""
    out: dict[int, list[str]] = {}
    for some in _batches(sorted(set(thread_ids))):
        statement = select(thread_members.c.thread_id, thread_members.c.insight_id)
        statement = statement.where(thread_members.c.thread_id.in_(some)).order_by(thread_members.c.insight_id)
        for thread_id, insight_id in connection.execute(statement).tuples():
            out.setdefault(thread_id, []).append(insight_id)
    return out


def labels(connection: Connection, thread_ids: Iterable[int]) -> dict[int, str]:
    """Thread id → its label, of those that grew by themselves and that no reader has named."""
    out: dict[int, str] = {}
    for some in _batches(sorted(set(thread_ids))):
        own = table.c.id.in_(some) & table.c.query.is_(None) & table.c.named.is_(False)
        statement = select(table.c.id, table.c.label).where(own)
        out.update({row.id: row.label for row in connection.execute(statement)})
    return out


def labels_like(connection: Connection, label: str, thread_id: int) -> set[str]:
    """Labels of other living threads that begin as this one does, in either case."""
    first = label.lower().partition(" ")[0]
    alike = func.lower(table.c.label).startswith(first, autoescape=True)
    others = alike & (table.c.id != thread_id) & table.c.merged_into.is_(None)
    return set(connection.execute(select(table.c.label).where(others)).scalars())


def homes(connection: Connection, insight_ids: Iterable[str]) -> dict[str, int]:
    """Insight id → the thread that it is in; the oldest, where a reader put it into several."""
    out: dict[str, int] = {}
    for some in _batches(sorted(set(insight_ids))):
        for thread_id, insight_id in threads.memberships(connection, some):
            out[insight_id] = min(thread_id, out.get(insight_id, thread_id))
    return out


def rulings(connection: Connection, thread_ids: Iterable[int]) -> dict[int, Mapping[str, str]]:
    """Thread id → what readers ruled of its members, for those where anyone did."""
    ruled = set(
        connection.execute(
            select(thread_events.c.thread_id).where(thread_events.c.kind.in_(("pinned", "excluded"))).distinct()
        ).scalars()
    )
    merged = select(thread_events.c.thread_id).where(
        thread_events.c.kind == "merged", thread_events.c.other_id.in_(ruled)
    )
    ruled |= set(connection.execute(merged.distinct()).scalars())
    return {each: history.rulings(connection, each) for each in sorted(ruled & set(thread_ids))}


def refusing(connection: Connection, insight_ids: Iterable[str]) -> dict[str, set[int]]:
    """Insight id → the threads out of which a reader has put it, for those where one did."""
    out: dict[str, set[int]] = {}
    columns = (thread_events.c.thread_id, thread_events.c.insight_id)
    excluded = select(*columns).where(thread_events.c.kind == "excluded").distinct()
    for some in _batches(sorted(insight_ids)):
        found = list(connection.execute(excluded.where(thread_events.c.insight_id.in_(some))).tuples())
        known = rulings(connection, {thread_id for thread_id, _ in found}) if found else {}
        for thread_id, insight_id in found:
            if known.get(thread_id, {}).get(insight_id) == "excluded":
                out.setdefault(insight_id, set()).add(threads.survivor(connection, thread_id))
    return out


def join(connection: Connection, homes: Mapping[str, int], now: datetime) -> None:
    """Adds insights that are in no thread of their own making to one each: insight id → thread id."""
    if homes:
        rows = [{"thread_id": thread_id, "insight_id": key} for key, thread_id in homes.items()]
        connection.execute(insert(thread_members), rows)
        events = [row | {"kind": "joined", "at": now} for row in rows]
        connection.execute(insert(thread_events), events)


def move(connection: Connection, source_id: int, target_id: int, insight_ids: Sequence[str], now: datetime) -> None:
    """Takes members from one thread into another without a reader's word: no news, and nothing parted for ever."""
    threads.transfer(connection, source_id, target_id, insight_ids)
    history.record(connection, source_id, insight_ids, "moved", now, other_id=target_id)
    history.record(connection, target_id, insight_ids, "moved", now, other_id=source_id)


def _batches(listed: Sequence[_T]) -> list[Sequence[_T]]:
    return [listed[at : at + _BATCH] for at in range(0, len(listed), _BATCH)]
