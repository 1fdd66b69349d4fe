"""Brings the index in this data folder up to what other machines' runs have written, by the store's log of changes.

A run on another machine puts vectors on the Chroma server that all share, where one is set; the words it puts into its
own folder, and they are made here of the store. Where the vectors lie in data folders, both are made here.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from index.embedding import sentence_vectors
from index.embedding.embedder import Embedder, embedded
from index.library.documents import Document
from index.library.generation import Generation
from index.library.library import Library
from index.stored import expected, own_vectors, stored_documents
from store import Store
from store.beside import begun
from store.queries import transcripts
from store.queries.embeddings import Vector
from store.queries.index import changes, insight_vectors, shared_vectors
from store.queries.index.changes import Place
from store.queries.index.shared_vectors import SharedVectors
from store.queries.passages import vectors as kept_vectors

_BATCH = 20  # episodes a commit of the word index, which costs some 20 ms each

_T = TypeVar("_T")
VectorsOf = Callable[[Sequence[Document]], Mapping[str, Vector] | None]


def catch_up(store: Store, library: Library, model: str, embedder: Callable[[], Embedder]) -> int:
    """How many episodes were brought in; 0, and quickly, where nothing was missing.

    Vectors that were made with another model than `model` are left alone: a run decides on them. Raises Busy where
    another process has this folder's index in hand for longer than the library waits.
    """
    with store.read() as connection:
        latest, shared = changes.latest(connection), shared_vectors.known(connection)
    if library.chroma_url is None:
        shared = None
    elif shared is None or shared.model != model:
        return 0
    if library.word_count() is not None:
        if shared is None and library.model() != model:
            return 0
        if library.followed() == latest and _is_pointed(library, shared):
            return 0

    def vectors_of(found: Sequence[Document]) -> Mapping[str, Vector] | None:
        return None if shared else embedded(store, embedder(), [document.text for document in found])

    with library.writing():
        since = _followed(store, library)
        if since is None:
            return _anew(store, library, model, shared, vectors_of)
        if shared and not _is_pointed(library, shared):
            library.point_at(shared.collection, shared.model)
        return _apply(store, library, since, vectors_of)


def fill(
    store: Store,
    generation: Generation,
    vectors_of: VectorsOf,
    on_episode: Callable[[int, int], None] | None = None,
) -> int:
    """Puts all that the store has into an empty generation; gives the number of episodes.

    `on_episode` hears (done, all).
    """
    with store.read() as connection:
        latest, ids = changes.latest(connection), list(transcripts.episodes_with_chunks(connection))
    done, kept = 0, True
    steps = [partial(_found_and_kept, store, some, vectors_of) for some in _batches(ids)]
    with closing(_ahead(steps)) as coming:
        for found in coming:
            generation.put(found.documents, found.vectors)
            kept = kept and found.vectors is not None
            done += len(found.documents)
            if on_episode:
                on_episode(done, len(ids))
    generation.follows(latest)
    if kept:
        with store.write() as connection:
            sentence_vectors.all_kept(connection, generation.model)
    return len(ids)


def _ahead(steps: Sequence[Callable[[], _T]]) -> Generator[_T]:
    """What each gives. The next is at work in a thread of its own meanwhile, and over when this is left."""
    coming: Future[_T] | None = None
    try:
        for step in steps:
            found = [coming.result()] if coming else []
            coming = begun(step)
            yield from found
        if coming:
            yield coming.result()
    finally:
        wait([coming] if coming else [])


def _anew(store: Store, library: Library, model: str, shared: SharedVectors | None, vectors_of: VectorsOf) -> int:
    with store.read() as connection:
        if not expected(connection):
            return 0  # nothing to find yet
    collection = shared.collection if shared else None
    with library.rebuilding(model, collection=collection, only_words=shared is not None) as generation:
        return fill(store, generation, vectors_of)


def _apply(store: Store, library: Library, since: Place, vectors_of: VectorsOf) -> int:
    with store.read() as connection:
        missed = changes.after(connection, since)
    for some in _batches(missed):
        found = _found(store, list({change.episode_id: None for change in some}), vectors_of)
        library.replace(found.documents, found.vectors)
        library.follows(some[-1].place)
    return len({change.episode_id for change in missed})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The documents of each episode, and their vectors as VectorsOf gives them."""

    documents: Mapping[int, Sequence[Document]]
    vectors: Mapping[str, Vector] | None


def _found_and_kept(store: Store, episode_ids: Sequence[int], vectors_of: VectorsOf) -> _Found:
    """The whole vectors are kept beside what they are of: those in the index are shortened."""
    found = _found(store, episode_ids, vectors_of)
    if found.vectors is not None:
        own = own_vectors([each for documents in found.documents.values() for each in documents], found.vectors)
        with store.write() as connection:
            kept_vectors.keep_whole(connection, own["passage"])
            insight_vectors.keep(connection, own["insight"])
    return found


def _found(store: Store, episode_ids: Sequence[int], vectors_of: VectorsOf) -> _Found:
    with store.read() as connection:
        listed = {episode_id: stored_documents(connection, episode_id) for episode_id in episode_ids}
    return _Found(documents=listed, vectors=vectors_of([each for documents in listed.values() for each in documents]))


def _followed(store: Store, library: Library) -> Place | None:
    """From where on the log is to be followed; None where the words are to be made anew."""
    words = library.word_count()
    if words is None:
        return None
    place = library.followed()
    with store.read() as connection:
        if place is None and words == expected(connection):  # an older Earmark made it, which kept no log
            place = changes.latest(connection)
            library.follows(place)
        known = place == Place() or (place is not None and changes.is_of_this_log(connection, place))
    return place if known else None


def _batches(listed: Sequence[_T]) -> list[Sequence[_T]]:
    return [listed[at : at + _BATCH] for at in range(0, len(listed), _BATCH)]


def _is_pointed(library: Library, shared: SharedVectors | None) -> bool:
    return shared is None or library.collection() == shared.collection
