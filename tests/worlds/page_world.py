"""A small library for page tests: two shows, three insights, one followed thread, two days of digests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.library.library import Library
from index.sync import index_episode
from store import Store, open_store
from store.queries import digests, episodes, insights, shows, transcripts
from store.queries.threads import threads
from store.records.episodes import FeedEpisode, Progress, Stage
from store.records.insights import Insight, Support
from store.records.shows import Feed
from store.records.transcripts import Segment, Span, Transcript
from tests.worlds import databases

HEADLINES = (
    "Batteries set the evening price in Texas",
    "Free models cost $5 [to leave](http://evil.example)",
    "Scarcity made labs frugal",
)
QUOTE = "On forty evenings the marginal megawatt at eight was a battery."


def open_world(folder: Path) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    return open_store(databases.address(folder / "earmark.db"))


def fill(folder: Path, *, now: datetime | None = None, demo: bool = False) -> None:
    """Fills the library in `folder`; today's digest is of `now`'s day in UTC."""
    now = now or datetime.now(UTC)
    store = open_world(folder)
    with store.write() as connection:
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        copper = shows.add(connection, "https://a.example/feed", Feed(title="Copper and Current"), now, demo=demo)
        chips = shows.add(connection, "https://b.example/feed", Feed(title="Chips *&* Terms"), now, demo=demo)
        shows.checked(connection, copper, now - timedelta(minutes=5))
        shows.failed(connection, chips, "b.example answered 503", 1, now + timedelta(hours=1))
        for position, headline in enumerate(HEADLINES):
            _add_insight(connection, (copper, chips, copper)[position], position, headline, now)
        thread = threads.begin(connection, "Grid batteries", now - timedelta(days=9))
        threads.join(connection, thread, ["insight0"], now - timedelta(days=8))
        threads.follow(connection, reader.id, thread, now - timedelta(days=4))
        threads.join(connection, thread, ["insight2"], now - timedelta(days=1))
        chosen = [("insight0", "Nobody said this before."), ("insight1", "It has a number.")]
        missed = [("insight2", "Two shows said this within a week.")]
        digests.keep(connection, reader.id, now.date(), now, chosen, following=missed)
        before = now - timedelta(days=2)
        digests.keep(connection, reader.id, before.date(), before, [("insight2", "It was early.")])
    store.close()


def _add_insight(connection, show_id: int, position: int, headline: str, now: datetime) -> None:
    feed = FeedEpisode(
        key=f"key{position}",
        title=f"Episode {position}",
        published=now - timedelta(days=8 * position),
        audio_url=f"https://a.example/{position}.mp3",
        link="javascript:alert(1)" if position == 1 else f"https://a.example/{position}",
    )
    episode_id = episodes.discover(connection, show_id, feed, now, wanted=True)
    episodes.advance(connection, episode_id, Progress(stage=Stage.INDEXED))
    said = ("Welcome back.", "This part is brought to you by Lumen Desk.", QUOTE, "So what now?")
    segments = tuple(
        Segment(start=60.0 + 10 * n, end=70.0 + 10 * n, text=text, speaker="Ines") for n, text in enumerate(said)
    )
    advert = Span(start=70.0, end=80.0, reason="brought to you by")
    transcripts.keep(connection, episode_id, Transcript(segments=segments, source="vtt"), [advert])
    insight = Insight(
        id=f"insight{position}",
        episode_id=episode_id,
        headline=headline,
        body="Batteries discharged more than gas peakers on forty evenings.",
        quote=QUOTE,
        start=83.0,
        end=90.0,
        speaker="Ines",
        origin="speaker" if position else "openai/gpt-4o-mini",
        worth=0.9,
        approximate=position == 1,
        created_at=now,
    )
    insights.keep(connection, episode_id, [insight], {})


def speak_for_itself(folder: Path, insight_id: str) -> None:
    """Gives the insight a body that is its quote and a sentence more."""
    store = open_world(folder)
    with store.write() as connection:
        insight = insights.by_id(connection, insight_id).insight
        own = replace(insight, origin="speaker", body=f"{QUOTE} That is new.")
        insights.keep(connection, insight.episode_id, [own], {})
    store.close()


def quote(folder: Path, insight_id: str, **facts: object) -> None:
    """Makes the insight a quote, as it is found without a model."""
    store = open_world(folder)
    with store.write() as connection:
        insight = insights.by_id(connection, insight_id).insight
        insights.keep(connection, insight.episode_id, [replace(insight, origin="speaker", **facts)], {})
    store.close()


def support(folder: Path, insight_id: str, *found: Support) -> None:
    """Gives the insight further quotes, as a written claim has them."""
    store = open_world(folder)
    with store.write() as connection:
        insight = insights.by_id(connection, insight_id).insight
        insights.keep(connection, insight.episode_id, [replace(insight, origin="openai/x", support=found)], {})
    store.close()


def lengthen_advert(folder: Path, insight_id: str, text: str) -> None:
    """Gives the insight's episode an advert that says `text`."""
    store = open_world(folder)
    with store.write() as connection:
        episode_id = insights.by_id(connection, insight_id).insight.episode_id
        known = transcripts.of_episode(connection, episode_id)
        spans = transcripts.adverts_of(connection, episode_id)
        segments = [replace(s, text=text) if s.start == spans[0].start else s for s in known.segments]
        transcripts.keep(connection, episode_id, replace(known, segments=tuple(segments)), spans)
    store.close()


def index(folder: Path, embedder) -> None:
    """Makes everything in the library findable."""
    store, library = open_world(folder), Library(folder / "index")
    with store.read() as connection:
        known = {cited.insight.episode_id for cited in insights.every(connection)}
    for episode_id in known:
        index_episode(store, library, embedder, episode_id, datetime.now(UTC))
    store.close()


def add_unfinished(folder: Path) -> tuple[int, int]:
    """A failed episode and one of the back catalogue; their ids."""
    now = datetime.now(UTC)
    store = open_world(folder)
    with store.write() as connection:
        show_id = shows.all_shows(connection)[-1].id
        failed = episodes.discover(
            connection,
            show_id,
            FeedEpisode(key="f", title="Failed one", published=now, audio_url=None),
            now,
            wanted=True,
        )
        episodes.advance(connection, failed, Progress(attempts=5, error="it holds no speech", given_up=True))
        old = episodes.discover(
            connection, show_id, FeedEpisode(key="o", title="Old one", published=now, audio_url=None), now, wanted=False
        )
    store.close()
    return failed, old
