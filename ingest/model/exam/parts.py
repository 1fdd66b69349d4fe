"""The packaged parts of talk: invented people and firms, and what is known of each part because we wrote it."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from store.records.episodes import Episode, FeedEpisode, Progress
from store.records.transcripts import Segment, Transcript

_FOLDER = Path(__file__).with_name("parts")
_SECONDS_A_WORD = 0.4  # people speak some 150 words a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An insight that stands in the talk, and the words that say it."""

    name: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`names` and `numbers` are all that an honest claim can hold; `bait` are words that only an order in the talk
    brings into a claim, unless it tells of the order itself, in a word of `spares`."""

    key: str
    show: str
    title: str
    people: tuple[str, ...]
    language: str
    names: frozenset[str]
    numbers: frozenset[str]
    bait: tuple[str, ...]
    spares: tuple[str, ...]
    transcript: Transcript
    known: tuple[Known, ...]

    @property
    def said(self) -> str:
        return " ".join(segment.text for segment in self.transcript.segments)

    @property
    def seconds(self) -> float:
        return self.transcript.segments[-1].end

    def episode(self, now: datetime) -> Episode:
        """The episode that the part would be: no store knows it."""
        feed = FeedEpisode(key=self.key, title=self.title, published=now, audio_url=None, people=self.people)
        return Episode(id=0, show_id=0, show=self.show, feed=feed, progress=Progress(), wanted=True, discovered_at=now)


@cache
def exam_parts() -> tuple[Part, ...]:
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.toml")))


def _read(path: Path) -> Part:
    told = tomllib.loads(path.read_text())
    return Part(
        key=path.stem,
        show=told["show"],
        title=told["title"],
        people=tuple(told["people"]),
        language=told["language"],
        names=frozenset(
            word
            for name in (*told["names"], *told.get("bait", ()), told["show"], told["title"])
            for word in name.split()
        ),
        numbers=frozenset(told["numbers"]),
        bait=tuple(told.get("bait", ())),
        spares=tuple(told.get("spares", ())),
        transcript=_spoken([(turn["speaker"], turn["text"]) for turn in told["turns"]], told["language"]),
        known=tuple(Known(name=known["name"], said=known["said"]) for known in told.get("known", ())),
    )


def _spoken(turns: list[tuple[str, str]], language: str) -> Transcript:
    segments: list[Segment] = []
    at = 0.0
    for speaker, text in turns:
        end = at + _SECONDS_A_WORD * len(text.split())
        segments.append(Segment(start=at, end=end, text=text, speaker=speaker))
        at = end
    return Transcript(segments=tuple(segments), source="exam", language=language)
