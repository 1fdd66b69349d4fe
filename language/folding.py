"""Folds text to what was said, whatever way it is written: case, punctuation, accents, apostrophes, number words. Pure.

"It’s twenty-five percent." and "its 25%" fold to the same letters. Each folded piece knows the word it stands in, so
that a place in the folded text leads back to the words as they are written.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from language import numbers

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_THOUSANDS = re.compile(r"(?<=\d)\s?,(?=\d{3}(?!\d))")
_LITERAL = r"(?:\d{1,3}(?:\s?,\d{3})+(?!\d)|\d+)(?:\s?\.\d+)?"  # faster-whisper writes "18 ,400" and "2 .5"
_SCALED = r"(?:k|mn|m|bn|b|tn)\b"
_PIECE = re.compile(rf"\d+(?:st|nd|rd|th)\b|{_LITERAL}(?![^\W_])|{_LITERAL}(?={_SCALED})|[^\W_]+|[%$€£]")
# "e-mail" may be written "email" and "U.S." "US"; faster-whisper even writes "e -mail" and "U .S."
_SOFT_GAP = re.compile(r"\s?[-‐‑.]")
_PLAIN_PIECE = re.compile(r"[^\W_]+")
_CURRENCIES: Final = {"$": "dollars", "€": "euros", "£": "pounds"}


@dataclass(frozen=True, slots=True)
class FoldedPiece:
    """A folded word. `first` and `last` are the places, among the text's words, of what it was folded from.

    `loose`: a hyphen or a full stop parts it from the piece before it, which a writer may leave out.
    """

    letters: str
    first: int
    last: int
    loose: bool = False


def folded_words(text: str) -> list[str]:
    """The folded words of `text`, numbers as they are written: "It’s open-source." gives its, open, source."""
    return _PLAIN_PIECE.findall(plain(text))


def closed_up(text: str) -> list[str]:
    """The folded words of `text` with hyphens and inner full stops closed up: "the U.S." gives the, us."""
    return _PLAIN_PIECE.findall(re.sub(r"(?<=[^\W\d_])\s?[-‐‑.](?=[^\W\d_])", "", plain(text)))


def plain(text: str) -> str:
    """Small letters without accents, apostrophes and what cannot be seen."""
    return _THOUSANDS.sub("", _visible(text))


def _visible(text: str) -> str:
    folded = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return "".join(
        letter for letter in folded if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )


def pieces(words: Sequence[str]) -> list[FoldedPiece]:
    """The folded pieces of `words` (which hold no spaces), numbers by value: "twenty-five" and "25" are one piece."""
    return list(_with_numbers(list(_raw(words))))


def _raw(words: Sequence[str]) -> Iterator[FoldedPiece]:
    folded = [_visible(word).replace(" ", "") for word in words]
    text = " ".join(folded)
    starts = list(accumulate((len(word) + 1 for word in folded), initial=0))
    at, before = 0, None
    for found in _PIECE.finditer(text):
        while starts[at + 1] <= found.start():
            at += 1
        last = at
        while starts[last + 1] < found.end():
            last += 1
        between = text[before.end() : found.start()] if before else " "
        figures = before is not None and before.group()[-1].isdigit() and found.group()[0].isdigit()
        yield FoldedPiece(
            re.sub(r"[\s,]", "", found.group()), at, last, not figures and bool(_SOFT_GAP.fullmatch(between))
        )
        at, before = last, found


def _with_numbers(raw: Sequence[FoldedPiece]) -> Iterator[FoldedPiece]:
    """Numbers as digits, "percent" for %, ordinals as "3th", and the currency's name after its amount."""
    letters = [piece.letters for piece in raw]
    at = 0
    owed: FoldedPiece | None = None
    while at < len(raw):
        piece = raw[at]
        if piece.letters in _CURRENCIES and at + 1 < len(raw) and numbers.longest(letters, at + 1):
            owed = piece
            at += 1
            continue
        value, taken = _value(letters, at)
        last = raw[at + taken - 1].last
        # A number in digits may be written close to a name, "GPT-4"; one in words stands by itself.
        loose = piece.loose and taken == 1 and value == letters[at]
        yield FoldedPiece(value, owed.first if owed else piece.first, last, loose)
        if owed:
            yield FoldedPiece(_CURRENCIES[owed.letters], owed.first, last)
            owed = None
        at += taken


def _value(letters: Sequence[str], at: int) -> tuple[str, int]:
    """How the piece at `at` is folded, and how many pieces it takes."""
    here = letters[at]
    if here in numbers.PERCENT or here in _CURRENCIES:
        return ("percent" if here in numbers.PERCENT else _CURRENCIES[here]), 1
    if here == "per" and letters[at + 1 : at + 2] == ["cent"]:
        return "percent", 2
    run = numbers.longest(letters, at)
    if run is not None:
        return _counted(letters, at, *run)
    place = numbers.ordinal(here)
    return (f"{place}th" if place is not None else here), 1


def _counted(letters: Sequence[str], at: int, value: float, taken: int) -> tuple[str, int]:
    following = letters[at + taken] if at + taken < len(letters) else ""
    place = numbers.ordinal(following)
    tens = value >= 20 and value % 10 == 0
    if place is not None and tens and 0 < place < 10 and not following[0].isdigit():
        return f"{value + place:.0f}th", taken + 1  # "twenty first"
    return (f"{value:.0f}" if value % 1 == 0 else f"{value:.9f}".rstrip("0")), taken
