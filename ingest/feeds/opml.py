"""Reads lists of feeds that other podcast programs export. Pure: bytes in, addresses out.

Format: http://opml.org/spec2.opml
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.feeds.discovery import web_form
from ingest.feeds.repair.markup import with_ampersands
from ingest.web.plain_text import one_line, read_through
from store.errors import Unusable

_OPENING = re.compile(rb"<opml\b", re.IGNORECASE)
_CLOSING = re.compile(rb"</opml\s*>", re.IGNORECASE)
_DEEPEST = 5  # folders, by judgement: bounds the categories of a hostile list, which may be ten thousand deep


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed in a list. `categories` are the folders around it, joined by a slash, and those that it names itself."""

    url: str
    categories: tuple[str, ...] = ()


def looks_like_opml(body: bytes) -> bool:
    return _OPENING.search(body[:2000]) is not None


def subscriptions(body: bytes) -> list[Subscription]:
    """The feeds in the list, at any depth, each once, in the order of the list. Raises Unusable when there are none."""
    found: dict[str, Subscription] = {}
    for attributes, folders in _outlines(body):
        given = {name.lower(): text.strip() for name, text in attributes.items()}
        address = web_form(given.get("xmlurl", ""))
        if address.lower().startswith(("http://", "https://")):
            listed = [part.strip().strip("/") for part in given.get("category", "").split(",")]
            categories = tuple(dict.fromkeys(filter(None, ["/".join(folders), *listed])))
            found.setdefault(address, Subscription(url=address, categories=categories))
    if not found and breaks_off(body):
        raise Unusable("this is not an OPML file, or it breaks off: export the list of feeds again")
    if not found:
        raise Unusable("this OPML file lists no podcast feeds")
    return list(found.values())


def breaks_off(body: bytes) -> bool:
    """Whether the end of the list is missing, and feeds with it."""
    return _CLOSING.search(body[-200:]) is None


def _outlines(body: bytes) -> list[tuple[Mapping[str, str], tuple[str, ...]]]:
    """The attributes of each outline, and the names of those around it."""
    try:
        root = _root(body)
    except DefusedXmlException as error:
        raise Unusable("this OPML file declares XML entities, which Earmark refuses to expand") from error
    except (ParseError, ValueError, LookupError) as error:
        if looks_like_opml(body):
            return _mended(with_ampersands(body))
        raise Unusable("this is not an OPML file, or it breaks off: export the list of feeds again") from error
    if root.tag.lower() != "opml":
        raise Unusable(f"this is not an OPML file: it begins with <{root.tag.rpartition('}')[2]}>")
    return _nested(root)


def _root(body: bytes) -> Element:
    """Strictly read; where that fails, once more with the ampersands escaped that addresses have bare."""
    try:
        root: Element = fromstring(body)
    except ParseError:
        root = fromstring(with_ampersands(body))
    return root


def _nested(root: Element) -> list[tuple[Mapping[str, str], tuple[str, ...]]]:
    found: list[tuple[Mapping[str, str], tuple[str, ...]]] = []
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:  # not by recursion: a hostile list may be ten thousand deep
        element, folders = waiting.pop()
        inside = folders
        if element.tag.rpartition("}")[2].lower() == "outline":
            found.append((dict(element.items()), folders))
            inside = (*folders, _name(dict(element.items())))[:_DEEPEST]
        waiting += [(child, inside) for child in reversed(element)]
    return found


def _name(attributes: Mapping[str, str]) -> str:
    return one_line(attributes.get("text") or attributes.get("title") or "").replace("/", " ").replace(",", " ").strip()


def _mended(body: bytes) -> list[tuple[Mapping[str, str], tuple[str, ...]]]:
    """The outlines of a file whose XML is wrong somewhere: programs forget to escape the descriptions they export."""
    outlines: list[tuple[Mapping[str, str], tuple[str, ...]]] = []
    folders: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "outline":
                given = {name: text or "" for name, text in attrs}
                outlines.append((given, tuple(folders[:_DEEPEST])))
                folders.append(_name(given))

        def handle_endtag(self, tag: str) -> None:
            if tag == "outline" and folders:
                folders.pop()

    reader = Reader()
    read_through(reader, body.decode("utf-8", "replace"))
    return outlines
