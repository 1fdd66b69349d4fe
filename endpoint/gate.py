"""What stands before every page and answer: where a proxy names who reads, nobody else is listened to; and without any
login nothing is served beyond this machine.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from config import Settings
from store.errors import EarmarkError, Misconfigured

# They tell counts and states to whoever asks, and a container asks itself whether it is well.
_WATCHED = ("/health", "/metrics")
# Uvicorn, which serves the app, takes what X-Forwarded-For says for the other end where this names the real one.
BELIEVED = "FORWARDED_ALLOW_IPS"
_POLICY_VIOLATION = 1008  # RFC 6455, 7.4.1
_REFUSED = "Earmark answers its proxy alone: EARMARK_TRUSTED_PROXIES names it.\n"


class ProxyGate:
    """Refuses every request whose other end is none of the proxies: anybody could write their header."""

    def __init__(self, app: ASGIApp, proxies: Iterable[str]) -> None:
        self._app = app
        self._proxies = [ip_network(one, strict=False) for one in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in _WATCHED or trusted(scope.get("client"), self._proxies):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        else:
            await PlainTextResponse(_REFUSED, 403)(scope, receive, send)


def trusted(client: tuple[str, int] | None, proxies: Iterable[IPv4Network | IPv6Network]) -> bool:
    try:
        asked = ip_address(client[0] if client else "")
    except ValueError:  # a socket in the file system has no address
        return False
    plain = asked.ipv4_mapped if isinstance(asked, IPv6Address) and asked.ipv4_mapped else asked
    return any(plain in network for network in proxies)


def guards(settings: Settings) -> list[Middleware]:
    """What stands before the app. Raises Misconfigured where a header is to be believed of anybody."""
    if settings.reader_header is None:
        return []
    if not settings.trusted_proxies:
        raise Misconfigured(
            "EARMARK_READER_HEADER is set, but not whose header is believed: set EARMARK_TRUSTED_PROXIES to the "
            "address of your proxy, such as 127.0.0.1"
        )
    if os.environ.get(BELIEVED) != "":
        raise Misconfigured("EARMARK_READER_HEADER is believed only where `cli.py serve` serves the page: use that")
    return [Middleware(ProxyGate, proxies=settings.trusted_proxies)]


def check_open(address: str | None, settings: Settings, *, signs_in: bool) -> None:
    """Raises Misconfigured where the page would be anybody's: no login, and an address that others reach."""
    if signs_in or settings.reader_header or settings.open_to_all or _is_here(address):
        return
    raise Misconfigured(
        f"without a login the page is served on this machine alone, not at {address or 'every address'}: set up "
        "a login (README, Readers), serve it at 127.0.0.1, or set EARMARK_OPEN_TO_ALL=true where something else keeps "
        "others out"
    )


@contextmanager
def spoken() -> Iterator[None]:
    """Around what makes the app: what cannot be served is said in a sentence, and nothing is served."""
    try:
        yield
    except EarmarkError as error:
        sys.exit(f"earmark: {error}")


def _is_here(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
