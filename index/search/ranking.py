"""Everything that speaks for what a query finds, gathered from the index and the store, and the ranking made of it."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from typing import TypeVar

from index.embedding import sentence_vectors
from index.library.documents import Kind, Match, Scope, document_key
from index.library.library import Library
from index.library.queries import WordQuery
from index.search.fusion import FoundDocument, Ranked, fuse
from store import Store
from store.beside import begun
from store.queries.embeddings import Vector
from store.queries.index import insight_vectors
from store.queries.passages import vectors

_One = TypeVar("_One")
_Other = TypeVar("_Other")
BEST = 200  # of each half of the index; more changes nothing in the first twenty


def rank(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[Ranked]:
    """What is found within `scope`, best first; `words` and `vector` are of one query."""
    return fuse(gather(store, library, words, vector, scope))


def gather(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[FoundDocument]:
    """The best of both halves of the index, with all that speaks for each."""
    near, worded = _side_by_side(
        lambda: library.nearest(vector, BEST, scope), lambda: library.matching(words, BEST, scope)
    )
    found: dict[str, Match] = {match.key: match for match in (*near, *worded)}
    kept, evidence = _side_by_side(
        lambda: _kept(store, library.model(), found.values(), vector),
        lambda: library.evidence(words, list(found), worded),
    )
    # The index is asked only where an older Earmark has kept no vectors: its own are shortened.
    cosines = {match.key: match.score for match in near}
    cosines |= kept.cosines
    cosines |= library.cosines(vector, [key for key in found if key not in cosines])
    return [
        FoundDocument(
            key=key,
            episode_id=match.episode_id,
            cosine=cosines.get(key),
            words=evidence.words.get(key, 0.0),
            pairs=evidence.pairs.get(key, 0.0),
            coverage=evidence.coverage.get(key, 0.0),
            whole=key in evidence.whole,
            sentence=kept.sentences.get(key),
        )
        for key, match in found.items()
    ]


def _side_by_side(one: Callable[[], _One], other: Callable[[], _Other]) -> tuple[_One, _Other]:
    """The results of both. The other is found by a thread of its own: Chroma, Tantivy and SQLite let go of Python's
    lock while they work.
    """
    beside = begun(other)
    try:
        return one(), beside.result()
    finally:
        wait([beside])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Key → cosine, and of passages that of the best sentence, by the vectors that the store has kept."""

    cosines: Mapping[str, float]
    sentences: Mapping[str, float]


def _kept(store: Store, model: str | None, found: Iterable[Match], vector: Vector) -> _Kept:
    """None where they are of another model than the index: while one is made anew for another."""
    ids: dict[Kind, list[str]] = {"passage": [], "insight": []}
    for match in found:
        ids[match.kind].append(match.id)
    with store.read() as connection:
        if sentence_vectors.model_of(connection) != model:
            return _Kept(cosines={}, sentences={})
        passages = vectors.kept(connection, ids["passage"])
        claims = insight_vectors.cosines(connection, vector, ids["insight"])
    return _Kept(
        cosines=_by_key("passage", passages.cosines(vector)) | _by_key("insight", claims),
        sentences=_by_key("passage", passages.best_sentences(vector)),
    )


def _by_key(kind: Kind, values: Mapping[str, float]) -> dict[str, float]:
    return {document_key(kind, id_): value for id_, value in values.items()}
