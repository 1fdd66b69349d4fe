"""A large archive for bench/scale.py: the demo's talk with changed words, and vectors that lie as near as its own do.

Vectors are drawn from the mean and the covariance of those of the demo's long sentences, a part of each common to its
episode, so that two of an episode, and of two episodes, lie as far apart as the demo's. (Its whole passages are few and
on one subject: their vectors lie nearer than any library's.)
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert

from index.embedding import sentence_vectors
from index.embedding.embedder import Embedder
from index.library.documents import claim_text, passage_text
from index.threads import matter
from ingest.transcripts.reading import read
from language.sentences import split_segments
from store import Store
from store.queries import embeddings, insights, shows, transcripts
from store.queries.index import insight_vectors
from store.queries.threads import growth, threads
from store.records.insights import Insight
from store.records.shows import Feed
from store.records.transcripts import Chunk, Segment, Transcript
from store.schema.episodes import episodes

Matrix = NDArray[np.float32]
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
A_CALL: Final = 40  # episodes a transaction
_AN_EPISODE = 50  # passages, an hour and a half of talk
_SENTENCES = 10  # a passage; the demo's have 12 words each, changed ones a few more
_SHOWS = 500
_THREAD = 10  # insights in a thread
_CHANGED = 0.3  # share of the words of five letters and more that are replaced
_POOL = 20_000  # sentences
_LONG = 12  # words, as an insight has at least


def demo_talks(root: Path) -> list[Transcript]:
    files = sorted((root / "demo" / "shows").glob("*/transcripts/*"))
    return [read(file.read_text(encoding="utf-8"), "", f"https://demo.example/{file.name}", None) for file in files]


class Words:
    """Changes words for others, the frequent ones more often, as a large library's vocabulary grows."""

    def __init__(self, seed: int) -> None:
        from spellchecker import SpellChecker

        self._random = random.Random(seed)  # noqa: S311 - the same archive each time
        counted = SpellChecker(language="en").word_frequency.dictionary.items()
        usable = [(word, count) for word, count in counted if len(word) >= 5 and word.isalpha()]
        self._words = [word for word, _ in usable]
        self._weights = list(np.cumsum(np.sqrt([count for _, count in usable])))
        self._drawn: list[str] = []

    def changed(self, text: str) -> str:
        return " ".join(self._one(word) for word in text.split())

    def _one(self, word: str) -> str:
        bare = word.rstrip(".,?!")
        if len(bare) < 5 or not bare.islower() or self._random.random() > _CHANGED:
            return word
        if not self._drawn:
            self._drawn = self._random.choices(self._words, cum_weights=self._weights, k=10_000)
        return self._drawn.pop() + word[len(bare) :]


