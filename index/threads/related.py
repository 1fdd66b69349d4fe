"""Threads near another one, from the vectors in the store: no embedder and no index is loaded."""

from collections.abc import Collection, Mapping, MutableMapping, Sequence

import numpy as np
from sqlalchemy import Connection

from index.threads.matter import matters, vectors_of
from store.queries.embeddings import Vector
from store.queries.threads import growth, threads
from store.records.threads import Thread

MOST = 5  # by judgement, not measured: a short list under a thread
# Cosines of the members' mean vectors, as they are and with the archive's mean taken out: of 185 threads from three
# shows one pair in a hundred is over both. The first alone pairs all talk in one manner, the second alone pairs noise.
_NEAR = 0.5
_NEAR_WITHOUT_MEAN = 0.35
_MEAN_COUNTS_FROM = 50  # insights: the mean of a few is what they are about
_SHARED = 0.2  # share of the smaller thread that is in the other one, too


def related_threads(
    connection: Connection,
    model_name: str,
    thread_id: int,
    reader_id: int,
    kept: MutableMapping[str, Vector] | None = None,
) -> list[Thread]:
    """The nearest threads that a reader may see, nearest first, at most MOST; often none.

    `kept`: the vectors of this model that an earlier call read; what it lacks is read and added. Of 8,000 insights,
    reading takes 0.75 s of processor time.
    """
    seen = {thread.id: thread for thread in threads.overview(connection, reader_id)}
    members = growth.members(connection, {*seen, thread_id})
    wanted = list({insight_id: None for ids in members.values() for insight_id in ids})
    known = {} if kept is None else kept
    missing = [one for one in wanted if one not in known]
    known.update(vectors_of(connection, model_name, matters(connection, missing)))
    vectors = {one: known[one] for one in wanted if one in known}
    return [seen[other] for other in nearest(thread_id, members, vectors) if other in seen]


def nearest(thread_id: int, members: Mapping[int, Sequence[str]], vectors: Mapping[str, Vector]) -> list[int]:
    """Ids of the other threads that are really near, nearest first, at most MOST. Pure."""
    known = {key: [vectors[one] for one in ids if one in vectors] for key, ids in members.items()}
    means = {key: np.mean(rows, axis=0) for key, rows in known.items() if rows}
    if thread_id not in means:
        return []
    count = len(vectors)
    usual = np.mean(list(vectors.values()), axis=0) * (count / (count + _MEAN_COUNTS_FROM))
    own, mean = set(members[thread_id]), means[thread_id]
    scores = {}
    for other, its in means.items():
        shared = _shared(own, members[other])
        without = _cosine(mean - usual, its - usual)
        if other != thread_id and (
            shared >= _SHARED or (_cosine(mean, its) >= _NEAR and without >= _NEAR_WITHOUT_MEAN)
        ):
            scores[other] = without + shared
    return sorted(scores, key=lambda other: (-scores[other], other))[:MOST]


def _shared(own: Collection[str], others: Sequence[str]) -> float:
    return len(set(own) & set(others)) / min(len(own), len(others))


def _cosine(one: Vector, other: Vector) -> float:
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / length if length else 0.0
