"""Queries on what was weighed for an episode, kept or not."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from store.records.insights import Candidate
from store.schema.insights import candidates


def keep(connection: Connection, episode_id: int, weighed: Sequence[Candidate]) -> None:
    """Stores the episode's candidates, best first, in place of earlier ones."""
    connection.execute(delete(candidates).where(candidates.c.episode_id == episode_id))
    rows = [
        {
            "episode_id": episode_id,
            "rank": rank,
            "start": candidate.start,
            "end": candidate.end,
            "headline": candidate.headline,
            "worth": candidate.worth,
            "parts": dict(candidate.parts),
            "outcome": candidate.outcome,
            "insight_id": candidate.insight_id,
        }
        for rank, candidate in enumerate(weighed, start=1)
    ]
    if rows:
        connection.execute(insert(candidates), rows)


def of_episode(connection: Connection, episode_id: int) -> Sequence[Candidate]:
    """Best first."""
    statement = select(candidates).where(candidates.c.episode_id == episode_id).order_by(candidates.c.rank)
    return [
        Candidate(
            headline=row.headline,
            outcome=row.outcome,
            worth=row.worth,
            parts=row.parts,
            start=row.start,
            end=row.end,
            insight_id=row.insight_id,
        )
        for row in connection.execute(statement)
    ]
