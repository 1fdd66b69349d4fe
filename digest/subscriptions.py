"""The followed shows as a list for other programs (OPML 2.0). Pure. Passwords are never in it."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from digest.wording import plain, web_address
from store.records.shows import Show


def as_opml(followed: Sequence[Show], now: datetime) -> str:
    """A show lies in the folder that is its first category; the others it names itself."""
    opml = Element("opml", version="2.0")
    head = SubElement(opml, "head")
    SubElement(head, "title").text = "Shows followed in Earmark"
    SubElement(head, "dateCreated").text = format_datetime(now)
    body = SubElement(opml, "body")
    for show in followed:
        folder = body
        for name in show.categories[0].split("/") if show.categories else ():
            folder = _folder(folder, plain(name))
        SubElement(folder, "outline", _attributes(show))
    indent(opml)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(opml, encoding="unicode") + "\n"


def _folder(parent: Element, name: str) -> Element:
    known = next((each for each in parent if each.get("text") == name and "xmlUrl" not in each.attrib), None)
    return SubElement(parent, "outline", {"text": name}) if known is None else known


def _attributes(show: Show) -> dict[str, str]:
    title = plain(show.title)
    attributes = {"type": "rss", "text": title, "title": title, "xmlUrl": show.feed_url}
    link = web_address(show.link)
    others = ",".join(f"/{plain(category)}" for category in show.categories[1:])
    return attributes | ({"htmlUrl": link} if link else {}) | ({"category": others} if others else {})
