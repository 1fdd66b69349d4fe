"""Which moments of a feed's entries are believed: none that lies ahead, none that its place in the feed belies. Pure.

One entry dated next year would else be the measure of what is new, and the show fall silent until then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from store.records.episodes import FeedEpisode
from store.records.shows import Feed

AHEAD = timedelta(days=1)  # a clock in another zone, or one that is read without its zone
BACK_CATALOGUE = timedelta(days=30)  # so much older than the newest that was known: an archive that was opened
_IN_ORDER = 0.8  # of neighbours, by judgement, not measured: below, a feed's order tells nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An episode that is stored, and when it was first seen."""

    feed: FeedEpisode
    at: datetime


def is_ahead(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + AHEAD


def newest_of(stored: Sequence[FeedEpisode], now: datetime) -> datetime | None:
    """The measure of what is new."""
    return max(
        (each.published for each in stored if each.published and not is_ahead(each.published, now)), default=None
    )


def settled(feed: Feed, now: datetime) -> Feed:
    """The feed of a show that is not known yet: what is dated ahead counts as published with its later neighbour."""
    by_key = {episode.key: episode for episode in feed.episodes}
    listed = [by_key[key] for key in feed.listed if key in by_key] or list(feed.episodes)
    ahead = [episode for episode in listed if is_ahead(episode.published, now)]
    if not ahead:
        return feed
    put = {episode.key: replace(episode, published=_beside(listed, at, now)) for at, episode in enumerate(listed)}
    moved = {episode.key: put[episode.key] for episode in ahead}
    episodes = [moved.get(episode.key, episode) for episode in feed.episodes]
    episodes.sort(key=lambda episode: episode.published or now, reverse=True)
    return replace(feed, episodes=tuple(episodes), doubts=(*feed.doubts, *told(ahead)))


def _beside(listed: Sequence[FeedEpisode], at: int, now: datetime) -> datetime:
    """The later moment of the nearest entries before and behind; now where none has one."""
    good = [None if is_ahead(each.published, now) else each.published for each in listed]
    before = next(filter(None, reversed(good[:at])), None)
    behind = next(filter(None, good[at + 1 :]), None)
    return max(filter(None, (before, behind)), default=now)


def first_seen(episode: FeedEpisode, now: datetime, *, newest: datetime | None, heads: bool) -> FeedEpisode:
    """A new entry of a show that is followed. One dated ahead, or long ago though it `heads` the feed, is of now."""
    late = heads and newest and episode.published and episode.published <= newest - BACK_CATALOGUE
    return replace(episode, published=now) if late or is_ahead(episode.published, now) else episode


def kept(offer: FeedEpisode, seen: Seen) -> FeedEpisode:
    """What the feed says now of a known episode. It was not published after it was seen; and where the moment of that
    was taken for its own, one far from it is not believed later either."""
    said = offer.published
    by_sight = seen.feed.published == seen.at
    if said is None or (said <= seen.at + AHEAD and not (by_sight and said < seen.at - BACK_CATALOGUE)):
        return offer
    stored = seen.feed.published
    return replace(offer, published=seen.at if stored is None or stored > seen.at + AHEAD else stored)


def heading(feed: Feed, known: Mapping[str, FeedEpisode], now: datetime) -> Collection[str]:
    """Keys of the entries that stand where this feed puts what is new: on the newer side of the newest known one."""
    places = {key: at for at, key in enumerate(feed.listed)}
    dated = {e.key: e.published for e in feed.episodes if e.published and not is_ahead(e.published, now)}
    old = [key for key in feed.listed if key in known and key in dated]
    steps = [dated[a] >= dated[b] for a, b in pairwise(old) if dated[a] != dated[b]]
    if not steps:
        return frozenset()
    at = places[max(old, key=lambda key: dated[key])]
    down = sum(steps) / len(steps)
    if down >= _IN_ORDER:
        return frozenset(feed.listed[:at])
    return frozenset(feed.listed[at + 1 :]) if 1 - down >= _IN_ORDER else frozenset()


def told(doubted: Sequence[FeedEpisode]) -> tuple[str, ...]:
    """A sentence on entries whose dates are not believed; they are given with the feed's own."""
    dated = [episode for episode in doubted if episode.published]
    if not dated:
        return ()
    first = dated[0]
    more = f" and {len(dated) - 1} more" if len(dated) > 1 else ""
    return (
        f"Not believed: the date of “{first.title}”, {first.published:%-d %B %Y}{more}. "
        "Its place in the feed or the day it was first seen counts instead.",
    )
