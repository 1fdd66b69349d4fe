"""One vector a sentence of every passage: they tell where in a passage the answer begins, and help to rank passages.

Kept with the passages (store.transcripts), never in the index: an hour of talk makes some 600, 230 kB.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from sqlalchemy import Connection

from index.embedding.embedder import Embedder
from store import Store
from store.queries import facts, transcripts
from store.queries.index import insight_vectors
from store.queries.passages import vectors as kept_vectors
from store.queries.passages.vectors import Rows
from store.records.transcripts import Chunk

_MODEL = "sentence vectors' model"
_ALL_KEPT = "whole vectors' model"


def of_chunks(store: Store, embedder: Embedder, episode_id: int, chunks: Sequence[Chunk]) -> dict[str, Rows]:
    """Chunk id → one row a sentence. Sentences of the episode that were embedded before are not embedded again."""
    begin(store, embedder.name)
    known = _known(store, episode_id)
    missing = list(dict.fromkeys(text for text in _texts(chunks) if text not in known))
    known |= dict(zip(missing, embedder.embed(missing), strict=True))
    return {chunk.id: np.array([known[sentence.text] for sentence in chunk.sentences]) for chunk in chunks}


def fill(store: Store, embedder: Embedder, on_episode: Callable[[int, int], None] | None = None) -> int:
    """Makes those that are missing, one commit an episode, and gives the number of episodes; some 10 s an hour of talk.

    `on_episode` hears (done, all).
    """
    begin(store, embedder.name)
    with store.read() as connection:
        wanting = kept_vectors.without(connection)
    for done, episode_id in enumerate(wanting, start=1):
        with store.read() as connection:
            chunks = transcripts.chunks_of(connection, episode_id)
        vectors = of_chunks(store, embedder, episode_id, chunks)
        with store.write() as connection:
            kept_vectors.keep_of_sentences(connection, vectors)
        if on_episode:
            on_episode(done, len(wanting))
    return len(wanting)


def begin(store: Store, model: str) -> None:
    """Vectors of two models are never mixed: another one's are dropped, those of whole passages and insights too."""
    with store.read() as connection:
        before = facts.get(connection, _MODEL)
    if before != model:
        with store.write() as connection:
            kept_vectors.forget(connection)
            insight_vectors.forget(connection)
            facts.put(connection, _MODEL, model)
            facts.drop(connection, _ALL_KEPT)


def model_of(connection: Connection) -> str | None:
    """Which model made the vectors that are kept beside passages and insights."""
    return facts.get(connection, _MODEL)


def all_kept(connection: Connection, model: str) -> None:
    """Each passage and insight has its own vector beside it now, of that model if it is the one that counts."""
    facts.put(connection, _ALL_KEPT, model)


def are_all_kept(connection: Connection, model: str) -> bool:
    return facts.get(connection, _ALL_KEPT) == model == model_of(connection)


def _known(store: Store, episode_id: int) -> dict[str, Rows]:
    with store.read() as connection:
        chunks = transcripts.chunks_of(connection, episode_id)
        vectors = kept_vectors.of_sentences(connection, [chunk.id for chunk in chunks])
    held = [chunk for chunk in chunks if chunk.id in vectors]
    return dict(zip(_texts(held), (row for chunk in held for row in vectors[chunk.id]), strict=True))


def _texts(chunks: Iterable[Chunk]) -> list[str]:
    return [sentence.text for chunk in chunks for sentence in chunk.sentences]
