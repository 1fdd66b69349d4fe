"""What the index holds of each episode by what the store has, and how many documents that makes."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from index.library.documents import Document, Kind, insight_text, passage_text
from language.detection import is_foreign
from store.errors import Mistake
from store.queries import episodes, insights, transcripts
from store.queries.embeddings import Vector
from store.records.episodes import Episode
from store.records.insights import CitedInsight
from store.records.transcripts import Chunk


def expected(connection: Connection) -> int:
    """Documents in all."""
    passages = transcripts.episodes_with_chunks(connection)
    claims = insights.counts(connection)
    return sum(passages.values()) + sum(claims.get(episode_id, 0) for episode_id in passages)


def stored_documents(connection: Connection, episode_id: int) -> list[Document]:
    """None of an episode that was removed."""
    if episodes.by_id(connection, episode_id) is None:
        return []
    chunks = transcripts.chunks_of(connection, episode_id)
    claims = insights.of_episode(connection, episode_id)
    return documents_of(episode_of(connection, episode_id), chunks, claims)


def documents_of(episode: Episode, chunks: Sequence[Chunk], claims: Sequence[CitedInsight]) -> list[Document]:
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


def own_vectors(documents: Iterable[Document], vectors: Mapping[str, Vector]) -> Mapping[Kind, dict[str, Vector]]:
    """Kind → id → vector; `vectors` are by text."""
    own: dict[Kind, dict[str, Vector]] = {"passage": {}, "insight": {}}
    for document in documents:
        own[document.kind][document.id] = vectors[document.text]
    return own


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


def episode_of(connection: Connection, episode_id: int) -> Episode:
    episode = episodes.by_id(connection, episode_id)
    if episode is None:
        raise Mistake(f"there is no episode {episode_id}")
    return episode
