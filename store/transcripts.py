"""Queries on transcripts, the adverts in them, and the passages cut from them."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from sqlalchemy import Connection, delete, func, insert, select

from store.schema import adverts, chunks, episodes, transcripts
from store.types import Chunk, Segment, Span, Transcript, Word


class _SegmentRow(TypedDict):
    """A segment as JSON. Words are triples: an hour of talk holds 10,000 of them."""

    start: float
    end: float
    text: str
    speaker: str | None
    words: list[tuple[float, float, str]]


def _to_row(segment: Segment) -> _SegmentRow:
    words = [(round(w.start, 3), round(w.end, 3), w.text) for w in segment.words]
    return {
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "speaker": segment.speaker,
        "words": words,
    }


def _from_row(row: _SegmentRow) -> Segment:
    words = tuple(Word(start=start, end=end, text=text) for start, end, text in row["words"])
    return Segment(start=row["start"], end=row["end"], text=row["text"], speaker=row["speaker"], words=words)


def keep(connection: Connection, episode_id: int, transcript: Transcript, spans: Iterable[Span]) -> None:
    """Stores the transcript with its adverts, in place of earlier ones."""
    connection.execute(delete(transcripts).where(transcripts.c.episode_id == episode_id))
    connection.execute(delete(adverts).where(adverts.c.episode_id == episode_id))
    connection.execute(
        insert(transcripts).values(
            episode_id=episode_id,
            source=transcript.source,
            language=transcript.language,
            approximate=transcript.approximate,
            segments=[_to_row(segment) for segment in transcript.segments],
        )
    )
    rows = [{"episode_id": episode_id, "start": s.start, "end": s.end, "reason": s.reason} for s in spans]
    if rows:
        connection.execute(insert(adverts), rows)


def of_episode(connection: Connection, episode_id: int) -> Transcript | None:
    row = connection.execute(select(transcripts).where(transcripts.c.episode_id == episode_id)).one_or_none()
    if row is None:
        return None
    segments = tuple(_from_row(segment) for segment in row.segments)
    return Transcript(segments=segments, source=row.source, language=row.language, approximate=row.approximate)


def others_of_show(connection: Connection, show_id: int, episode_id: int, *, limit: int) -> Sequence[int]:
    """The show's newest episodes that have a transcript, besides this one."""
    statement = select(episodes.c.id).join(transcripts, transcripts.c.episode_id == episodes.c.id)
    statement = statement.where(episodes.c.show_id == show_id, episodes.c.id != episode_id)
    newest = statement.order_by(episodes.c.published.desc(), episodes.c.id.desc()).limit(limit)
    return connection.execute(newest).scalars().all()


def approximate_ones(connection: Connection, episode_ids: Iterable[int]) -> set[int]:
    """Those of the episodes whose times were interpolated."""
    where = transcripts.c.episode_id.in_(list(episode_ids)) & transcripts.c.approximate
    return set(connection.execute(select(transcripts.c.episode_id).where(where)).scalars())


def adverts_of(connection: Connection, episode_id: int) -> Sequence[Span]:
    statement = select(adverts).where(adverts.c.episode_id == episode_id).order_by(adverts.c.start)
    return [Span(start=row.start, end=row.end, reason=row.reason) for row in connection.execute(statement)]


def keep_chunks(connection: Connection, episode_id: int, passages: Sequence[Chunk]) -> None:
    """Stores the episode's passages in place of earlier ones."""
    connection.execute(delete(chunks).where(chunks.c.episode_id == episode_id))
    rows = [
        {
            "id": chunk.id,
            "episode_id": episode_id,
            "position": position,
            "start": chunk.start,
            "end": chunk.end,
            "speaker": chunk.speaker,
            "sentences": [_to_row(sentence) for sentence in chunk.sentences],
        }
        for position, chunk in enumerate(passages)
    ]
    if rows:
        connection.execute(insert(chunks), rows)


def chunks_of(connection: Connection, episode_id: int) -> Sequence[Chunk]:
    return _chunks(connection, chunks.c.episode_id == episode_id)


def chunks_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Chunk]:
    return {chunk.id: chunk for chunk in _chunks(connection, chunks.c.id.in_(list(ids)))}


def _chunks(connection: Connection, where: object) -> list[Chunk]:
    statement = select(chunks).where(where).order_by(chunks.c.episode_id, chunks.c.position)  # type: ignore[arg-type]
    return [
        Chunk(
            id=row.id,
            episode_id=row.episode_id,
            start=row.start,
            end=row.end,
            speaker=row.speaker,
            sentences=tuple(_from_row(sentence) for sentence in row.sentences),
        )
        for row in connection.execute(statement)
    ]


def episodes_with_chunks(connection: Connection) -> dict[int, int]:
    """Episode id → number of its passages, in order of the ids."""
    statement = select(chunks.c.episode_id, func.count()).group_by(chunks.c.episode_id).order_by(chunks.c.episode_id)
    return {row[0]: row[1] for row in connection.execute(statement)}
