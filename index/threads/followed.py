"""The followed topics of a run: each is seen against the archive once, and what comes after is held against that.

When the archive has grown by a tenth, or a reader has ruled, a topic is seen anew and all of its thread is gathered
again; so an insight that came before its thread was declared and one that came after are members by the same measure,
but for what a tenth more insights move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import Connection

from index.embedding.embedder import Embedder, embedded
from index.threads.backdrop import EVERYDAY, Backdrop, backdrop_of
from index.threads.followed_topic import AskedTopic, Topic, parts_of
from index.threads.matter import matters, vectors_of
from store import Store
from store.queries import insights
from store.queries.threads import history, threads
from store.records.threads import Ruling, Thread

# Of topics left out in turn, .35 finds more of the small ones than .5 (F1 .49 for .46 over 17 names asked of 1,488
# insights) and as much of the large (.93 for .92 over IBM's 15 motions); a page says which members are unsure.
JOINS = 0.35
STAYS = 0.2  # a member leaves only when it is less sure than what may join, so that none goes to and fro
_STALE = 1.1  # by judgement, not measured: an archive grown by a tenth is another one to be seen against


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberChanges:
    """Insights that joined and left a thread."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A topic with what it was made of."""

    topic: Topic
    words: tuple[str | None, str]
    rulings: Mapping[str, Ruling]


class Followed:
    """The topics that readers of a store declared."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._backdrop: Backdrop | None = None
        self._seen: dict[int, _Seen] = {}
        self._whole: set[int] = set()

    def look(self) -> None:
        """Sees topics anew where it is time to. Embeds, so call it outside a transaction."""
        with self._store.read() as connection:
            declared = threads.declared(connection)
            count = insights.count(connection)
            rulings = {thread.id: history.rulings(connection, thread.id) for thread in declared}
        if not declared:
            return
        if self._backdrop is None or count > _STALE * len(self._backdrop.ids):
            self._backdrop, self._seen = read_backdrop(self._store, self._embedder), {}
        for thread in declared:
            known = self._seen.get(thread.id)
            if known is None or (known.words, known.rulings) != (_words(thread), rulings[thread.id]):
                topic = see(self._store, self._embedder, self._backdrop, thread, rulings[thread.id])
                self._seen[thread.id] = _Seen(topic=topic, words=_words(thread), rulings=rulings[thread.id])
                self._whole.add(thread.id)

    def place(self, connection: Connection, insight_ids: Sequence[str], now: datetime) -> None:
        """Lets those of the insights that fit join the declared threads, save whom a reader has put out."""
        if self._backdrop is None or not self._seen:
            return
        texts = matters(connection, insight_ids)
        vectors = vectors_of(connection, self._embedder.name, texts)
        for thread_id, seen in self._seen.items():
            if thread_id in self._whole:
                gather(connection, thread_id, self._backdrop, seen.topic, now)
            later = [key for key in vectors if thread_id not in self._whole or key not in self._backdrop.places]
            if later:
                rows = self._backdrop.read([texts[key] for key in later], [vectors[key] for key in later])
                sure = dict(zip(later, seen.topic.of(rows).tolist(), strict=True))
                _admit(connection, thread_id, sure, now)
        self._whole.clear()


def read_backdrop(store: Store, embedder: Embedder) -> Backdrop:
    """All insights; embeds what is not embedded yet."""
    with store.read() as connection:
        told = matters(connection, [key for key, _, _ in insights.claims(connection)])
    texts = [*told.values(), *EVERYDAY]
    vectors = embedded(store, embedder, texts)
    return backdrop_of(list(told), texts, [vectors[text] for text in texts])


def see(store: Store, embedder: Embedder, backdrop: Backdrop, thread: Thread, rulings: Mapping[str, Ruling]) -> Topic:
    """The topic that a declared thread stands for."""
    name = thread.query or ""
    parts = parts_of(name, backdrop)
    asked = [text for text in (name, thread.description) if text]
    vectors = embedded(store, embedder, asked + [part.words for part in parts])
    middle = np.mean([vectors[text] for text in asked], axis=0) if asked else None
    words = [vectors[part.words] for part in parts]
    question = AskedTopic(vector=middle, described=bool(thread.description), parts=parts, part_vectors=words)
    return Topic(question, backdrop, rulings)


def gather(connection: Connection, thread_id: int, backdrop: Backdrop, topic: Topic, now: datetime) -> MemberChanges:
    """Lets what fits join and what does not leave, out of the whole archive."""
    sure = dict(zip(backdrop.ids, topic.of_archive().tolist(), strict=True))
    kept = _brought(connection, thread_id)
    there = set(threads.member_ids(connection, thread_id))
    gone = [key for key in there if key not in kept and sure.get(key, 1.0) < STAYS]
    joined = _admit(connection, thread_id, sure, now)
    threads.leave(connection, thread_id, gone, now)
    left = there - set(threads.member_ids(connection, thread_id))
    return MemberChanges(joined=tuple(joined), left=tuple(key for key in gone if key in left))


def _admit(connection: Connection, thread_id: int, sure: Mapping[str, float], now: datetime) -> list[str]:
    """Lets the sure ones in, tells members how sure they are, and gives those that are new."""
    rulings = history.rulings(connection, thread_id)
    there = set(threads.member_ids(connection, thread_id))
    open_ones = {key: sureness for key, sureness in sure.items() if key not in rulings}
    known = {key: round(sureness, 4) for key, sureness in open_ones.items() if sureness >= JOINS or key in there}
    threads.join(connection, thread_id, known, now, sureness=known)
    return [key for key in known if key not in there]


def _brought(connection: Connection, thread_id: int) -> set[str]:
    """What a reader brought there by merging or splitting threads."""
    happened = history.events(connection, thread_id)
    return {event.insight_id for event in happened if event.kind in ("merged", "split")}


def _words(thread: Thread) -> tuple[str | None, str]:
    return thread.query, thread.description
