"""What a reader changes about threads: names, merging, splitting. Each mistake is a Mistake with one sentence."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from store import Store
from store.errors import Mistake
from store.queries.threads import threads

LONGEST_NAME = 120  # characters; by judgement, not measured: twice the longest that a program gives


def rename(store: Store, thread_id: int, name: str) -> str:
    """Gives the thread a name that no program changes; the name as it is kept."""
    told = _name(name)
    with store.write() as connection:
        threads.rename(connection, _alive(connection, thread_id), told)
    return told


def merge(store: Store, loser_id: int, survivor_id: int, now: datetime) -> int:
    """Moves all of one thread to another, to which its address leads from then on; the survivor's id."""
    with store.write() as connection:
        loser, survivor = _alive(connection, loser_id), _alive(connection, survivor_id)
        if loser == survivor:
            raise Mistake("a thread cannot be merged with itself: name two threads")
        threads.merge(connection, loser, survivor, now)
    return survivor


def split(store: Store, thread_id: int, insight_ids: Collection[str], name: str, now: datetime) -> int:
    """Moves some members to a new thread of that name and gives its id."""
    told = _name(name)
    with store.write() as connection:
        source = _alive(connection, thread_id)
        there = set(threads.member_ids(connection, source))
        if not insight_ids or not there.issuperset(insight_ids):
            raise Mistake("only insights of the thread can be split off: name at least one of them")
        if there == set(insight_ids):
            raise Mistake("that is the whole thread: leave at least one insight in it")
        fresh = threads.split(connection, source, insight_ids, told, now)
        threads.rename(connection, fresh, told)
    return fresh


def _name(name: str) -> str:
    told = " ".join(name.split())
    if not any(character.isalnum() for character in told):
        raise Mistake("a thread needs a name")
    if len(told) > LONGEST_NAME:
        raise Mistake(f"a thread's name has at most {LONGEST_NAME} characters")
    return told


def _alive(connection: Connection, thread_id: int) -> int:
    """The thread itself, or the one that has its members now."""
    found = threads.survivor(connection, thread_id)
    if not threads.labels(connection, [found]):
        raise Mistake(f"there is no thread {thread_id}: `threads` lists them")
    return found
