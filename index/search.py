"""Search by meaning and by word, over insights and passages in one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import log
from typing import get_args

from index.documents import Kind, Scope
from index.embedder import Embedder
from index.failures import BrokenIndex
from index.fusion import Ranked, fuse
from index.library import Library
from index.queries import parse
from index.terms import terms
from store import Store, episodes, insights, transcripts
from store.embeddings import Vector
from store.errors import Mistake
from store.types import Chunk, CitedInsight, Episode, Segment

_BEST = 200  # of each index; more changes nothing in the first twenty
_WEAKEST = 0.2  # cosine of texts that have nothing to do with each other, when no word matches either


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A result. `start` is the second where `sentence`, the best matching one, begins; `approximate` as in Transcript.

    `text` is the insight's body or the whole passage. `similarity` is the cosine to the query, 0 when only the words
    found it.
    """

    kind: Kind
    id: str
    score: float
    episode_id: int
    show_id: int
    show: str
    episode: str
    published: datetime | None
    audio_url: str | None
    link: str | None
    speaker: str | None
    start: float
    end: float
    headline: str | None
    text: str
    sentence: str
    approximate: bool
    similarity: float = 0.0


class Search:
    """Safe to share between threads; sees what other processes index without being opened again."""

    def __init__(self, store: Store, library: Library, embedder: Embedder) -> None:
        self._store = store
        self._library = library
        self._embedder = embedder
        self._vector = lru_cache(maxsize=256)(self._embed)

    def find(
        self,
        query: str,
        *,
        show_id: int | None = None,
        since: datetime | None = None,
        kind: Kind | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """The best `limit` results. What stands in quotes must occur; `since` leaves out what has no date.

        Raises Mistake on an unknown kind, BrokenIndex when the index must be rebuilt first.
        """
        if kind is not None and kind not in get_args(Kind):
            raise Mistake(f"there is no kind of result called {kind!r}: ask for insight or passage")
        asked = " ".join(query.split())
        scope = Scope(show_id=show_id, since=since, kind=kind)
        if not asked or limit < 1 or self._library.mark() is None:
            return []
        if self._library.model() not in (None, self._embedder.name):
            raise BrokenIndex("it was made with another embedding model")
        words = parse(asked)
        worded = self._library.matching(words, _BEST, scope)
        near = self._library.nearest(self._vector(asked), _BEST, scope)
        ranked = fuse(near, worded)
        if words.phrases:
            ranked = [each for each in ranked if each.worded]
        ranked = [each for each in ranked if each.worded or (each.similarity or 0) >= _WEAKEST]
        return _folded(self._hits(ranked[: 2 * limit + 10], terms(asked)))[:limit]

    def _embed(self, text: str) -> Vector:
        return self._embedder.embed([text])[0]

    def _hits(self, ranked: Sequence[Ranked], asked: Sequence[str]) -> list[Hit]:
        """With all that a reader needs to check them; what the store has forgotten since is left out."""
        with self._store.read() as connection:
            passages = transcripts.chunks_by_id(connection, _ids(ranked, "passage"))
            claims = insights.by_ids(connection, _ids(ranked, "insight"))
            heard = {each.match.episode_id for each in ranked}
            about = episodes.by_ids(connection, heard)
            approximate = transcripts.approximate_ones(connection, heard)
        hits = []
        for each in ranked:
            episode = about.get(each.match.episode_id)
            if each.match.kind == "insight" and each.match.id in claims:
                hits.append(_insight_hit(each, claims[each.match.id]))
            elif each.match.kind == "passage" and each.match.id in passages and episode:
                passage = passages[each.match.id]
                hits.append(_passage_hit(each, passage, episode, asked, approximate=episode.id in approximate))
        return hits


def _ids(ranked: Iterable[Ranked], kind: Kind) -> list[str]:
    return [each.match.id for each in ranked if each.match.kind == kind]


def _insight_hit(ranked: Ranked, cited: CitedInsight) -> Hit:
    insight = cited.insight
    return Hit(
        kind="insight",
        id=insight.id,
        score=ranked.score,
        episode_id=insight.episode_id,
        show_id=cited.show_id,
        show=cited.show,
        episode=cited.episode,
        published=cited.published,
        audio_url=cited.audio_url,
        link=cited.link,
        speaker=insight.speaker,
        start=insight.start,
        end=insight.end,
        headline=insight.headline,
        text=insight.body,
        sentence=insight.quote,
        approximate=insight.approximate,
        similarity=ranked.similarity or 0.0,
    )


def _passage_hit(ranked: Ranked, chunk: Chunk, episode: Episode, asked: Sequence[str], *, approximate: bool) -> Hit:
    best = best_sentence(chunk.sentences, asked)
    return Hit(
        kind="passage",
        id=chunk.id,
        score=ranked.score,
        episode_id=chunk.episode_id,
        show_id=episode.show_id,
        show=episode.show,
        episode=episode.feed.title,
        published=episode.feed.published,
        audio_url=episode.feed.audio_url,
        link=episode.feed.link,
        speaker=best.speaker or chunk.speaker,
        start=best.start,
        end=chunk.end,
        headline=None,
        text=chunk.text,
        sentence=best.text,
        approximate=approximate,
        similarity=ranked.similarity or 0.0,
    )


def best_sentence(sentences: Sequence[Segment], asked: Sequence[str]) -> Segment:
    """The one with most of the asked stems, rare ones counting more; the first when none has any.

    Words alone decide: embedding every sentence of twenty passages would take seconds a query.
    """
    wanted = set(asked)
    stems = [set(terms(sentence.text)) for sentence in sentences]
    weight = {term: 1 + log(len(sentences) / max(1, sum(term in each for each in stems))) for term in wanted}
    scores = [sum(weight[term] for term in wanted & each) for each in stems]
    return sentences[scores.index(max(scores))]


def _folded(hits: Sequence[Hit]) -> list[Hit]:
    """An insight and the passage that holds its quote become the insight, in the better one's place."""
    kept: list[Hit] = []
    for hit in hits:
        twin = next((at for at, other in enumerate(kept) if _same_words(hit, other)), None)
        if twin is None:
            kept.append(hit)
        elif hit.kind == "insight":
            kept[twin] = hit
    return kept


def _same_words(one: Hit, other: Hit) -> bool:
    if one.kind == other.kind or one.episode_id != other.episode_id:
        return False
    insight, passage = (one, other) if one.kind == "insight" else (other, one)
    return insight.sentence[:60] in passage.text
