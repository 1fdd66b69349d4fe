"""Following a topic: by a name that a reader gives it, by examples, or from an insight; and the reader's yes and no.

A declared thread belongs to all readers of a store, as its members do: who declares the same name follows the same
thread, and what one of them rules holds for all. A thread that was declared by examples alone has the query "".
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from index.embedding.embedder import Embedder
from index.threads.followed import JOINS, MemberChanges, gather, read_backdrop, see
from index.threads.matter import matters
from index.threads.naming.labels import headline_label, label, wording_of
from store import Store
from store.errors import Mistake
from store.queries import insights
from store.queries.threads import history, threads

# Characters of a name and of a description. By judgement, not measured: the embedder reads some 190 words, and the
# page's form lets in 120 and 400.
LONGEST_NAME = 200
_LONGEST_DESCRIPTION = 1_000
# By judgement, not measured: what is less sure than this a reader is not asked about (JOINS is .35).
_DOUBTFUL = 0.1


def declare(
    store: Store,
    embedder: Embedder,
    query: str,
    reader_id: int,
    now: datetime,
    *,
    description: str = "",
    examples: Sequence[str] = (),
) -> int:
    """Follows the topic called `query`, or that the example insights share, and gives its thread's id.

    Past insights become members at once. The same name again, whatever its case, is the same thread. Raises Mistake on
    a name without a word in it where there is no example.
    """
    name, told = _name(query, examples), _description(description)
    with store.write() as connection:
        known = [thread.id for thread in threads.declared(connection) if name and _same(thread.query, name)]
        for insight_id in examples:
            _require(connection, insight_id)
        if known:
            thread_id = known[0]
        else:
            called = name or _label(connection, examples)
            thread_id = threads.begin(connection, called, now, query=name)
        if told:
            threads.describe(connection, thread_id, told)
        for insight_id in dict.fromkeys(examples):
            threads.pin(connection, thread_id, insight_id, now)
        if not _follows(connection, reader_id, thread_id):
            threads.follow(connection, reader_id, thread_id, now)
    _gather_again(store, embedder, thread_id, now)
    return thread_id


def followed_as(connection: Connection, query: str, reader_id: int) -> int | None:
    """The thread of that name that the reader declared and follows."""
    name = " ".join(query.split())
    known = (thread.id for thread in threads.declared(connection) if _same(thread.query, name))
    return next((thread_id for thread_id in known if _follows(connection, reader_id, thread_id)), None)


def describe(store: Store, embedder: Embedder, thread_id: int, description: str, now: datetime) -> MemberChanges:
    """Says in a sentence what a topic is about, and gathers its thread again."""
    with store.write() as connection:
        thread_id = threads.survivor(connection, thread_id)
        threads.describe(connection, thread_id, _description(description))
    return _gather_again(store, embedder, thread_id, now)


def rule(
    store: Store,
    embedder: Embedder | None,
    thread_id: int,
    insight_id: str,
    belongs: bool | None,
    now: datetime,
) -> MemberChanges:
    """Records a reader's yes or no on an insight, or takes it back (None), and gathers the declared thread again by it.

    What moved besides is given. In a thread that grew by itself the one insight alone moves, and nothing need be
    embedded. Raises Mistake when the thread or the insight is gone.
    """
    with store.write() as connection:
        thread_id = threads.survivor(connection, thread_id)
        _require(connection, insight_id)
        if threads.by_id(connection, thread_id, 0) is None:
            raise Mistake("there is no such thread any more")
        if belongs is None:
            history.record(connection, thread_id, [insight_id], "cleared", now)
        elif belongs:
            threads.pin(connection, thread_id, insight_id, now)
        else:
            threads.exclude(connection, thread_id, insight_id, now)
    return _gather_again(store, embedder, thread_id, now) if embedder else MemberChanges()


def borderline(store: Store, embedder: Embedder, thread_id: int, limit: int = 5) -> list[tuple[str, float]]:
    """(insight id, sureness) of those that would join next, surest first: what to ask a reader about."""
    with store.read() as connection:
        thread = threads.by_id(connection, threads.survivor(connection, thread_id), 0)
        if thread is None or thread.query is None:
            return []
        rulings = history.rulings(connection, thread.id)
        settled = set(threads.member_ids(connection, thread.id)) | rulings.keys()
    backdrop = read_backdrop(store, embedder)
    sure = see(store, embedder, backdrop, thread, rulings).of_archive().tolist()
    open_ones = [(key, each) for key, each in zip(backdrop.ids, sure, strict=True) if key not in settled]
    near = [(key, round(each, 4)) for key, each in open_ones if _DOUBTFUL <= each < JOINS]
    return sorted(near, key=lambda one: -one[1])[:limit]


def follow_insight(store: Store, insight_id: str, reader_id: int, now: datetime) -> int:
    """Follows the thread that the insight grew into and gives its id. Raises Mistake when there is no such insight."""
    with store.write() as connection:
        _require(connection, insight_id)
        own = {thread_id for thread_id, _ in threads.memberships(connection, [insight_id])}
        if own:
            thread_id = min(own)
        else:
            thread_id = threads.begin(connection, headline_label(matters(connection, [insight_id])[insight_id]), now)
            threads.join(connection, thread_id, [insight_id], now)
        if not _follows(connection, reader_id, thread_id):
            threads.follow(connection, reader_id, thread_id, now)
    return thread_id


def _gather_again(store: Store, embedder: Embedder, thread_id: int, now: datetime) -> MemberChanges:
    with store.read() as connection:
        thread = threads.by_id(connection, thread_id, 0)
        rulings = history.rulings(connection, thread_id)
    if thread is None:
        raise Mistake("there is no such thread any more")
    if thread.query is None or not (thread.query or thread.description or "pinned" in rulings.values()):
        return MemberChanges()
    backdrop = read_backdrop(store, embedder)
    topic = see(store, embedder, backdrop, thread, rulings)
    with store.write() as connection:
        return gather(connection, thread_id, backdrop, topic, now)


def _name(query: str, examples: Sequence[str]) -> str:
    name = " ".join(query.split())
    if not any(character.isalnum() for character in name):
        if not examples:
            raise Mistake("a topic needs a name")
        return ""
    if len(name) > LONGEST_NAME:
        raise Mistake(f"a topic's name has at most {LONGEST_NAME} characters")
    return name


def _description(words: str) -> str:
    told = " ".join(words.split())
    if len(told) > _LONGEST_DESCRIPTION:
        raise Mistake(f"a topic's description has at most {_LONGEST_DESCRIPTION} characters")
    return told


def _label(connection: Connection, examples: Sequence[str]) -> str:
    """What the examples share, in a few words."""
    texts = matters(connection, insights.ids(connection))
    return label([texts[key] for key in dict.fromkeys(examples)], wording_of(list(texts.values())))


def _require(connection: Connection, insight_id: str) -> None:
    if insights.by_id(connection, insight_id) is None:
        raise Mistake("there is no such insight any more")


def _same(query: str | None, name: str) -> bool:
    return query is not None and query.casefold() == name.casefold()


def _follows(connection: Connection, reader_id: int, thread_id: int) -> bool:
    """Following again must not move the day since when."""
    return threads.followed_since(connection, reader_id, thread_id) is not None
