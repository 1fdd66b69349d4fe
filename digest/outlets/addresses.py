"""Secret addresses: whoever has one reads, or answers for the reader, until it is renewed or closed.

No login stands before them, because mail servers, feed readers and telephones have none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection

from digest.wording import plain
from store.queries import outlets
from store.queries.threads import threads
from store.records.readers import Outlet, OutletKind

ROOT = "out"  # all of them begin with it, so that a proxy can let these alone through
# 192 bits: nobody guesses one (the W3C asks for 120 of a capability URL, https://www.w3.org/TR/capability-urls/).
_SECRET_BYTES = 24
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1", "0.0.0.0"))  # noqa: S104 - recognised, not listened on

# What stands behind the secret: a feed reader, a telephone and a podcast program each want another file.
_FILES: Mapping[OutletKind, tuple[tuple[str, ...], ...]] = {
    "five": (("feed.atom",), ("feed.json",)),
    "thread": (("page",), ("feed.atom",), ("feed.json",)),
    "page": (("",),),
    "sound": (("feed.xml",),),
    "mail": (("stop",),),
}
_OF: Mapping[OutletKind, str] = {
    "five": "the five of each day",
    "page": "the day on one page",
    "sound": "the five as sound",
    "mail": "what the links in your mail begin with",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An address that is open, with what it leads to in words and a full address for each of its files."""

    outlet: Outlet
    of: str
    addresses: tuple[str, ...]


def new_secret() -> str:
    return token_urlsafe(_SECRET_BYTES)


def opened(
    connection: Connection,
    reader_id: int,
    kind: OutletKind,
    now: datetime,
    thread_id: int = 0,
    *,
    secret: Callable[[], str] = new_secret,
) -> Outlet:
    """The one that is there, or a new one."""
    known = outlets.of_kind(connection, reader_id, kind, thread_id)
    return known or renewed(connection, reader_id, kind, now, thread_id, secret=secret)


def renewed(
    connection: Connection,
    reader_id: int,
    kind: OutletKind,
    now: datetime,
    thread_id: int = 0,
    *,
    secret: Callable[[], str] = new_secret,
) -> Outlet:
    """A new address; the one before leads nowhere from now on."""
    outlet = Outlet(reader_id=reader_id, kind=kind, thread_id=thread_id, secret=secret(), at=now)
    outlets.keep(connection, outlet)
    return outlet


def address(base_url: str, outlet: Outlet, *rest: str) -> str:
    path = "/".join(quote(part, safe="") for part in (ROOT, outlet.kind, outlet.secret, *rest))
    return f"{base_url.rstrip('/')}/{path}"


def only_here(base_url: str) -> bool:
    """Whether the address leads to the machine on which it is opened: dead on the phone where mail is read."""
    return (urlsplit(base_url).hostname or "") in _LOOPBACK


def ways(connection: Connection, reader_id: int, base_url: str) -> Sequence[Way]:
    """All that the reader has open."""
    found = outlets.of_reader(connection, reader_id)
    labels = threads.labels(connection, {outlet.thread_id for outlet in found if outlet.thread_id})
    return [
        Way(
            outlet=outlet,
            of=_OF.get(outlet.kind) or plain(labels.get(outlet.thread_id, f"thread {outlet.thread_id}")),
            addresses=tuple(address(base_url, outlet, *rest) for rest in _FILES[outlet.kind]),
        )
        for outlet in found
    ]
