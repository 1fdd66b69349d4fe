"""Finds what a quote nearly says: a filler dropped, a slip of grammar corrected, "do not" for "don't". Pure.

Only words that carry no meaning of their own may be missing or added, only a change of form may make one word another,
and nothing may change beside a negation; so a near quote never says the opposite, another number or another name. Each
change costs, and a quote of n words may cost n / 6, at most 4.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import inf

from rapidfuzz.distance import OSA

from language.negation import NEGATIONS

# By judgement, not measured: room for an um in a spoken sentence, and from 24 words on for no more.
WORDS_AN_EDIT = 6
MOST_EDITS = 4.0
# By judgement, not measured: words in a row that tell a place, and places that are aligned with the quote.
_SEED = 3
_PLACES = 3
# Places of a seed that are looked at: past this it is a turn of phrase, which tells nothing.
_COMMON_SEED = 50
_SLACK = 8
_LONGEST = 120

_SOUNDS = frozenset("um umm uh uhh er erm hm hmm mm mhm ah oh eh".split())
_FILLERS = _SOUNDS | frozenset(
    "yeah yep yes okay ok right well so like just really very actually basically literally know mean kind sort".split()
)
_LIGHT = _FILLERS | frozenset(
    """a an the is are was were be been being am do does did has have had will would of that to in on at and it i we you
    they there here then also which who this these those for as""".split()
)
_KINDS = tuple(
    frozenset(kind.split())
    for kind in (
        "a an the",
        "this that these those the",
        "is are was were be been am",
        "has have had",
        "do does did",
        "which that who whom",
        "in on at",
        "cannot cant",
        "okay ok",
        "because cause cuz",
        "until till",
        "yes yeah yep",
        "versus vs",
    )
)
_SHORTENED = {"is": "s", "has": "s", "us": "s", "are": "re", "have": "ve", "will": "ll", "am": "m", "would": "d"}
_SHORTENED |= {"had": "d", "not": "nt"}
_SPOKEN = {("going", "to"): "gonna", ("want", "to"): "wanna", ("got", "to"): "gotta", ("kind", "of"): "kinda"}
_SPOKEN |= {("will", "not"): "wont", ("can", "not"): "cannot", ("have", "to"): "hafta", ("sort", "of"): "sorta"}
_TYPO_LETTERS = 7  # by judgement, not measured: shorter words lie one letter from other words too often


class Nearby:
    """The folded pieces of a talk, ready to be searched. `names` are folded words that are never changed."""

    def __init__(self, talk: Sequence[str], names: frozenset[str]) -> None:
        self._talk = talk
        self._names = names
        self._seeds: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(talk) - _SEED + 1):
            self._seeds[tuple(talk[at : at + _SEED])].append(at)

    def find(self, claimed: Sequence[str]) -> tuple[int, int] | None:
        """The stretch of the talk's pieces that says `claimed` at the least cost, None when none does within bounds."""
        if not 0 < len(claimed) <= _LONGEST:
            return None
        budget = min(MOST_EDITS, len(claimed) // WORDS_AN_EDIT)
        found = [self._best(claimed, start) for start in self._starts(claimed)]
        within = [(cost, first, last) for cost, first, last in found if cost <= budget]
        return min(within)[1:] if within else None

    def joined(self, claimed: Sequence[str]) -> bool:
        """Whether `claimed` is made of runs that the talk says, but with other words between or in another order."""
        at, covered = 0, 0
        offsets: list[int] = []
        while at < len(claimed):
            length, place = self._run(claimed, at)
            if length:
                offsets.append(place - at)
            covered += length
            at += max(1, length)
        apart = any(abs(one - other) > 1 for one, other in pairwise(offsets))
        return apart and covered >= 0.8 * len(claimed)

    def _run(self, claimed: Sequence[str], at: int) -> tuple[int, int]:
        """How many pieces from `at` on the talk says in one place, and where that begins."""
        best = (0, 0)
        for place in self._seeds.get(tuple(claimed[at : at + _SEED]), ())[:_COMMON_SEED]:
            length = _SEED
            while claimed[at + length : at + length + 1] == self._talk[place + length : place + length + 1] != []:
                length += 1
            best = max(best, (length, place))
        return best

    def _starts(self, claimed: Sequence[str]) -> list[int]:
        votes: Counter[int] = Counter()
        for at in range(len(claimed) - _SEED + 1):
            places = self._seeds.get(tuple(claimed[at : at + _SEED]), ())
            votes.update((place - at) // _SLACK for place in places[:_COMMON_SEED])
        return [bucket * _SLACK for bucket, _ in votes.most_common(_PLACES)]

    def _best(self, claimed: Sequence[str], start: int) -> tuple[float, int, int]:
        """Aligns `claimed` with the talk near `start`: (cost, first, last) with free ends; `last` is exclusive."""
        low = max(0, start - _SLACK)
        talk = self._talk[low : start + len(claimed) + 3 * _SLACK]
        rows: list[list[tuple[float, int]]] = [[(0.0, at) for at in range(len(talk) + 1)]]
        for done in range(1, len(claimed) + 1):
            row: list[tuple[float, int]] = []
            for at in range(len(talk) + 1):
                row.append(self._cheapest(claimed, talk, done, at, rows, row))
            rows.append(row)
        cost, last = min((cost, at) for at, (cost, _) in enumerate(rows[-1]))
        return cost, low + rows[-1][last][1], low + last

    def _cheapest(
        self,
        claimed: Sequence[str],
        talk: Sequence[str],
        done: int,
        at: int,
        rows: Sequence[Sequence[tuple[float, int]]],
        row: Sequence[tuple[float, int]],
    ) -> tuple[float, int]:
        """The cheapest way to have said the first `done` claimed pieces by the talk's piece `at`."""
        ways = [_plus(rows[done - 1][at], _dropping(claimed, done - 1))]
        if at:
            ways.append(_plus(rows[done - 1][at - 1], self._changing(claimed[done - 1], talk[at - 1])))
            ways.append(_plus(row[at - 1], _dropping(talk, at - 1)))
        if at > 1:
            ways.append(_plus(rows[done - 1][at - 2], _shortening((talk[at - 2], talk[at - 1]), claimed[done - 1])))
        if at and done > 1:
            ways.append(
                _plus(rows[done - 2][at - 1], _shortening((claimed[done - 2], claimed[done - 1]), talk[at - 1]))
            )
        return min(ways)

    def _changing(self, one: str, other: str) -> float:
        if one == other:
            return 0.0
        return inf if one in self._names or other in self._names or not _same_word(one, other) else 1.0


def _plus(before: tuple[float, int], cost: float) -> tuple[float, int]:
    return before[0] + cost, before[1]


def _dropping(words: Sequence[str], at: int) -> float:
    """What it costs that one side says the word and the other does not."""
    word, before = words[at], words[at - 1] if at else ""
    if word in _SOUNDS:
        return 0.5
    if word in NEGATIONS or before in NEGATIONS:
        return inf  # "not just hardware" is not "not hardware"
    if word in _FILLERS or (word == before and not word[0].isdigit()):
        return 0.5
    return 1.0 if word in _LIGHT else inf


def _shortening(pair: tuple[str, str], word: str) -> float:
    """ "do not" for "don't", "going to" for "gonna", "web site" for "website"."""
    ending = _SHORTENED.get(pair[1])
    short = (ending is not None and word == pair[0] + ending) or word == _SPOKEN.get(pair)
    closed = word == "".join(pair) and not any(letter.isdigit() for letter in word)
    return 0.5 if short or closed or (pair == ("can", "not") and word == "cant") else inf


@lru_cache(maxsize=4096)
def _same_word(one: str, other: str) -> bool:
    """Another form of the word, or a slip of one letter in the middle of a long one."""
    if one in NEGATIONS or other in NEGATIONS:
        return {one, other} == {"cannot", "cant"}
    if any(one in kind and other in kind for kind in _KINDS):
        return True
    if not (one.isalpha() and other.isalpha()):
        return False
    return bool(_stems(one) & _stems(other)) or _slipped(one, other)


def _stems(word: str) -> frozenset[str]:
    """What is left without the endings of number and time: "makes" and "making" leave "mak"."""
    found = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and not word.endswith("ss"):
            found.add(stem)
    return frozenset(found | {stem[:-1] for stem in found if stem.endswith("e") and len(stem) > 3})


def _slipped(one: str, other: str) -> bool:
    """One letter left out or doubled, or two exchanged; never the first three or the last, where meanings part."""
    if min(len(one), len(other)) < _TYPO_LETTERS or one[:3] != other[:3] or one[-1] != other[-1]:
        return False
    return (len(one) != len(other) or sorted(one) == sorted(other)) and OSA.distance(one, other, score_cutoff=1) == 1
