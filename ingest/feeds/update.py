"""Stores what a feed brings of a show that is followed: new episodes, edits, and audio that took another's place."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from ingest.feeds.identity import KnownEpisodes, without_query
from ingest.feeds.repair.beliefs import BACK_CATALOGUE, Seen, first_seen, heading, kept, newest_of, told
from store.queries import episodes
from store.records.episodes import FeedEpisode
from store.records.shows import Feed

_MOST_REPLACED = 3  # more files with new addresses at once are a show that moved, not new recordings
_LONGER_SECONDS = 600.0


def take_over(connection: Connection, show_id: int, feed: Feed, now: datetime) -> tuple[int, int, tuple[str, ...]]:
    """Gives the numbers of new and of edited episodes, and what is doubtful in the feed."""
    seen = {
        each.feed.key: Seen(feed=each.feed, at=each.discovered_at) for each in episodes.of_show(connection, show_id)
    }
    stored = [each.feed for each in seen.values()]
    known = KnownEpisodes(stored, feed.episodes)
    newest = newest_of(stored, now)
    heads = heading(feed, {each.key: each for each in stored}, now)
    new, edited, doubted = 0, [], []
    for offer in feed.episodes:
        before = known.same_as(offer)
        if before is None:
            episode = first_seen(offer, now, newest=newest, heads=offer.key in heads)
            fresh = newest is None or episode.published is None or episode.published > newest - BACK_CATALOGUE
            episodes.discover(connection, show_id, replace(episode, key=known.new_key(offer)), now, wanted=fresh)
            new += fresh
        else:
            episode = kept(replace(offer, key=before.key), seen[before.key])
            edited += [(before, episode)] if episode != before else []
        doubted += [offer] if episode.published != offer.published else []
    for _, after in edited:
        episodes.refresh(connection, show_id, after)
    episodes.replaced(connection, show_id, _replaced(edited), now)
    return new, len(edited), (*feed.doubts, *told(doubted))


def _replaced(edited: list[tuple[FeedEpisode, FeedEpisode]]) -> list[str]:
    """Keys of the episodes whose recording is another now."""
    longer = [after.key for before, after in edited if _other_length(before, after)]
    elsewhere = [
        after.key
        for before, after in edited
        if before.audio_url and after.audio_url and without_query(before.audio_url) != without_query(after.audio_url)
    ]
    return [*longer, *elsewhere] if len(elsewhere) <= _MOST_REPLACED else longer


def _other_length(before: FeedEpisode, after: FeedEpisode) -> bool:
    return bool(before.duration and after.duration and abs(before.duration - after.duration) > _LONGER_SECONDS)
