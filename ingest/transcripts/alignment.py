"""How far the publisher's times are off where adverts were inserted into the audio, and their correction. Pure.

A few short windows of the audio are recognised; where their words stand in the transcript tells by how much later the
audio is there. What lies between two windows of different shifts holds an insertion, and `next_probe` says where to
listen next to find it, as in a binary search. Phrases that are said twice give wrong clues: the chain of clues is taken
that has most words behind it with the fewest changes of shift, and in which audio and transcript run the same way.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from language.folding import folded_words
from language.sentences import words_of
from store.records.transcripts import Segment, Shift, Transcript, Word

SAME_SECONDS = 0.7  # shifts nearer to each other than that are one: captions are not exact either
PROBE_SECONDS = 14.0
_NEAR_SECONDS = 2.0  # an insertion is looked for until it is known this well, by the transcript's clock
_RUN = 3  # words in a row that count as found
_FEWEST_RUNS = 4
_CHANGE = 8.0  # runs of words that a change of shift must bring
_LEAST_SHARE = 0.2  # of the runs of a window
_BIN_SECONDS = 1.5
_FEWEST_WORDS = 10  # recognised in a window that can be told to be in the transcript or not


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """Words of the transcript, from number `first` to `last`, that are said `shift` seconds later than it says.

    `start` and `end` are where by the audio's clock, `runs` how many runs of words agree on it.
    """

    first: int
    last: int
    shift: float
    start: float
    end: float
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was heard in a stretch of the audio, and where it stands in the transcript: nowhere, in an advert."""

    clues: tuple[Clue, ...]
    told: bool


class TimedTalk:
    """A transcript by its words."""

    def __init__(self, transcript: Transcript) -> None:
        self.words = [word for segment in transcript.segments for word in words_of(segment)]
        spoken = [(fold, at) for at, word in enumerate(self.words) for fold in folded_words(word.text)]
        self._runs: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
        for at in range(len(spoken) - _RUN + 1):
            run = spoken[at : at + _RUN]
            self._runs[tuple(fold for fold, _ in run)].append((run[0][1], run[-1][1]))

    def look_up(self, heard: Sequence[Word]) -> Probe:
        """Where the heard words stand; in two places where something was inserted between them."""
        spoken = [(fold, word.start) for word in heard for fold in folded_words(word.text)]
        runs = max(0, len(spoken) - _RUN + 1)
        found = [
            (start - self.words[first].start, first)
            for at, (_, start) in enumerate(spoken[:runs])
            for first, last in self._runs.get(tuple(fold for fold, _ in spoken[at : at + _RUN]), ())
            # Nothing was inserted inside the run.
            if abs(spoken[at + _RUN - 1][1] - start - self.words[last].start + self.words[first].start) < _BIN_SECONDS
        ]
        clues: list[Clue] = []
        while (clue := self._strongest(found)) and len(clues) < 2:
            if clue.runs < max(_FEWEST_RUNS, _LEAST_SHARE * runs / (1 + len(clues))):
                break
            clues.append(clue)
            found = [(shift, place) for shift, place in found if abs(shift - clue.shift) >= _BIN_SECONDS]
        return Probe(clues=tuple(clues), told=len(spoken) >= _FEWEST_WORDS)

    def _strongest(self, found: Sequence[tuple[float, int]]) -> Clue | None:
        """The shift on which most runs of words agree."""
        votes = Counter(round(shift / _BIN_SECONDS) for shift, _ in found)
        if not votes:
            return None
        middle = votes.most_common(1)[0][0] * _BIN_SECONDS
        shift = median(shift for shift, _ in found if abs(shift - middle) < _BIN_SECONDS)
        places = [place for each, place in found if abs(each - shift) < _BIN_SECONDS]
        first, last = min(places), min(max(places) + _RUN - 1, len(self.words) - 1)
        start, end = self.words[first].start + shift, self.words[last].end + shift
        return Clue(first=first, last=last, shift=shift, start=start, end=end, runs=len(places))


def in_order(clues: Sequence[Clue]) -> list[Clue]:
    """The heaviest chain of clues, by place: dynamic programming over those before each."""
    ordered = sorted(clues, key=lambda each: (each.first, each.last, each.start))
    weights: list[float] = []
    before: list[int | None] = []
    for at, clue in enumerate(ordered):
        chains = [
            (weights[other] - _CHANGE * (abs(clue.shift - ordered[other].shift) >= SAME_SECONDS), other)
            for other in range(at)
            if _follows(clue, ordered[other])
        ]
        weight, other = max(chains, default=(0.0, -1))
        weights.append(max(weight, 0.0) + clue.runs)
        before.append(other if weight > 0 else None)
    place = max(range(len(ordered)), key=lambda each: weights[each], default=None)
    chain: list[Clue] = []
    while place is not None:
        chain.append(ordered[place])
        place = before[place]
    return chain[::-1]


