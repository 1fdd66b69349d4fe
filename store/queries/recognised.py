"""Queries on what a recogniser has heard so far of an audio that it has not ended."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from store.queries.segment_rows import from_row, to_row
from store.records.transcripts import Segment
from store.schema.episodes import recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The talk of an audio up to the second `until`; what comes after it is still to be heard."""

    segments: tuple[Segment, ...] = ()
    until: float = 0.0
    language: str | None = None


def add(connection: Connection, episode_id: int, source: str, heard: Heard) -> None:
    """Stores what was heard after all that the same recogniser heard before; what another one heard is forgotten."""
    where = recognised.c.episode_id == episode_id
    connection.execute(delete(recognised).where(where, recognised.c.source != source))
    position = connection.execute(select(func.count()).select_from(recognised).where(where)).scalar_one()
    connection.execute(
        insert(recognised).values(
            episode_id=episode_id,
            position=position,
            source=source,
            language=heard.language,
            until=heard.until,
            segments=[to_row(segment) for segment in heard.segments],
        )
    )


def so_far(connection: Connection, episode_id: int) -> tuple[str | None, Heard]:
    """All that was heard, and by which recogniser; None where nothing was."""
    where = recognised.c.episode_id == episode_id
    rows = connection.execute(select(recognised).where(where).order_by(recognised.c.position)).all()
    if not rows:
        return None, Heard()
    segments = tuple(from_row(segment) for row in rows for segment in row.segments)
    return rows[-1].source, Heard(segments=segments, until=rows[-1].until, language=rows[-1].language)


def drop(connection: Connection, episode_id: int) -> None:
    connection.execute(delete(recognised).where(recognised.c.episode_id == episode_id))
