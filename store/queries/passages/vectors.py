"""Vectors kept with the passages: one a sentence in 8 bits, and the passage's own in 16."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, bindparam, or_, select, update

from store.queries.embeddings import Vector, cosines, cosines_of, halved
from store.schema.transcripts import chunks

Rows = NDArray[np.float32]
_BATCH = 500  # old builds of SQLite take 999 parameters in a statement
_FULL = np.float32(127)  # what 1 is in a vector of int8


def of_sentences(connection: Connection, chunk_ids: Sequence[str]) -> dict[str, Rows]:
    """Chunk id → one vector of about unit length a sentence; chunks for which none were kept are missing."""
    found = kept(connection, chunk_ids)
    ends = np.cumsum(list(found.sentences.values()), dtype=int)[:-1]
    rows = found.rows.astype(np.float32) / _FULL
    return dict(zip(found.sentences, np.split(rows, ends), strict=True)) if found.sentences else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVectors:
    """Chunk id → its number of sentences, whose vectors are `rows` below each other, in 127ths; and chunk id → the
    vector of the passage itself, as it is kept. What was not kept is missing in either.
    """

    sentences: Mapping[str, int]
    rows: NDArray[np.int8]
    whole: Mapping[str, bytes]

    def best_sentences(self, vector: Vector) -> dict[str, float]:
        """Chunk id → the greatest cosine of its sentences to `vector`; none where they are of another size."""
        if not self.sentences or self.rows.shape[1] != len(vector):
            return {}
        lengths = np.array(list(self.sentences.values()))
        all_ = cosines(self.rows.astype(np.float32), vector / _FULL)
        best = np.maximum.reduceat(all_, np.cumsum(lengths) - lengths)
        return dict(zip(self.sentences, best.tolist(), strict=True))

    def cosines(self, vector: Vector) -> dict[str, float]:
        """Chunk id → the cosine of the passage, of those whose vector is there and of the same size."""
        return cosines_of(self.whole, vector)


# Made once: with hundreds of ids, making a statement takes as long as executing it.
_KEPT: Final = select(chunks.c.id, chunks.c.sentence_vectors, chunks.c.vector).where(
    chunks.c.id.in_(bindparam("ids", type_=String(), expanding=True)),
    or_(chunks.c.sentence_vectors.is_not(None), chunks.c.vector.is_not(None)),
)


def kept(connection: Connection, chunk_ids: Sequence[str]) -> KeptVectors:
    by_chunk: dict[str, bytes] = {}
    whole: dict[str, bytes] = {}
    for at in range(0, len(chunk_ids), _BATCH):
        rows = connection.execute(_KEPT, {"ids": chunk_ids[at : at + _BATCH]})
        for chunk_id, sentences, own in rows.tuples():
            if sentences is not None:
                by_chunk[chunk_id] = sentences
            if own is not None:
                whole[chunk_id] = own
    counts = {chunk_id: int.from_bytes(one[:4], "little") for chunk_id, one in by_chunk.items()}
    values = np.frombuffer(b"".join([memoryview(one)[4:] for one in by_chunk.values()]), dtype=np.int8)
    total = sum(counts.values())
    return KeptVectors(sentences=counts, rows=values.reshape(total, -1 if total else 0), whole=whole)


def keep_whole(connection: Connection, vectors: Mapping[str, Vector]) -> None:
    """Chunk id → the vector of the passage; rows that have it already are not written again."""
    rows = [{"chunk": chunk_id, "own": halved(vector)} for chunk_id, vector in vectors.items()]
    another = (chunks.c.id == bindparam("chunk")) & chunks.c.vector.is_distinct_from(bindparam("own"))
    if rows:
        connection.execute(update(chunks).where(another).values(vector=bindparam("own")), rows)


def keep_of_sentences(connection: Connection, vectors: Mapping[str, Rows]) -> None:
    """As transcripts.keep_chunks keeps them, for chunks that are there."""
    rows = [{"chunk": chunk_id, "packed": packed(matrix)} for chunk_id, matrix in vectors.items()]
    statement = update(chunks).where(chunks.c.id == bindparam("chunk")).values(sentence_vectors=bindparam("packed"))
    if rows:
        connection.execute(statement, rows)


def without(connection: Connection) -> Sequence[int]:
    """The episodes with passages for which no vectors of sentences were kept."""
    statement = select(chunks.c.episode_id).where(chunks.c.sentence_vectors.is_(None)).distinct()
    return connection.execute(statement.order_by(chunks.c.episode_id)).scalars().all()


def forget(connection: Connection) -> None:
    """And those of the passages themselves, which are of the same model."""
    connection.execute(update(chunks).values(sentence_vectors=None, vector=None))


def packed(rows: Rows) -> bytes:
    """int8, a quarter of the room: cosines move by less than .005. The number of rows goes before them."""
    small: NDArray[np.int8] = np.clip(np.rint(rows * _FULL), -_FULL, _FULL).astype(np.int8)
    return len(rows).to_bytes(4, "little") + small.tobytes()
