"""What a text affirms and what it denies, and whether one text turns round what another says. Pure.

Two texts that are otherwise alike are opposed when one denies what the other affirms, in so many words or by the
opposite of a word (language/lists/opposites.txt). In doubt they are: a claim wrongly held to be another's opposite
stands beside it, one wrongly held to be the same is hidden behind it. Numbers are language/numbers.py's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from language.folding import folded_words
from language.lists import listed
from language.words import STOP_WORDS, stem

# What says of the words after it that they are not so.
DENIALS: Final = frozenset(
    """not never nor neither hardly barely cannot aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt
    mustnt neednt shouldnt wasnt werent wont wouldnt""".split()
)
NEGATIONS: Final = DENIALS | frozenset("no none nothing nobody nowhere without rarely seldom unless".split())
_EXPLICIT = DENIALS | frozenset("no none nobody nothing nowhere".split())
_DENYING = NEGATIONS | frozenset("fail fails failed refuse refuses refused deny denies denied lack lacks".split())
# They deny nothing of what follows.
_ONLY_SOUNDS_SO = re.compile(
    r"\b(?:never been (?:more|so|as|better)|not (?:only|just|merely|least)|no doubt|nothing but|no (?:more|less) than|"
    r"(?:why|could|couldn't|can't) not|don't (?:forget|miss)|not to mention)\b",
    re.IGNORECASE,
)
# They deny as "not" does; "longer" in "no longer" says nothing of a length.
_SAYS_NOT = re.compile(r"\b(?:no longer|instead of|rather than|as opposed to)\b", re.IGNORECASE)
# "It is not true that they did not": the denials in what follows are taken back.
_NOT_TRUE = re.compile(
    r"\b(?:(?:not|never|isn't|wasn't) (?:true|so|the case)|a myth|false|untrue|wrong) that\b", re.IGNORECASE
)
# Who did not raise money until year twelve raised it after that: both words may tell of it.
_NOT_UNTIL = re.compile(r"(\b(?:not|never|nobody|nothing|\w+n't)\b[^.,;:!?]*?\b)(?:until|till|before)\b", re.IGNORECASE)
_SILENT = frozenset("can ever yet".split())  # "can not", "hardly ever": the word after them is what is denied
_CLAUSE = re.compile(r"[.,;:!?—–]|\b(?:but|because|although|though|while|whereas|so that)\b", re.IGNORECASE)
# What denies a whole clause; "copper, not steel" and "nobody sells" deny a part, which is often said in other words.
_DENIES_A_CLAUSE = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|need) not|"
    r"\w+n't|cannot|never)\b",
    re.IGNORECASE,
)
# A bound on the number that follows, which a claim may not add.
_BOUNDS = tuple(
    re.compile(rf"\b(?:{words}) (?=[$£€]?\d|(?:a|two|three|four|five|six|seven|eight|nine|ten|half|\w+teen|\w+ty)\b)")
    for words in ("more than|over|at least|above|exceeding", "less than|fewer than|under|at most|below|up to|within")
)

# Content words after a denial that it is taken to deny. Of two claims that are alike otherwise the first one settles
# it: on half of IBM's key points as many repeats are right with 1, 2 and 3 (93 %), and with 2 or 3 a tenth fewer are
# found. Where a claim is proved by a passage more is read as denied: what is left out there can be said better.
# That 3 is as before, not measured.
# Of a headline against its own proof it is two, the verb and what it is done to: by judgement, not measured.
_OF_CLAIMS, _OF_HEADLINES, _OF_PROOF = 1, 2, 3

_KEPT_STANCES = 4096  # some 5 KB each: the claims of a run are held against many others


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Stems of what a text affirms and of what it denies. What affirms that prices fall denies that they rise.

    `bounds`: whether it says "more than" (0) and "less than" (1) of numbers.
    """

    affirmed: frozenset[str]
    denied: frozenset[str]
    bounds: frozenset[int]

    def denies(self, other: "Stance") -> bool:
        """Whether it denies, and nowhere affirms, what the other affirms and nowhere denies."""
        return bool((self.denied - self.affirmed) & (other.affirmed - other.denied))

    def opposed(self, other: "Stance") -> bool:
        if self.denies(other) or other.denies(self):
            return True
        return bool(self.bounds and other.bounds and not self.bounds & other.bounds)


def opposed(one: str, other: str) -> bool:
    """Whether two claims can hardly both be true, as far as their words tell, when they are alike otherwise."""
    return stance(one, _OF_CLAIMS).opposed(stance(other, _OF_CLAIMS))


