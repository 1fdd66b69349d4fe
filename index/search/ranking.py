"""Everything that speaks for what a query finds, gathered from the index and the store, and the ranking made of it."""

from collections.abc import Iterable, Mapping

from index.library.documents import Match, Scope, document_key
from index.library.library import Library
from index.library.queries import WordQuery
from index.search.fusion import FoundDocument, Ranked, fuse
from store import Store
from store.queries.embeddings import Vector
from store.queries.passages import vectors
from store.queries.passages.vectors import KeptVectors

BEST = 200  # of each half of the index; more changes nothing in the first twenty


def rank(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[Ranked]:
    """What is found within `scope`, best first; `words` and `vector` are of one query."""
    return fuse(gather(store, library, words, vector, scope))


def gather(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[FoundDocument]:
    """The best of both halves of the index, with all that speaks for each."""
    near, worded = library.nearest(vector, BEST, scope), library.matching(words, BEST, scope)
    found: dict[str, Match] = {match.key: match for match in (*near, *worded)}
    cosines = {match.key: match.score for match in near}
    kept = _kept_vectors(store, found.values())
    others = [match for match in found.values() if match.key not in cosines]
    cosines |= _by_key(kept.cosines(vector, _ids(others)))
    cosines |= library.cosines(vector, [match.key for match in others if match.key not in cosines])
    evidence = library.evidence(words, list(found), worded)
    sentences = _by_key(kept.best_sentences(vector))
    return [
        FoundDocument(
            key=key,
            episode_id=match.episode_id,
            cosine=cosines.get(key),
            words=evidence.words.get(key, 0.0),
            pairs=evidence.pairs.get(key, 0.0),
            coverage=evidence.coverage.get(key, 0.0),
            whole=key in evidence.whole,
            sentence=sentences.get(key),
        )
        for key, match in found.items()
    ]


def _kept_vectors(store: Store, found: Iterable[Match]) -> KeptVectors:
    with store.read() as connection:
        return vectors.kept(connection, _ids(found))


def _ids(found: Iterable[Match]) -> list[str]:
    """Of the passages among them."""
    return [match.id for match in found if match.kind == "passage"]


def _by_key(of_passages: Mapping[str, float]) -> dict[str, float]:
    return {document_key("passage", id_): value for id_, value in of_passages.items()}
