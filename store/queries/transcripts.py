"""Queries on transcripts, the adverts in them, and the passages cut from them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Integer, Row, String, Text, bindparam, cast, delete, func, insert, select, true

from store.queries.embeddings import Vector, halved
from store.queries.passages import vectors as vector_rows
from store.queries.passages.vectors import Rows
from store.queries.segment_rows import from_row, to_row
from store.records.episodes import Stage
from store.records.transcripts import Chunk, Shift, Span, Transcript
from store.schema.episodes import episodes
from store.schema.transcripts import adverts, chunks, transcripts

_BATCH = 500  # old builds of SQLite take 999 parameters in a statement


def keep(
    connection: Connection,
    episode_id: int,
    transcript: Transcript,
    spans: Iterable[Span],
    *,
    sketch: bytes | None = None,
) -> None:
    """Stores the transcript with its adverts, in place of earlier ones. `sketch` tells its text from others."""
    connection.execute(delete(transcripts).where(transcripts.c.episode_id == episode_id))
    connection.execute(delete(adverts).where(adverts.c.episode_id == episode_id))
    connection.execute(
        insert(transcripts).values(
            episode_id=episode_id,
            source=transcript.source,
            language=transcript.language,
            approximate=transcript.approximate,
            segments=[to_row(segment) for segment in transcript.segments],
            checked=transcript.checked,
            doubt=transcript.doubt,
            shifts=[asdict(shift) for shift in transcript.shifts],
            sketch=sketch,
        )
    )
    rows = [{"episode_id": episode_id, "start": s.start, "end": s.end, "reason": s.reason} for s in spans]
    if rows:
        connection.execute(insert(adverts), rows)


def of_episode(connection: Connection, episode_id: int) -> Transcript | None:
    row = connection.execute(select(transcripts).where(transcripts.c.episode_id == episode_id)).one_or_none()
    if row is None:
        return None
    return Transcript(
        segments=tuple(from_row(segment) for segment in row.segments),
        source=row.source,
        language=row.language,
        approximate=row.approximate,
        checked=row.checked,
        doubt=row.doubt,
        shifts=tuple(Shift(**shift) for shift in row.shifts),
    )


def by_language(connection: Connection) -> dict[str, int]:
    """Two letters of a language that is not English → how many transcripts are in it, as far as it is known."""
    language = func.lower(func.substr(transcripts.c.language, 1, 2))
    statement = select(language.label("language"), func.count().label("talks")).group_by(language)
    found = connection.execute(statement.where(transcripts.c.language.is_not(None), language.not_in(("", "en"))))
    return {row.language: row.talks for row in found}


def recognised_by(
    connection: Connection, sources: Collection[str], *, since: datetime, languages: Collection[str] = ()
) -> Sequence[int]:
    """Ids of finished episodes whose transcript has one of the sources, and one of the languages where some are named:
    newest first."""
    published = func.coalesce(episodes.c.published, episodes.c.discovered_at)
    statement = (
        select(episodes.c.id)
        .join(transcripts, transcripts.c.episode_id == episodes.c.id)
        .where(
            episodes.c.wanted,
            episodes.c.stage == Stage.INDEXED.value,
            transcripts.c.source.in_(sources),
            published >= since,
            transcripts.c.language.in_(languages) if languages else true(),
        )
    )
    return connection.execute(statement.order_by(published.desc(), episodes.c.id)).scalars().all()


def sketches_of_show(connection: Connection, show_id: int) -> dict[int, bytes]:
    """Episode id → the sketch of its transcript."""
    statement = select(transcripts.c.episode_id, transcripts.c.sketch)
    statement = statement.join(episodes, episodes.c.id == transcripts.c.episode_id)
    where = (episodes.c.show_id == show_id) & transcripts.c.sketch.is_not(None)
    return {row.episode_id: row.sketch for row in connection.execute(statement.where(where))}


def others_of_show(connection: Connection, show_id: int, episode_id: int, *, limit: int) -> Sequence[int]:
    """The show's newest episodes that have a transcript, besides this one."""
    statement = select(episodes.c.id).join(transcripts, transcripts.c.episode_id == episodes.c.id)
    statement = statement.where(episodes.c.show_id == show_id, episodes.c.id != episode_id)
    newest = statement.order_by(episodes.c.published.desc(), episodes.c.id.desc()).limit(limit)
    return connection.execute(newest).scalars().all()


def approximate_ones(connection: Connection, episode_ids: Iterable[int]) -> set[int]:
    """Those of the episodes whose times were interpolated."""
    return set(connection.execute(_APPROXIMATE, {"episodes": list(episode_ids)}).scalars())


