"""Serves the demo world over HTTP on this machine only, with the manners of a good podcast host: ranges, ETags, 304.

Earmark reads it through the code that reads the internet. The server lives in a daemon thread of whoever entered it.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self

from demo.feeds import feed_path
from demo.resources import AUDIO_TYPE, GREETING_PATH, Resource, Source, addresses
from demo.world import load_shows
from store.errors import Misconfigured

HOST = "127.0.0.1"
GREETING_TIMEOUT_SECONDS = 1.0

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class DemoServer:
    """A context manager; port 0 picks a free one. Where a demo server already answers on the port, that one is used.

    Misconfigured when another program holds the port.
    """

    def __init__(self, first_day: date, port: int = 8502, clock: Clock = utc_now) -> None:
        self._first_day = first_day
        self._port = port
        self._clock = clock
        self._shows = load_shows()
        self._server: ThreadingHTTPServer | None = None

    @property
    def base_url(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def feed_urls(self) -> tuple[str, ...]:
        return tuple(f"{self.base_url}{feed_path(show)}" for show in self._shows)

    def __enter__(self) -> Self:
        try:
            server = _Server((HOST, self._port), _Handler)
        except OSError as taken:
            if _greets_as_demo(self._port):
                return self
            raise Misconfigured(
                f"another program uses port {self._port}, where the demo shows are served: "
                "set EARMARK_DEMO_PORT to a free port"
            ) from taken
        self._port = server.server_port
        server.RequestHandlerClass = _handler(addresses(self._shows, self.base_url, self._first_day), self._clock)
        Thread(target=server.serve_forever, name="earmark-demo", daemon=True).start()
        self._server = server
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def _greets_as_demo(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=GREETING_TIMEOUT_SECONDS)
    try:
        connection.request("GET", GREETING_PATH)
        greeting = json.loads(connection.getresponse().read(1_000))
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
    return isinstance(greeting, dict) and greeting.get("earmark-demo") == 1


class _Server(ThreadingHTTPServer):
    """Threads of its own, one a connection."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet: a client that is killed or goes away in the middle of an answer is nobody's fault."""


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the list of addresses."""

    protocol_version = "HTTP/1.1"
    server_version = "EarmarkDemo/1"
    timeout = 30
    sources: dict[str, Source]
    clock: Clock

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  named so by the parent
        """Quiet: whoever fetches logs the fetch."""

    def _answer(self, *, with_body: bool) -> None:
        source = self.sources.get(self.path.partition("?")[0])
        if source is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        resource = source(type(self).clock())
        if self._is_fresh(resource):
            self._send(HTTPStatus.NOT_MODIFIED, resource, {}, b"")
            return
        size = len(resource.body)
        wanted = byte_range(self.headers.get("Range"), size) if self._range_holds(resource) else None
        if wanted is None:
            self._send(HTTPStatus.OK, resource, {}, resource.body, with_body=with_body)
        elif not wanted:
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, resource, {"Content-Range": f"bytes */{size}"}, b"")
        else:
            part = {"Content-Range": f"bytes {wanted.start}-{wanted.stop - 1}/{size}"}
            body = resource.body[wanted.start : wanted.stop]
            self._send(HTTPStatus.PARTIAL_CONTENT, resource, part, body, with_body=with_body)

    def _is_fresh(self, resource: Resource) -> bool:
        """Whether the client's copy is the newest; If-None-Match outranks If-Modified-Since (RFC 9110, 13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or resource.etag in re.findall(r'"[^"]*"', known)
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified <= since

    def _range_holds(self, resource: Resource) -> bool:
        """Whether a range may be answered: If-Range, where sent, must name the present version."""
        return self.headers.get("If-Range") in (None, resource.etag, format_datetime(resource.modified, usegmt=True))

    def _send(
        self, status: HTTPStatus, resource: Resource, headers: dict[str, str], body: bytes, *, with_body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("ETag", resource.etag)
        self.send_header("Last-Modified", format_datetime(resource.modified, usegmt=True))
        self.send_header("Accept-Ranges", "bytes")
        if resource.content_type == AUDIO_TYPE:
            self.send_header("Access-Control-Allow-Origin", "*")
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _handler(sources: dict[str, Source], clock: Clock) -> type[_Handler]:
    return type("_DemoHandler", (_Handler,), {"sources": sources, "clock": staticmethod(clock)})


def byte_range(header: str | None, size: int) -> range | None:
    """The bytes that a Range header asks for: None without a header or with several ranges, empty when out of reach.

    Safari asks for `bytes=0-1` first and plays only what answers 206.
    """
    match = re.fullmatch(r"bytes=(?=.*\d)(\d*)-(\d*)", header or "")
    if match is None:
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(size, int(last) + 1) if last else size)


def _http_date(text: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