def turned_round(claim: str, said: str) -> bool:
    """Whether `claim` is opposed to what was said, or bounds a number that was said without a bound."""
    own, theirs = stance(claim, _OF_PROOF), stance(said, _OF_PROOF)
    return own.opposed(theirs) or not own.bounds <= theirs.bounds


def denies(text: str) -> bool:
    """Whether it holds a word that denies, but for those that only sound so."""
    return any(word in _EXPLICIT for word in folded_words(_ONLY_SOUNDS_SO.sub(" ", text.replace("’", "'"))))


def denies_a_clause(text: str) -> bool:
    """Whether it denies of somebody what the verb says, not merely a word of it."""
    return bool(_DENIES_A_CLAUSE.search(_ONLY_SOUNDS_SO.sub(" ", text.replace("’", "'"))))


def denies_what_is_affirmed(claim: str, *said: str) -> bool:
    """Whether a word that the claim denies, and nowhere affirms, is affirmed in what was said and nowhere denied."""
    own = stance(claim, _OF_HEADLINES)
    theirs = [stance(text, _OF_PROOF) for text in said]
    affirmed = frozenset[str]().union(*(each.affirmed for each in theirs))
    denied = frozenset[str]().union(*(each.denied for each in theirs))
    return bool((own.denied - own.affirmed) & (affirmed - denied))


def sides(text: str) -> frozenset[tuple[str, str]]:
    """The sides of opposites that its words stand on, each with the side across."""
    plain = _NOT_UNTIL.sub(r"\1", text.replace("’", "'"))
    return frozenset(side for word in folded_words(plain) for side in _sides().get(word, ()))


def goes_the_other_way(claim: str, said: str, beside: str) -> bool:
    """Whether `claim` says "more" where `said` says "less" and never "more"; what stands `beside` it may say it too."""
    theirs, own = sides(said), sides(beside)
    return any(
        (other, side) in theirs and (side, other) not in theirs and (side, other) not in own
        for side, other in sides(claim)
    )


@lru_cache(maxsize=_KEPT_STANCES)
def stance(text: str, reach: int) -> Stance:
    """`reach`: how many content words after a denial are denied."""
    plain = _SAYS_NOT.sub(" not ", _ONLY_SOUNDS_SO.sub(" ", text.replace("’", "'")))
    affirmed: set[str] = set()
    denied: set[str] = set()
    for clause in _CLAUSE.split(plain):
        for word, is_denied in _of_clause(clause, reach):
            sides = _sides().get(word, ())
            (denied if is_denied else affirmed).update((stem(word), *(own for own, _ in sides)))
            if not is_denied:
                denied.update(opposite for _, opposite in sides)
    bounds = frozenset(at for at, bound in enumerate(_BOUNDS) if bound.search(text.lower()))
    return Stance(affirmed=frozenset(affirmed), denied=frozenset(denied), bounds=bounds)


def _of_clause(clause: str, reach: int) -> Sequence[tuple[str, bool]]:
    """Its content words, and whether each is denied."""
    said = _read(_NOT_TRUE.sub(" ", clause), reach)
    if not _NOT_TRUE.search(clause):
        return said
    taken_back = any(denied for _, denied in said)
    # The first word is what the clause is about, seldom what is denied of it.
    return [(word, at > 0 and not taken_back) for at, (word, _) in enumerate(said)]


def _read(clause: str, reach: int) -> list[tuple[str, bool]]:
    said: list[tuple[str, bool]] = []
    left = before = 0  # `before`: how much was said when the last denial came
    for word in folded_words(clause):
        doubled = word in _DENYING and left == reach  # "not without", "never fails to": what follows is affirmed
        if doubled:
            del said[before:]
        elif word in _DENYING:
            before = len(said)
        if word in _sides() or _has_content(word):
            said.append((word, left > 0))
            left = max(0, left - 1)
        if word in _DENYING:
            left = 0 if doubled else reach
    return said


def _has_content(word: str) -> bool:
    return word not in _DENYING and word not in STOP_WORDS and word not in _SILENT and len(word) > 1


@cache
def _sides() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Word -> its side of each pair of opposites that it stands in, and the other side."""
    found: dict[str, list[tuple[str, str]]] = {}
    pairs = [line.split(" | ") for line in listed("opposites")]
    for at, (one, other) in enumerate(pairs):
        sides = f"{at} one", f"{at} other"
        for words, side in ((one, sides), (other, sides[::-1])):
            for word in words.split():
                found.setdefault(word, []).append(side)
    return found
