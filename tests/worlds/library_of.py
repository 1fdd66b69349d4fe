"""A small library for the tests of search: shows with talk and insights, stored as ingest would have left them."""

from datetime import UTC, datetime
from hashlib import sha256

from store.queries import episodes, insights, shows, transcripts
from store.records.episodes import FeedEpisode
from store.records.insights import Insight
from store.records.shows import Feed
from store.records.transcripts import Segment, Transcript

MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)


def talk(*turns: tuple[str | None, str], seconds: float = 10.0) -> Transcript:
    """One segment a turn, each `seconds` long."""
    segments = tuple(
        Segment(start=at * seconds, end=(at + 1) * seconds, text=text, speaker=speaker)
        for at, (speaker, text) in enumerate(turns)
    )
    return Transcript(segments=segments, source="publisher")


def keep_episode(
    store, *turns, show="Chips and Terms", title="Episode", published=MORNING, adverts=(), claims=()
) -> int:
    """Stores an episode of `show` with its talk and insights (headline, body, quote); gives its id."""
    url = f"https://feeds.example/{show}"
    with store.write() as connection:
        known = shows.by_url(connection, url)
        show_id = known.id if known else shows.add(connection, url, Feed(title=show), MORNING)
        feed = FeedEpisode(key=title, title=title, published=published, audio_url="https://audio.example/1.mp3")
        episode_id = episodes.discover(connection, show_id, feed, MORNING, wanted=True)
        transcripts.keep(connection, episode_id, talk(*turns), adverts)
        found = [an_insight(episode_id, *claim) for claim in claims]
        insights.keep(connection, episode_id, found, {})
    return episode_id


def an_insight(episode_id: int, headline: str, body: str, quote: str = "never said") -> Insight:
    return Insight(
        id=sha256(f"{episode_id} {headline}".encode()).hexdigest()[:16],
        episode_id=episode_id,
        headline=headline,
        body=body,
        quote=quote,
        start=12.5,
        end=20.0,
        speaker="Nadia",
        origin="speaker",
        worth=0.5,
        approximate=False,
        created_at=MORNING,
    )
