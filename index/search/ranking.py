"""Everything that speaks for what a query finds, gathered from the index and the store, and the ranking made of it."""

from collections.abc import Iterable

import numpy as np

from index.library.documents import Match, Scope
from index.library.library import Library
from index.library.queries import WordQuery
from index.search.fusion import FoundDocument, Ranked, fuse
from store import Store
from store.queries import transcripts
from store.queries.embeddings import Vector

BEST = 200  # of each half of the index; more changes nothing in the first twenty


def rank(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[Ranked]:
    """What is found within `scope`, best first; `words` and `vector` are of one query."""
    return fuse(gather(store, library, words, vector, scope))


def gather(store: Store, library: Library, words: WordQuery, vector: Vector, scope: Scope) -> list[FoundDocument]:
    """The best of both halves of the index, with all that speaks for each."""
    near, worded = library.nearest(vector, BEST, scope), library.matching(words, BEST, scope)
    found: dict[str, Match] = {match.key: match for match in (*near, *worded)}
    cosines = {match.key: match.score for match in near}
    others = [key for key in found if key not in cosines]
    cosines |= library.cosines(vector, others)
    evidence = library.evidence(words, list(found))
    sentences = _sentence_cosines(store, vector, found.values())
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


def _sentence_cosines(store: Store, vector: Vector, found: Iterable[Match]) -> dict[str, float]:
    """Passage → the cosine of its best sentence, where their vectors are kept."""
    passages = {match.id: match.key for match in found if match.kind == "passage"}
    with store.read() as connection:
        counts, rows = transcripts.sentence_rows(connection, list(passages))
    if not counts or rows.shape[1] != len(vector):
        return {}
    lengths = np.array(list(counts.values()))
    best = np.maximum.reduceat(rows @ vector, np.cumsum(lengths) - lengths).tolist()
    return {passages[chunk_id]: cosine for chunk_id, cosine in zip(counts, best, strict=True)}
