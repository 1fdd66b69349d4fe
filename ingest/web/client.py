"""Fetches what feeds name: with manners towards hosts, limits on what they may send, and never from a private network.

Every failure is one of store.errors, its sentence names the host, never the whole address: private feeds carry keys.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Lock, RLock
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from ingest.web.guard import GuardedTransport, Watch
from ingest.web.responses import Hiccup, Page, in_our_words, judge, limited, page_of
from ingest.web.sealed_keys import Cipher, SealedKeys
from store.errors import Misconfigured, Mistake, Transient, Unusable

USER_AGENT = "Earmark/0.1 (+https://github.com/earmark-app/earmark; podcast reader)"
PAGE_BYTES = 64 * 2**20  # the largest feeds in the wild are about 30 MB
MOST_REDIRECTS = 10  # audio often passes through six or seven counting services
_ATTEMPTS = 3
_GRACE_TIMEOUTS = 3  # a request may last this many timeouts before slowness is held against it

_CONDITIONS = ("If-None-Match", "If-Modified-Since")

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How one show wants to be asked: by another name, or with a password or token, which goes to `host` alone.

    `host` is as in httpx.URL.netloc, with a port that is not the usual one.
    """

    user_agent: str | None = None
    host: str = ""
    authorization: str | None = field(default=None, repr=False)

    def headers(self, url: httpx.URL) -> dict[str, str]:
        headers = {"User-Agent": self.user_agent} if self.user_agent else {}
        if self.authorization and url.netloc.decode("ascii") == self.host:
            headers["Authorization"] = self.authorization
        return headers


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
    """The only way out to feeds, transcripts and audio. May be shared by threads.

    With a `cipher` the keys in addresses are sealed on this side: it takes sealed ones, and gives none but such.
    """

    def __init__(
        self,
        *,
        allow_private_hosts: frozenset[str] = frozenset(),
        user_agent: str = USER_AGENT,
        timeout: float = 20,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        cipher: Cipher | None = None,
    ) -> None:
        self._keys = SealedKeys(cipher)
        self._allowed = frozenset(host.lower() for host in allow_private_hosts)
        self._headers = {"User-Agent": user_agent, "Accept": "*/*"}
        self._timeout = timeout
        self._sleep = sleep
        self._clock = clock
        self._ssl = httpx.create_ssl_context(trust_env=False)
        self._turns = Turns()

    def sealed(self, url: str) -> str:
        """The address as it may be kept."""
        return self._keys.sealed(url)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int = PAGE_BYTES,
        access: Access | None = None,
    ) -> Page:
        """Fetches a page. With `etag` or `last_modified` of an earlier answer the status may be 304, without a body.

        Raises Transient when it may work later, Unusable when it will not: missing, forbidden, private or too large.
        """
        headers = {name: text for name, text in zip(_CONDITIONS, (etag, last_modified), strict=True) if text}

        def attempt() -> Page:
            with self.answer(url, headers, access=access) as answer:
                body = b"" if answer.status_code == HTTPStatus.NOT_MODIFIED else b"".join(limited(answer, max_bytes))
                page = page_of(answer, self._keys.hidden_in(body, self.sealed(url)))
                return replace(page, url=self.sealed(page.url), moved_to=page.moved_to and self.sealed(page.moved_to))

        return self._tried(attempt)

    def _tried(self, attempt: Callable[[], _Result]) -> _Result:
        retrying = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_pause,
            retry=retry_if_exception_type(Hiccup),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(attempt)

    @contextmanager
    def answer(self, url: str, headers: dict[str, str], *, access: Access | None = None) -> Iterator[httpx.Response]:
        """The answer at the end of the redirects, its body still to be read. Redirect bodies are never read.

        The redirects are its `history`. No other request goes to a host while its answer is open.
        """
        try:
            request = httpx.Request("GET", checked_url(self._keys.opened(url)))
        except Mistake as error:
            raise Unusable(str(error)) from error
        except Misconfigured as error:  # another key than it was sealed with, which may be put back
            raise Transient(str(error)) from error
        transport = GuardedTransport(self._allowed, Watch(self._clock, self._timeout * _GRACE_TIMEOUTS), self._ssl)
        passed: list[httpx.Response] = []
        with (
            in_our_words(lambda: request.url.host),
            httpx.Client(transport=transport, trust_env=False, timeout=self._timeout, headers=self._headers) as client,
        ):
            dressed = access.headers(request.url) if access else {}
            request = client.build_request("GET", request.url, headers=dressed | headers)
            while len(passed) <= MOST_REDIRECTS:
                with ExitStack() as turn:
                    turn.enter_context(self._turns.at(request.url.host))
                    answer = client.send(request, stream=True)
                    turn.callback(answer.close)
                    if answer.next_request is None:
                        answer.history = passed
                        judge(answer, conditional=not headers.keys().isdisjoint(_CONDITIONS))
                        yield answer
                        return
                passed.append(answer)
                request = answer.next_request
                if not _is_address(str(request.url)):
                    raise Unusable(f"{answer.url.host} redirects to something that is not a web address")
            raise Unusable(f"{request.url.host} redirects in a circle or more than {MOST_REDIRECTS} times")


def _is_address(url: str) -> bool:
    try:
        return bool(checked_url(url))
    except Mistake:
        return False


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    wish = error.retry_after if isinstance(error, Transient) else None
    return wish.total_seconds() if wish is not None else 0.5 * 2 ** (state.attempt_number - 1)


class Turns:
    """Shared by threads. A turn may be taken again by the thread that holds it."""

    def __init__(self) -> None:
        self._opening = Lock()
        self._locks: defaultdict[str, RLock] = defaultdict(RLock)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        with self._opening:
            lock = self._locks[host]
        with lock:
            yield
