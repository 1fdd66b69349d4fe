"""What a host's answer means: good, busy, gone or moved, and when to ask again. Pure but for reading a body.

Every failure is one of store.errors; its sentence names the host, never the whole address: private feeds carry keys.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from ingest.web.unpacking import unpacked
from store.errors import Transient, Unusable

LONGEST_PAUSE = timedelta(seconds=5)  # what a host may ask us to wait without the whole scan being put off
_FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_FEW = 20  # letters beyond ASCII to a broken one, by judgement, not measured: the text is in UTF-8 all the same
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


class Hiccup(Transient):
    """A failure that a second try at once often cures."""


class Unreachable(Transient):
    """No connection came about, so that no other request to the host need be tried now."""


class NoConnection(Hiccup, Unreachable):
    """The host refused, or its certificate cannot be trusted: again at once, but then not for its other shows."""


class Missing(Unusable):
    """The host has nothing at the address, or not for us; a feed may name another one by now."""


class Gone(Missing):
    """The host says that what was at the address is gone for good (status 410)."""


class AccessRefused(Unusable):
    """The host wants a name and a password, or refuses those that it got."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: `status` is 200, or 304 when nothing changed. `url` is the address after redirects.

    `moved_to` is set when every redirect on the way was for good; `max_age` is how long the host calls the page fresh.
    """

    url: str
    status: int
    mime_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    max_age: timedelta | None = None
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text. UTF-8 is tried before the host's word: hosts often claim Latin-1, which fits any bytes."""
        if self.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            return self.body.decode("utf-16", "replace")
        if self._is_mostly_utf8:
            return self.body.decode("utf-8-sig", "replace")
        for charset in ("utf-8-sig", self.charset or "utf-8"):
            try:
                return self.body.decode(charset)
            except (UnicodeError, LookupError):
                continue
        return self.body.decode("cp1252", "replace")

    @property
    def _is_mostly_utf8(self) -> bool:
        """Whether but for a few bytes it is UTF-8, as where a recogniser cut a letter in two."""
        told = self.body.decode("utf-8", "replace")
        foreign = sum(letter > "\x7f" for letter in told)
        return told.count("\ufffd") * _FEW <= foreign and (self.charset or "utf-8").lower() in ("utf-8", "utf8")


def page_of(answer: httpx.Response, body: bytes) -> Page:
    """`answer.history` holds the redirects that led to it."""
    moved = answer.history and all(step.status_code in _FOR_GOOD for step in answer.history)
    return Page(
        url=str(answer.url),
        status=304 if answer.status_code == HTTPStatus.NOT_MODIFIED else 200,
        mime_type=answer.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        charset=answer.charset_encoding,
        etag=answer.headers.get("ETag"),
        last_modified=answer.headers.get("Last-Modified"),
        moved_to=str(answer.url.copy_with(fragment=None)) if moved else None,
        max_age=_max_age(answer),
        body=body,
    )


def judge(answer: httpx.Response, *, conditional: bool) -> None:
    """Lets a good answer pass and raises for any other."""
    status, host = answer.status_code, answer.url.host
    if answer.is_success or (status == HTTPStatus.NOT_MODIFIED and conditional):
        return
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT) or answer.is_server_error:
        wait = _retry_after(answer)
        kind = Transient if wait and wait > LONGEST_PAUSE else Hiccup
        raise kind(f"{host} is busy or broken at the moment (status {status})", retry_after=wait)
    if status == HTTPStatus.GONE:
        raise Gone(f"{host} says that this address is gone for good (status 410)")
    if status == HTTPStatus.UNAUTHORIZED:
        given = "Authorization" in answer.request.headers
        raise AccessRefused(
            f"{host} refused the name and password that it got (status 401): `cli.py credentials` changes them"
            if given
            else f"{host} asks for a name and a password (status 401): if you have them, add "
            f"https://NAME:PASSWORD@{host}/…, or give them with `cli.py credentials`"
        )
    sentences: dict[int, str] = {
        HTTPStatus.FORBIDDEN: "refuses to give this address to us (status 403)",
        HTTPStatus.NOT_FOUND: "has nothing at this address (status 404): check its spelling",
    }
    kind_of_refusal = Missing if status in sentences else Unusable
    raise kind_of_refusal(f"{host} {sentences.get(status, f'answered with status {status}')}")


@contextmanager
def in_our_words(host: Callable[[], str]) -> Iterator[None]:
    """Turns what httpx raises into one sentence."""
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise Unreachable(f"{host()} did not answer in time") from error
    except httpx.TimeoutException as error:
        raise Transient(f"{host()} did not answer in time or sends too slowly") from error
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise Unusable(f"{host()} redirects to something that is not a web address") from error
    except (httpx.ReadError, httpx.RemoteProtocolError) as error:
        if "location" in str(error):
            raise Unusable(f"{host()} redirects to something that is not a web address") from error
        raise Transient(f"{host()} closed the connection early") from error
    except httpx.DecodingError as error:
        raise Transient(f"{host()} sent a body that cannot be unpacked") from error
    except httpx.TransportError as error:
        kind = NoConnection if isinstance(error, httpx.ConnectError) else Hiccup
        raise kind(f"{host()} cannot be reached: {_reason(error)}") from error


def _reason(error: httpx.TransportError) -> str:
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate cannot be trusted"
    return "it refused the connection" if "refused" in text else "the connection failed"


def length_of(answer: httpx.Response) -> int | None:
    """How many bytes the host says that it sends."""
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isdecimal() and "Content-Encoding" not in answer.headers else None


def version_of(answer: httpx.Response) -> str:
    """What the host calls this version of a file, for If-Range; empty where it has no sure name for it."""
    etag: str = answer.headers.get("ETag", "")
    return etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")


def limited(answer: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    """The body unpacked, until it is longer than it may be."""
    too_long = Unusable(f"{answer.url.host} sends more than the {max_bytes / 2**20:.0f} MB that Earmark takes")
    if (length_of(answer) or 0) > max_bytes:
        raise too_long
    size_bytes = 0
    for piece in unpacked(answer.iter_raw(), answer.headers.get("Content-Encoding", "")):
        size_bytes += len(piece)
        if size_bytes > max_bytes:
            raise too_long
        yield piece


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


def _max_age(answer: httpx.Response) -> timedelta | None:
    """From Cache-Control, less the time that the page has already lain in a cache on the way."""
    control = answer.headers.get("Cache-Control", "")
    found = _MAX_AGE.search(control)
    if found is None or "no-cache" in control.lower() or "no-store" in control.lower():
        return None
    age = answer.headers.get("Age", "").strip()
    lain = int(age) if age.isdecimal() and len(age) < 10 else 0
    return timedelta(seconds=max(0, int(found[1]) - lain))
