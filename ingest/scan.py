"""Follows shows and looks for new episodes. A show that was added is never given up and never loses an episode.

A fetch happens outside the database; what it brought is stored in one transaction a show.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from ingest import feeds, opml
from ingest.known_episodes import KnownEpisodes
from ingest.web import Page, Web, checked_url
from store import Store, episodes, shows
from store.errors import EarmarkError, Misconfigured, Mistake, Transient, Unusable
from store.types import Feed, Show

BACKOFF = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
log = logging.getLogger("earmark.scan")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedShow:
    """`new` is false when the show was followed already. Of `known` episodes, `taken` will be worked on."""

    show_id: int
    title: str
    new: bool
    taken: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A feed that could not be added or checked, with the sentence that says why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """Numbers of shows, but `new_episodes`. `waiting` shows failed before and are not due yet."""

    checked: int
    unchanged: int
    new_episodes: int
    failures: tuple[Refusal, ...]
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowScan:
    """What one look at a show's feed gave. `changed` is false when the host said that nothing is new."""

    title: str
    changed: bool = True
    new_episodes: int = 0
    edited_episodes: int = 0
    error: str | None = None


def add_source(store: Store, web: Web, source: str, now: datetime, newest: int | None = 3) -> list[AddedShow | Refusal]:
    """Follows a feed address, or every feed of an OPML list given as a path or a web address.

    Refusals of single feeds in a list are in the answer. Raises Mistake when `source` is neither, and what `add_show`
    raises when it is one feed.
    """
    path = Path(source)
    if "://" not in source and path.exists():
        if not path.is_file():
            raise Mistake(f"{source} is a folder, not an OPML file")
        return _add_all(store, web, opml.addresses(path.read_bytes()), now, newest)
    if "://" not in source:
        raise Mistake(f"{source!r} is neither a web address that begins with https:// nor a file that exists")
    url = checked_url(source)
    with store.read() as connection:
        known = _followed(connection, url)
    if known:
        return [known]
    page = web.get(url)
    if opml.looks_like_opml(page.body):
        return _add_all(store, web, opml.addresses(page.body), now, newest)
    return [_add(store, page, url, now, newest=newest, demo=False)]


def add_show(
    store: Store, web: Web, url: str, now: datetime, *, newest: int | None = 3, demo: bool = False
) -> AddedShow:
    """Follows the feed at `url`. All its episodes become known; the `newest` of them (None, and `demo`: all) are taken.

    Raises Mistake when `url` is no web address, Unusable when it holds no podcast, Transient when it cannot be reached.
    """
    url = checked_url(url)
    with store.read() as connection:
        known = _followed(connection, url)
    if known:
        return known
    return _add(store, web.get(url), url, now, newest=newest, demo=demo)


def _add_all(store: Store, web: Web, urls: list[str], now: datetime, newest: int | None) -> list[AddedShow | Refusal]:
    results: list[AddedShow | Refusal] = []
    for url in urls:
        try:
            results.append(add_show(store, web, url, now, newest=newest))
        except Misconfigured:
            raise
        except EarmarkError as error:
            results.append(Refusal(source=url, error=str(error)))
    return results


def _followed(connection: Connection, *urls: str) -> AddedShow | None:
    for url in urls:
        show = shows.by_url(connection, url)
        if show:
            count = len(episodes.known_keys(connection, show.id))
            return AddedShow(show_id=show.id, title=show.title, new=False, taken=0, known=count)
    return None


def _add(store: Store, page: Page, url: str, now: datetime, *, newest: int | None, demo: bool) -> AddedShow:
    feed = feeds.parse(page.body, page.url, page.charset)
    if not feed.episodes:
        raise Unusable(f"{feed.title} has no episodes with audio or a transcript: is this the feed of a podcast?")
    taken = len(feed.episodes) if newest is None or demo else min(newest, len(feed.episodes))
    with store.write() as connection:
        known = _followed(connection, url, page.url)
        if known:
            return known
        show_id = shows.add(connection, url, feed, now, demo=demo)
        for rank, episode in enumerate(feed.episodes):
            episodes.discover(connection, show_id, episode, now, wanted=rank < taken)
        shows.checked(connection, show_id, now, feed=feed, etag=page.etag, last_modified=page.last_modified)
    log.info("show=%d outcome=added episodes=%d taken=%d", show_id, len(feed.episodes), taken)
    return AddedShow(show_id=show_id, title=feed.title, new=True, taken=taken, known=len(feed.episodes))


def scan_shows(
    store: Store, web: Web, now: datetime, *, on_show: Callable[[ShowScan], None] | None = None
) -> ScanReport:
    """Looks at every followed feed that is due. New episodes are wanted; edited ones are brought up to date."""
    with store.read() as connection:
        followed = shows.all_shows(connection)
    due = [show for show in followed if show.retry_at is None or show.retry_at <= now]
    scans: list[ShowScan] = []
    for show in due:
        scan = _scan(store, web, show, now)
        scans.append(scan)
        if on_show:
            on_show(scan)
    return ScanReport(
        checked=sum(scan.error is None for scan in scans),
        unchanged=sum(scan.error is None and not scan.changed for scan in scans),
        new_episodes=sum(scan.new_episodes for scan in scans),
        failures=tuple(Refusal(source=scan.title, error=scan.error) for scan in scans if scan.error),
        waiting=len(followed) - len(due),
    )


def _scan(store: Store, web: Web, show: Show, now: datetime) -> ShowScan:
    try:
        page = web.get(show.feed_url, etag=show.etag, last_modified=show.last_modified)
        feed = feeds.parse(page.body, page.url, page.charset) if page.status == 200 else None
    except (Transient, Unusable) as error:
        return _note_failure(store, show, error, now)
    new = edited = 0
    with store.write() as connection:
        if shows.by_id(connection, show.id) is None:  # removed while we fetched
            return ShowScan(title=show.title, changed=False)
        if feed:
            new, edited = _take_over(connection, show.id, feed, now)
        shows.checked(connection, show.id, now, feed=feed, etag=page.etag, last_modified=page.last_modified)
    outcome = "checked" if feed else "unchanged"
    log.info("show=%d outcome=%s new=%d edited=%d", show.id, outcome, new, edited)
    return ShowScan(title=show.title, changed=feed is not None, new_episodes=new, edited_episodes=edited)


def _take_over(connection: Connection, show_id: int, feed: Feed, now: datetime) -> tuple[int, int]:
    """Stores what the feed brings; gives the numbers of new and of edited episodes."""
    known = KnownEpisodes([episode.feed for episode in episodes.of_show(connection, show_id)], feed.episodes)
    new = edited = 0
    for episode in feed.episodes:
        stored = known.same_as(episode)
        if stored is None:
            episodes.discover(connection, show_id, episode, now, wanted=True)
            new += 1
        elif replace(episode, key=stored.key) != stored:
            episodes.refresh(connection, show_id, replace(episode, key=stored.key))
            edited += 1
    return new, edited


def _note_failure(store: Store, show: Show, error: Transient | Unusable, now: datetime) -> ShowScan:
    attempts = show.attempts + 1
    wait = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    if isinstance(error, Transient) and error.retry_after:
        wait = min(max(wait, error.retry_after), BACKOFF[-1])
    with store.write() as connection:
        shows.failed(connection, show.id, str(error), attempts, now + wait)
    retry_at = (now + wait).isoformat(timespec="seconds")
    log.warning("show=%d outcome=failed attempts=%d retry_at=%s error=%r", show.id, attempts, retry_at, str(error))
    return ShowScan(title=show.title, error=str(error))
