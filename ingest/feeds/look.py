"""One look at a show's feed: what the host sends, older pages of it, and whether it lives elsewhere now.

Fetches and reads only, so that many looks may go on at once; ingest/feeds/scan.py stores what they brought.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx

from ingest.feeds import feed as feeds
from ingest.feeds.identity import KnownEpisodes
from ingest.web.client import Access, Web
from ingest.web.responses import Page
from store.errors import EarmarkError, Misconfigured, Transient, Unusable
from store.records.episodes import FeedEpisode
from store.records.shows import Feed, Show

MOST_PAGES = 50  # by judgement, not measured: bounds a row of pages that never ends
HTTPS_AGAIN = timedelta(days=30)  # by judgement, not measured: one more request a month
log = logging.getLogger("earmark.scan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is known of a show before a look. `former` are its earlier addresses."""

    episodes: Sequence[FeedEpisode]
    former: frozenset[str]
    access: Access | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`error`, or a page; `feed` is None when the host said that nothing changed. `lives_at` is where the show was
    found to live now, by its own word or because the secured address gives the same."""

    show: Show
    error: Transient | Unusable | None = None
    page: Page | None = None
    feed: Feed | None = None
    lives_at: str | None = None
    tried_https: bool = False


def look(web: Web, show: Show, recall: Callable[[Show], Stored], now: datetime) -> Look:
    """Never raises but for Misconfigured: whatever goes wrong is the look's `error`."""
    try:
        return _look(web, show, recall(show), now)
    except (Transient, Unusable) as error:
        return Look(show=show, error=error)
    except Misconfigured as error:  # the key of this one feed's password; the others need none
        return Look(show=show, error=Unusable(str(error)))
    except Exception as error:
        # One feed's surprise must not cost the others: it is logged with its trace and tried again later.
        log.exception("show=%d unexpected", show.id)
        return Look(show=show, error=Transient(f"something unexpected, told in full in earmark.log ({error!r:.200})"))


def _look(web: Web, show: Show, stored: Stored, now: datetime) -> Look:
    page = web.get(show.feed_url, etag=show.etag, last_modified=show.last_modified, access=stored.access)
    if page.status == 304:
        return Look(show=show, page=page)
    feed = feeds.parse(page.body, page.url, page.charset)
    if page.url != show.feed_url and _is_another(show, stored, feed):
        raise Unusable(
            f"its address leads to another show now, {feed.title}: if that is the same, "
            f"`cli.py feed {show.id} --address` follows it there"
        )
    feed = with_older_pages(web, feed, page.url, stored)
    found = Look(show=show, page=page, feed=feed)
    named = web.sealed(feed.new_url) if feed.new_url else None
    if named and named not in {show.feed_url, page.url, *stored.former}:
        return _lives_elsewhere(web, found, named, stored) or found
    secured = _secured(show.feed_url)
    if secured and not page.moved_to and (show.https_tried_at is None or show.https_tried_at + HTTPS_AGAIN <= now):
        return replace(_lives_elsewhere(web, found, secured, stored) or found, tried_https=True)
    return found


def _is_another(show: Show, stored: Stored, feed: Feed) -> bool:
    """Hosts that close send all their feeds to one of their own."""
    if not stored.episodes or not feed.episodes or feed.title.casefold() == show.title.casefold():
        return False
    return not shares_an_episode(stored.episodes, feed)


def _lives_elsewhere(web: Web, found: Look, url: str, stored: Stored) -> Look | None:
    """The look at `url`; None when it gives no feed of the same show."""
    try:
        page = web.get(url, access=stored.access)
        feed = feeds.parse(page.body, page.url, page.charset)
    except EarmarkError as error:
        log.info("show=%d outcome=stays error=%r", found.show.id, str(error))
        return None
    known = [*stored.episodes, *(found.feed.episodes if found.feed else ())]
    if not shares_an_episode(known, feed):
        log.info("show=%d outcome=stays error=%r", found.show.id, "another show lives there")
        return None
    return replace(found, page=page, feed=with_older_pages(web, feed, page.url, stored), lives_at=url)


def shares_an_episode(known: Sequence[FeedEpisode], feed: Feed) -> bool:
    recognised = KnownEpisodes(known, feed.episodes)
    return any(recognised.same_as(episode) for episode in feed.episodes)


def with_older_pages(web: Web, feed: Feed, url: str, stored: Stored | None = None) -> Feed:
    """The feed with the pages that follow it (RFC 5005), until one holds an episode known already, or at most
    MOST_PAGES. A page that cannot be read ends the row; what came before it stays."""
    known = stored.episodes if stored else ()
    read = {url}
    last, found, listed = feed, list(feed.episodes), list(feed.listed)
    while last.next_page and last.next_page not in read and len(read) < MOST_PAGES and len(found) < feeds.MOST_ITEMS:
        if known and shares_an_episode(known, last):
            break
        read.add(last.next_page)
        try:
            page = web.get(last.next_page, access=stored.access if stored else None)
            last = feeds.parse(page.body, page.url, page.charset)
        except (Transient, Unusable) as error:
            log.info("page=%d outcome=unread error=%r", len(read), str(error))
            break
        keys = {episode.key for episode in found}
        found += [episode for episode in last.episodes if episode.key not in keys]
        listed += [key for key in last.listed if key not in keys]
    return replace(feed, episodes=tuple(found), listed=tuple(listed))


def _secured(url: str) -> str | None:
    """The same address over https; None when it is secured already or names a port of its own."""
    address = httpx.URL(url)
    return str(address.copy_with(scheme="https")) if address.scheme == "http" and address.port is None else None
