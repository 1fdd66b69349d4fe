"""Typing mistakes: which of the words that the index knows is meant by one that it does not know. Pure."""

import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from language.words import QUESTION_WORDS, STOP_WORDS

_TYPED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]|\S+")
_PLAIN = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters; by judgement, not measured: one letter changed makes another word of most shorter ones
_LONG = 7  # letters; shorter words with two mistakes may be any other


def mend(query: str, is_known: Callable[[str], bool], like: Callable[[str], Iterable[tuple[str, int]]]) -> str | None:
    """`query` with each unknown word replaced by the nearest known one; None when there is nothing to mend.

    `like` gives the known words that may be meant with the number of documents that hold them. Quoted phrases, names
    with digits or marks inside, and words under four letters are taken as they stand.
    """

    def mended(found: re.Match[str]) -> str:
        typed = found[0].strip(".,;:!?()[]")
        word = typed.lower()
        if (
            not _PLAIN.fullmatch(typed)
            or len(word) < _SHORTEST
            or word in STOP_WORDS | QUESTION_WORDS
            or is_known(word)
        ):
            return found[0]
        return found[0].replace(typed, nearest(word, like(word)) or typed)

    out = _TYPED.sub(mended, query)
    return out if out != query else None


def nearest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word with the fewest mistakes, one, or two in a long word; the more frequent one of equals.

    A mistake is a letter put in, left out or changed, or two neighbours swapped (optimal string alignment). The first
    letter is hardly ever mistyped, so it must be the same.
    """
    most = 1 if len(word) < _LONG else 2
    counts = {term: count for term, count in known if term[:1] == word[:1] and _PLAIN.fullmatch(term)}
    found = process.extract_iter(word, counts.keys(), scorer=OSA.distance, score_cutoff=most)
    return min(((mistakes, -counts[term], term) for term, mistakes, _ in found), default=(0, 0, None))[2]
