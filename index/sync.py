"""Brings the index up to date with the store: one episode at a time, or all of it anew."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index.catching_up import catch_up, fill
from index.embedding import sentence_vectors
from index.embedding.embedder import Embedder, embedded
from index.library.chunks import cut
from index.library.documents import Document, Kind, passage_text
from index.library.failures import BrokenIndex
from index.library.library import Library
from index.memory import relations
from index.memory.archive import KeptArchive
from index.stored import documents_of, episode_of, expected, own_vectors
from index.threads import growth
from index.threads.followed import Followed
from index.threads.matter import kept
from index.threads.topic_space import Space
from store import Store
from store.queries import facts, insights, transcripts
from store.queries.embeddings import Vector
from store.queries.index import insight_vectors, shared_vectors
from store.queries.index.shared_vectors import SharedVectors
from store.records.episodes import Episode
from store.records.insights import CitedInsight
from store.records.transcripts import Chunk, Span, Transcript


def index_episode(
    store: Store,
    library: Library,
    embedder: Embedder,
    episode_id: int,
    now: datetime,
    *,
    space: Space | None = None,
    followed: Followed | None = None,
    archive: KeptArchive | None = None,
) -> None:
    """Cuts and embeds the episode, puts it into the index, relates its insights to earlier ones and lets them join
    threads. Safe to run twice. A run gives the same `space`, `followed` and `archive` for every episode, so that
    less is read.

    What other machines' runs did is brought in before, and a missing or damaged index rebuilt from the store. Does not
    set the episode's stage, nor tell the others: both is one commit.
    """
    take_over(store, library, embedder.name, lambda: embedder)
    talk = _read(store, episode_id)
    documents = documents_of(talk.episode, talk.chunks, talk.claims)
    vectors = embedded(store, embedder, [document.text for document in documents])
    _keep_vectors(store, embedder, talk, own_vectors(documents, vectors))
    fresh = [cited.insight.id for cited in talk.claims]
    _embed_matters(store, embedder, fresh)
    topics = followed or Followed(store, embedder)
    topics.look()
    if _must_be_rebuilt(store, library, embedder.name):
        rebuild(store, library, embedder)
    else:
        library.replace({episode_id: documents}, vectors)
    with store.read() as connection:
        before = (archive or KeptArchive(embedder.name)).look(connection, fresh)
    with store.write() as connection:
        growth.place(connection, space or Space(library, embedder.name), fresh, now)
        topics.place(connection, fresh, now)
        relations.relate(connection, before, fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Talk:
    """An episode as it goes into the index: its passages are cut anew."""

    episode: Episode
    chunks: Sequence[Chunk]
    claims: Sequence[CitedInsight]


def _read(store: Store, episode_id: int) -> _Talk:
    with store.read() as connection:
        episode = episode_of(connection, episode_id)
        transcript = transcripts.of_episode(connection, episode_id)
        adverts = transcripts.adverts_of(connection, episode_id)
        claims = insights.of_episode(connection, episode_id)
    return _Talk(episode=episode, chunks=cut(episode_id, transcript, adverts) if transcript else (), claims=claims)


def _keep_vectors(store: Store, embedder: Embedder, talk: _Talk, own: Mapping[Kind, dict[str, Vector]]) -> None:
    """Keeps the passages, with the vectors of their sentences and their own, and those of the insights."""
    sentences = sentence_vectors.of_chunks(store, embedder, talk.episode.id, talk.chunks)
    with store.write() as connection:
        transcripts.keep_chunks(connection, talk.episode.id, talk.chunks, sentences, own["passage"])
        insight_vectors.keep(connection, own["insight"])


def passage_texts(episode: Episode, transcript: Transcript, adverts: Sequence[Span]) -> list[str]:
    """What index_episode will embed of a talk, but for its insights."""
    chunks = cut(episode.id, transcript, adverts)
    said = [sentence.text for chunk in chunks for sentence in chunk.sentences]
    return list(dict.fromkeys([*(passage_text(episode.show, episode.feed.title, each) for each in chunks), *said]))


def rebuild(
    store: Store, library: Library, embedder: Embedder, on_episode: Callable[[int, int], None] | None = None
) -> int:
    """Makes the whole index anew from the store and gives the number of episodes in it.

    Nothing is embedded again that this model has embedded before. Relations are found anew where another model found
    those that are kept: it sees others. `on_episode` hears (done, all).
    """
    sentence_vectors.begin(store, embedder.name)
    shared = _drawn(store, embedder.name) if library.chroma_url else None
    with library.rebuilding(embedder.name, collection=shared.collection if shared else None) as generation:
        count = fill(store, generation, lambda found: _all_embedded(store, embedder, found), on_episode)
        _relate_anew(store, embedder.name)  # before the new index counts: a kill in between has all of it done again
        with store.write() as connection:
            shared_vectors.keep(connection, shared)
    return count


def _all_embedded(store: Store, embedder: Embedder, found: Sequence[Document]) -> Mapping[str, Vector]:
    _embed_matters(store, embedder, [document.id for document in found if document.kind == "insight"])
    return embedded(store, embedder, [document.text for document in found])


def _drawn(store: Store, model: str) -> SharedVectors:
    with store.write() as connection:
        return shared_vectors.next_one(connection, model)


_RELATED_WITH = "relations' model"


def _relate_anew(store: Store, model: str) -> None:
    """Every insight is held against every other, so that the time grows with the square of the archive."""
    with store.read() as connection:
        before = facts.get(connection, _RELATED_WITH)
    if before != model:
        relations.relate_all(store, model)
        with store.write() as connection:
            facts.put(connection, _RELATED_WITH, model)


def _embed_matters(store: Store, embedder: Embedder, insight_ids: Sequence[str]) -> None:
    """Threads compare insights without who says them, so that text is embedded besides where it is another."""
    with store.write() as connection:
        told = kept(connection, insight_ids)
    embedded(store, embedder, [each.text for each in told.values()])


def bring_up(store: Store, library: Library, model: str, embedder: Callable[[], Embedder]) -> int:
    """What a run does for the index before it ends: brings in what other machines did, and rebuilds what lacks
    something even so. Gives the number of episodes where it rebuilt it, else 0.
    """
    take_over(store, library, model, embedder)
    if behind(store, library, model):
        return rebuild(store, library, embedder())
    with store.read() as connection:
        shared = shared_vectors.known(connection)
    if library.chroma_url and shared:
        library.drop_others(shared_vectors.beginning(shared.collection), shared.collection)
    return 0


def take_over(store: Store, library: Library, model: str, embedder: Callable[[], Embedder]) -> None:
    """Before a run changes the index, or a search in the terminal: brings in what other machines did.

    Where all of it is gone, vectors too, a rebuild is the cure, which looks at more than catching up does.
    """
    if library.chroma_url or library.word_count() is not None:
        catch_up(store, library, model, embedder)


def _must_be_rebuilt(store: Store, library: Library, model: str) -> bool:
    """Also where vectors lie on a server under a name that another installation may use."""
    if library.chroma_url:
        with store.read() as connection:
            if shared_vectors.known(connection) is None:
                return True
    return library.needs_rebuild(model)


def behind(store: Store, library: Library, model: str) -> bool:
    """Whether the index lacks something that the store has, or must be rebuilt for another reason."""
    if _must_be_rebuilt(store, library, model):
        return True
    with store.read() as connection:
        documents = expected(connection)
        whole = sentence_vectors.are_all_kept(connection, model)
    try:
        return library.counts() != (documents, documents) or (library.is_shortened() and not whole)
    except BrokenIndex:  # its folder went after it was opened
        library.close()
        return True
