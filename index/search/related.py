"""What is like an insight, a passage or a text: its vector, its telling words, and the stretch of talk it is itself."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from index.embedding import sentence_vectors
from index.embedding.embedder import Embedder, embedded
from index.library.documents import Scope, claim_text, passage_text
from index.library.library import Library
from index.library.queries import WordQuery, parse
from language.sentences import split
from language.words import terms
from store import Store
from store.errors import Mistake
from store.queries import embeddings, episodes, insights, transcripts
from store.queries.embeddings import Vector
from store.queries.index import insight_vectors
from store.records.insights import CitedInsight

_NEAR = 0.35  # under it two insights share a mood at most
_AROUND = 60.0  # seconds before and after the thing itself in which the talk is still the same
_PIECE_WORDS = 120  # the embedder reads 256 tokens, some 190 words of talk; with room for long words
_PIECES = 40  # of a pasted text; by judgement, not measured, as the words that are searched for
_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What others are compared with; `episode_id` is None for a text that is no part of the library."""

    text: str
    vector: Vector
    episode_id: int | None = None
    start: float = 0.0
    end: float = 0.0

    @property
    def words(self) -> WordQuery:
        return parse(" ".join(telling_words(self.text)))

    @property
    def stems(self) -> list[str]:
        return terms(" ".join(telling_words(self.text)))

    def holds(self, episode_id: int, start: float, end: float) -> bool:
        """Whether a stretch of talk is this one, or within a minute of it."""
        return episode_id == self.episode_id and start < self.end + _AROUND and self.start - _AROUND < end


def related(store: Store, library: Library, model_name: str, insight_id: str, limit: int = 4) -> list[CitedInsight]:
    """The nearest other insights, nearest first; none when `model_name` has not embedded this one.

    Loads no embedder, and reads no more rows from the store when there are more insights.
    """
    with store.read() as connection:
        cited = insights.by_id(connection, insight_id)
        if cited is None:
            return []
        text = claim_text(cited.insight.headline, cited.insight.body)
        vector = embeddings.known(connection, model_name, [text]).get(text)
    if vector is None or library.model() != model_name:
        return []
    near = library.nearest(vector, 4 * limit + 10, Scope(kind="insight"))
    cosines = {match.id: match.score for match in near}
    with store.read() as connection:
        if sentence_vectors.model_of(connection) == model_name:
            cosines |= insight_vectors.cosines(connection, vector, list(cosines))
        nearest = sorted((id_ for id_, cosine in cosines.items() if cosine >= _NEAR), key=lambda id_: -cosines[id_])
        found = insights.by_ids(connection, nearest)
    own = cited.insight
    source = Source(text=text, vector=vector, episode_id=own.episode_id, start=own.start, end=own.end)
    others = [found[id_] for id_ in nearest if id_ in found and id_ != insight_id]
    distant = [o for o in others if not source.holds(o.insight.episode_id, o.insight.start, o.insight.end)]
    return distant[:limit]


def source_of(
    store: Store, embedder: Embedder, text: str = "", insight_id: str | None = None, passage_id: str | None = None
) -> Source | None:
    """The insight, else the passage, else the text; None for a text without a word. Mistake when it is not there."""
    if insight_id is not None:
        return _of_insight(store, embedder, insight_id)
    return _of_text(embedder, text) if passage_id is None else _of_passage(store, embedder, passage_id)


def _of_insight(store: Store, embedder: Embedder, insight_id: str) -> Source:
    with store.read() as connection:
        cited = insights.by_id(connection, insight_id)
    if cited is None:
        raise Mistake(f"there is no insight {insight_id!r}")
    text, insight = claim_text(cited.insight.headline, cited.insight.body), cited.insight
    vector = embedded(store, embedder, [text])[text]
    return Source(text=text, vector=vector, episode_id=insight.episode_id, start=insight.start, end=insight.end)


def _of_passage(store: Store, embedder: Embedder, passage_id: str) -> Source:
    with store.read() as connection:
        chunk = transcripts.chunks_by_id(connection, [passage_id]).get(passage_id)
        episode = episodes.by_id(connection, chunk.episode_id) if chunk else None
    if chunk is None or episode is None:
        raise Mistake(f"there is no passage {passage_id!r}")
    text = passage_text(episode.show, episode.feed.title, chunk)
    vector = embedded(store, embedder, [text])[text]
    return Source(text=chunk.text, vector=vector, episode_id=chunk.episode_id, start=chunk.start, end=chunk.end)


def _of_text(embedder: Embedder, text: str) -> Source | None:
    """A long text is the mean of its pieces."""
    pieces = _pieces(text)
    if not pieces:
        return None
    mean = np.mean(embedder.embed(pieces), axis=0)
    return Source(text=text, vector=(mean / np.linalg.norm(mean)).astype(np.float32))


def telling_words(text: str) -> list[str]:
    """Words that the word index weighs by how rare they are: names and numbers first, then what is said often.

    Names are told by a capital within a sentence.
    """
    spoken = [
        word.strip(".,;:!?()[]\"“”‘’'") for sentence in split(text) for word in sentence.split()[1:] or [sentence]
    ]
    said = Counter(word.lower() for word in spoken if terms(word))
    named = {word.lower() for word in spoken if word[:1].isupper() or any(letter.isdigit() for letter in word)}
    first: dict[str, str] = {}
    for word in spoken:
        first.setdefault(word.lower(), word)
    ordered = sorted(said, key=lambda word: (word not in named, -said[word], -len(word)))
    return [first[word] for word in ordered[:_WORDS]]


def _pieces(text: str) -> list[str]:
    """Whole sentences together, as many as are embedded at once."""
    pieces: list[str] = []
    for sentence in split(text):
        if pieces and len(pieces[-1].split()) + len(sentence.split()) <= _PIECE_WORDS:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return pieces[:_PIECES]
