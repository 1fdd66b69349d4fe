"""Blind query sets for bench/blind.py: talks, and queries written by readers who saw nothing but them.

The form is told in bench/blind.py.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from language.folding import folded_words
from store.records.transcripts import Segment, Transcript

STYLES = ("exact", "keyword", "paraphrase", "question", "near-miss")
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_SECONDS_A_WORD = 0.37  # for the last segment, whose end nothing tells
_BEFORE = 20.0  # seconds that a result may begin before an answer that it covers, to be a hit
_LANDED = 15.0  # seconds before the answer at which it may begin to play


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindTalk:
    id: str
    show: str
    title: str
    published: datetime
    segments: tuple[Segment, ...]

    def transcript(self) -> Transcript:
        return Transcript(segments=self.segments, source="publisher")

    def second_of(self, sentence: str) -> float | None:
        """When it is said; None where the talk does not say it."""
        said = [folded_words(segment.text) for segment in self.segments]
        letters, wanted = " ".join(word for words in said for word in words), " ".join(folded_words(sentence))
        at = f" {letters} ".find(f" {wanted} ")
        if at < 0 or not wanted:
            return None
        place = letters[:at].count(" ") + bool(at)
        ends = list(accumulate(len(words) for words in said))
        segment = next(n for n, end in enumerate(ends) if place < end)
        told, words = self.segments[segment], said[segment]
        share = (place - (ends[segment] - len(words))) / len(words)
        return told.start + share * (told.end - told.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindQuery:
    """`seconds` are when its `answers` are said; a near miss has neither, and no talk."""

    style: str
    text: str
    talk: str | None
    answers: tuple[str, ...]
    seconds: tuple[float, ...]

    def is_said_in(self, text: str) -> bool:
        said = f" {' '.join(folded_words(text))} "
        return any(f" {' '.join(folded_words(answer))} " in said for answer in self.answers)

    def is_found(self, shown: "Shown") -> bool:
        if shown.talk != self.talk:
            return False
        covered = any(shown.start <= at <= shown.end and at - shown.start <= _BEFORE for at in self.seconds)
        return covered or self.is_said_in(shown.text)

    def is_landed(self, shown: "Shown") -> bool:
        return any(0 <= at - shown.start <= _LANDED for at in self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a system shows for a query, in whichever way it was found."""

    talk: str
    start: float
    end: float
    text: str


def read_blind(folder: Path) -> tuple[list[BlindTalk], list[BlindQuery]]:
    """Raises SystemExit with a sentence about what is wrong with the set."""
    inner = folder / "transcripts"
    files = sorted((inner if inner.is_dir() else folder).glob("*.json"))
    talks = [_talk(path, at) for at, path in enumerate(path for path in files if path.name != "queries.json")]
    if not talks or not (folder / "queries.json").is_file():
        raise SystemExit(f"{folder} holds no talks or no queries.json: its form is told in bench/blind.py")
    named = {talk.id: talk for talk in talks}
    told = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    return talks, [_query(each, named) for each in told]


def _talk(path: Path, at: int) -> BlindTalk:
    told = json.loads(path.read_text(encoding="utf-8"))
    listed = told["segments"]
    last = listed[-1]["start"] + _SECONDS_A_WORD * len(listed[-1]["text"].split())
    ends = [*(each["start"] for each in listed[1:]), last]
    return BlindTalk(
        id=path.stem,
        show=told.get("show") or "Talks",
        title=told.get("title") or path.stem,
        published=_FIRST_DAY + timedelta(days=at),
        segments=tuple(
            Segment(start=each["start"], end=max(each["start"], end), text=each["text"], speaker=each.get("speaker"))
            for each, end in zip(listed, ends, strict=True)
        ),
    )


def _query(told: dict[str, object], talks: dict[str, BlindTalk]) -> BlindQuery:
    style, text, talk_id = str(told["style"]), str(told["query"]), told.get("episode")
    answers = _texts(told.get("answers"))
    if style not in STYLES or (talk_id is not None and talk_id not in talks):
        raise SystemExit(f"no such style or talk: {style}, {talk_id} (“{text}”)")
    if (style == "near-miss") == bool(answers):
        raise SystemExit(f"a near miss has no answers and any other query has some: “{text}”")
    talk = talks[str(talk_id)] if talk_id is not None and answers else None
    seconds = [talk.second_of(answer) for answer in answers] if talk else []
    if None in seconds or bool(answers) != bool(talk):
        raise SystemExit(f"{talk_id} does not say what answers “{text}”")
    return BlindQuery(
        style=style,
        text=text,
        talk=talk.id if talk else None,
        answers=tuple(answers),
        seconds=tuple(second for second in seconds if second is not None),
    )


def _texts(answers: object) -> Sequence[str]:
    return [str(answer) for answer in answers] if isinstance(answers, list) else []
