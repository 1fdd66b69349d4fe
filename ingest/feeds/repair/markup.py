"""Takes out of a feed's bytes what stands around and inside it and is no part of it. Pure: bytes in, bytes out.

Hosts put warnings before the XML, scripts and a second document after it, and NULs between. Live items
(`podcast:liveItem`) are neither the show nor an episode, and would lend it their title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ingest.feeds.repair.letters import in_utf8, with_whole_letters

_ESCAPED_ROOT = re.compile(rb"&lt;(?:rss|feed|rdf:RDF)[\s&]")
_NOT_IN_XML = bytes(code for code in range(32) if code not in b"\t\n\r")
_MARK = re.compile(
    rb"<!\[CDATA\[|<!--|<(?:[\w-]{1,30}:)?(?:rss|feed|rdf)(?=[\s>])|</(?:[\w-]{1,30}:)?(?:rss|feed|rdf)\s*>"
    rb"|<\?xml\s|<(?:[\w-]{1,30}:)?liveitem(?=[\s>/])|</(?:[\w-]{1,30}:)?liveitem\s*>",
    re.IGNORECASE,
)
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_PROLOGUE = re.compile(rb"\s*(?:<\?[^>]{0,2000}>\s*|<!DOCTYPE)", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]", re.IGNORECASE)
_UNKNOWN_NAME = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")


@dataclass(frozen=True, slots=True)
class _Document:
    """A piece of the body with a feed's root in it: `close` is where its last tag begins, `end` where that ends; both
    are the piece's end where it breaks off."""

    start: int
    root: int
    close: int
    end: int
    entries: int


def cleaned(body: bytes) -> bytes:
    """The feed alone, as it was but for live items; the body itself where no feed is found in it."""
    body = in_utf8(body).removeprefix(b"\xef\xbb\xbf")
    if b"iso-2022" not in body[:200].lower():  # which shifts by ESC
        body = body.translate(None, _NOT_IN_XML)
    body = with_whole_letters(body)
    marks = list(_marks(body))
    documents = list(_documents(body, marks))
    if not documents and _ESCAPED_ROOT.search(body):
        body = unescape(body.decode("utf-8", "replace")).encode()
        marks = list(_marks(body))
        documents = list(_documents(body, marks))
    if not documents:
        return body
    chosen = max(documents, key=lambda document: document.entries)  # of equals the first
    prologue = body[chosen.start : chosen.root]
    start = chosen.start if _PROLOGUE.match(prologue) or prologue.lstrip().startswith(b"<!--") else chosen.root
    inside = [(at, end) for at, end in _live(body, marks) if chosen.root < at and end <= chosen.close]
    return _without(body, start, chosen.close, inside) + _behind(body, chosen, documents)


def has_feed(body: bytes) -> bool:
    """Whether a whole feed stands in it, whatever stands around."""
    return any(document.end > document.close for document in _documents(body, list(_marks(body))))


def with_ampersands(body: bytes) -> bytes:
    """Escapes each `&` that begins no entity of XML, outside CDATA: a strict parser refuses the whole for one."""
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        begins = body.find(b"<![CDATA[", at)
        plain = body[at:] if begins < 0 else body[at:begins]
        parts.append(_UNKNOWN_NAME.sub(b"&amp;", plain))
        ends = len(body) if begins < 0 else body.find(b"]]>", begins) % (len(body) + 1)
        parts.append(body[begins:ends] if begins >= 0 else b"")
        at = ends
    return b"".join(parts)


def _marks(body: bytes) -> Iterator[re.Match[bytes]]:
    """Where roots, declarations and live items begin and end, but not those quoted in CDATA or comments."""
    at = 0
    without_end: set[bytes] = set()  # looked for once: a hostile body has thousands that never end
    while found := _MARK.search(body, at):
        at = found.end()
        closing = _ENDS.get(found[0].upper())
        if closing is None:
            yield found
        elif closing not in without_end:
            ends = body.find(closing, at)
            at = at if ends < 0 else ends + len(closing)
            without_end |= {closing} if ends < 0 else set()


def _documents(body: bytes, marks: list[re.Match[bytes]]) -> Iterator[_Document]:
    """A document begins at a declaration or, where it has none, at the body's beginning or behind the last one."""
    start, root = 0, -1
    for mark in marks:
        name = mark[0].lower()
        if name.startswith(b"<?xml"):
            if root >= 0:
                yield _document(body, start, root, mark.start(), mark.start())
            start, root = mark.start(), -1
        elif name.endswith((b"rss", b"feed", b"rdf")) and root < 0:
            root = mark.start()
        elif name.startswith(b"</") and b"liveitem" not in name and root >= 0:
            yield _document(body, start, root, mark.start(), mark.end())
            start, root = mark.end(), -1
    if root >= 0:
        yield _document(body, start, root, len(body), len(body))


def _document(body: bytes, start: int, root: int, close: int, end: int) -> _Document:
    entries = sum(1 for _ in _ENTRY.finditer(body, root, close))
    return _Document(start=start, root=root, close=close, end=end, entries=entries)


def _live(body: bytes, marks: list[re.Match[bytes]]) -> Iterator[tuple[int, int]]:
    """Where live items begin and end, however deep; one that never ends takes nothing with it."""
    begins = -1
    for mark in marks:
        name = mark[0].lower()
        if b"liveitem" not in name:
            continue
        closes = body.find(b">", mark.end() - 1)
        if name.startswith(b"</"):
            if begins >= 0:
                yield begins, mark.end()
            begins = -1
        elif body[closes - 1 : closes] == b"/":
            yield mark.start(), closes + 1
        elif begins < 0:
            begins = mark.start()


def _without(body: bytes, start: int, end: int, holes: list[tuple[int, int]]) -> bytes:
    parts = []
    for begins, ends in holes:
        parts.append(body[start:begins])
        start = ends
    return b"".join([*parts, body[start:end]])


def _behind(body: bytes, chosen: _Document, documents: list[_Document]) -> bytes:
    """The closing tag, and before it the whole entries that stand behind it, as long as no other feed begins there."""
    following = min((each.start for each in documents if each.start > chosen.start), default=len(body))
    loose: list[bytes] = []
    found = _ENTRY.search(body, chosen.end, following) if chosen.end > chosen.close else None
    while found:
        closing = b"</" + found[0][1:-1] + b">"
        ends = body.find(closing, found.end(), following)
        if ends < 0:
            break
        loose.append(body[found.start() : ends + len(closing)])
        found = _ENTRY.search(body, ends + len(closing), following)
    return b"".join(loose) + body[chosen.close : chosen.end]
