"""Typing mistakes: which of the words that the index knows is meant by one that it does not know. Pure."""

import re
from collections.abc import Callable, Iterable

from language.words import QUESTION_WORDS, STOP_WORDS

_TYPED = re.compile(r"[\"“”«»][^\"“”«»]*[\"“”«»]|\S+")
_PLAIN = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
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

    The first letter is hardly ever mistyped, so it must be the same.
    """
    most = 1 if len(word) < _LONG else 2
    letters = _letters(word)
    best: tuple[int, int, str] | None = None
    for term, count in known:
        # Each mistake changes at most two kinds of letters: a cheap look spares most of the comparing.
        if term[:1] != word[:1] or abs(len(term) - len(word)) > most or not _PLAIN.fullmatch(term):
            continue
        if (_letters(term) ^ letters).bit_count() > 2 * most:
            continue
        mistakes = distance(word, term)
        if mistakes <= most and (best is None or (mistakes, -count, term) < best):
            best = mistakes, -count, term
    return best[2] if best else None


def distance(one: str, other: str) -> int:
    """Letters put in, left out, changed, or two neighbours swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _letters(word: str) -> int:
    """The set of letters as bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) % 64)
    return bits
