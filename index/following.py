"""Following a topic: by a name that a reader gives it, or from an insight that belongs to one.

A name with several parts means all of them ("China" and "open-source AI"), which one cosine does not say: so words of
the name that an insight lacks cost it, rare ones more, and of its proper names at least half must be there.

An insight fits by itself, or read where it was said: a speaker who has been asked about China's open models says only
"the weights are free".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from index.archive import Archive, Claim, load_archive
from index.contexts import Context, read_contexts
from index.documents import claim_text
from index.embedder import Embedder, embedded
from index.terms import terms
from store import Store, insights, thread_history, threads
from store.embeddings import Vector
from store.errors import Mistake

# By itself: P .97 and R .81 over fifteen motions of IBM's key points, P 1.00 and R 1.00 for "China open-source AI" (.79
# and 1.00 without the name that must be there), among 4,369 texts; chosen on those same texts.
_MEANING = 0.7
_MEMBER = 0.45
_NEAREST_AT_LEAST = 0.35  # all the words and another matter
# Where it was said: eight queries to 50 insights from the demo's audio gather 35 of the 41 that a reader would with two
# strangers, and by itself 12; chosen on the same.
_MEMBER_IN_CONTEXT = 0.36
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declared thread with the vector of its query."""

    thread_id: int
    query: str
    vector: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A query as claims are compared with it: its vector, its stems by weight, and which of them are names."""

    vector: Vector
    weights: Mapping[str, float]
    names: frozenset[str]

    @property
    def matter(self) -> frozenset[str]:
        """What is asked about the names, or the names when there is nothing else."""
        return frozenset(self.weights) - self.names or self.names


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
    contexts = read_contexts(store, embedder)
    with store.write() as connection:
        known = [thread.id for thread in threads.declared(connection) if _same(thread.query, name)]
        thread_id = known[0] if known else threads.begin(connection, name, now, query=name)
        archive = load_archive(connection, embedder.name)
        declared = Declared(thread_id=thread_id, query=name, vector=vector)
        place(connection, archive, contexts, [declared], now)
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
    connection: Connection,
    archive: Archive,
    contexts: Mapping[str, Context],
    declared: Sequence[Declared],
    now: datetime,
) -> None:
    """Lets those of the insights with a context that fit join the declared threads, save whom a reader has put out."""
    claims = [(archive.claims[key], context) for key, context in contexts.items() if key in archive.claims]
    for thread in declared:
        rulings = thread_history.rulings(connection, thread.thread_id)
        topic = topic_of(thread.query, thread.vector, archive)
        fitting = [
            claim.id for claim, context in claims if rulings.get(claim.id) != "excluded" and fits(topic, claim, context)
        ]
        threads.join(connection, thread.thread_id, fitting, now)


def topic_of(query: str, vector: Vector, archive: Archive) -> Topic:
    """What a query asks for, in the archive as it stands."""
    weights = {stem: archive.rarity(stem) for stem in terms(query)}
    names = frozenset(stem for stem in weights if archive.is_name(stem))
    # An archive that speaks of China every day makes the word common, and it still says most about the query.
    heaviest = max(weights.values(), default=0.0)
    return Topic(vector=vector, weights=weights | dict.fromkeys(names, heaviest), names=names)


def fits(topic: Topic, claim: Claim, context: Context) -> bool:
    """Whether the claim is about what the topic's query names, by itself or read where it was said.

    The second is for places that name some of the query, and some of its matter: near "Chinese biotech" is all talk of
    China.
    """
    own = frozenset(claim.stems)
    if 2 * len(topic.names & (own | context.stems)) < len(topic.names):
        return False
    nearness = float(topic.vector @ claim.vector)
    alone = _likeness(nearness, _coverage(topic, own, frozenset()))
    if nearness >= _NEAREST_AT_LEAST and alone >= _MEMBER:
        return True
    if not topic.weights.keys() & context.stems or not topic.matter & (own | context.stems):
        return False
    return _likeness(float(topic.vector @ context.vector), _coverage(topic, own, context.stems)) >= _MEMBER_IN_CONTEXT


def _likeness(nearness: float, coverage: float) -> float:
    return _MEANING * nearness + (1 - _MEANING) * coverage


def _coverage(topic: Topic, own: frozenset[str], around: frozenset[str]) -> float:
    """The share of the query's content words that the claim has, by weight; half of it for those around it; 0 to 1."""
    total = sum(topic.weights.values())
    found = sum(
        weight * (1.0 if stem in own else 0.5) for stem, weight in topic.weights.items() if stem in own | around
    )
    return found / total if total else 0.0


def _same(query: str | None, name: str) -> bool:
    return query is not None and query.casefold() == name.casefold()


def _follows(connection: Connection, reader_id: int, thread_id: int) -> bool:
    """Following again must not move the day since when."""
    thread = threads.by_id(connection, thread_id, reader_id)
    return thread is not None and thread.followed
