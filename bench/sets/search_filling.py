"""Made-up passages for bench/search.py, to see how long a search takes in a large library."""

import sys
from datetime import UTC, datetime

import numpy as np

from index.library.documents import Document, passage_text
from index.library.library import Library
from store import Store
from store.queries import embeddings, episodes, shows, transcripts
from store.queries.embeddings import Vector
from store.queries.passages import vectors as kept_vectors
from store.records.episodes import FeedEpisode
from store.records.shows import Feed
from store.records.transcripts import Chunk, Segment

_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_AN_EPISODE = 50  # passages
_AT_ONCE = 40  # episodes
_SENTENCES = 12
_NOISE = 0.03  # a dimension: the cosine to the real vector is about .86


def fill_up(store: Store, library: Library, model: str, passages: int) -> None:
    """Adds passages until there are that many: sentences of real ones mixed anew, vectors of real ones with noise."""
    missing = passages - library.counts()[0]
    if missing <= 0:
        return
    rng = np.random.default_rng(4)
    with store.read() as connection:
        chunks = [c for e in transcripts.episodes_with_chunks(connection) for c in transcripts.chunks_of(connection, e)]
        texts = [passage_text("Talks", _title(store, chunk), chunk) for chunk in chunks]
        real = np.array(list(embeddings.known(connection, model, texts).values()))
        spoken = kept_vectors.of_sentences(connection, [chunk.id for chunk in chunks])
    sentences = [sentence for chunk in chunks for sentence in chunk.sentences]
    rows = np.concatenate([spoken[chunk.id] for chunk in chunks])
    with store.write() as connection:
        known = shows.by_url(connection, "https://feeds.example/filling")
        feed = Feed(title="Filling")
        show_id = known.id if known else shows.add(connection, "https://feeds.example/filling", feed, _DAY)
    while missing > 0:
        documents: dict[int, list[Document]] = {}
        vectors: dict[str, Vector] = {}
        with store.write() as connection:
            for _ in range(min(_AT_ONCE, -(-missing // _AN_EPISODE))):
                key = str(rng.integers(2**60))
                told = FeedEpisode(key=key, title=key, published=_DAY, audio_url=None)
                episode_id = episodes.discover(connection, show_id, told, _DAY, wanted=False)
                made, matrices = [], {}
                for position in range(min(_AN_EPISODE, missing)):
                    chosen = rng.integers(len(sentences), size=_SENTENCES)
                    chunk = _chunk(episode_id, position, [sentences[at] for at in chosen])
                    made.append(chunk)
                    matrices[chunk.id] = rows[chosen]
                missing -= len(made)
                documents[episode_id] = [_document(show_id, chunk) for chunk in made]
                noisy = real[rng.integers(len(real), size=len(made))]
                noisy = noisy + rng.normal(scale=_NOISE, size=noisy.shape)
                noisy = (noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float16).astype(np.float32)
                vectors |= {d.text: v for d, v in zip(documents[episode_id], noisy, strict=True)}
                own = dict(zip(matrices, noisy, strict=True))
                transcripts.keep_chunks(connection, episode_id, made, matrices, own)
        library.replace(documents, vectors)
        print(f"{missing} passages to make", file=sys.stderr)


def _title(store: Store, chunk: Chunk) -> str:
    with store.read() as connection:
        episode = episodes.by_id(connection, chunk.episode_id)
    return episode.feed.title if episode else ""


def _chunk(episode_id: int, position: int, sentences: list[Segment]) -> Chunk:
    return Chunk(
        id=f"{episode_id}-{position}",
        episode_id=episode_id,
        start=float(position),
        end=position + 1.0,
        speaker=sentences[0].speaker,
        sentences=tuple(sentences),
    )


def _document(show_id: int, chunk: Chunk) -> Document:
    return Document(
        id=chunk.id,
        kind="passage",
        episode_id=chunk.episode_id,
        show_id=show_id,
        published=_DAY,
        text=passage_text("Filling", chunk.id, chunk),
        speakers=tuple({sentence.speaker: None for sentence in chunk.sentences if sentence.speaker}),
    )