def _follows(later: Clue, earlier: Clue) -> bool:
    if abs(later.shift - earlier.shift) < SAME_SECONDS:
        return True
    return later.first > earlier.last - _RUN and later.start > earlier.end - SAME_SECONDS


def next_probe(talk: TimedTalk, clues: Sequence[Clue], tried: set[int]) -> tuple[int, float] | None:
    """(number of a word, seconds of audio at which it would be said) to listen at next; None when all is known.

    `tried` are tenths of seconds of audio that were listened to.
    """
    if not clues:
        return None
    ends = [(0, clues[0].shift), (0, 0.0)] if clues[0].first > 2 * _RUN else []
    ends += [(len(talk.words) - 1, clues[-1].shift)] if clues[-1].last < len(talk.words) - 2 * _RUN - 1 else []
    for earlier, later in pairwise(clues):
        if abs(earlier.shift - later.shift) < SAME_SECONDS:
            continue
        if talk.words[later.first].start - talk.words[earlier.last].end > _NEAR_SECONDS:
            middle = (earlier.last + later.first) // 2
            ends += [(middle, earlier.shift), (middle, later.shift)]
    for place, shift in ends:
        second = talk.words[place].start + shift
        if second >= 0 and round(second * 10) not in tried:
            return place, second
    return None


def corrected(transcript: Transcript, talk: TimedTalk, clues: Sequence[Clue]) -> Transcript:
    """The transcript by the audio's clock. Times that were interpolated are so once more, between the clues."""
    shifts = _points(talk, clues) if transcript.approximate else _steps(talk, clues)
    moved = [_moved(segment, shifts) for segment in transcript.segments]
    told = tuple(Shift(start=round(start, 2), seconds=round(seconds, 2)) for start, seconds in shifts)
    return replace(transcript, segments=tuple(part for parts in moved for part in parts), checked=True, shifts=told)


def shifted(start: float, shifts: Sequence[Shift]) -> float:
    """A second by the publisher's clock as one by the audio's."""
    passed = [shift.seconds for shift in shifts if start >= shift.start] or [0.0]
    return max(0.0, start + passed[-1])


def _steps(talk: TimedTalk, clues: Sequence[Clue]) -> list[tuple[float, float]]:
    """(from which second by the publisher's clock, shift): one for each group of clues that agree."""
    groups: list[list[Clue]] = []
    for clue in clues:
        if groups and abs(clue.shift - median(each.shift for each in groups[-1])) < SAME_SECONDS:
            groups[-1].append(clue)
        else:
            groups.append([clue])
    steps: list[tuple[float, float]] = []
    for at, group in enumerate(groups):
        start = 0.0 if not at else _border(talk, groups[at - 1][-1].last, group[0].first)
        steps.append((start, median(each.shift for each in group)))
    return [] if len(steps) == 1 and abs(steps[0][1]) < SAME_SECONDS / 2 else steps


def _points(talk: TimedTalk, clues: Sequence[Clue]) -> list[tuple[float, float]]:
    """As _steps, for times that are off by a little everywhere: each segment is moved as the clue next to it says."""
    middles = [talk.words[(clue.first + clue.last) // 2].start for clue in clues]
    borders = [0.0, *((one + other) / 2 for one, other in pairwise(middles))]
    return list(zip(borders, (clue.shift for clue in clues), strict=True))


def _border(talk: TimedTalk, last: int, first: int) -> float:
    """Where between two words an insertion is likeliest: in the longest pause, at the end of a sentence."""
    places = range(min(last + 1, first), first + 1)

    def likely(place: int) -> tuple[bool, float]:
        before, word = talk.words[place - 1], talk.words[place]
        return before.text.rstrip("\"'”’)")[-1:] in (".", "?", "!"), word.start - before.end

    return talk.words[max((place for place in places if place), key=likely, default=first)].start


def _moved(segment: Segment, steps: Sequence[tuple[float, float]]) -> list[Segment]:
    """The segment later by the shift of where it stands; in two, where something was inserted into it."""
    words = words_of(segment)
    parts: list[tuple[float, list[Word]]] = []
    for word in words:
        shift = next((seconds for start, seconds in reversed(steps) if word.start >= start - 0.001), 0.0)
        shift = steps[0][1] if steps and word.start < steps[0][0] else shift
        later = replace(word, start=max(0.0, word.start + shift), end=max(0.0, word.end + shift))
        if parts and parts[-1][0] == shift:
            parts[-1][1].append(later)
        else:
            parts.append((shift, [later]))
    return [
        replace(
            segment,
            start=found[0].start,
            end=found[-1].end,
            text=" ".join(word.text for word in found),
            words=tuple(found) if segment.words else (),
        )
        for _, found in parts
    ]
