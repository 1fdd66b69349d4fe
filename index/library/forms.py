"""The other ways in which a word of a query may be written where it is said: "datasheet" and "data sheet", "GPT4o" and
"GPT 4o", "GPUs" and "GPU", "forty" and "40". Pure.

A way counts as the word itself, never beside it. Which ways are tried, the words of the library decide.
"""

from collections.abc import Callable, Iterator, Sequence

from language.numbers import longest, spelled_out
from language.words import STOP_WORDS

Way = tuple[str, ...]  # words in a row

_SHORTEST_COMPOUND = 4  # letters, as "e-mail" has more; by judgement, not measured
# Letters of a word that may be an abbreviation, whose plural no stemmer knows ("GPUs", "LLMs"); by judgement, not
# measured.
_LONGEST_ABBREVIATION = 5


def ways(words: Sequence[str], said: Callable[[str], bool]) -> list[tuple[Way, ...]]:
    """For each of the `words` of a query, in their order, its other ways; `said`: whether a word occurs anywhere."""
    found: list[list[Way]] = [[*_of_one(word, said)] for word in words]
    for at, word in enumerate(words[:-1]):
        if said(word + words[at + 1]):
            found[at].append((word + words[at + 1],))
            found[at + 1].append((word + words[at + 1],))
    for first, last, figures in _numbers(words):
        for at in range(first, last):
            found[at].append((figures,))
    return [tuple(dict.fromkeys(each)) for each in found]


def parted(word: str, said: Callable[[str], bool]) -> Iterator[Way]:
    """The word as two, each of which is said by itself and tells something: the first may be a letter (e-mail)."""
    if len(word) < _SHORTEST_COMPOUND:
        return
    for at in range(1, len(word) - 1):
        first, second = word[:at], word[at:]
        if first not in STOP_WORDS and second not in STOP_WORDS and said(first) and said(second):
            yield first, second


def _of_one(word: str, said: Callable[[str], bool]) -> Iterator[Way]:
    yield from parted(word, said)
    singular = word.removesuffix("s")
    if len(singular) <= _LONGEST_ABBREVIATION and word.isascii() and word.isalnum():
        other = f"{word}s" if singular == word else singular
        if len(singular) > 1 and said(other):
            yield (other,)
    if word.isdecimal() and word.isascii() and (told := spelled_out(int(word))):
        yield tuple(told.split())


def _numbers(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, last exclusive, figures) of the numbers that are written in words."""
    at = 0
    while at < len(words):
        value, taken = longest(words, at) or (0.5, 1)
        if value % 1 == 0 and not words[at].isdecimal():
            yield at, at + taken, f"{value:.0f}"
        at += max(1, taken)
