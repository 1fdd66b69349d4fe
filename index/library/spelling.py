"""Typing mistakes: which of the words that the index knows is meant by one that it does not know. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from language.words import QUESTION_WORDS, STOP_WORDS

_TYPED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]|\S+")
_PLAIN = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters; by judgement, not measured: one letter changed makes another word of most shorter ones
_LONG = 7  # letters; shorter words with two mistakes may be any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What may be meant by a query. `sure`: nothing else can be, so that it is searched for; else it is offered."""

    text: str
    sure: bool


class Spoken(Protocol):
    """The words of a library."""

    def holds(self, word: str) -> bool:
        """Whether it was said so, or an English word is spelled so."""

    def finds(self, word: str) -> bool:
        """Whether a form of it was said."""

    def like(self, word: str) -> Iterable[tuple[str, int]]:
        """The words that may be meant with the number of documents that hold them."""


def mend(query: str, spoken: Spoken) -> Mended | None:
    """`query` with each unknown word replaced by the nearest known one; None when there is nothing to mend.

    Quoted phrases, names with digits or marks inside, and words under four letters are taken as they stand. Half a mend
    is none: with a word beside it that nobody knows and none is near, the whole is only offered.
    """
    left = False

    def mended(found: re.Match[str]) -> str:
        nonlocal left
        typed = found[0].strip(".,;:!?()[]")
        word = typed.lower()
        if not _may_be_mistyped(typed) or spoken.holds(word):
            return found[0]
        meant = nearest(word, spoken.like(word))
        left = left or (meant is None and not spoken.finds(word))
        return found[0].replace(typed, meant or typed)

    text = _TYPED.sub(mended, query)
    return Mended(text=text, sure=not left) if text != query else None


def _may_be_mistyped(typed: str) -> bool:
    long = bool(_PLAIN.fullmatch(typed)) and len(typed) >= _SHORTEST
    return long and typed.lower() not in STOP_WORDS | QUESTION_WORDS


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word with the fewest mistakes, one, or two in a long word; the more frequent one of equals.

    A mistake is a letter put in, left out or changed, or two neighbours swapped (optimal string alignment). The first
    letter is hardly ever mistyped, so it must be the same.
    """
    most = 1 if len(word) < _LONG else 2
    counts = {term: count for term, count in known if term[:1] == word[:1] and _PLAIN.fullmatch(term)}
    found = process.extract_iter(word, counts.keys(), scorer=OSA.distance, score_cutoff=most)
    return min(((mistakes, -counts[term], term) for term, mistakes, _ in found), default=(0, 0, None))[2]
