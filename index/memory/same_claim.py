"""Whether two claims say the same, and whether one denies the other: words in, numbers out. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from index.memory.archive import Claim
from language.words import STOP_WORDS, stem, words

# cosine² x overlap: right in 94 % on half of IBM's key points, where it was chosen; bench/memory.py reports the other
# half. Twelve insights put in other words came to 0.18-0.49, others on the same matter to 0.07 at most.
REPEATS = 0.18


_CLAUSE = re.compile(r"[.,;:!?\n]")


_DENIALS = frozenset("not no never none without cannot nothing neither nor nobody instead rather".split())


_DENIED_WORDS = 1  # content words after a denial that it is taken to deny


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Stems of a claim, and what it denies and what it affirms among them."""

    stems: frozenset[str]
    denied: frozenset[str]
    affirmed: frozenset[str]

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(each for each in self.stems if each[0].isdigit())


def overlap(later: frozenset[str], earlier: frozenset[str], uses: Mapping[str, int], others: int) -> float:
    """The stems that both have as a share of those that either has, 0-1.

    `uses` counts the neighbours that use a stem, the earlier one among them; `others` is their number without it. A
    stem weighs the less the more of the others use it.
    """

    def weight(each: str) -> float:
        return log((others + 2) / (uses.get(each, 0) - (each in earlier) + 1))

    either = sum(weight(each) for each in sorted(later | earlier))
    return sum(weight(each) for each in sorted(later & earlier)) / either if either else 0.0


def words_of(claim: Claim) -> Words:
    denied: set[str] = set()
    affirmed: set[str] = set()
    for clause in _CLAUSE.split(claim.text):
        left = 0
        for word in words(clause):
            if word in _DENIALS or word.endswith("n't"):
                left = _DENIED_WORDS
            elif word not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
                (denied if left else affirmed).add(stem(word))
                left = max(0, left - 1)
    return Words(stems=frozenset(claim.stems), denied=frozenset(denied), affirmed=frozenset(affirmed))


def opposed(one: Words, other: Words) -> bool:
    """Whether one denies what the other only affirms: such two never count as the same claim."""
    return bool(
        (one.denied - one.affirmed) & (other.affirmed - other.denied)
        or (other.denied - other.affirmed) & (one.affirmed - one.denied)
    )


def other_numbers(one: Words, other: Words) -> bool:
    """Whether each names numbers and none of them is the same."""
    return bool(one.numbers and other.numbers and not one.numbers & other.numbers)
