"""Brings the index up to date with the store: one episode at a time, or all of it anew."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from index.library import sentence_vectors
from index.library.chunks import cut
from index.library.documents import Document, Kind, insight_text, passage_text
from index.library.embedder import Embedder, embedded
from index.library.failures import BrokenIndex
from index.library.library import Library
from index.memory import relations
from index.memory.archive import KeptArchive
from index.threads import growth
from index.threads.followed import Followed
from index.threads.matter import kept
from index.threads.topic_space import Space
from language.detection import is_foreign
from store import Store
from store.errors import Mistake
from store.queries import episodes, facts, insights, transcripts
from store.queries.embeddings import Vector
from store.queries.passages import vectors as kept_vectors
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

    A missing or damaged index is rebuilt from the store on the way. Does not set the episode's stage.
    """
    talk = _read(store, episode_id)
    documents = _documents(talk.episode, talk.chunks, talk.claims)
    vectors = embedded(store, embedder, [document.text for document in documents])
    _keep_chunks(store, embedder, talk, _of_passages(documents, vectors))
    fresh = [cited.insight.id for cited in talk.claims]
    _embed_matters(store, embedder, fresh)
    topics = followed or Followed(store, embedder)
    topics.look()
    if library.needs_rebuild(embedder.name):
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
        episode = _episode(connection, episode_id)
        transcript = transcripts.of_episode(connection, episode_id)
        adverts = transcripts.adverts_of(connection, episode_id)
        claims = insights.of_episode(connection, episode_id)
    return _Talk(episode=episode, chunks=cut(episode_id, transcript, adverts) if transcript else (), claims=claims)


def _keep_chunks(store: Store, embedder: Embedder, talk: _Talk, whole: Mapping[str, Vector]) -> None:
    """Keeps the passages, with the vectors of their sentences and, by id in `whole`, their own."""
    sentences = sentence_vectors.of_chunks(store, embedder, talk.episode.id, talk.chunks)
    with store.write() as connection:
        transcripts.keep_chunks(connection, talk.episode.id, talk.chunks, sentences, whole)


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
    with store.read() as connection:
        ids = list(transcripts.episodes_with_chunks(connection))
    sentence_vectors.begin(store, embedder.name)
    with library.rebuilding(embedder.name) as generation:
        for done, some in enumerate(_batches(ids), start=1):
            with store.read() as connection:
                listed = {episode_id: _stored_documents(connection, episode_id) for episode_id in some}
            found = [document for documents in listed.values() for document in documents]
            vectors = embedded(store, embedder, [document.text for document in found])
            generation.put(listed, vectors)
            with store.write() as connection:
                kept_vectors.keep_whole(connection, _of_passages(found, vectors))
            _embed_matters(store, embedder, [document.id for document in found if document.kind == "insight"])
            if on_episode:
                on_episode(min(done * _BATCH, len(ids)), len(ids))
        _relate_anew(store, embedder.name)  # before the new index counts: a kill in between has all of it done again
    return len(ids)


def _of_passages(documents: Iterable[Document], vectors: Mapping[str, Vector]) -> dict[str, Vector]:
    return {document.id: vectors[document.text] for document in documents if document.kind == "passage"}


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


_BATCH = 20  # episodes a commit of the word index, which costs some 20 ms each


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH)]


def behind(store: Store, library: Library, model: str) -> bool:
    """Whether the index lacks something that the store has, or must be rebuilt for another reason."""
    if library.needs_rebuild(model):
        return True
    with store.read() as connection:
        passages = transcripts.episodes_with_chunks(connection)
        claims = insights.counts(connection)
    expected = sum(passages.values()) + sum(claims.get(episode_id, 0) for episode_id in passages)
    try:
        return library.counts() != (expected, expected)
    except BrokenIndex:  # its folder went after it was opened
        library.close()
        return True


def _stored_documents(connection: Connection, episode_id: int) -> list[Document]:
    chunks = transcripts.chunks_of(connection, episode_id)
    claims = insights.of_episode(connection, episode_id)
    return _documents(_episode(connection, episode_id), chunks, claims)


def _documents(episode: Episode, chunks: Sequence[Chunk], claims: Sequence[CitedInsight]) -> list[Document]:
    foreign = is_foreign(sentence.text for chunk in chunks for sentence in chunk.sentences)
    passages = [
        _document(
            episode,
            "passage",
            chunk.id,
            passage_text(episode.show, episode.feed.title, chunk),
            tuple({sentence.speaker: None for sentence in chunk.sentences if sentence.speaker}),
            foreign=foreign,
        )
        for chunk in chunks
    ]
    return passages + [
        _document(
            episode,
            "insight",
            cited.insight.id,
            insight_text(cited.insight),
            (cited.insight.speaker,) if cited.insight.speaker else (),
            foreign=foreign,
        )
        for cited in claims
    ]


def _document(
    episode: Episode, kind: Kind, id_: str, text: str, speakers: tuple[str, ...], *, foreign: bool
) -> Document:
    return Document(
        id=id_,
        kind=kind,
        episode_id=episode.id,
        show_id=episode.show_id,
        published=episode.feed.published,
        text=text,
        speakers=speakers,
        foreign=foreign,
    )


def _episode(connection: Connection, episode_id: int) -> Episode:
    episode = episodes.by_id(connection, episode_id)
    if episode is None:
        raise Mistake(f"there is no episode {episode_id}")
    return episode
