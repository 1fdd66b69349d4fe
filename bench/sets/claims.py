"""Reads a folder of claims: parts of real talk with insights that a strong reader wrote and quoted by hand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from store.records.episodes import Episode, FeedEpisode, Progress
from store.records.transcripts import Segment, Transcript

WORDS_A_SECOND = 2.5  # the parts have no times; people speak some 150 words a minute
_READ_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldClaim:
    """An insight as the reader wrote it; `worth` is 1 (filler) to 3 (worth repeating). `part` counts from 0."""

    headline: str
    body: str
    quote: str
    worth: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTalk:
    """An episode's parts, one after the other, as one transcript. `people` are those whom the set names as heard."""

    name: str
    episode: Episode
    transcript: Transcript
    claims: tuple[GoldClaim, ...]

    @property
    def people(self) -> tuple[str, ...]:
        return self.episode.feed.people


def read_claims(folder: Path) -> list[ClaimTalk]:
    """The talks of `folder`, in the order of their names. A part's file is NAME-PP.json."""
    paths = sorted(folder.glob("*-[0-9][0-9].json"))
    return [_talk(name, list(parts)) for name, parts in groupby(paths, key=lambda path: path.stem[:-3])]


def _talk(name: str, paths: Sequence[Path]) -> ClaimTalk:
    parts = [json.loads(path.read_text()) for path in paths]
    first = parts[0]
    feed = FeedEpisode(key=name, title=first["episode"], published=None, audio_url=None, people=tuple(first["people"]))
    claims = tuple(GoldClaim(**insight, part=part["part"]) for part in parts for insight in part["insights"])
    return ClaimTalk(
        name=name,
        episode=Episode(
            id=1, show_id=1, show=first["show"], feed=feed, progress=Progress(), wanted=True, discovered_at=_READ_AT
        ),
        transcript=Transcript(segments=_segments(parts), source="set", language="en"),
        claims=claims,
    )


def _segments(parts: Sequence[dict[str, list[str]]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at, speaker = 0.0, None
    for line in (line for part in parts for line in part["transcript"]):
        if line == "[…]":
            continue
        label, mark, words = line.partition(": ")
        speaker, text = (label, words) if mark and len(label.split()) <= 6 else (speaker, line)
        end = at + len(text.split()) / WORDS_A_SECOND
        if text.strip():
            segments.append(Segment(start=at, end=end, text=text, speaker=speaker))
        at = end
    return tuple(segments)
