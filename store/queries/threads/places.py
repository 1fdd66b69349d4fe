"""Queries on the passages of the talk in which the insights of a thread were said."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select

from store.schema.insights import insights
from store.schema.threads import thread_members
from store.schema.transcripts import chunks


def of_members(connection: Connection, thread_id: int) -> Sequence[str]:
    """The passages in which the quotes of its members begin."""
    members = select(thread_members.c.insight_id).where(thread_members.c.thread_id == thread_id)
    return _passages(connection, insights.c.id.in_(members))


def of_insights(connection: Connection, insight_ids: Sequence[str]) -> Sequence[str]:
    """The passages in which the quotes of the insights begin."""
    return _passages(connection, insights.c.id.in_(insight_ids)) if insight_ids else []


def _passages(connection: Connection, where: ColumnElement[bool]) -> Sequence[str]:
    holds = (
        (chunks.c.episode_id == insights.c.episode_id)
        & (chunks.c.start <= insights.c.start)
        & (chunks.c.end > insights.c.start)
    )
    statement = select(chunks.c.id).join(insights, holds).where(where).distinct()
    return connection.execute(statement).scalars().all()
