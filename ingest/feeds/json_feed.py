"""Writes a JSON Feed as RSS, so that one reader reads both. Pure. Format: https://www.jsonfeed.org/version/1.1/"""

import json
from collections.abc import Mapping
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_ATOM = "{http://www.w3.org/2005/Atom}"


def as_rss(body: bytes) -> bytes:
    """The body itself where it is no JSON Feed."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b"jsonfeed.org/version" not in body[:1000]:
        return body
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return body
    listed = feed.get("items")
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    for tag, name in (("title", "title"), ("link", "home_page_url"), ("description", "description")):
        _put(channel, tag, feed, name)
    _put(channel, "language", feed, "language")
    if isinstance(feed.get("icon"), str):
        SubElement(channel, f"{_ITUNES}image", href=_text(feed["icon"]))
    if isinstance(feed.get("next_url"), str):
        SubElement(channel, f"{_ATOM}link", rel="next", href=_text(feed["next_url"]))
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict):
            _item(SubElement(channel, "item"), item)
    return bytes(tostring(rss, encoding="utf-8", xml_declaration=True))


def _item(element: Element, item: Mapping[str, object]) -> None:
    _put(element, "guid", item, "id")
    SubElement(element, "title").text = escape(_text(item.get("title")))  # text, where RSS may hold HTML
    _put(element, "link", item, "url" if "url" in item else "external_url")
    _put(element, "pubDate", item, "date_published" if "date_published" in item else "date_modified")
    _put(element, "description", item, "summary")
    _put(element, f"{_CONTENT}encoded", item, "content_html" if "content_html" in item else "content_text")
    attached = item.get("attachments")
    for each in attached if isinstance(attached, list) else []:
        if isinstance(each, dict):
            SubElement(element, "enclosure", url=_text(each.get("url")), type=_text(each.get("mime_type")))
            _put(element, f"{_ITUNES}duration", each, "duration_in_seconds")


def _put(element: Element, tag: str, record: Mapping[str, object], name: str) -> None:
    text = _text(record.get(name))
    if text:
        SubElement(element, tag).text = text


def _text(value: object) -> str:
    """Text and numbers without what XML cannot hold."""
    told = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
    return "".join(letter for letter in told if letter.isprintable() or letter in "\t\n")
