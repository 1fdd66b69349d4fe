"""The records of shows: what a feed says of one, and one that is followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.records.episodes import FeedEpisode


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one fetch of a feed says about the show and its episodes, newest first.

    `silent` are the titles of entries with neither audio nor a transcript, `pace` the pause that it asks for between
    two looks, `new_url` where it says that it lives now, `next_page` where older episodes are listed, `complete` that
    no more will come, `listed` the keys in the feed's own order, `doubts` sentences on what in it is doubtful.
    """

    title: str
    description: str = ""
    link: str | None = None
    language: str | None = None
    episodes: tuple[FeedEpisode, ...] = ()
    silent: tuple[str, ...] = ()
    pace: timedelta | None = None
    new_url: str | None = None
    next_page: str | None = None
    complete: bool = False
    listed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    artwork_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A followed show and the state of its feed.

    The next look is at `retry_at` after a failure, else not before `due_at`; none while `ended_at` is set. `moved_to`
    is where the host was seen to send us for good at `moved_seen_at`; it is believed when it says so again. `doubts`
    are sentences on what was doubtful in the feed at the last look. While `paused_at` is set nothing of it is fetched.
    """

    id: int
    feed_url: str
    title: str
    description: str = ""
    link: str | None = None
    demo: bool = False
    etag: str | None = None
    last_modified: str | None = None
    added_at: datetime
    checked_at: datetime | None = None
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    user_agent: str | None = None
    due_at: datetime | None = None
    pace_seconds: int | None = None
    failing_since: datetime | None = None
    moved_to: str | None = None
    moved_seen_at: datetime | None = None
    moved_at: datetime | None = None
    https_tried_at: datetime | None = None
    ended_at: datetime | None = None
    complete: bool = False
    doubts: tuple[str, ...] = ()
    artwork_url: str | None = None
    paused_at: datetime | None = None
