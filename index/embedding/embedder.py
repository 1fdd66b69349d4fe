"""Texts to vectors of unit length, and the store's memory of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from store import Store
from store.errors import Misconfigured
from store.queries import embeddings
from store.queries.embeddings import Vector

_BATCH = 64  # texts a commit: about 6 s of work on two cores, the most that a kill can lose


class Embedder(Protocol):
    """`name` is kept beside every vector, so that models are never mixed."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """One float32 vector of unit length a text, in their order."""
        ...


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by its name or path. Raises Misconfigured when it cannot be loaded."""

    def __init__(self, model: str) -> None:
        self.name = model
        # sentence_transformers takes 9-12 s to import on two cores: only who embeds pays it.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        self._torch, self._threads = torch, torch.get_num_threads()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(model)
        except Exception as error:  # hub, file and configuration errors share no parent
            raise Misconfigured(
                f"the embedding model {self.name!r} cannot be loaded: "
                "check EARMARK_EMBEDDING_MODEL, or leave it empty for the model that comes with Earmark"
            ) from error

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        if not texts:
            return []
        # On a busy machine the threads of one short query wait for each other: a whole search took 54 ms at p95 with
        # one, 281 ms with two (60 queries each, one run after the other on two shared cores).
        self._torch.set_num_threads(1 if len(texts) == 1 else self._threads)
        matrix = self._model.encode(
            list(texts), batch_size=16, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return list(np.asarray(matrix, dtype=np.float32))


class Remembering:
    """An embedder that does not embed again what it embedded lately: the steps of an episode ask for the same
    sentences.

    Keeps the last `most` texts; of 5,000 the vectors take 8 MB, and an hour of talk has some 600 sentences.
    """

    def __init__(self, embedder: Embedder, most: int = 5_000) -> None:
        self.name = embedder.name
        self._embedder, self._most = embedder, most
        self._known: dict[str, Vector] = {}

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        fresh = dict(zip(missing, self._embedder.embed(missing), strict=True))
        vectors = [fresh[text] if text in fresh else self._known[text] for text in texts]
        self.learn(fresh)
        return vectors

    def learn(self, vectors: Mapping[str, Vector]) -> None:
        """Takes over what the same model embedded elsewhere."""
        self._known |= vectors
        for text in list(self._known)[: max(0, len(self._known) - self._most)]:
            del self._known[text]


def embedded(
    store: Store, embedder: Embedder, texts: Sequence[str], on_text: Callable[[int, int], None] | None = None
) -> dict[str, Vector]:
    """Text → vector. What was embedded before comes from the store; the rest is committed in batches as it comes.

    `on_text` hears (done, all) after each batch.
    """
    wanted = list(dict.fromkeys(texts))
    with store.read() as connection:
        vectors = embeddings.known(connection, embedder.name, wanted)
    missing = [text for text in wanted if text not in vectors]
    for at in range(0, len(missing), _BATCH):
        batch = missing[at : at + _BATCH]
        fresh = dict(zip(batch, embedder.embed(batch), strict=True))
        with store.write() as connection:
            embeddings.keep(connection, embedder.name, fresh)
        # As the store gives it back, so that the first run and a rebuild index the same numbers.
        vectors |= {text: vector.astype(np.float16).astype(np.float32) for text, vector in fresh.items()}
        if on_text:
            on_text(len(wanted) - len(missing) + at + len(batch), len(wanted))
    return vectors
