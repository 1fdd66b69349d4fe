"""The `podcast:` tags that may stand several times in an item, of which feedparser keeps only the last.

Reads the feed a second time, with a parser that refuses entity declarations before any is expanded.
Namespace: https://github.com/Podcastindex-org/podcast-namespace
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.timecode import seconds_of
from store.errors import Unusable
from store.records.episodes import Soundbite, TranscriptLink

_ITEMS = ("item", "entry")
_KEPT = ("transcript", "person", "chapters", "soundbite", "alternateenclosure")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_MOST_PREFIXES = 50  # more are no feed's, and each costs a look through the whole body
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
_PREFIX = re.compile(rb"</?([A-Za-z]\w{0,20}):")
_NAMESPACES = {
    b"atom": b"http://www.w3.org/2005/Atom",
    b"content": b"http://purl.org/rss/1.0/modules/content/",
    b"dc": b"http://purl.org/dc/elements/1.1/",
    b"itunes": b"http://www.itunes.com/dtds/podcast-1.0.dtd",
    b"media": b"http://search.yahoo.com/mrss/",
    b"podcast": b"https://podcastindex.org/namespace/1.0",
    b"psc": b"http://podlove.org/simple-chapters",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PodcastTags:
    """What one item, or the channel around it, says in `podcast:` tags. Addresses are as written in the feed; `base`
    is where those of the item begin (xml:base), empty at the feed's own address. `enclosures` are (address, MIME type)
    of those that stand elsewhere than in the attribute `url`."""

    transcripts: tuple[TranscriptLink, ...] = ()
    people: tuple[str, ...] = ()
    chapters_url: str = ""
    base: str = ""
    soundbites: tuple[Soundbite, ...] = ()
    enclosures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTags:
    """The tags of a whole feed; `items` in the feed's order."""

    people: tuple[str, ...] = ()
    items: tuple[PodcastTags, ...] = ()


def with_prefixes(body: bytes) -> bytes:
    """Declares the namespaces that the feed uses without a word: a strict parser refuses the whole feed for that."""
    used = sorted(set(_PREFIX.findall(body)))[:_MOST_PREFIXES]
    missing = [prefix for prefix in used if b"xmlns:" + prefix + b"=" not in body]
    declared = b"".join(
        b' xmlns:%s="%s"' % (prefix, _NAMESPACES.get(prefix, b"urn:undeclared:" + prefix)) for prefix in missing
    )
    return _ROOT.sub(lambda root: root[0] + declared, body, count=1)


def read_tags(body: bytes, shown_url: str) -> ChannelTags | None:
    """None when the XML is broken. Raises Unusable when it declares entities, which no honest feed does."""
    items: list[PodcastTags] = []
    channel_people: list[str] = []
    inside: list[Element] | None = None
    bases = [""]
    try:
        for event, element in iterparse(BytesIO(body), events=("start", "end")):
            name = _local_name(element)
            if event == "start":
                inside = [] if name in _ITEMS else inside
                base = element.get(_XML_BASE)
                bases.append(urljoin(bases[-1], base) if base else bases[-1])
                continue
            base = bases.pop()
            if name in _ITEMS:
                items.append(replace(_tags(inside or ()), base=base))
                inside = None
                element.clear()
            elif name == "enclosure" or ("podcast" in element.tag.lower() and name in _KEPT):
                if inside is not None:
                    inside.append(element)
                elif name == "person":
                    channel_people.append(_text(element))
    except DefusedXmlException as error:
        raise Unusable(f"{shown_url} declares XML entities, which Earmark refuses to expand") from error
    except (ParseError, ValueError, LookupError):
        return None
    return ChannelTags(people=_distinct(channel_people), items=tuple(items))


def _tags(elements: Sequence[Element]) -> PodcastTags:
    return PodcastTags(
        transcripts=tuple(
            TranscriptLink(
                url=_url(element),
                mime_type=element.get("type", "").strip().lower(),
                language=element.get("language", "").strip(),
            )
            for element in elements
            if _local_name(element) == "transcript"
        ),
        people=_distinct([_text(element) for element in elements if _local_name(element) == "person"]),
        chapters_url=next((_url(element) for element in elements if _local_name(element) == "chapters"), ""),
        soundbites=tuple(filter(None, map(_soundbite, elements))),
        enclosures=tuple(offer for element in elements for offer in _enclosures(element)),
    )


def _soundbite(element: Element) -> Soundbite | None:
    """None for another tag, or one whose times are no numbers."""
    start = seconds_of(element.get("startTime", ""))
    duration = seconds_of(element.get("duration", ""))
    if _local_name(element) != "soundbite" or start is None or not duration:
        return None
    return Soundbite(start=start, end=start + duration, title=_text(element))


def _enclosures(element: Element) -> Iterator[tuple[str, str]]:
    """The addresses of an enclosure that names it otherwise than by `url`, or of an alternative one."""
    name = _local_name(element)
    kind = element.get("type", "").strip().lower()
    if name == "enclosure" and not element.get("url"):
        yield _url(element), kind
    if name == "alternateenclosure":
        for source in element.iter():
            if _local_name(source) == "source":
                yield source.get("uri", "").strip() or _url(source), kind


def _url(element: Element) -> str:
    """The address in the attribute `url`, or where it was put instead."""
    given = {name.lower(): text.strip() for name, text in element.items()}
    text = _text(element)
    return given.get("url") or given.get("href") or given.get("src") or (text if "://" in text else "")


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
