"""Looks for new episodes in all followed feeds. A show that was added is never given up and never loses an episode.

Looks go on side by side, one request a host at a time; what each brought is stored here, in one transaction a show.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event
from time import monotonic

import httpx

from ingest.feeds.credentials import Seal, access_of
from ingest.feeds.look import Look, Stored, look
from ingest.feeds.moves import follow, seal_addresses
from ingest.feeds.schedule import next_look, next_try
from ingest.feeds.update import take_over
from ingest.web.client import Web
from ingest.web.guard import HostNotFound
from ingest.web.responses import Gone, Unreachable
from store import Store
from store.queries import episodes, shows
from store.records.shows import Feed, Show

AT_ONCE = 8  # threads, by judgement, not measured: bounds the requests under way, of which a host has one
LONGEST_SECONDS = 600.0  # past this, hosts that are still not done with are left for the next scan
log = logging.getLogger("earmark.scan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A feed that could not be added or checked, with the sentence that says why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReport:
    """Numbers of shows, but `new_episodes`. `waiting` failed before and are not due yet, `resting` asked for a pause,
    `put_off` found no time; `moved` are titles."""

    checked: int
    unchanged: int
    new_episodes: int
    failures: tuple[Refusal, ...]
    waiting: int = 0
    resting: int = 0
    put_off: int = 0
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowScan:
    """What one look at a show's feed gave. `changed` is false when the host said that nothing is new."""

    title: str
    changed: bool = True
    new_episodes: int = 0
    edited_episodes: int = 0
    moved: bool = False
    error: str | None = None


def scan_shows(
    store: Store,
    web: Web,
    now: datetime,
    *,
    seal: Seal | None = None,
    everything: bool = False,
    on_show: Callable[[ShowScan], None] | None = None,
    clock: Callable[[], float] = monotonic,
) -> ScanReport:
    """Looks at every followed feed that is due, or at `everything` but what has ended or is paused. New episodes are
    wanted; edited ones are brought up to date."""
    seal_addresses(store, web)
    with store.read() as connection:
        followed = [show for show in shows.all_shows(connection) if show.ended_at is None and show.paused_at is None]
    waiting = [show for show in followed if not everything and show.retry_at and show.retry_at > now]
    resting = [show for show in followed if not everything and not show.retry_at and show.due_at and show.due_at > now]
    due = [show for show in followed if show not in waiting and show not in resting]
    scans: list[ShowScan] = []
    for found in _looks(web, due, lambda show: _recall(store, show, seal), now, clock):
        scan = _store(store, found, now)
        scans.append(scan)
        if on_show:
            on_show(scan)
    scans.sort(key=lambda scan: scan.title)
    return ScanReport(
        checked=sum(scan.error is None for scan in scans),
        unchanged=sum(scan.error is None and not scan.changed for scan in scans),
        new_episodes=sum(scan.new_episodes for scan in scans),
        failures=tuple(Refusal(source=scan.title, error=scan.error) for scan in scans if scan.error),
        waiting=len(waiting),
        resting=len(resting),
        put_off=len(due) - len(scans),
        moved=tuple(scan.title for scan in scans if scan.moved),
    )


def _recall(store: Store, show: Show, seal: Seal | None) -> Stored:
    with store.read() as connection:
        return Stored(
            episodes=[episode.feed for episode in episodes.of_show(connection, show.id)],
            former=frozenset(shows.addresses(connection, show.id)),
            access=access_of(connection, show, seal),
        )


def _looks(
    web: Web, due: Sequence[Show], recall: Callable[[Show], Stored], now: datetime, clock: Callable[[], float]
) -> Iterator[Look]:
    """The looks as they end, each host's one after the other, until the time is over."""
    by_host: defaultdict[str, list[Show]] = defaultdict(list)
    for show in due:
        by_host[httpx.URL(show.feed_url).host].append(show)
    done: SimpleQueue[Look] = SimpleQueue()
    over = Event()
    ends = clock() + LONGEST_SECONDS
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="look")
    try:
        for row in sorted(by_host.values(), key=len, reverse=True):
            pool.submit(_look_at_each, web, row, recall, now, done, over)
        for _ in due:
            yield done.get(timeout=max(0.0, ends - clock()))
    except Empty:
        log.warning("outcome=put_off seconds=%d", LONGEST_SECONDS)
    finally:
        over.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _look_at_each(
    web: Web, row: Sequence[Show], recall: Callable[[Show], Stored], now: datetime, done: SimpleQueue[Look], over: Event
) -> None:
    """The shows of one host. When there is no way to it, the others are not tried: each would take as long."""
    away: Unreachable | HostNotFound | None = None
    for show in row:
        if over.is_set():
            return
        found = look(web, show, recall, now) if away is None else Look(show=show, error=away)
        if isinstance(found.error, Unreachable | HostNotFound):
            away = found.error
        done.put(found)


def _store(store: Store, found: Look, now: datetime) -> ShowScan:
    show, page, feed = found.show, found.page, found.feed
    if found.error or page is None:
        return _note_failure(store, found, now)
    due_at = next_look(now, _pace(show, feed), page.max_age, complete=feed.complete if feed else show.complete)
    with store.write() as connection:
        if shows.by_id(connection, show.id) is None:  # removed while we fetched
            return ShowScan(title=show.title, changed=False)
        new, edited, doubts = take_over(connection, show.id, feed, now) if feed else (0, 0, ())
        feed = replace(feed, doubts=doubts) if feed else None
        moved = follow(connection, found, now)
        if found.tried_https:
            shows.tried_https(connection, show.id, now)
        shows.checked(
            connection, show.id, now, feed=feed, etag=page.etag, last_modified=page.last_modified, due_at=due_at
        )
    outcome = "checked" if feed else "unchanged"
    log.info("show=%d outcome=%s new=%d edited=%d%s", show.id, outcome, new, edited, " moved" if moved else "")
    return ShowScan(title=show.title, changed=feed is not None, new_episodes=new, edited_episodes=edited, moved=moved)


def _pace(show: Show, feed: Feed | None) -> timedelta | None:
    if feed:
        return feed.pace
    return timedelta(seconds=show.pace_seconds) if show.pace_seconds else None


def _note_failure(store: Store, found: Look, now: datetime) -> ShowScan:
    show, error = found.show, found.error
    sentence = str(error)
    with store.write() as connection:
        if isinstance(error, Gone):
            shows.end(connection, show.id, sentence, now)
            log.warning("show=%d outcome=ended error=%r", show.id, sentence)
        elif error:
            attempts = show.attempts + 1
            again = next_try(now, error, attempts)
            shows.failed(connection, show.id, sentence, attempts, again, at=now)
            retry_at = again.isoformat(timespec="seconds")
            log.warning(
                "show=%d outcome=failed attempts=%d retry_at=%s error=%r", show.id, attempts, retry_at, sentence
            )
    return ShowScan(title=show.title, error=sentence)
