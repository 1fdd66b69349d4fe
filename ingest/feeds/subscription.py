"""Follows shows: by a feed's address, a page that names one, an Apple Podcasts link, a name, or a list in OPML."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.feeds import feed as feeds
from ingest.feeds import opml
from ingest.feeds.credentials import Credentials, Seal, split_off
from ingest.feeds.directory import Directory, apple_id
from ingest.feeds.discovery import feed_links, web_form
from ingest.feeds.look import Stored, with_older_pages
from ingest.feeds.repair.beliefs import settled
from ingest.feeds.scan import Refusal
from ingest.feeds.schedule import next_look
from ingest.web.client import Access, Web, checked_url, without_secrets
from ingest.web.responses import Page
from store import Store
from store.errors import EarmarkError, Misconfigured, Mistake, Transient, Unusable
from store.queries import credentials, episodes, shows
from store.records.shows import Feed

_MOST_CHOICES = 5  # by judgement, not measured: they are told in one sentence
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
class _Adding:
    """What adding works with, and how many of the newest episodes are taken (None: all)."""

    store: Store
    web: Web
    now: datetime
    seal: Seal | None = None
    directory: Directory | None = None
    newest: int | None = 3
    demo: bool = False


def add_source(
    store: Store,
    web: Web,
    source: str,
    now: datetime,
    newest: int | None = 3,
    *,
    seal: Seal | None = None,
    directory: Directory | None = None,
    files: bool = True,
) -> list[AddedShow | Refusal]:
    """Follows what `source` names: an address, a link to Apple Podcasts, an OPML list as path or address, or a name.
    Without `files` nothing on this machine is read.

    Refusals of single feeds in a list are in the answer. Raises Mistake when `source` is none of these, and what
    `add_show` raises when it is one feed.
    """
    adding = _Adding(store=store, web=web, now=now, seal=seal, directory=directory, newest=newest)
    source = web_form(source)
    if "://" not in source:
        if files and _exists(source):
            return _add_all(adding, _read(Path(source)))
        return [_add(adding, _named(adding, source))]
    podcast = apple_id(source)
    if podcast and directory:
        return [_add(adding, directory.feed_of(podcast))]
    url, given = _kept_form(adding, source)
    known = _followed(adding, url)
    if known:
        return [known]
    page = web.get(url, access=given.access if given else None)
    if opml.looks_like_opml(page.body):
        return _add_all(adding, page.body)
    return [_follow(adding, page, url, given)]


def add_show(
    store: Store,
    web: Web,
    url: str,
    now: datetime,
    *,
    newest: int | None = 3,
    demo: bool = False,
    seal: Seal | None = None,
) -> AddedShow:
    """Follows the feed at `url`, or one that the page there names. All its episodes become known; the `newest` of them
    (None, and `demo`: all) are taken.

    Raises Mistake when `url` is no web address, Unusable when it holds no podcast, Transient when it cannot be reached.
    """
    newest = None if demo else newest
    return _add(_Adding(store=store, web=web, now=now, seal=seal, newest=newest, demo=demo), url)


def _exists(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # a name too long for any file
        return False


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Mistake(f"{path} is a folder, not an OPML file")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror}") from error


def _kept_form(adding: _Adding, address: str) -> tuple[str, Credentials | None]:
    """The address without name and password, its keys sealed, and these."""
    url, given = split_off(address)
    return adding.web.sealed(url), given


def _add(adding: _Adding, address: str, categories: Sequence[str] = ()) -> AddedShow:
    url, given = _kept_form(adding, address)
    known = _followed(adding, url)
    if known:
        return known
    page = adding.web.get(url, access=given.access if given else None)
    return _follow(adding, page, url, given, categories)


def _named(adding: _Adding, name: str) -> str:
    """The feed of the one show that is called so. Raises Mistake with those that come near when there is none."""
    if adding.directory is None or name.lower().endswith((".opml", ".xml", ".rss")) or not name.strip("./ "):
        raise Mistake(f"{name!r} is neither a web address that begins with https:// nor a file that exists")
    if "/" in name or ("." in name and " " not in name):
        raise Mistake(f"{name!r} is no file that exists: if it is an address, write https://{name}")
    found = adding.directory.search(name)
    exact = [show for show in found if show.title.casefold() == name.casefold()]
    if len(exact) == 1:
        return exact[0].feed_url
    if not found:
        raise Mistake(f"no podcast called {name!r} was found: give the address of its feed")
    choices = "; ".join(f"{show.title} by {show.author}: {show.feed_url}" for show in (exact or found)[:_MOST_CHOICES])
    raise Mistake(f"{name!r} may be one of these, so give the address of its feed: {choices}")


def _add_all(adding: _Adding, body: bytes) -> list[AddedShow | Refusal]:
    results: list[AddedShow | Refusal] = []
    for each in opml.subscriptions(body):
        try:
            results.append(_add(adding, each.url, each.categories))
        except Misconfigured:
            raise
        except EarmarkError as error:
            results.append(Refusal(source=without_secrets(each.url), error=str(error)))
    if opml.breaks_off(body):
        results.append(Refusal(source="the rest of the list", error="it breaks off here: export it again"))
    return results


def _followed(adding: _Adding, *urls: str) -> AddedShow | None:
    """The show at one of the addresses, whichever of http and https they begin with."""
    twins = [f"http{url[5:]}" if url.startswith("https") else f"https{url[4:]}" for url in urls]
    with adding.store.read() as connection:
        found = (shows.by_url(connection, url) for url in (*urls, *twins))
        show = next(filter(None, found), None)
        if show is None:
            return None
        count = len(episodes.known_keys(connection, show.id))
    return AddedShow(show_id=show.id, title=show.title, new=False, taken=0, known=count)


def _follow(
    adding: _Adding, page: Page, url: str, given: Credentials | None, categories: Sequence[str] = ()
) -> AddedShow:
    """Stores the show whose feed, or whose web page, `page` is."""
    access = given.access if given else None
    if feeds.is_web_page(page.body):
        url, page = _named_by(adding, page, access)
    known = _followed(adding, url, page.url)
    if known:
        return known
    stored = Stored(episodes=(), former=frozenset(), access=access)
    read = with_older_pages(adding.web, feeds.parse(page.body, page.url, page.charset), page.url, stored)
    feed = settled(read, adding.now)
    if not feed.episodes:
        others = f" among its {len(feed.silent)} entries" if feed.silent else ""
        raise Unusable(
            f"{feed.title} has no episodes with audio or a transcript{others}: is this the feed of a podcast?"
        )
    return _keep(adding, feed, page, url, given, categories)


def _named_by(adding: _Adding, page: Page, access: Access | None) -> tuple[str, Page]:
    """The address and the feed of the podcast that a web page names."""
    for url in feed_links(page.text, page.url):
        try:
            found = adding.web.get(url, access=access)
            if feeds.parse(found.body, found.url, found.charset).episodes:
                return adding.web.sealed(checked_url(url)), found
        except (Transient, Unusable) as error:
            log.info("outcome=not_the_feed error=%r", str(error))
    raise Unusable(
        f"{without_secrets(page.url)} is a web page that names no podcast feed: look on it for a link named RSS"
    )


def _keep(
    adding: _Adding, feed: Feed, page: Page, url: str, given: Credentials | None, categories: Sequence[str]
) -> AddedShow:
    known = len(feed.episodes)
    taken = known if adding.newest is None else min(adding.newest, known)
    now = adding.now
    due_at = next_look(now, feed.pace, page.max_age, complete=feed.complete)
    with adding.store.write() as connection:
        show_id = shows.add(connection, url, feed, now, demo=adding.demo, categories=categories)
        episodes.discover_all(connection, show_id, feed.episodes, now, taken=taken)
        shows.checked(
            connection, show_id, now, feed=feed, etag=page.etag, last_modified=page.last_modified, due_at=due_at
        )
        if page.moved_to and page.moved_to != url:
            shows.sighted(connection, show_id, page.moved_to, now)
        if given and adding.seal:
            credentials.keep(connection, show_id, adding.seal.close(given), now)
    log.info("show=%d outcome=added episodes=%d taken=%d", show_id, known, taken)
    return AddedShow(show_id=show_id, title=feed.title, new=True, taken=taken, known=known)
