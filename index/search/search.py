"""Search by meaning and by word, over insights and passages in one list."""

from datetime import datetime
from functools import lru_cache
from typing import TypedDict, Unpack, get_args

from index.embedding.embedder import Embedder
from index.library.documents import Kind, Scope
from index.library.failures import BrokenIndex
from index.library.library import Library
from index.library.queries import WordQuery, parse
from index.library.spelling import Mended
from index.search import related
from index.search.fusion import Ranked
from index.search.hits import Hit, Wanted, read_hits
from index.search.limits import is_pasted
from index.search.neighbours import folded
from index.search.ranking import rank
from language.words import QUESTION_WORDS, stem, terms
from store import Store
from store.errors import Mistake
from store.queries.embeddings import Vector
from store.queries.threads import places, threads

__all__ = ["Filters", "Hit", "Search"]

_WEAKEST = 0.2  # cosine of texts that have nothing to do with each other, when no word matches either
_ASKING = frozenset(stem(word) for word in QUESTION_WORDS)


class Filters(TypedDict, total=False):
    """What a search may be limited to, before anything is ranked. `since` is inclusive, `until` exclusive, and both
    leave out what has no date. `speaker` is a name or the beginning of one of its words. A thread's passages are those
    that hold its insights' quotes.
    """

    show_id: int | None
    since: datetime | None
    until: datetime | None
    kind: Kind | None
    speaker: str | None
    thread_id: int | None


class Search:
    """Safe to share between threads; sees what other processes index without being opened again."""

    def __init__(self, store: Store, library: Library, embedder: Embedder) -> None:
        self._store = store
        self._library = library
        self._embedder = embedder
        self._vector = lru_cache(maxsize=256)(self._embed)

    def find(self, query: str, *, limit: int = 20, **filters: Unpack[Filters]) -> list[Hit]:
        """The best `limit` results; a pasted text finds what is like it. What stands in quotes must occur.

        Raises Mistake on an unknown kind or thread, BrokenIndex when the index must be rebuilt first.
        """
        scope = self._scope(filters)
        asked = " ".join(query.split())
        if not asked or limit < 1 or not self._is_open():
            return []
        if is_pasted(asked):
            return self.like(text=asked, limit=limit, **filters)
        words = parse(asked)
        ranked = self._ranked(words, self._vector(asked), scope)
        if words.phrases:
            ranked = [each for each in ranked if each.worded]
        stems = terms(asked)
        wanted = Wanted(
            stems=[each for each in stems if each not in _ASKING] or stems,
            vector=self._vector(asked),
            speaker=scope.speaker,
        )
        return folded(read_hits(self._store, ranked[: 2 * limit + 10], wanted))[:limit]

    def like(
        self,
        *,
        text: str = "",
        insight_id: str | None = None,
        passage_id: str | None = None,
        limit: int = 10,
        **filters: Unpack[Filters],
    ) -> list[Hit]:
        """More like an insight, a passage or a text: never itself, nor what is said within a minute of it.

        Raises Mistake when there is no such insight or passage, else as find.
        """
        scope = self._scope(filters)
        if limit < 1 or not self._is_open():
            return []
        source = related.source_of(self._store, self._embedder, text, insight_id, passage_id)
        if source is None:
            return []
        ranked = self._ranked(source.words, source.vector, scope)
        wanted = Wanted(stems=source.stems, vector=source.vector, speaker=scope.speaker)
        hits = read_hits(self._store, ranked[: 2 * limit + 20], wanted)
        return folded([hit for hit in hits if not source.holds(hit.episode_id, hit.start, hit.end)])[:limit]

    def spelled(self, words: str) -> Mended | None:
        """The words with those that nobody knows replaced by the nearest; None when there is nothing to mend."""
        return None if is_pasted(words) or self._library.mark() is None else self._library.spelled(words)

    def speakers(self) -> list[str]:
        """Everyone who speaks, in lower case, in the order of the alphabet."""
        return self._library.speakers()

    def _ranked(self, words: WordQuery, vector: Vector, scope: Scope) -> list[Ranked]:
        ranked = rank(self._store, self._library, words, vector, scope)
        return [each for each in ranked if each.worded or (each.similarity or 0) >= _WEAKEST]

    def _is_open(self) -> bool:
        """Whether there is an index, made with this model."""
        if self._library.mark() is None:
            return False
        if self._library.model() not in (None, self._embedder.name):
            raise BrokenIndex("it was made with another embedding model")
        return True

    def _scope(self, filters: Filters) -> Scope:
        kind, thread_id = filters.get("kind"), filters.get("thread_id")
        if kind is not None and kind not in get_args(Kind):
            raise Mistake(f"there is no kind of result called {kind!r}: ask for insight or passage")
        members = passages = None
        if thread_id is not None:
            with self._store.read() as connection:
                if not threads.labels(connection, [thread_id]):
                    raise Mistake(f"there is no thread {thread_id}")
                thread_id = threads.survivor(connection, thread_id)
                members = frozenset(threads.member_ids(connection, thread_id))
                passages = frozenset(places.of_members(connection, thread_id))
        return Scope(
            show_id=filters.get("show_id"),
            since=filters.get("since"),
            until=filters.get("until"),
            kind=kind,
            speaker=filters.get("speaker") or None,
            insight_ids=members,
            passage_ids=passages,
        )

    def _embed(self, text: str) -> Vector:
        return self._embedder.embed([text])[0]
