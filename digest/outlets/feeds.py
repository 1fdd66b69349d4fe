"""Entries as Atom (RFC 4287) and as JSON Feed (https://www.jsonfeed.org/version/1.1/). Pure."""

import json
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest.outlets.entries import Entries, Entry
from digest.wording import iso

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"


def atom(found: Entries, address: str) -> str:
    """`address` is where the feed itself is found.

    Written by hand: feedgen 1.0.0 leaves `rel` and `type` out of an entry's links, so that the audio becomes the page.
    """
    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _told(feed, id=found.id, title=found.title, subtitle=found.subtitle, updated=str(iso(found.updated)))
    SubElement(feed, "link", rel="self", type=ATOM, href=address)
    SubElement(feed, "link", rel="alternate", href=found.home)
    _told(SubElement(feed, "author"), name="Earmark")
    _told(feed, generator="Earmark")
    for each in found.entries:
        _add(feed, each)
    indent(feed)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _add(feed: Element, each: Entry) -> None:
    entry, at = SubElement(feed, "entry"), str(iso(each.at))
    _told(entry, id=each.id, title=each.title, published=at, updated=at)
    SubElement(entry, "link", rel="alternate", href=each.url)
    if each.audio:
        SubElement(entry, "link", rel="enclosure", type=each.audio_type, href=each.audio)
    _told(SubElement(entry, "author"), name=each.author or each.show)
    SubElement(entry, "content", type="html").text = each.html


def _told(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def json_feed(found: Entries, address: str) -> str:
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.title,
        "description": found.subtitle,
        "home_page_url": found.home,
        "feed_url": address,
        "language": "en",
        "items": [_item(each) for each in found.entries],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _item(each: Entry) -> dict[str, object]:
    told: dict[str, object] = {
        "id": each.id,
        "url": each.url,
        "title": each.title,
        "content_html": each.html,
        "date_published": iso(each.at),
        "authors": [{"name": each.author or each.show}],
        "tags": [each.show],
    }
    if each.audio:
        told["attachments"] = [{"url": each.audio, "mime_type": each.audio_type}]
    return told
