"""Finds a quote in the transcript, or says that it is not there. Pure.

A quote is proved when its words are one contiguous run of the transcript's words after folding case, punctuation,
accents, apostrophes and hyphens. What comes back are the transcript's own words, never the claimed ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.word_times import words_of
from store.types import Segment, Span, Word

SHORTEST_QUOTE_WORDS = 5

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_DIGIT_COMMA = re.compile(r"(?<=\d) ?,(?=\d{3})")  # faster-whisper writes "18 ,400"
_PIECE = re.compile(r"[^\W_]+")
# "e-mail" may be written "email" and "U.S." "US"; faster-whisper even writes "e -mail" and "U .S."
_SOFT_GAP = re.compile(r"\s?[-‐‑.]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a quote stands: `quote` is verbatim, `speaker` says most of it."""

    quote: str
    start: float
    end: float
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word of the talk, who says it, and whether an advert does."""

    word: Word
    speaker: str | None
    in_advert: bool


class Talk:
    """The words of a transcript, prepared for many look-ups."""

    def __init__(self, segments: Iterable[Segment], adverts: Sequence[Span] = ()) -> None:
        self._words = [
            _Spoken(word, segment.speaker, _within((word.start + word.end) / 2, adverts))
            for segment in segments
            for word in words_of(segment)
        ]
        texts = [spoken.word.text for spoken in self._words]
        self._folding = _fold(" ".join(texts))
        self._owners = _owners(texts)

    def find(self, quote: str) -> Proof | None:
        """The first place outside adverts that says `quote`; None when there is none or the quote is too short."""
        return self._first(quote, in_advert=False)

    def in_advert(self, quote: str) -> bool:
        """Whether `quote` is said, but touches an advert."""
        return self._first(quote, in_advert=True) is not None

    def _first(self, quote: str, *, in_advert: bool) -> Proof | None:
        for start, end in _places(_fold(quote), self._folding):
            run = self._words[self._owners[start] : self._owners[end - 1] + 1]
            if len(run) >= SHORTEST_QUOTE_WORDS and any(spoken.in_advert for spoken in run) is in_advert:
                return _proof(run)
        return None


@dataclass(frozen=True, slots=True)
class _Folding:
    """Letters and digits only; `gaps` are the offsets between words, `hard` those that a writer may not close up."""

    letters: str
    gaps: frozenset[int]
    hard: frozenset[int]


def _fold(text: str) -> _Folding:
    plain = _plain(text)
    gaps: set[int] = set()
    hard: set[int] = set()
    parts: list[str] = []
    before: re.Match[str] | None = None
    at = 0
    for piece in _PIECE.finditer(plain):
        if before is not None:
            gaps.add(at)
            between = plain[before.end() : piece.start()]
            numeric = before.group()[-1].isdigit() and piece.group()[0].isdigit()
            if numeric or not _SOFT_GAP.fullmatch(between):
                hard.add(at)
        parts.append(piece.group())
        at += len(piece.group())
        before = piece
    return _Folding("".join(parts), frozenset(gaps | {0, at}), frozenset(hard | {0, at}))


def _owners(words: Sequence[str]) -> list[int]:
    """For each folded letter of the talk, the word it stands in."""
    return [position for position, word in enumerate(words) for _ in "".join(_PIECE.findall(_plain(word)))]


def _places(quote: _Folding, talk: _Folding) -> Iterator[tuple[int, int]]:
    """Where in the talk's letters the quote stands with the same borders between words."""
    length = len(quote.letters)
    at = talk.letters.find(quote.letters) if length else -1
    while at >= 0:
        inside = (offset for offset in range(1, length) if at + offset in talk.hard)
        if all(offset in quote.gaps for offset in inside) and all(at + offset in talk.gaps for offset in quote.hard):
            yield at, at + length
        at = talk.letters.find(quote.letters, at + 1)


def prove(quote: str, segments: Sequence[Segment], adverts: Sequence[Span] = ()) -> Proof | None:
    """The proof of one quote, None when the talk outside the adverts does not say it. For many quotes see Talk."""
    return Talk(segments, adverts).find(quote)


def folded_words(text: str) -> list[str]:
    """The folded words of `text`: "It’s open-source." gives its, open, source."""
    return _PIECE.findall(_plain(text))


def closed_up(text: str) -> list[str]:
    """The folded words of `text` with hyphens and inner full stops closed up: "the U.S." gives the, us."""
    plain = _plain(text)
    return _PIECE.findall(re.sub(r"(?<=[^\W\d_])\s?[-‐‑.](?=[^\W\d_])", "", plain))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _DIGIT_COMMA.sub("", _APOSTROPHES.sub("", folded))


def _within(moment: float, spans: Sequence[Span]) -> bool:
    return any(span.start <= moment < span.end for span in spans)


def _proof(run: Sequence[_Spoken]) -> Proof:
    speakers = [spoken.speaker for spoken in run]
    return Proof(
        quote=" ".join(spoken.word.text for spoken in run),
        start=run[0].word.start,
        end=max(spoken.word.end for spoken in run),
        speaker=max(dict.fromkeys(speakers), key=speakers.count),
    )
