"""Gives every word a time where a transcript has few times or none, as HTML and plain text do. Pure.

Between two known times the words take their share by length; before the first and after the last a pace is assumed.
Where a stretch of the audio is known to hold none of the text, as an advert that a publisher left out, words are timed
by a clock that stands still in it, "talk seconds"; then those after it are moved past it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from ingest.timecode import seconds_of
from ingest.transcripts.cues import Utterance, tidy
from store.records.transcripts import Word

WORDS_PER_MINUTE = 150  # by judgement, a usual pace of talk; not measured
_SLOWEST_FACTOR = 2.5  # 60 words a minute; slower than that, the text is not all that is said
_LATE_MARK_SECONDS = 60.0  # a mark this far behind the end belongs to other audio
# By judgement, not measured: how far a mark may reach into a hole, for chapters are set by ear and to the second.
_EDGE_SECONDS = 5.0
_SENTENCE_ENDS = (".", "?", "!")
_CLOCK = r"((?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?)"
_BRACKETED_CLOCK = re.compile(rf"\[([^\][]*?)\s*{_CLOCK}\s*\]|\(\s*{_CLOCK}\s*\)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """From `start` to `end` seconds of the audio nothing of the transcript is said."""

    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The word number `at` is known to be said at `seconds`."""

    at: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A paragraph of one speaker. `marks` are (number of the word, seconds): what is known of its times."""

    speaker: str | None
    words: tuple[str, ...]
    marks: tuple[tuple[int, float], ...] = ()


def turn(speaker: str | None, text: str, start: float | None = None) -> Turn:
    """A turn from its text. Clocks inside it, as in `[unintelligible 00:12:34.56]`, become marks."""
    marks = [] if start is None else [(0, start)]
    words: list[str] = []
    position = 0
    for match in _BRACKETED_CLOCK.finditer(text):
        words += tidy(text[position : match.start()]).split()
        marks += [(len(words), seconds) for seconds in [seconds_of(match[2] or match[3])] if seconds is not None]
        words += tidy(f"[{match[1]}]").split() if match[1] else []
        position = match.end()
    words += tidy(text[position:]).split()
    return Turn(speaker=speaker, words=tuple(words), marks=tuple(marks))


def timed(turns: Sequence[Turn], duration: float | None, holes: Sequence[Hole] = ()) -> list[Utterance]:
    """The turns with a time for each word; the last ends at `duration` seconds where that is known and plausible.

    In `holes`, in order and apart, nothing of the text is said: the words are laid around them, the border at the
    beginning of a sentence. A hole in which a mark stands is none.
    """
    turns = [turn for turn in turns if turn.words]
    said = [word for each in turns for word in each.words]
    letters = [0, *accumulate(len(word) + 1 for word in said)]  # the measure along which time is shared out
    firsts = [0, *accumulate(len(each.words) for each in turns)]
    marks = _marks(turns, firsts, duration)
    holes = _empty_ones(holes, marks)
    anchors = [(letters[mark.at], _talk_seconds(mark.seconds, holes)) for mark in marks]
    known = _with_ends(anchors, letters[-1], len(said), _talk_seconds(duration, holes) if duration else None)
    clock: list[float] = np.interp(letters, [at for at, _ in known], [seconds for _, seconds in known]).tolist()
    starts = sorted({*firsts[:-1], *(at for at in range(1, len(said)) if said[at - 1].endswith(_SENTENCE_ENDS))})
    late = _passed(clock, starts, marks, holes)
    words = [Word(start=clock[n] + late[n], end=clock[n + 1] + late[n], text=text) for n, text in enumerate(said)]
    return [
        Utterance(speaker=each.speaker, words=tuple(words[first:end]))
        for each, (first, end) in zip(turns, pairwise(firsts), strict=True)
    ]


def _marks(turns: Sequence[Turn], firsts: Sequence[int], duration: float | None) -> list[Mark]:
    """What can be believed of the turns' marks, by words of the whole text; `firsts` are the turns' first ones."""
    latest = duration + _LATE_MARK_SECONDS if duration else float("inf")
    told = [
        (first + at, seconds)
        for first, each in zip(firsts, turns, strict=False)
        for at, seconds in each.marks
        if at < len(each.words) and seconds <= latest
    ]
    return _rising(told)


def _rising(marks: Sequence[tuple[int, float]]) -> list[Mark]:
    """The longest run of marks whose times rise with the text, which drops single wrong ones (patience sorting)."""
    ordered = sorted(dict(reversed(marks)).items())
    ends: list[float] = []  # at [n] the earliest end of a run of n + 1 marks, and in `lasts` which mark that is
    lasts: list[int] = []
    before: list[int | None] = []
    for number, (_, seconds) in enumerate(ordered):
        length = bisect_left(ends, seconds)
        before.append(lasts[length - 1] if length else None)
        ends[length : length + 1] = [seconds]
        lasts[length : length + 1] = [number]
    run: list[Mark] = []
    at = lasts[-1] if lasts else None
    while at is not None:
        run.append(Mark(at=ordered[at][0], seconds=ordered[at][1]))
        at = before[at]
    return run[::-1]


def _with_ends(
    anchors: list[tuple[int, float]], letters: int, words: int, duration: float | None
) -> list[tuple[int, float]]:
    """Adds a time for the first word and for the end of the last."""
    usual = 60 / WORDS_PER_MINUTE * words / max(1, letters)  # seconds a letter
    measured = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(anchors)]
    pace = sorted(measured)[len(measured) // 2] if measured else usual
    if not anchors or anchors[0][0] > 0:
        x, y = anchors[0] if anchors else (0, 0.0)
        begin = 0.0 if y <= _SLOWEST_FACTOR * pace * x else y - pace * x
        anchors = [(0, begin), *[anchor for anchor in anchors if anchor[0] > 0]]
    x, y = anchors[-1]
    if x < letters:
        expected = pace * (letters - x)
        end = min(duration, y + _SLOWEST_FACTOR * expected) if duration and duration > y else y + expected
        anchors = [*anchors, (letters, end)]
    return anchors


def _empty_ones(holes: Sequence[Hole], marks: Sequence[Mark]) -> list[Hole]:
    """Those in which no mark says that somebody talks there: one that does goes by another clock."""
    return [
        hole
        for hole in holes
        if not any(hole.start + _EDGE_SECONDS < mark.seconds < hole.end - _EDGE_SECONDS for mark in marks)
    ]


def _talk_seconds(second: float, holes: Sequence[Hole]) -> float:
    """The second without what of the holes lies before it."""
    return second - sum(min(second, hole.end) - hole.start for hole in holes if second > hole.start)


def _passed(clock: Sequence[float], starts: Sequence[int], marks: Sequence[Mark], holes: Sequence[Hole]) -> list[float]:
    """For each word the seconds of holes before it. `clock` has its talk seconds, `starts` which words begin a
    sentence: a hole lies before the one of them that is nearest to it, on the side on which marks are.
    """
    late = [0.0] * len(clock)
    for hole in holes:
        at = _talk_seconds(hole.start, holes)
        first = max((mark.at for mark in marks if mark.seconds <= hole.start + _EDGE_SECONDS), default=-1)
        last = min((mark.at for mark in marks if mark.seconds >= hole.end - _EDGE_SECONDS), default=len(clock) - 1)
        among = [start for start in starts if first < start <= last] or [last]
        border = min(among, key=lambda start: abs(clock[start] - at))
        late[border:] = [seconds + hole.end - hole.start for seconds in late[border:]]
    return late
