"""Words that were said, read without some of them: which characters of a quote are kept, and how it reads then. Pure.

Nothing is ever added or put in another place: what is read is what was said, with less of it.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from language.folding import folded_words

Spans = tuple[tuple[int, int], ...]


def kept(quote: str, cleaned: str) -> Spans:
    """The characters of `quote` that a cleaned form of it keeps; of words that it puts otherwise ("going to" for
    "gonna") those that were said. None where it keeps all.
    """
    words, shown = _places(quote), [word for word in cleaned.split() if _bare(word)]
    said = [_bare(quote[start:end]) for start, end in words]
    matched = SequenceMatcher(a=said, b=[_bare(word) for word in shown], autojunk=False)
    spans: list[tuple[int, int]] = []
    for change, first, last, begin, _ in matched.get_opcodes():
        if change == "equal":
            spans += [_without_comma(quote, words[at], shown[begin + at - first]) for at in range(first, last)]
        elif change == "replace":
            spans += words[first:last]
    return () if len(spans) == len(words) else _joined(quote, spans)


def _joined(quote: str, spans: Sequence[tuple[int, int]]) -> Spans:
    """Spans with nothing but marks between them made one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and not _bare(quote[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def pieces(quote: str, spans: Spans) -> Iterator[tuple[str, bool]]:
    """The quote in order, cut where something is left out; whether each piece is kept."""
    at = 0
    for start, end in spans or ((0, len(quote)),):
        if quote[at:start].strip():
            yield quote[at:start].strip(), False
        yield quote[start:end].strip(), True
        at = end
    if quote[at:].strip():
        yield quote[at:].strip(), False


def says(quote: str, text: str) -> bool:
    """Whether the text is the quote, or the quote with words left out: whoever reads the one has read the other."""
    said = iter(folded_words(quote))
    return all(word in said for word in folded_words(text))


def _places(quote: str) -> list[tuple[int, int]]:
    """Where its words stand; dashes that stand alone are none."""
    return [found.span() for found in re.finditer(r"\S+", quote) if _bare(found.group())]


def _without_comma(quote: str, place: tuple[int, int], shown: str) -> tuple[int, int]:
    """Without the comma that goes with the filler behind it."""
    start, end = place
    return (start, end - 1) if quote[start:end].endswith(",") and shown[-1:].isalnum() else place


def _bare(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
