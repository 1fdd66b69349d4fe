"""Queries on transcripts, the adverts in them, and the passages cut from them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Text, bindparam, cast, delete, func, insert, select, true, update

from store.queries.segment_rows import from_row, to_row
from store.records.episodes import Stage
from store.records.transcripts import Chunk, Shift, Span, Transcript
from store.schema.episodes import episodes
from store.schema.transcripts import adverts, chunks, transcripts

Rows = NDArray[np.float32]
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
    where = transcripts.c.episode_id.in_(list(episode_ids)) & transcripts.c.approximate
    return set(connection.execute(select(transcripts.c.episode_id).where(where)).scalars())


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
    connection: Connection, episode_id: int, passages: Sequence[Chunk], vectors: Mapping[str, Rows] | None = None
) -> None:
    """Stores the episode's passages in place of earlier ones; `vectors` as sentence_vectors gives them."""
    packed = {chunk_id: _packed(rows) for chunk_id, rows in (vectors or {}).items()}
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
        }
        for position, chunk in enumerate(passages)
    ]
    if rows:
        connection.execute(insert(chunks), rows)


def chunks_of(connection: Connection, episode_id: int) -> Sequence[Chunk]:
    return _chunks(connection, chunks.c.episode_id == episode_id)


def chunks_by_id(connection: Connection, ids: Iterable[str]) -> dict[str, Chunk]:
    return {chunk.id: chunk for chunk in _chunks(connection, chunks.c.id.in_(list(ids)))}


def following(connection: Connection, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
    """Chunk id → the passage that comes next in its episode."""
    own = chunks.alias()
    next_one = (chunks.c.episode_id == own.c.episode_id) & (chunks.c.position == own.c.position + 1)
    statement = select(own.c.id, chunks.c.id).join(chunks, next_one).where(own.c.id.in_(list(chunk_ids)))
    after = {row[0]: row[1] for row in connection.execute(statement)}
    found = chunks_by_id(connection, after.values())
    return {chunk_id: found[other] for chunk_id, other in after.items()}


def _chunks(connection: Connection, where: object) -> list[Chunk]:
    statement = select(chunks).where(where).order_by(chunks.c.episode_id, chunks.c.position)  # type: ignore[arg-type]
    return [
        Chunk(
            id=row.id,
            episode_id=row.episode_id,
            start=row.start,
            end=row.end,
            speaker=row.speaker,
            sentences=tuple(from_row(sentence) for sentence in row.sentences),
        )
        for row in connection.execute(statement)
    ]


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


def sentence_vectors(connection: Connection, chunk_ids: Sequence[str]) -> dict[str, Rows]:
    """Chunk id → one vector of about unit length a sentence; chunks for which none were kept are missing."""
    counts, rows = sentence_rows(connection, chunk_ids)
    ends = np.cumsum(list(counts.values()), dtype=int)[:-1]
    return dict(zip(counts, np.split(rows, ends), strict=True)) if counts else {}


def sentence_rows(connection: Connection, chunk_ids: Sequence[str]) -> tuple[dict[str, int], Rows]:
    """As sentence_vectors, all below each other: (chunk id → its number of sentences, their vectors)."""
    packed: dict[str, bytes] = {}
    for at in range(0, len(chunk_ids), _BATCH):
        wanted = chunks.c.id.in_(chunk_ids[at : at + _BATCH]) & chunks.c.sentence_vectors.is_not(None)
        statement = select(chunks.c.id, chunks.c.sentence_vectors).where(wanted)
        packed |= {row[0]: row[1] for row in connection.execute(statement)}
    counts = {chunk_id: int.from_bytes(one[:4], "little") for chunk_id, one in packed.items()}
    values = np.frombuffer(b"".join([one[4:] for one in packed.values()]), dtype=np.int8)
    total = sum(counts.values())
    return counts, values.reshape(total, -1 if total else 0).astype(np.float32) / np.float32(127)


def keep_sentence_vectors(connection: Connection, vectors: Mapping[str, Rows]) -> None:
    """As keep_chunks keeps them, for chunks that are there."""
    rows = [{"chunk": chunk_id, "packed": _packed(matrix)} for chunk_id, matrix in vectors.items()]
    statement = update(chunks).where(chunks.c.id == bindparam("chunk")).values(sentence_vectors=bindparam("packed"))
    if rows:
        connection.execute(statement, rows)


def without_sentence_vectors(connection: Connection) -> Sequence[int]:
    """The episodes with passages for which no vectors of sentences were kept."""
    statement = select(chunks.c.episode_id).where(chunks.c.sentence_vectors.is_(None)).distinct()
    return connection.execute(statement.order_by(chunks.c.episode_id)).scalars().all()


def forget_sentence_vectors(connection: Connection) -> None:
    connection.execute(update(chunks).values(sentence_vectors=None))


def _packed(rows: Rows) -> bytes:
    """int8, a quarter of the room: cosines move by less than .005. The number of rows goes before them."""
    return len(rows).to_bytes(4, "little") + np.clip(np.rint(rows * 127), -127, 127).astype(np.int8).tobytes()
