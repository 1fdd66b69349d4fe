"""The records of episodes: what a feed says of one, how far it has come, what was fetched of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Stage(StrEnum):
    """How far an episode has come. Each stage's product is committed together with the stage itself."""

    DISCOVERED = "discovered"
    FETCHED = "fetched"
    TRANSCRIBED = "transcribed"
    DISTILLED = "distilled"
    INDEXED = "indexed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLink:
    """A transcript that the publisher offers (`podcast:transcript`)."""

    url: str
    mime_type: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """`start` in seconds. `listed` is false for one that the publisher keeps out of the contents, often an advert."""

    start: float
    title: str
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundbite:
    """A passage that the show itself chose to advertise the episode with (`podcast:soundbite`)."""

    start: float
    end: float
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEpisode:
    """An episode as its feed describes it. `key` is its identity within the show; `notes` is plain text."""

    key: str
    title: str
    published: datetime | None
    audio_url: str | None
    audio_type: str = ""
    notes: str = ""
    link: str | None = None
    duration: float | None = None
    transcripts: tuple[TranscriptLink, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    people: tuple[str, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where an episode stands. `given_up`: no further try until a person asks for one."""

    stage: Stage = Stage.DISCOVERED
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = None
    given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """An episode that Earmark knows. `wanted` is false for the back catalogue that nobody asked to take."""

    id: int
    show_id: int
    show: str
    feed: FeedEpisode
    progress: Progress
    wanted: bool
    discovered_at: datetime
    note: str | None = None
    fell_back: bool = False
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What fetching an episode brought: `body` is the published transcript, or the name of the cached audio file.

    `audio_file` is the cached audio beside a transcript.
    """

    kind: Literal["transcript", "audio"]
    body: str
    url: str
    mime_type: str = ""
    audio_file: str | None = None
