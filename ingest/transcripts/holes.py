"""Stretches of the audio of which a transcript holds nothing, as adverts that its publisher left out. Pure.

Words are timed by a clock that stands still in the holes, "talk seconds"; then those after a hole are moved past it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# By judgement, not measured: how far a mark may reach into a hole, for chapters are set by ear and to the second.
_EDGE_SECONDS = 5.0


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


def empty_ones(holes: Sequence[Hole], marks: Sequence[Mark]) -> list[Hole]:
    """Those in which no mark says that somebody talks there: one that does goes by another clock."""
    return [
        hole
        for hole in holes
        if not any(hole.start + _EDGE_SECONDS < mark.seconds < hole.end - _EDGE_SECONDS for mark in marks)
    ]


def talk_seconds(second: float, holes: Sequence[Hole]) -> float:
    """The second without what of the holes lies before it."""
    return second - sum(min(second, hole.end) - hole.start for hole in holes if second > hole.start)


def passed(clock: Sequence[float], starts: Sequence[int], marks: Sequence[Mark], holes: Sequence[Hole]) -> list[float]:
    """For each word the seconds of holes before it. `clock` has its talk seconds, `starts` which words begin a
    sentence: a hole lies before the one of them that is nearest to it, on the side on which marks are.
    """
    late = [0.0] * len(clock)
    for hole in holes:
        at = talk_seconds(hole.start, holes)
        first = max((mark.at for mark in marks if mark.seconds <= hole.start + _EDGE_SECONDS), default=-1)
        last = min((mark.at for mark in marks if mark.seconds >= hole.end - _EDGE_SECONDS), default=len(clock) - 1)
        among = [start for start in starts if first < start <= last] or [last]
        border = min(among, key=lambda start: abs(clock[start] - at))
        late[border:] = [seconds + hole.end - hole.start for seconds in late[border:]]
    return late
