"""Makes plain text of the HTML in feeds. Pure. What comes out is still hostile: pages and mails escape it."""

import re
from contextlib import suppress
from html import unescape
from html.parser import HTMLParser

import nh3

_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol|/blockquote)\b[^>]*>", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")


def lines_of(html: str) -> str:
    """The text of HTML, a line a paragraph. Scripts and styles go with their contents."""
    bare = unescape(nh3.clean(_BREAKS.sub("\n", html), tags=set())) if "<" in html or "&" in html else html
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", _CONTROLS.sub(" ", bare))).strip()


def one_line(html: str) -> str:
    return lines_of(html).replace("\n", " ")


def read_through(reader: HTMLParser, html: str) -> None:
    """Gives the reader the page, up to where Python's parser gives up: it asserts that declarations are well made."""
    with suppress(AssertionError):
        reader.feed(html)
    with suppress(AssertionError):
        reader.close()
