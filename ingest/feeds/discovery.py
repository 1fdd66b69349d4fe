"""Finds feeds in what people paste: addresses for other programs, and web pages that name their feed. Pure."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from ingest.web.plain_text import read_through

_OTHER_PROGRAMS = re.compile(r"(?:feed|podcast|pcast|itpc|itpcs|podto|rss):(?://)?(?=\S)", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml")
_MOST = 5  # by judgement, not measured: bounds what one page brings


def web_form(source: str) -> str:
    """`feed://host/path`, `pcast:https://host/path` and the like as web addresses; anything else as it is."""
    found = _OTHER_PROGRAMS.match(source.strip())
    if found is None:
        return source.strip()
    rest = source.strip()[found.end() :]
    return rest if rest.lower().startswith(("http://", "https://")) else f"https://{rest}"


def feed_links(html: str, url: str) -> list[str]:
    """The feeds that a page names in its head (`<link rel="alternate">`), at most 5."""
    found: dict[str, None] = {}
    base = url

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            nonlocal base
            given = {name: text or "" for name, text in attrs}
            if tag == "base" and given.get("href"):
                base = _joined(url, given["href"])
            kind = given.get("type", "").partition(";")[0].strip().lower()
            if tag in ("link", "a") and "alternate" in given.get("rel", "").lower().split() and kind in _FEED_TYPES:
                address = _joined(base, given.get("href", ""))
                if address.startswith(("http://", "https://")):
                    found[address] = None

    reader = Reader()
    read_through(reader, html)
    return list(found)[:_MOST]


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
