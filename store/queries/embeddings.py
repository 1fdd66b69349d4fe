"""Vectors kept by the text they were made from, so that no text is embedded twice and an index can be rebuilt."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, bindparam, select

from store.schema.upkeep import embeddings

Vector = NDArray[np.float32]
_BATCH = 500  # SQLite takes at most 32,766 parameters in a statement, old builds 999


def cosines(rows: NDArray[np.float32], vector: Vector) -> NDArray[np.float32]:
    """Of each row to the vector, both of unit length.

    Not `rows @ vector`: that is done by several threads, which wait for each other where the machine is busy. Of 4,000
    rows it took up to 13 ms by the clock and 7 of the processor with ten programs on two cores, and so 1.0 and 0.6.
    """
    return np.asarray(np.vecdot(rows, vector), dtype=np.float32)


def halved(vector: Vector) -> bytes:
    """As vectors are kept: float16."""
    return vector.astype(np.float16).tobytes()


def whole_again(blob: bytes) -> Vector:
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32)


def cosines_of(kept: Mapping[str, bytes], vector: Vector) -> dict[str, float]:
    """Key → cosine to `vector`, of those of the `kept` vectors that are as long."""
    size = len(halved(vector))
    known = [key for key, blob in kept.items() if len(blob) == size]
    rows = whole_again(b"".join([kept[key] for key in known])).reshape(len(known), len(vector))
    return dict(zip(known, cosines(rows, vector).tolist(), strict=True))


def text_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def known(connection: Connection, model: str, texts: Sequence[str]) -> dict[str, Vector]:
    """Text → vector (float32, unit length) for those of `texts` that `model` has embedded before."""
    by_hash = {text_hash(text): text for text in texts}
    return {by_hash[hashed]: vector for hashed, vector in of_hashes(connection, model, list(by_hash)).items()}


# Made once: with a hundred hashes, as a search asks for them, making a statement takes as long as executing it.
_OF_HASHES: Final = select(embeddings.c.text_hash, embeddings.c.vector).where(
    embeddings.c.model == bindparam("of_model"),
    embeddings.c.text_hash.in_(bindparam("hashes", type_=String(), expanding=True)),
)


def of_hashes(connection: Connection, model: str, hashes: Sequence[str]) -> dict[str, Vector]:
    """As known(), by text_hash(text), for what may outlive its text."""
    found: list[tuple[str, bytes]] = []
    for at in range(0, len(hashes), _BATCH):
        asked = {"of_model": model, "hashes": hashes[at : at + _BATCH]}
        found += connection.execute(_OF_HASHES, asked).tuples().all()
    return {hashed: whole_again(blob) for hashed, blob in found}


def keep(connection: Connection, model: str, vectors: Mapping[str, Vector]) -> None:
    """Stores text → vector as float16. Texts that are there already are left as they are."""
    there = known(connection, model, list(vectors))
    rows = [
        {"text_hash": text_hash(text), "model": model, "vector": halved(vector)}
        for text, vector in vectors.items()
        if text not in there
    ]
    if rows:
        connection.execute(embeddings.insert(), rows)
