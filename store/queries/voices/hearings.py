"""Queries on what came of listening to quotes."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select

from store.records.voices import Hearing
from store.schema.voices import hearings


def keep(connection: Connection, insight_id: str, hearing: Hearing) -> None:
    """In place of an earlier one."""
    drop(connection, [insight_id])
    values = {"outcome": hearing.outcome, "start": hearing.start, "end": hearing.end}
    connection.execute(insert(hearings).values(insight_id=insight_id, **values))


def drop(connection: Connection, insight_ids: Iterable[str]) -> None:
    connection.execute(delete(hearings).where(hearings.c.insight_id.in_(list(insight_ids))))


def counts(connection: Connection) -> dict[str, int]:
    """Outcome → how many quotes had it."""
    statement = select(hearings.c.outcome, func.count()).group_by(hearings.c.outcome)
    return {row[0]: row[1] for row in connection.execute(statement)}
