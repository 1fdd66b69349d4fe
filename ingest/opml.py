"""Reads lists of feeds that other podcast programs export. Pure: bytes in, addresses out.

Format: http://opml.org/spec2.opml
"""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from store.errors import Unusable

_OPENING = re.compile(rb"<opml\b", re.IGNORECASE)
_CLOSING = re.compile(rb"</opml\s*>", re.IGNORECASE)


def looks_like_opml(body: bytes) -> bool:
    return _OPENING.search(body[:2000]) is not None


def addresses(body: bytes) -> list[str]:
    """The feeds in the list, at any depth, each once, in the order of the list. Raises Unusable when there are none."""
    found: dict[str, None] = {}
    for attributes in _outlines(body):
        address = next((text.strip() for name, text in attributes.items() if name.lower() == "xmlurl"), "")
        if address.lower().startswith(("http://", "https://")):
            found[address] = None
    if not found:
        raise Unusable("this OPML file lists no podcast feeds")
    return list(found)


def _outlines(body: bytes) -> Iterable[Mapping[str, str]]:
    try:
        root = fromstring(body)
    except DefusedXmlException as error:
        raise Unusable("this OPML file declares XML entities, which Earmark refuses to expand") from error
    except (ParseError, ValueError, LookupError) as error:
        if looks_like_opml(body) and _CLOSING.search(body[-200:]):
            return _mended(body)
        raise Unusable("this is not an OPML file, or it breaks off: export the list of feeds again") from error
    if root.tag.lower() != "opml":
        raise Unusable(f"this is not an OPML file: it begins with <{root.tag.rpartition('}')[2]}>")
    return [dict(outline.items()) for outline in root.iter("outline")]


def _mended(body: bytes) -> list[dict[str, str]]:
    """The outlines of a file whose XML is wrong somewhere: programs forget to escape the descriptions they export."""
    outlines: list[dict[str, str]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag == "outline":
                outlines.append({name: text or "" for name, text in attrs})

    reader = Reader()
    reader.feed(body.decode("utf-8", "replace"))
    reader.close()
    return outlines
