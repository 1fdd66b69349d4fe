"""The shows and episodes of the demo world, read from shows/SLUG/show.json. All are invented, as is everyone in them.

Days count back from the day of the first run, so that the newest episode is always of today.
`duration_seconds`, `size_bytes` and the chapters in show.json are filled in by make_audio.py.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SHOWS_FOLDER = Path(__file__).parent / "shows"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Someone who speaks; the first name is the one that stands before the lines in the script."""

    name: str
    role: Literal["host", "guest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTranscript:
    """A transcript that the show publishes, a file in shows/SLUG/transcripts."""

    file: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoChapter:
    """A chapter begins at `start` and lasts until the next one."""

    start: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEpisode:
    """`key` names the script, the audio and the transcripts. `chapters_as` says how the feed carries the chapters."""

    key: str
    guid: str
    title: str
    description: str
    days_before: int
    minute_of_day: int
    duration_seconds: float
    size_bytes: int
    persons: tuple[DemoPerson, ...]
    transcripts: tuple[DemoTranscript, ...]
    chapters_as: Literal["none", "podlove", "podcasting2"]
    chapters: tuple[DemoChapter, ...]

    @property
    def audio(self) -> str:
        return f"{self.key}.mp3"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoShow:
    """`guid` is the show's podcast:guid. The newest episode comes first."""

    slug: str
    guid: str
    title: str
    author: str
    description: str
    category: str
    episodes: tuple[DemoEpisode, ...]


def load_show(path: Path) -> DemoShow:
    """The show that a show.json describes. TypeError or KeyError when the file has other fields than the records."""
    show = json.loads(path.read_text(encoding="utf-8"))
    episodes = tuple(
        DemoEpisode(
            **episode
            | {
                "persons": tuple(DemoPerson(**person) for person in episode["persons"]),
                "transcripts": tuple(DemoTranscript(**transcript) for transcript in episode["transcripts"]),
                "chapters": tuple(DemoChapter(**chapter) for chapter in episode["chapters"]),
            }
        )
        for episode in show["episodes"]
    )
    return DemoShow(**show | {"episodes": episodes})


def load_shows() -> tuple[DemoShow, ...]:
    """All shows, by slug."""
    return tuple(load_show(path) for path in sorted(SHOWS_FOLDER.glob("*/show.json")))
