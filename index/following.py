"""Following a topic: by a name that a reader gives it, or from an insight that belongs to one.

A name with several parts means all of them ("China" and "open-source AI"), which one cosine does not say: so words of
the name that an insight lacks cost it, rare ones more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from index.archive import Archive, Claim, load_archive
from index.documents import claim_text
from index.embedder import Embedder, embedded
from index.terms import terms
from store import Store, insights, threads
from store.embeddings import Vector
from store.errors import Mistake

# P .97 and R .81 over fifteen motions of IBM's key points, P .73 and R 1.00 for "China open-source AI", among 4,351
# texts; chosen on those same texts.
_MEANING = 0.7
_MEMBER = 0.45
_NEAREST_AT_LEAST = 0.35  # all the words and another matter
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declared thread with the vector of its query."""

    thread_id: int
    query: str
    vector: Vector


def declare(store: Store, embedder: Embedder, query: str, reader_id: int, now: datetime) -> int:
    """Follows the topic called `query` and gives its thread's id; past insights become members at once.

    The same name again, whatever its case, is the same thread. Raises Mistake on a name without a word in it.
    """
    name = " ".join(query.split())
    if not any(character.isalnum() for character in name):
        raise Mistake("a topic needs a name")
    if len(name) > _LONGEST:
        raise Mistake(f"a topic's name has at most {_LONGEST} characters")
    with store.read() as connection:
        texts = [claim_text(headline, body) for _, headline, body in insights.claims(connection)]
    vector = embedded(store, embedder, [name, *texts])[name]
    with store.write() as connection:
        known = [thread.id for thread in threads.declared(connection) if _same(thread.query, name)]
        thread_id = known[0] if known else threads.begin(connection, name, now, query=name)
        archive = load_archive(connection, embedder.name)
        declared = Declared(thread_id=thread_id, query=name, vector=vector)
        place(connection, archive, list(archive.claims), [declared], now)
        if not _follows(connection, reader_id, thread_id):
            threads.follow(connection, reader_id, thread_id, now)
    return thread_id


def follow_insight(store: Store, insight_id: str, reader_id: int, now: datetime) -> int:
    """Follows the thread that the insight grew into and gives its id. Raises Mistake when there is no such insight."""
    with store.write() as connection:
        cited = insights.by_id(connection, insight_id)
        if cited is None:
            raise Mistake("there is no such insight any more")
        own = {thread_id for thread_id, member in threads.memberships(connection) if member == insight_id}
        if own:
            thread_id = min(own)
        else:
            thread_id = threads.begin(connection, cited.insight.headline[:_LONGEST], now)
            threads.join(connection, thread_id, [insight_id], now)
        if not _follows(connection, reader_id, thread_id):
            threads.follow(connection, reader_id, thread_id, now)
    return thread_id


def open_queries(store: Store, embedder: Embedder) -> list[Declared]:
    """Every declared thread with its vector; embeds a query only the first time."""
    with store.read() as connection:
        known = [(thread.id, thread.query) for thread in threads.declared(connection) if thread.query]
    vectors = embedded(store, embedder, [query for _, query in known])
    return [Declared(thread_id=key, query=query, vector=vectors[query]) for key, query in known]


def place(
    connection: Connection, archive: Archive, insight_ids: Sequence[str], declared: Sequence[Declared], now: datetime
) -> None:
    """Lets those of the insights that fit join the declared threads, save whom a reader has put out."""
    claims = [archive.claims[insight_id] for insight_id in insight_ids if insight_id in archive.claims]
    for thread in declared:
        out = threads.excluded(connection, thread.thread_id)
        fitting = [claim.id for claim in claims if claim.id not in out and fits(thread, claim, archive)]
        threads.join(connection, thread.thread_id, fitting, now)


def fits(thread: Declared, claim: Claim, archive: Archive) -> bool:
    """Whether the claim is about what the thread's query names."""
    nearness = float(thread.vector @ claim.vector)
    if nearness < _NEAREST_AT_LEAST:
        return False
    return _MEANING * nearness + (1 - _MEANING) * _coverage(thread.query, claim, archive) >= _MEMBER


def _coverage(query: str, claim: Claim, archive: Archive) -> float:
    """The share of the query's content words that the claim has, by their rarity; 0 to 1."""
    wanted = {stem: archive.rarity(stem) for stem in terms(query)}
    total = sum(wanted.values())
    return sum(weight for stem, weight in wanted.items() if stem in claim.stems) / total if total else 0.0


def _same(query: str | None, name: str) -> bool:
    return query is not None and query.casefold() == name.casefold()


def _follows(connection: Connection, reader_id: int, thread_id: int) -> bool:
    """Following again must not move the day since when."""
    thread = threads.by_id(connection, thread_id, reader_id)
    return thread is not None and thread.followed
