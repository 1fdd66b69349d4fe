"""Which collections of a Chroma server hold this installation's vectors: all its machines ask the store."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex

from sqlalchemy import Connection

from store.queries import facts

_INSTALLATION = "installation"
_VECTORS = "shared vectors"
_NUMBER = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedVectors:
    """`collection` is the name that theirs begin with; `model` made them."""

    collection: str
    model: str


def known(connection: Connection) -> SharedVectors | None:
    """Those that count; None before the first were made, and where they lie in a data folder."""
    collection, _, model = (facts.get(connection, _VECTORS) or "").partition(" ")
    return SharedVectors(collection=collection, model=model) if collection else None


def keep(connection: Connection, vectors: SharedVectors | None) -> None:
    """None where they lie in a data folder now: what a server holds is soon out of date."""
    facts.drop(connection, _VECTORS)
    if vectors:
        facts.put(connection, _VECTORS, f"{vectors.collection} {vectors.model}")


def next_one(connection: Connection, model: str, drawn: Callable[[], str] = lambda: token_hex(6)) -> SharedVectors:
    """What comes after those that count, in a transaction that writes.

    The name begins as no other installation's does, for two may share a server: with what is drawn once and kept.
    """
    installation = facts.get(connection, _INSTALLATION)
    if installation is None:
        installation = drawn()
        facts.put(connection, _INSTALLATION, installation)
    before = known(connection)
    number = _NUMBER.search(before.collection) if before else None
    following = int(number.group()) + 1 if number else 1
    return SharedVectors(collection=f"earmark-{installation}-{following}", model=model)


def beginning(collection: str) -> str:
    """What the names of one installation's collections have in common."""
    return _NUMBER.sub("", collection)
