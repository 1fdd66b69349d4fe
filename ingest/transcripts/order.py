"""Puts the times of cues right where the file's order tells that some of them are wrong. Pure.

A file is mostly in the order of the talk; a cue that stands out of it by its time has a wrong stamp. Where many do,
the file is in another order, such as one speaker after the other, and the times count.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from store.records.transcripts import Segment

# By judgement, not measured: talk has some 15 letters a second, hardly ever 25.
_FASTEST_LETTERS, _FEWEST_LETTERS = 60.0, 100
_SLOWEST_LETTERS, _PAUSE_SECONDS = 5.0, 3.0
_FEWEST_CUES = 4
_FAR_SECONDS = 600.0
_LATE_SECONDS = 60.0  # a talk may end so much after what the feed tells of the audio
_MOST_WRONG = 0.1  # of the cues, by judgement, not measured


def is_untimed(cues: Sequence[Segment]) -> bool:
    """Whether nobody can say so much in the time that the cues tell, as where all their stamps are zero."""
    letters = sum(len(cue.text) for cue in cues)
    span = max((cue.end for cue in cues), default=0.0) - min((cue.start for cue in cues), default=0.0)
    return letters >= _FEWEST_LETTERS and letters > _FASTEST_LETTERS * span


def ordered(cues: Sequence[Segment]) -> list[Segment]:
    """The cues in the order of the talk, single wrong stamps mended between their neighbours."""
    right = set(_longest_run([cue.start for cue in cues]))
    last = len(cues) - 1
    if len(cues) > _FEWEST_CUES and last in right and _is_far_off(cues[last], cues[:last]):
        right.discard(last)
    if len(cues) - len(right) > max(1, _MOST_WRONG * len(cues)):
        cues = sorted(cues, key=lambda cue: cue.start)
        right = set(range(len(cues)))
    mended: list[Segment] = []
    for at, cue in enumerate(cues):
        following = next((cues[n].start for n in range(at + 1, len(cues)) if n in right), None)
        if at not in right:
            cue = _placed(cue, mended[-1] if mended else None, following)  # noqa: PLW2901
            if mended and mended[-1].end > cue.start:
                mended[-1] = replace(mended[-1], end=cue.start, words=())
        mended.append(_ended(cue, following))
    return mended


def on_the_hour(cues: Sequence[Segment], duration: float | None) -> list[Segment]:
    """The cues from zero where they count from a whole hour: broadcasters' clocks begin at 1:00:00 or 10:00:00."""
    first = min((cue.start for cue in cues), default=0.0)
    before = first // 3600 * 3600
    if not duration or first < duration or max(cue.end for cue in cues) - before > duration + _LATE_SECONDS:
        return list(cues)
    return [
        replace(
            cue,
            start=cue.start - before,
            end=cue.end - before,
            words=tuple(replace(word, start=word.start - before, end=word.end - before) for word in cue.words),
        )
        for cue in cues
    ]


def _is_far_off(cue: Segment, others: Sequence[Segment]) -> bool:
    """Whether it begins later after the others than all of them last, and by many minutes."""
    begins, ends = min(other.start for other in others), max(other.start for other in others)
    return cue.start - ends > max(_FAR_SECONDS, ends - begins)


def _longest_run(starts: Sequence[float]) -> list[int]:
    """Places of the longest run of starts that never falls (patience sorting)."""
    ends: list[float] = []
    lasts: list[int] = []
    before: list[int | None] = []
    for at, start in enumerate(starts):
        length = bisect_right(ends, start)
        before.append(lasts[length - 1] if length else None)
        ends[length : length + 1] = [start]
        lasts[length : length + 1] = [at]
    run: list[int] = []
    place = lasts[-1] if lasts else None
    while place is not None:
        run.append(place)
        place = before[place]
    return run[::-1]


def _placed(cue: Segment, before: Segment | None, following: float | None) -> Segment:
    """The cue where the one before ends; they share the time up to the next good stamp where that end is wrong, too."""
    if before is None:
        start = max(0.0, (following or 0.0) - len(cue.text) / _SLOWEST_LETTERS / 2)
    elif following is None or before.start < before.end <= following - len(cue.text) / _FASTEST_LETTERS:
        start = before.end
    else:
        share = len(before.text) / max(1, len(before.text) + len(cue.text))
        start = before.start + (following - before.start) * share
    return replace(cue, start=start, words=())


def _ended(cue: Segment, following: float | None) -> Segment:
    """The cue with an end that can be: none before its start, nor long after the next one's where so little is said."""
    beyond = following is None or cue.end > following
    if cue.end >= cue.start and not (beyond and _is_slow(cue)):
        return cue
    paced = cue.start + _PAUSE_SECONDS + len(cue.text) / _SLOWEST_LETTERS
    return replace(cue, end=paced if following is None else max(cue.start, min(following, paced)), words=())


def _is_slow(cue: Segment) -> bool:
    return cue.end - cue.start > _PAUSE_SECONDS + len(cue.text) / _SLOWEST_LETTERS
