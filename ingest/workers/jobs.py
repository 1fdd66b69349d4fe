"""What is done of an episode beside the run: its audio is heard, its talk is read. From value to value.

What hangs on other episodes or costs money is not here: the show's memory of adverts and voices, threads, models and
their budgets stay with the run, which takes the episodes in order.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from index.embedding.embedder import Embedder, Remembering
from index.sync import passage_texts
from ingest.insights.extraction import Distilled, distil
from ingest.passages.selection import Reading
from ingest.speech.recognition import Transcriber
from ingest.transcribing import Listened, Listening, listen
from ingest.voices.encoder import VoiceEncoder
from ingest.workers.told import Done, Failed, Logged, Part, Seconds, Told, failed
from store.queries.embeddings import Vector
from store.records.episodes import Episode
from store.records.transcripts import Span, Transcript

Tell = Callable[[Told], None]
Made_co = TypeVar("Made_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What episodes are heard and read with, by the run or by a worker: built on first use, once a process."""

    make_transcriber: Callable[[], Transcriber]
    make_voices: Callable[[], VoiceEncoder | None]
    make_embedder: Callable[[], Embedder]
    make_reading: Callable[[Embedder], Reading]

    @cached_property
    def transcriber(self) -> Transcriber:
        return self.make_transcriber()

    @cached_property
    def voices(self) -> VoiceEncoder | None:
        return self.make_voices()

    @cached_property
    def embedder(self) -> Remembering:
        return Remembering(self.make_embedder())

    @cached_property
    def reading(self) -> Reading:
        return self.make_reading(self.embedder)


class Job(Protocol[Made_co]):
    """A piece of work. `sound` is the file that it needs, which may lie on another machine than the worker."""

    @property
    def sound(self) -> Path | None: ...

    def with_sound_at(self, path: Path) -> "Job[Made_co]": ...

    def done(self, kit: Kit, tell: Tell) -> Made_co: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHear:
    """An episode's audio."""

    listening: Listening

    @property
    def sound(self) -> Path:
        return self.listening.path

    def with_sound_at(self, path: Path) -> "ToHear":
        return ToHear(listening=replace(self.listening, path=path))

    def done(self, kit: Kit, tell: Tell) -> Listened:
        return listen(
            self.listening,
            lambda: kit.transcriber,
            lambda: kit.voices,
            lambda source, heard: tell(Part(source=source, heard=heard)),
            lambda done, total: tell(Seconds(done=done, total=total)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTalk:
    """What was found in a talk, None where a model is to look, and what its passages and their sentences mean."""

    distilled: Distilled | None
    vectors: Mapping[str, Vector]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """An episode's talk. `own_words`: no model reads it."""

    episode: Episode
    transcript: Transcript
    adverts: Sequence[Span]
    now: datetime
    own_words: bool
    sound: None = None

    def with_sound_at(self, path: Path) -> "ToRead":
        raise ValueError(f"a talk has no sound: {path}")

    def done(self, kit: Kit, tell: Tell) -> ReadTalk:
        distilled: Distilled | None = None
        if self.own_words:
            distilled = distil(
                self.episode, self.transcript, self.adverts, self.now, reading=kit.reading, model=None, judge=None
            )
        texts = passage_texts(self.episode, self.transcript, self.adverts)
        return ReadTalk(distilled=distilled, vectors=dict(zip(texts, kit.embedder.embed(texts), strict=True)))


class _ToTheRun(logging.Handler):
    """Carries a worker's log to the run."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(Logged(logger=record.name, level=record.levelno, text=record.getMessage()))


def outcome(job: Job[object], kit: Callable[[], Kit], tell: Tell) -> Done | Failed:
    """The worker's own function, wherever it runs. `tell` hears what is to be kept or shown meanwhile."""
    ours, handler = logging.getLogger("earmark"), _ToTheRun(tell)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    ours.addHandler(handler)
    try:
        return Done(value=job.done(kit(), tell))
    except Exception as error:  # noqa: BLE001 - whatever it is, the run says it of the episode
        return failed(error)
    finally:
        ours.removeHandler(handler)
