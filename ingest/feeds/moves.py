"""Follows shows to where they live now. The old address leads to the show still, and its episodes stay the same."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from ingest.feeds import feed as feeds
from ingest.feeds.credentials import Credentials, Seal, split_off
from ingest.feeds.look import Look, shares_an_episode
from ingest.feeds.update import take_over
from ingest.web.client import Web, without_secrets
from store import Store
from store.errors import Mistake
from store.queries import credentials, episodes, shows
from store.records.shows import Show


def follow(connection: Connection, found: Look, now: datetime) -> bool:
    """Moves the show where it lives now: at once by its own word, else when the host has sent us there twice."""
    show, page = found.show, found.page
    there = found.lives_at or (page.moved_to if page else None)
    if there is None or there == show.feed_url:
        if show.moved_to:
            shows.sighted(connection, show.id, None, now)
        return False
    if found.lives_at is None and show.moved_to != there:
        shows.sighted(connection, show.id, there, now)
        return False
    other = shows.by_url(connection, there)
    if other and other.id != show.id:  # followed at both: neither is taken away
        return False
    shows.relocate(connection, show.id, there, now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The show at its new address, with how many episodes were new there."""

    title: str
    new_episodes: int


def move_by_hand(store: Store, web: Web, seal: Seal, show: Show, address: str, now: datetime, *, anyway: bool) -> Moved:
    """Follows the show at an address that a person gave; `anyway`: even where no episode of it is found.

    Raises Mistake when the address is another show's, and what adding raises when it cannot be read.
    """
    bare, given = split_off(address)
    url = web.sealed(bare)
    page = web.get(url, access=given.access if given else None)
    feed = feeds.parse(page.body, page.url, page.charset)
    with store.write() as connection:
        other = shows.by_url(connection, url)
        if other and other.id != show.id:
            raise Mistake(f"{without_secrets(url)} is followed already, as {other.title}: remove one of the two")
        stored = [episode.feed for episode in episodes.of_show(connection, show.id)]
        if not anyway and not shares_an_episode(stored, feed):
            raise Mistake(
                f"{without_secrets(url)} gives {feed.title}, with no episode that is known of {show.title}: "
                "say --anyway if it is the same show"
            )
        if url != show.feed_url:
            shows.relocate(connection, show.id, url, now)
        new, _, doubts = take_over(connection, show.id, feed, now)
        feed = replace(feed, doubts=doubts)
        shows.checked(connection, show.id, now, feed=feed, etag=page.etag, last_modified=page.last_modified)
        if given:
            credentials.keep(connection, show.id, seal.close(given), now)
    return Moved(title=feed.title, new_episodes=new)


def keep_credentials(store: Store, seal: Seal, show: Show, given: Credentials, now: datetime) -> None:
    """Has the feed opened with `given` from now on, and asked at once."""
    with store.write() as connection:
        credentials.keep(connection, show.id, seal.close(given), now)
        shows.reopen(connection, show.id)


def seal_addresses(store: Store, web: Web) -> None:
    """Seals the keys in the addresses of feeds that were kept before keys were sealed, or by hand."""
    with store.read() as connection:
        open_ones = [url for url in shows.every_address(connection) if web.sealed(url) != url]
    if open_ones:
        with store.write() as connection:
            for url in open_ones:
                shows.rewrite_address(connection, url, web.sealed(url))
