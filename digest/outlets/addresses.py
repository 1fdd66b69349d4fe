"""Secret addresses: whoever has one reads, or answers for the reader, until it is renewed or closed.

No login stands before them, because mail servers, feed readers and telephones have none.
"""

from collections.abc import Callable
from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import quote, urlsplit

from sqlalchemy import Connection

from store.queries import outlets
from store.records.readers import Outlet, OutletKind

ROOT = "out"  # all of them begin with it, so that a proxy can let these alone through
# 192 bits: nobody guesses one (the W3C asks for 120 of a capability URL, https://www.w3.org/TR/capability-urls/).
_SECRET_BYTES = 24
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1", "0.0.0.0"))  # noqa: S104 - recognised, not listened on


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
