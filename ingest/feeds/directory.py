"""Finds the feeds of shows in Apple's directory: by name, or by a link to Apple Podcasts.

API: https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI/
"""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from ingest.web.client import Web, checked_url
from ingest.web.plain_text import one_line
from store.errors import Mistake, Transient, Unusable

APPLE = "https://itunes.apple.com"
_HOSTS = ("podcasts.apple.com", "itunes.apple.com")
_ID = re.compile(r"/(?:([a-z]{2})/)?podcast/(?:[^/]*/)?id(\d{4,12})(?:/|$)", re.IGNORECASE)
_MOST_BYTES = 4 * 2**20  # by judgement: the ten rows that are asked for are far smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class AppleId:
    """A show in the directory, and the shop whose link it was: some shows are listed in one country alone."""

    number: int
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A show as the directory lists it."""

    title: str
    author: str
    feed_url: str


def apple_id(url: str) -> AppleId | None:
    """The show that a link to Apple Podcasts names; None for any other address."""
    parts = urlsplit(url)
    found = _ID.search(parts.path) if (parts.hostname or "").lower() in _HOSTS else None
    return AppleId(number=int(found[2]), country=(found[1] or "").lower()) if found else None


class Directory:
    """Asks the directory at `base_url`."""

    def __init__(self, web: Web, base_url: str = APPLE) -> None:
        self._web = web
        self._base = base_url.rstrip("/")

    def feed_of(self, podcast: AppleId) -> str:
        """Raises Unusable when the show is not listed or keeps its feed to itself."""
        country = {"country": podcast.country} if podcast.country else {}
        found = self._ask("lookup", {"id": str(podcast.number), "entity": "podcast"} | country)
        if not found:
            raise Unusable("Apple Podcasts lists no feed for this show: only its apps can play it")
        return found[0].feed_url

    def search(self, name: str) -> list[Listed]:
        """Shows whose title or author is like `name`, best first."""
        return self._ask("search", {"media": "podcast", "entity": "podcast", "limit": "10", "term": name.strip()})

    def _ask(self, what: str, query: dict[str, str]) -> list[Listed]:
        page = self._web.get(f"{self._base}/{what}?{urlencode(query)}", max_bytes=_MOST_BYTES)
        try:
            results = json.loads(page.body)["results"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Transient("the podcast directory answered with something unreadable") from error
        listed = [_listed(row) for row in results if isinstance(row, dict)] if isinstance(results, list) else []
        return [show for show in listed if show]


def _listed(row: dict[str, object]) -> Listed | None:
    try:
        feed_url = checked_url(str(row.get("feedUrl") or ""))
    except Mistake:
        return None
    title, author = (one_line(str(row.get(name) or "")) for name in ("collectionName", "artistName"))
    return Listed(title=title, author=author, feed_url=feed_url)