class Vectors:
    """Draws vectors of unit length as the embedder's of `talks` lie."""

    def __init__(self, talks: Sequence[Transcript], embedder: Embedder, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        said = [[s.text for s in split_segments(talk.segments) if len(s.text.split()) > _LONG] for talk in talks]
        rows = [np.array(embedder.embed(texts)) for texts in said if len(texts) > 1]
        together = np.concatenate(rows)
        self._mean = together.mean(axis=0)
        spread = np.cov(together.T) + 1e-5 * np.eye(together.shape[1])
        self._root = np.linalg.cholesky(spread).astype(np.float32)
        # Of two sentences of an episode the product, less that of the mean with itself, is what they have in common.
        near = [(float(np.square(some.sum(axis=0)).sum()) - len(some)) / (len(some) * (len(some) - 1)) for some in rows]
        mean = float(self._mean @ self._mean)
        self._common = float((np.mean(near) - mean) / (1 - mean))

    def of_episode(self, count: int) -> Matrix:
        common, own = self._drawn(1), self._drawn(count)
        found = self._mean + np.sqrt(self._common) * common + np.sqrt(1 - self._common) * own
        unit: Matrix = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def _drawn(self, count: int) -> Matrix:
        drawn: Matrix = self._random.normal(size=(count, len(self._mean))).astype(np.float32) @ self._root.T
        return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many passages and insights an archive is to hold."""

    passages: int
    insights: int


class Filling:
    """Fills an empty store as ingest would have left it, index apart."""

    def __init__(self, store: Store, talks: Sequence[Transcript], embedder: Embedder) -> None:
        self._store, self._model = store, embedder.name
        self._random = np.random.default_rng(4)
        self._vectors = Vectors(talks, embedder, 5)
        words = Words(6)
        said = [s for talk in talks for s in split_segments(talk.segments) if len(s.text.split()) > 3]
        self._pool = [
            Segment(
                start=0.0, end=5.0, text=words.changed(said[at % len(said)].text), speaker=said[at % len(said)].speaker
            )
            for at in range(_POOL)
        ]
        self._rows = self._vectors.of_episode(_POOL)

    def fill(self, wanted: Wanted) -> None:
        sentence_vectors.begin(self._store, self._model)
        with self._store.write() as connection:
            for at in range(_SHOWS):
                shows.add(connection, f"https://large.example/{at}", Feed(title=f"Show {at}"), NOW)
        count = -(-wanted.passages // _AN_EPISODE)
        each = wanted.insights / count
        for first in range(1, count + 1, A_CALL):
            self._some(range(first, min(first + A_CALL, count + 1)), wanted, each)
            if first % (25 * A_CALL) == 1:
                print(f"{first:,} of {count:,} episodes made", file=sys.stderr)

    def _some(self, numbers: range, wanted: Wanted, each: float) -> None:
        with self._store.write() as connection:
            connection.execute(insert(episodes), [_episode(number) for number in numbers])
            claims: list[Insight] = []
            about: dict[str, embeddings.Vector] = {}
            for number in numbers:
                size = min(_AN_EPISODE, wanted.passages - (number - 1) * _AN_EPISODE)
                told = range(round((number - 1) * each), round(number * each))
                drawn = self._vectors.of_episode(size + len(told))
                passages, rows = self._passages(number, size)
                own = {one.id: vector for one, vector in zip(passages, drawn, strict=False)}
                transcripts.keep_chunks(connection, number, passages, rows, own)
                texts = [passage_text(f"Show {(number - 1) % _SHOWS}", f"Episode {number}", one) for one in passages]
                made = [self._insight(number, at) for at in told]
                insights.keep(connection, number, made, {})
                texts += [claim_text(one.headline, one.body) for one in made]
                embeddings.keep(connection, self._model, dict(zip(texts, drawn, strict=True)))
                about |= {one.id: vector for one, vector in zip(made, drawn[size:], strict=True)}
                claims += made
            matters = matter.kept(connection, list(about))
            embeddings.keep(connection, self._model, {matters[one].text: vector for one, vector in about.items()})
            insight_vectors.keep(connection, about)
            for first in range(0, len(claims), _THREAD):
                thread_id = threads.begin(connection, claims[first].headline[:60], NOW)
                growth.join(connection, {one.id: thread_id for one in claims[first : first + _THREAD]}, NOW)

    def _passages(self, number: int, size: int) -> tuple[list[Chunk], dict[str, Matrix]]:
        passages, rows = [], {}
        for position in range(size):
            chosen = self._random.integers(len(self._pool), size=_SENTENCES)
            chunk = Chunk(
                id=f"{number}-{position}",
                episode_id=number,
                start=60.0 * position,
                end=60.0 * position + 60,
                speaker=self._pool[chosen[0]].speaker,
                sentences=tuple(self._pool[at] for at in chosen),
            )
            passages.append(chunk)
            rows[chunk.id] = self._rows[chosen]
        return passages, rows

    def _insight(self, number: int, at: int) -> Insight:
        one, other, third = (self._pool[pick] for pick in self._random.integers(len(self._pool), size=3))
        return Insight(
            id=sha256(f"large {at}".encode()).hexdigest()[:16],
            episode_id=number,
            headline=one.text,
            body=f"{other.text} {third.text}",
            quote=other.text,
            start=10.0,
            end=20.0,
            speaker=other.speaker,
            origin="speaker",
            worth=0.5,
            approximate=False,
            created_at=NOW,
        )


def _episode(number: int) -> dict[str, object]:
    return {
        "id": number,
        "show_id": (number - 1) % _SHOWS + 1,
        "key": str(number),
        "title": f"Episode {number}",
        "published": NOW - timedelta(hours=number),
        "transcripts": [],
        "chapters": [],
        "people": [],
        "wanted": False,
        "discovered_at": NOW,
        "stage": "indexed",
    }


def changed_pages(talks: Sequence[Transcript], folder: Path, count: int, words_each: int) -> None:
    """Writes so many transcripts in HTML of about that length: the demo's talks in turn, each with other words."""
    folder.mkdir(parents=True, exist_ok=True)
    words = Words(7)
    said = [segment for talk in talks for segment in talk.segments]
    for number in range(count):
        turns: list[str] = []
        length, at = 0, 977 * number
        while length < words_each:
            segment = said[at % len(said)]
            turns.append(f"<p>{segment.speaker or 'Host'}: {words.changed(segment.text)}</p>")
            length, at = length + len(segment.text.split()), at + 1
        page = f"<!doctype html><html><body><h1>Transcript</h1>{''.join(turns)}</body></html>"
        (folder / f"changed-{number:03}.html").write_text(page, encoding="utf-8")
