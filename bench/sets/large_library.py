"""A made-up library of any size for bench/faces.py: shows, talks, insights, threads, digests, saved. Nothing is heard.

Its texts are words of made-up topics, and a text's vector is the sum of its words', so that what is of one topic lies
together as it does in real talk. Filling 500 episodes with 8,000 insights takes some minutes.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from index.embedding import sentence_vectors
from index.library.chunks import cut
from index.library.library import Library
from index.sync import rebuild
from store import Store
from store.queries import digests, episodes, feedback, insights, shows, transcripts
from store.queries.embeddings import Vector
from store.queries.threads import threads
from store.records.episodes import FeedEpisode, Progress, Stage
from store.records.insights import Insight
from store.records.shows import Feed
from store.records.transcripts import Segment, Transcript

TOPICS = 120
SHOWS = 25
SIZE = 384  # numbers in a vector of the packaged model
_SENTENCES = 300  # of a talk of an hour
_SECONDS = 12  # a sentence's
_DAYS = 60  # with five each
_SAVED = 80
_SOUNDS = "ba ce di fo gu la me ni po ru sa te vi zo ka le mo nu pa ri".split()


class WordVectors:
    """Stands for an embedder: a direction for each word, added up."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._known: dict[str, Vector] = {}

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Vector:
        total = np.sum([self._word(word) for word in text.lower().split()] or [self._word("")], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _word(self, word: str) -> Vector:
        if word not in self._known:
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
            self._known[word] = np.random.default_rng(seed).normal(size=SIZE).astype(np.float32)
        return self._known[word]


class _Talker:
    """Says sentences on topics, the same ones for the same seed."""

    def __init__(self) -> None:
        self.rng = np.random.default_rng(15)
        self._topics = [[self._word() for _ in range(40)] for _ in range(TOPICS)]
        self._common = [self._word() for _ in range(400)]

    def _word(self) -> str:
        return "".join(self.rng.choice(_SOUNDS, size=self.rng.integers(2, 5)))

    def label(self, topic: int) -> str:
        return " ".join(self._topics[topic][:3]).capitalize()

    def sentence(self, topic: int, words: int) -> str:
        own = self.rng.choice(self._topics[topic], size=words // 2)
        other = self.rng.choice(self._common, size=words - words // 2)
        said = [word for pair in zip(own, other, strict=False) for word in pair]
        return " ".join(said).capitalize() + "."


def fill(folder: Path, store: Store, model: str, now: datetime, *, episodes_wanted: int, insights_wanted: int) -> None:
    """Fills an empty library of the owner. `model`: under whose name vectors are kept."""
    talker, embedder = _Talker(), WordVectors(model)
    each = -(-insights_wanted // episodes_wanted)
    with store.write() as connection:
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        listed = [
            shows.add(connection, f"https://feeds.example/{n}", Feed(title=f"Show {talker.label(n)}"), now)
            for n in range(min(SHOWS, episodes_wanted))
        ]
        for show_id in listed:
            shows.checked(connection, show_id, now)
    by_topic: dict[int, list[str]] = {}
    for number in range(episodes_wanted):
        _add_episode(store, embedder, talker, listed[number % len(listed)], number, each, now, by_topic)
    _add_threads(store, reader.id, talker, by_topic, now)
    _add_days(store, reader.id, now)
    rebuild(store, Library(folder / "index"), embedder)


def _add_episode(
    store: Store,
    embedder: WordVectors,
    talker: _Talker,
    show_id: int,
    number: int,
    claims: int,
    now: datetime,
    by_topic: dict[int, list[str]],
) -> None:
    published = now - timedelta(hours=number * 8)
    topics = [int(topic) for topic in talker.rng.integers(TOPICS, size=6)]
    said = [talker.sentence(topics[at * 6 // _SENTENCES], 14) for at in range(_SENTENCES)]
    segments = tuple(
        Segment(start=at * _SECONDS, end=(at + 1.0) * _SECONDS, text=text, speaker=("Ines Vale", "Ben Okoro")[at % 2])
        for at, text in enumerate(said)
    )
    feed = FeedEpisode(
        key=f"key{number}",
        title=f"Episode {number}: {talker.label(topics[0])}",
        published=published,
        audio_url=f"https://audio.example/{number}.mp3",
        duration=_SENTENCES * _SECONDS,
    )
    found = []
    for position in range(claims):
        at = position * _SENTENCES // claims
        topic = topics[at * 6 // _SENTENCES]
        made = _claim(talker, number, position, at, said[at], topic, published)
        by_topic.setdefault(topic, []).append(made.id)
        found.append(made)
    with store.write() as connection:
        episode_id = episodes.discover(connection, show_id, feed, published, wanted=True)
        episodes.advance(connection, episode_id, Progress(stage=Stage.INDEXED))
        told = Transcript(segments=segments, source="published:vtt", language="en")
        transcripts.keep(connection, episode_id, told, [])
        insights.keep(connection, episode_id, [_of(insight, episode_id) for insight in found], {})
    chunks = cut(episode_id, told, [])
    vectors = sentence_vectors.of_chunks(store, embedder, episode_id, chunks)
    with store.write() as connection:
        transcripts.keep_chunks(connection, episode_id, chunks, vectors)


def _claim(
    talker: _Talker, number: int, position: int, at: int, quote: str, topic: int, published: datetime
) -> Insight:
    return Insight(
        id=f"i{number:04}x{position:03}",
        episode_id=0,
        headline=talker.sentence(topic, 10).rstrip("."),
        body=" ".join(talker.sentence(topic, 14) for _ in range(3)),
        quote=quote,
        start=float(at * _SECONDS),
        end=float((at + 1) * _SECONDS),
        speaker=("Ines Vale", "Ben Okoro")[at % 2],
        origin="openai/made-up",
        worth=float(talker.rng.uniform(0.3, 1.0)),
        approximate=False,
        created_at=published + timedelta(hours=1),
    )


def _of(insight: Insight, episode_id: int) -> Insight:
    from dataclasses import replace

    return replace(insight, episode_id=episode_id)


def _add_threads(store: Store, reader_id: int, talker: _Talker, by_topic: dict[int, list[str]], now: datetime) -> None:
    with store.write() as connection:
        for topic, members in sorted(by_topic.items()):
            thread = threads.begin(connection, talker.label(topic), now - timedelta(days=200))
            threads.join(connection, thread, members, now - timedelta(days=1))
            if topic % 12 == 0:
                threads.follow(connection, reader_id, thread, now - timedelta(days=30))


def _add_days(store: Store, reader_id: int, now: datetime) -> None:
    with store.write() as connection:
        ids = insights.some_ids(connection, _DAYS * 7 + _SAVED)
        for day in range(_DAYS):
            five = [(one, "Nobody said this before.") for one in ids[day * 7 : day * 7 + 5]]
            more = [(one, "Two shows said this within a week.") for one in ids[day * 7 + 5 : day * 7 + 7]]
            made = now - timedelta(days=day)
            digests.keep(connection, reader_id, made.date(), made, five, following=more)
        for one in ids[_DAYS * 7 :]:
            feedback.save(connection, reader_id, one, now)


def filled(folder: Path, store: Store, model: str, *, episodes_wanted: int, insights_wanted: int) -> None:
    """As fill, at this moment, unless the library holds something."""
    with store.read() as connection:
        there = insights.count(connection)
    if not there:
        counts = {"episodes_wanted": episodes_wanted, "insights_wanted": insights_wanted}
        fill(folder, store, model, datetime.now(UTC), **counts)
