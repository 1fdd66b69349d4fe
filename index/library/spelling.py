"""Typing mistakes: which of the words that the index knows is meant by one that it does not know. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.library.english_words import is_english
from language.words import QUESTION_WORDS, STOP_WORDS

_TYPED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]|\S+")
_PLAIN = re.compile(r"[^\W\d_]+")
_DOUBLED = re.compile(r"(.)\1")
_SHORTEST = 4  # letters; by judgement, not measured: one letter changed makes another word of most shorter ones
# Letters of an English word with one mistake in it that is plain. Of 81 names that 24 episodes never say, 11 were read
# as another word before, and 3 with this; of 295 slips of one letter 275 are put right as before.
_PLAINLY = 6
_LONG = 7  # letters; shorter words with two mistakes may be any other


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What may be meant by a query. `sure`: nothing else can be, so that it is searched for; else it is offered."""

    text: str
    sure: bool


class Spoken(Protocol):
    """The words of a library."""

    def holds(self, word: str) -> bool:
        """Whether it was said so."""

    def finds(self, word: str) -> bool:
        """Whether a form of it was said."""

    def like(self, word: str) -> Iterable[tuple[str, int]]:
        """The words that may be meant with the number of documents that hold them."""


def mend(query: str, spoken: Spoken) -> Mended | None:
    """`query` with each unknown word replaced by the nearest known one; None when there is nothing to mend.

    Quoted phrases, names with digits or marks inside, English words, and words under four letters are taken as they
    stand. Half a mend is none: with a word beside it that nobody knows and none is surely near, the whole is offered.
    """
    sure = True

    def mended(found: re.Match[str]) -> str:
        nonlocal sure
        typed = found[0].strip(".,;:!?()[]")
        word = typed.lower()
        if not _may_be_mistyped(typed) or spoken.holds(word) or is_english(word):
            return found[0]
        meant = nearest(word, spoken.like(word))
        sure = sure and (_is_sure(word, meant) if meant else spoken.finds(word))
        return found[0].replace(typed, meant or typed)

    text = _TYPED.sub(mended, query)
    return Mended(text=text, sure=sure) if text != query else None


def _is_sure(word: str, meant: str) -> bool:
    """Whether `word` is hardly a name that nobody has said yet, as Ozempic is near to Olympic and Thiel to thief."""
    if _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", meant):  # tarrifs, accomodate
        return True
    return OSA.distance(word, meant) == 1 and (len(meant) >= _PLAINLY or not is_english(meant))


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
