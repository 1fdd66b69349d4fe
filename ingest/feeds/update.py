"""Stores what a feed brings of a show that is followed: new episodes, edits, and audio that took another's place."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ingest.feeds.identity import KnownEpisodes, without_query
from store.queries import episodes
from store.records.episodes import FeedEpisode
from store.records.shows import Feed

_BACK_CATALOGUE = timedelta(days=30)  # so much older than the newest that was known: an archive that was opened
_MOST_REPLACED = 3  # more files with new addresses at once are a show that moved, not new recordings
_LONGER_SECONDS = 600.0


def take_over(connection: Connection, show_id: int, feed: Feed, now: datetime) -> tuple[int, int]:
    """Gives the numbers of new and of edited episodes."""
    stored = [episode.feed for episode in episodes.of_show(connection, show_id)]
    known = KnownEpisodes(stored, feed.episodes)
    newest = max((episode.published for episode in stored if episode.published), default=None)
    new, edited = 0, []
    for episode in feed.episodes:
        before = known.same_as(episode)
        if before is None:
            fresh = newest is None or episode.published is None or episode.published > newest - _BACK_CATALOGUE
            named = replace(episode, key=known.new_key(episode))
            episodes.discover(connection, show_id, named, now, wanted=fresh)
            new += fresh
        elif replace(episode, key=before.key) != before:
            edited.append((before, replace(episode, key=before.key)))
    for _, after in edited:
        episodes.refresh(connection, show_id, after)
    episodes.replaced(connection, show_id, _replaced(edited), now)
    return new, len(edited)


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
