"""Fetches what feeds name: with manners towards hosts, limits on what they may send, and never from a private network.

Every failure is one of store.errors, its sentence names the host, never the whole address: private feeds carry keys.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from ingest.guard import GuardedTransport, Watch
from store.errors import Mistake, Transient, Unusable

USER_AGENT = "Earmark/0.1 (+https://github.com/earmark-app/earmark; podcast reader)"
PAGE_BYTES = 64 * 2**20  # the largest feeds in the wild are about 30 MB
MOST_REDIRECTS = 5
_ATTEMPTS = 3
_LONGEST_PAUSE = timedelta(seconds=5)  # what a host may ask us to wait without the whole scan being put off
_GRACE_TIMEOUTS = 3  # a request may last this many timeouts before slowness is held against it

_CONDITIONS = ("If-None-Match", "If-Modified-Since")

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: `status` is 200, or 304 when nothing changed. `url` is the address after redirects."""

    url: str
    status: int
    mime_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text. UTF-8 is tried before the host's word: hosts often claim Latin-1, which fits any bytes."""
        if self.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.body.decode("utf-16", "replace")
        for charset in ("utf-8-sig", self.charset or "utf-8"):
            try:
                return self.body.decode(charset)
            except (UnicodeError, LookupError):
                continue
        return self.body.decode("cp1252", "replace")


class _Hiccup(Transient):
    """A failure that a second try at once often cures."""


def checked_url(text: str) -> str:
    """The web address in `text`, host in small letters, without fragment. Raises Mistake when it is none."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise Mistake(f"{text!r} is not a web address: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if url.scheme not in ("http", "https") or not url.host or "%" in url.host or (url.port or 0) > 65_535:
        raise Mistake(f"{text!r} is not a web address: it must begin with http:// or https:// and name a host")
    return str(url.copy_with(fragment=None))


def without_secrets(url: str) -> str:
    """The address as it may be shown and logged: without name, password and query."""
    try:
        return str(httpx.URL(url).copy_with(userinfo=b"", query=None, fragment=None))
    except httpx.InvalidURL:
        return "the address"


class Web:
    """The only way out to feeds, transcripts and audio. May be shared by threads."""

    def __init__(
        self,
        *,
        allow_private_hosts: frozenset[str] = frozenset(),
        user_agent: str = USER_AGENT,
        timeout: float = 20,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = frozenset(host.lower() for host in allow_private_hosts)
        self._headers = {"User-Agent": user_agent, "Accept": "*/*"}
        self._timeout = timeout
        self._sleep = sleep
        self._clock = clock
        self._ssl = httpx.create_ssl_context(trust_env=False)

    def get(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, max_bytes: int = PAGE_BYTES
    ) -> Page:
        """Fetches a page. With `etag` or `last_modified` of an earlier answer the status may be 304, without a body.

        Raises Transient when it may work later, Unusable when it will not: missing, forbidden, private or too large.
        """
        headers = {name: text for name, text in zip(_CONDITIONS, (etag, last_modified), strict=True) if text}

        def attempt() -> Page:
            with self._answer(url, headers) as answer:
                body = b"" if answer.status_code == HTTPStatus.NOT_MODIFIED else b"".join(_limited(answer, max_bytes))
                return _page(answer, body)

        return self._tried(attempt)

    def download(
        self, url: str, path: Path, *, max_bytes: int, on_bytes: Callable[[int, int | None], None] | None = None
    ) -> str:
        """Stores the file at `path`, whole or not at all, and gives its MIME type.

        `on_bytes` hears how many bytes have come and how many there will be, if the host says. Raises as `get` does.
        """
        part = path.with_name(path.name + ".part")

        def attempt() -> str:
            done = 0
            with self._answer(url, {"Accept-Encoding": "identity"}) as answer, part.open("wb") as file:
                for piece in _limited(answer, max_bytes):
                    file.write(piece)
                    done += len(piece)
                    if on_bytes:
                        on_bytes(done, _length(answer))
                mime_type = _page(answer, b"").mime_type
            if not done:
                raise Unusable(f"{answer.url.host} sent an empty file")
            part.replace(path)
            return mime_type

        try:
            return self._tried(attempt)
        finally:
            part.unlink(missing_ok=True)

    def _tried(self, attempt: Callable[[], _Result]) -> _Result:
        retrying = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_pause,
            retry=retry_if_exception_type(_Hiccup),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(attempt)

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, its body still to be read. Redirect bodies are never read."""
        try:
            request = httpx.Request("GET", checked_url(url))
        except Mistake as error:
            raise Unusable(str(error)) from error
        transport = GuardedTransport(self._allowed, Watch(self._clock, self._timeout * _GRACE_TIMEOUTS), self._ssl)
        with (
            _in_our_words(lambda: request.url.host),
            httpx.Client(transport=transport, trust_env=False, timeout=self._timeout, headers=self._headers) as client,
        ):
            request = client.build_request("GET", request.url, headers=headers)
            for _ in range(MOST_REDIRECTS + 1):
                answer = client.send(request, stream=True)
                try:
                    if answer.next_request is None:
                        _judge(answer, conditional=not headers.keys().isdisjoint(_CONDITIONS))
                        yield answer
                        return
                    request = answer.next_request
                finally:
                    answer.close()
            raise Unusable(f"{request.url.host} redirects in a circle or more than {MOST_REDIRECTS} times")


