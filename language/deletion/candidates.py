"""Which runs of words of a passage may be left out: cues by list, words said twice, starts that break off. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from language.deletion.words import Word
from language.lists import cue_lists, phrases

Kind = Literal["sound", "head", "within", "end", "repeat", "restart"]

_CUES = cue_lists("language/deletion/cues.toml")
# In words, all by judgement, not measured: what is longer is seldom a slip.
_LONGEST_CUE = 5
_LONGEST_REPEAT = 6
_LONGEST_START = 14
_SCRAP = 3
_SLIP = 2
_BETWEEN = frozenset("again like uh um yeah well just".split())  # "I think, again, I think"
_QUOTES = frozenset('"“”')
_DASHES = frozenset({"--", "—", "––", "---"})
# Said twice on purpose: "very, very good", "what it is, is this".
_STRESSED = frozenset(
    "very really so much many way super no not never more many long far yes yeah again over bye".split()
)
_UNLIKE_SLIPS = frozenset("had is was are".split())
_SAID_AGAIN = frozenset("i we the a an and but they he she my our".split())  # no clause ends in them
_LIGHT_TAGS = frozenset("PR DT IN TO CC MD WP WD WR EX".split())
# No clause ends in them but by a slip.
_UNENDING = frozenset(
    "to the a an of be i'm it's that's we're you're they're i've we've you've and or my your our".split()
)
# A clause that ends in one of these has not been said to its end.
_OPEN_TAGS = frozenset("DT IN TO MD PRP$ CC WDT WP WRB POS".split())
_OPEN_WORDS = frozenset(
    "is are was were be been have has had do does did i'm it's that's we're you're they're like".split()
)
_LINKS = frozenset("and but so that because or if when which where then is was".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words `first` to `last` (exclusive) of a passage that may go. `cue` is what it says, where it is in a list."""

    kind: Kind
    first: int
    last: int
    cue: str = ""


def runs(words: Sequence[Word]) -> list[Run]:
    """Every run that may go, in order; they may overlap."""
    found = [*_cues(words), *_repeats(words), *_restarts(words)]
    return sorted(dict.fromkeys(found), key=lambda run: (run.first, run.last))


def _cues(words: Sequence[Word]) -> Iterator[Run]:
    heads: set[int] = set()  # where a sentence may be said to begin: its first word, and behind each cue at its head
    for first, word in enumerate(words):
        is_head = word.first or first in heads or (first > 0 and words[first - 1].breaks)
        for last in range(first + 1, min(first + _LONGEST_CUE, len(words)) + 1):
            if any(each.last for each in words[first : last - 1]):
                break
            if any(set(each.text) & _QUOTES for each in words[first:last]):
                break
            said = " ".join(each.bare for each in words[first:last])
            waits = words[last - 1].pauses and _CUES["head_before_pause"].pattern.fullmatch(said)
            opens = _CUES["head"].pattern.fullmatch(said) and not _is_meant(words, last)
            if is_head and (waits or opens):
                heads.add(last)
                yield Run(kind="head", first=first, last=last, cue=said)
            elif _CUES["sound"].pattern.fullmatch(said):
                yield Run(kind="sound", first=first, last=last, cue=said)
            elif words[last - 1].pauses and first and words[first - 1].pauses and _CUES["end"].pattern.fullmatch(said):
                yield Run(kind="end", first=first, last=last, cue=said)
            elif _CUES["within"].pattern.fullmatch(said):
                yield Run(kind="within", first=first, last=last, cue=said)


def _is_meant(words: Sequence[Word], after: int) -> bool:
    """Whether a "so" before `after` says something: "so far", "so full"."""
    if words[after - 1].bare != "so" or after == len(words):
        return False
    return words[after].bare in phrases("after_meant_so") or words[after].tag[:2] == "JJ"


def _repeats(words: Sequence[Word]) -> Iterator[Run]:
    bare = [word.bare for word in words]
    for first in range(len(words)):
        for size in range(1, _LONGEST_REPEAT + 1):
            middle = first + size
            if bare[first:middle] == bare[middle : middle + size] and _is_slip(words[first:middle]):
                if first and bare[first - 1] == bare[middle - 1]:
                    continue  # "months and months and months"
                if any(word.last for word in words[first + 1 : middle + size - 1]):
                    continue  # "to pay attention to. Pay attention!"
                yield Run(kind="repeat", first=first, last=middle)


def _is_slip(said: Sequence[Word]) -> bool:
    """Not what is said twice for weight, "very, very good", nor what one sentence ends with and the next begins."""
    if (
        any(set(word.text) & _QUOTES for word in said)
        or _STRESSED.issuperset(word.bare for word in said)
        or (said[-1].last and not said[-1].breaks)
    ):
        return False
    if len(said) == 1 and said[0].pauses and not said[0].breaks:
        return said[0].bare in _SAID_AGAIN
    light = said[0].tag[:2] in _LIGHT_TAGS and said[0].bare not in _UNLIKE_SLIPS
    return light and said[0].tag != "CC"


def _restarts(words: Sequence[Word]) -> Iterator[Run]:
    """Up to a pause: what breaks off there unfinished, and what begins again behind it with the same words."""
    for end in range(1, len(words)):
        stop = words[end - 1]
        if not stop.pauses or (stop.last and not stop.breaks):
            continue
        for first in range(max(0, end - _LONGEST_START), end):
            if not any(word.last for word in words[first : end - 1]) and _is_start(words, first, end):
                yield Run(kind="restart", first=first, last=end)


def _is_start(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether it may be a start that was given up. Behind a comma alone a list of like clauses may follow, so there it
    must stop where no clause does, or be said again entire.
    """
    gone, left = words[first:end], words[end : end + _LONGEST_START]
    again = same_start(gone, left)
    if any(set(word.text) & _QUOTES for word in (*gone, left[0])):
        return False
    if not gone[-1].breaks:
        begun = again and (words[first].first or words[first - 1].pauses) and gone[-1].bare in _UNENDING
        return bool(begun) or (again > 1 and _BETWEEN.issuperset(word.bare for word in gone[again:]))
    if again > 1 and len(gone) - again <= _SLIP:
        return True
    if not _DASHES.intersection(gone[-1].mark.split()):  # a hyphen or dots part more often than they break off
        return bool(again) and is_open(gone[-1]) and _may_begin(words, first)
    cut_off = is_open(gone[-1]) or gone[-1].closing[:2] in {"VB", "RP"}
    return cut_off and (_may_begin(words, first) or (is_open(gone[-1]) and len(gone) <= _SCRAP))


def same_start(gone: Sequence[Word], left: Sequence[Word]) -> int:
    """How many words both begin with."""
    same = 0
    for one, other in zip(gone, left, strict=False):
        if one.bare != other.bare:
            break
        same += 1
    return same


def is_open(word: Word) -> bool:
    """Whether a clause that ends in it has not been said to its end."""
    return word.closing in _OPEN_TAGS or word.bare in _OPEN_WORDS


def _may_begin(words: Sequence[Word], first: int) -> bool:
    before = words[first - 1] if first else None
    return before is None or words[first].first or before.pauses or before.bare in _LINKS
