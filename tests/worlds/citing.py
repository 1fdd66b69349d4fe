"""Insights with shows and vectors for the tests of choosing, rendering and mailing."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from index.library.documents import insight_text
from store.queries import digests, embeddings, episodes, insights, shows
from store.records.episodes import FeedEpisode
from store.records.insights import CitedInsight, Insight
from store.records.shows import Feed

MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
MODEL = "test-model"
SIZE = 32


def direction(axis: int, *, near: int | None = None, cosine: float = 0.0):
    """A unit vector along `axis`, or one that has that cosine with the axis `near`."""
    vector = np.zeros(SIZE, dtype=np.float32)
    vector[axis] = np.sqrt(1 - cosine**2) if near is not None else 1.0
    if near is not None:
        vector[near] = cosine
    return vector


def an_insight(name: str, *, episode_id: int = 1, worth: float = 0.6, created_at: datetime = MORNING, **changes):
    facts = {
        "headline": f"Claim {name} holds",
        "body": f"Body of {name}.",
        "quote": f"we say {name}",
        "start": 754.2,
        "end": 760.0,
        "speaker": "Ann Lee",
        "origin": "speaker",
        "approximate": False,
    }
    return Insight(id=name, episode_id=episode_id, worth=worth, created_at=created_at, **facts | changes)


def cited(name: str, *, show: int = 1, published=MORNING, threads=(), audio_url=None, link=None, title=None, **insight):
    return CitedInsight(
        insight=an_insight(name, episode_id=show, **insight),
        show_id=show,
        show=title or f"Show {show}",
        episode=f"Episode {show}",
        published=published,
        audio_url=audio_url or f"https://audio.example/{show}.mp3",
        link=link,
        thread_ids=threads,
    )


def keep_reader(store, *, email="ann@example.org", timezone="UTC", hour=6):
    with store.write() as connection:
        return digests.keep_reader(connection, "me", email=email, timezone=timezone, hour=hour)


def bring_in(store, *found: Insight, published: datetime | None = MORNING, vectors=None) -> None:
    """Stores the insights as one more show with one episode, each with a vector of its own."""
    with store.write() as connection:
        count = len(shows.all_shows(connection))
        show_id = shows.add(connection, f"https://feeds.example/{count}", Feed(title=f"Show {count + 1}"), MORNING)
        feed = FeedEpisode(key="k", title="Episode", published=published, audio_url="https://audio.example/e.mp3")
        episode_id = episodes.discover(connection, show_id, feed, MORNING, wanted=True)
        owned = [replace(insight, episode_id=episode_id) for insight in found]
        insights.keep(connection, episode_id, owned, {})
        own = {i.id: direction(3 * count + at) for at, i in enumerate(owned)} | (vectors or {})
        embeddings.keep(connection, MODEL, {insight_text(i): own[i.id] for i in owned})