@contextmanager
def _in_our_words(host: Callable[[], str]) -> Iterator[None]:
    """Turns what httpx raises into one sentence."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Transient(f"{host()} did not answer in time or sends too slowly") from error
    except httpx.UnsupportedProtocol as error:
        raise Unusable(f"{host()} redirects to something that is not a web address") from error
    except (httpx.ReadError, httpx.RemoteProtocolError) as error:
        if "location" in str(error):
            raise Unusable(f"{host()} redirects to something that is not a web address") from error
        raise Transient(f"{host()} closed the connection early") from error
    except httpx.DecodingError as error:
        raise Transient(f"{host()} sent a body that cannot be unpacked") from error
    except httpx.TransportError as error:
        raise _Hiccup(f"{host()} cannot be reached: {_reason(error)}") from error


def _reason(error: httpx.TransportError) -> str:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate cannot be trusted"
    return "it refused the connection" if "refused" in text else "the connection failed"


def _judge(answer: httpx.Response, *, conditional: bool) -> None:
    """Lets a good answer pass and raises for any other."""
    status, host = answer.status_code, answer.url.host
    if answer.is_success or (status == HTTPStatus.NOT_MODIFIED and conditional):
        return
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT) or answer.is_server_error:
        wait = _retry_after(answer)
        kind = Transient if wait and wait > _LONGEST_PAUSE else _Hiccup
        raise kind(f"{host} is busy or broken at the moment (status {status})", retry_after=wait)
    if status == HTTPStatus.UNAUTHORIZED and "Authorization" in answer.request.headers:
        raise Unusable(f"{host} refused the name and password in the address (status 401): check them")
    if status == HTTPStatus.UNAUTHORIZED:
        raise Unusable(
            f"{host} asks for a name and a password (status 401): if you have them, follow https://NAME:PASSWORD@{host}/…"
        )
    sentences: dict[int, str] = {
        HTTPStatus.FORBIDDEN: "refuses to give this address to us (status 403)",
        HTTPStatus.NOT_FOUND: "has nothing at this address (status 404): check its spelling",
        HTTPStatus.GONE: "says that this address is gone for good (status 410)",
    }
    raise Unusable(f"{host} {sentences.get(status, f'answered with status {status}')}")


def _retry_after(answer: httpx.Response) -> timedelta | None:
    """The host's wish in either of its two forms; a date is read against the host's own clock."""
    text = answer.headers.get("Retry-After", "").strip()
    try:
        if text.isdecimal():
            return timedelta(seconds=int(text))
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(answer.headers["Date"])
    except (ValueError, TypeError, KeyError, OverflowError):
        return None
    return max(timedelta(0), wait)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    wish = error.retry_after if isinstance(error, Transient) else None
    return wish.total_seconds() if wish is not None else 0.5 * 2 ** (state.attempt_number - 1)


def _length(answer: httpx.Response) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() and "Content-Encoding" not in answer.headers else None


def _limited(answer: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    """The body unpacked, until it is longer than it may be."""
    too_long = Unusable(f"{answer.url.host} sends more than the {max_bytes / 2**20:.0f} MB that Earmark takes")
    if (_length(answer) or 0) > max_bytes:
        raise too_long
    size_bytes = 0
    for piece in answer.iter_bytes():
        size_bytes += len(piece)
        if size_bytes > max_bytes:
            raise too_long
        yield piece


def _page(answer: httpx.Response, body: bytes) -> Page:
    return Page(
        url=str(answer.url),
        status=304 if answer.status_code == HTTPStatus.NOT_MODIFIED else 200,
        mime_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        charset=answer.charset_encoding,
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
        body=body,
    )