# Statements that a search executes are made once: with hundreds of ids, making one takes as long as executing it.
_EPISODES: Final = bindparam("episodes", type_=Integer(), expanding=True)
_IDS: Final = bindparam("ids", type_=String(), expanding=True)
_APPROXIMATE = select(transcripts.c.episode_id).where(
    transcripts.c.episode_id.in_(_EPISODES), transcripts.c.approximate
)


def doubts(connection: Connection, episode_ids: Iterable[int]) -> dict[int, str]:
    """Episode id → why its transcript may not be of it."""
    where = transcripts.c.episode_id.in_(list(episode_ids)) & transcripts.c.doubt.is_not(None)
    return {
        row.episode_id: row.doubt
        for row in connection.execute(select(transcripts.c.episode_id, transcripts.c.doubt).where(where))
    }


def adverts_of(connection: Connection, episode_id: int) -> Sequence[Span]:
    statement = select(adverts).where(adverts.c.episode_id == episode_id).order_by(adverts.c.start)
    return [Span(start=row.start, end=row.end, reason=row.reason) for row in connection.execute(statement)]


def keep_chunks(
    connection: Connection,
    episode_id: int,
    passages: Sequence[Chunk],
    vectors: Mapping[str, Rows] | None = None,
    whole: Mapping[str, Vector] | None = None,
) -> None:
    """Stores the episode's passages in place of earlier ones; `vectors` as sentence_vectors gives them, `whole` are
    those of the passages themselves.
    """
    packed = {chunk_id: vector_rows.packed(rows) for chunk_id, rows in (vectors or {}).items()}
    own = {chunk_id: halved(vector) for chunk_id, vector in (whole or {}).items()}
    connection.execute(delete(chunks).where(chunks.c.episode_id == episode_id))
    rows = [
        {
            "id": chunk.id,
            "episode_id": episode_id,
            "position": position,
            "start": chunk.start,
            "end": chunk.end,
            "speaker": chunk.speaker,
            "sentences": [to_row(sentence) for sentence in chunk.sentences],
            "sentence_vectors": packed.get(chunk.id),
            "vector": own.get(chunk.id),
        }
        for position, chunk in enumerate(passages)
    ]
    if rows:
        connection.execute(insert(chunks), rows)


def chunks_of(connection: Connection, episode_id: int) -> Sequence[Chunk]:
    statement = select(*_CHUNK).where(chunks.c.episode_id == episode_id).order_by(chunks.c.position)
    return [_chunk(row) for row in connection.execute(statement)]


def chunks_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Chunk]:
    return {row.id: _chunk(row) for row in connection.execute(_BY_IDS, {"ids": list(ids)})}


def following(connection: Connection, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
    """Chunk id → the passage that comes next in its episode."""
    return {row.before: _chunk(row) for row in connection.execute(_FOLLOWING, {"ids": list(chunk_ids)})}


# Not the vectors beside them, which are larger than all the rest.
_CHUNK = tuple(chunks.c[name] for name in ("id", "episode_id", "start", "end", "speaker", "sentences"))
_BY_IDS = select(*_CHUNK).where(chunks.c.id.in_(_IDS)).order_by(chunks.c.episode_id, chunks.c.position)
_own = chunks.alias()
_next_one = (chunks.c.episode_id == _own.c.episode_id) & (chunks.c.position == _own.c.position + 1)
_FOLLOWING = select(_own.c.id.label("before"), *_CHUNK).join(chunks, _next_one).where(_own.c.id.in_(_IDS))


def _chunk(row: Row[Any]) -> Chunk:
    return Chunk(
        id=row.id,
        episode_id=row.episode_id,
        start=row.start,
        end=row.end,
        speaker=row.speaker,
        sentences=tuple(from_row(sentence) for sentence in row.sentences),
    )


def episodes_with_chunks(connection: Connection) -> dict[int, int]:
    """Episode id → number of its passages, in order of the ids."""
    statement = select(chunks.c.episode_id, func.count()).group_by(chunks.c.episode_id).order_by(chunks.c.episode_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


def heard_elsewhere(connection: Connection, words: Sequence[str], episode_id: int) -> bool:
    """Whether a passage of another episode holds all of `words`, or words that hold them, in either case.

    Reads every passage where none does.
    """
    text = cast(chunks.c.sentences, Text)
    # As they stand in the stored JSON: other letters than ASCII's are escaped.
    holds = [text.icontains(json.dumps(word)[1:-1], autoescape=True) for word in words]
    statement = select(chunks.c.id).where(chunks.c.episode_id != episode_id, *holds).limit(1)
    return connection.execute(statement).first() is not None
