"""Finds a quote in the transcript, or says why it is not proved. Pure.

A quote is proved when its words are one contiguous run of the transcript's words, outside the adverts and of one
speaker, after folding (see folding) or within the bounds of a near quote (see near). What comes back are the
transcript's own words, never the claimed ones.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from typing import Final

from ingest.insights.near_quote import Nearby
from language.folding import FoldedPiece, folded_words, pieces
from language.negation import DENIALS
from language.sentences import words_of
from store.records.transcripts import Segment, Span, Word, held_by

NOT_IN_TRANSCRIPT: Final = "quote not in transcript"
IN_ADVERT: Final = "in an advert"
JOINED: Final = "quote joined from two places"
TWO_SPEAKERS: Final = "quote of two speakers"
CUT_AFTER_NOT: Final = "quote cut off after a not"

SHORTEST_QUOTE_WORDS = 5  # by judgement, not measured: fewer words are a turn of phrase and prove nothing
# Who says less of a quote only puts in a "right" or "yeah".
MAIN_SPEAKERS_SHARE = 0.8
MOST_PUT_IN = 3
# Within a longer segment without word times, the interpolated second may lie several seconds off.
SPARSE_SECONDS = 20.0
_REACH_OF_NOT = 2
_MOST_PLACES = 50
_LEFT_OUT = re.compile(r"\w.*(?:\.{2,}|…|\[|\*\*\*).*\w", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a quote stands: `quote` is verbatim and `speaker`'s; `first` and `last` (exclusive) count the talk's words.

    `approximate`: its times are interpolated over a long segment.
    """

    quote: str
    start: float
    end: float
    speaker: str | None
    approximate: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word of the talk, who says it, whether an advert does, and whether its time is well known."""

    word: Word
    speaker: str | None
    in_advert: bool
    timed: bool


class Talk:
    """The words of a transcript, prepared for many look-ups."""

    def __init__(self, segments: Iterable[Segment], adverts: Sequence[Span] = ()) -> None:
        self._words = [
            _Spoken(word, segment.speaker, held_by(adverts, word.start, word.end) is not None, _is_timed(segment))
            for segment in segments
            for word in words_of(segment)
        ]
        self._pieces = pieces([spoken.word.text for spoken in self._words])
        self._text = _joined(self._pieces)

    def look_up(self, quote: str) -> Proof | str:
        """The proof of `quote`, or the reason why there is none."""
        claimed = pieces(quote.split())
        verdict: Proof | str = NOT_IN_TRANSCRIPT
        for first, last in self._places(quote, claimed):
            verdict = self._proof(self._pieces[first].first, self._pieces[last - 1].last + 1)
            if isinstance(verdict, Proof):
                return verdict
        if verdict == NOT_IN_TRANSCRIPT and self._nearby.joined([piece.letters for piece in claimed]):
            return JOINED
        return verdict

    def proof_at(self, first: int, last: int) -> Proof | str:
        """The proof that words `first` to `last` (exclusive) of the talk are, or why they prove nothing."""
        return self._proof(first, last)

    def is_barred(self, first: int, last: int) -> bool:
        """Whether any of the words from `first` until before `last` lies in an advert."""
        return any(spoken.in_advert for spoken in self._words[first:last])

    def between(self, first: int, last: int) -> str:
        """What is said outside adverts from the word `first` until before `last`, as far as the talk goes."""
        return " ".join(spoken.word.text for spoken in self._words[max(0, first) : last] if not spoken.in_advert)

    @cached_property
    def texts(self) -> Sequence[str]:
        """Its words, in order."""
        return [spoken.word.text for spoken in self._words]

    def around(self, proof: Proof, words: int) -> str:
        """What is said outside adverts from that many words before the quote until as many after it."""
        return self.between(proof.first - words, proof.last + words)

    @cached_property
    def content(self) -> str:
        """All that is said outside adverts."""
        return " ".join(spoken.word.text for spoken in self._words if not spoken.in_advert)

    @cached_property
    def _nearby(self) -> Nearby:
        texts = [spoken.word.text.strip("\"'“”‘’([") for spoken in self._words]
        opening = [True] + [text.endswith((".", "?", "!", "…")) for text in texts[:-1]]
        capital = {text for text, opens in zip(texts, opening, strict=False) if text[:1].isupper() and not opens}
        names = frozenset(word for text in capital - {"I"} for word in folded_words(text))
        return Nearby([piece.letters for piece in self._pieces], names)

    def _places(self, quote: str, claimed: Sequence[FoldedPiece]) -> Iterator[tuple[int, int]]:
        """Where the talk says the quote, as (first, last) of its pieces, `last` exclusive; the near place if none."""
        exact = list(islice(_occurrences(_joined(claimed), self._text), _MOST_PLACES))
        yield from exact
        if not exact and not _LEFT_OUT.search(quote):
            near = self._nearby.find([piece.letters for piece in claimed])
            if near is not None:
                yield near

    def _proof(self, first: int, last: int) -> Proof | str:
        if last - first < SHORTEST_QUOTE_WORDS:
            return NOT_IN_TRANSCRIPT
        if any(spoken.in_advert for spoken in self._words[first:last]):
            return IN_ADVERT
        said = Counter(spoken.speaker for spoken in self._words[first:last])
        speaker, most = said.most_common(1)[0]
        if most < MAIN_SPEAKERS_SHARE * (last - first):
            return TWO_SPEAKERS
        while self._words[first].speaker != speaker:
            first += 1
        while self._words[last - 1].speaker != speaker:
            last -= 1
        if self._is_denied(first):
            return CUT_AFTER_NOT
        run = self._words[first:last]
        if len(run) < SHORTEST_QUOTE_WORDS or sum(spoken.speaker != speaker for spoken in run) > MOST_PUT_IN:
            return TWO_SPEAKERS
        return Proof(
            quote=" ".join(spoken.word.text for spoken in run),
            start=run[0].word.start,
            end=max(spoken.word.end for spoken in run),
            speaker=speaker,
            approximate=not (run[0].timed and run[-1].timed),
            first=first,
            last=last,
        )

    def _is_denied(self, first: int) -> bool:
        """Whether one of the two words before, in the same breath, turns the quote into its opposite."""
        before = [spoken.word.text for spoken in self._words[max(0, first - _REACH_OF_NOT) : first]]
        breath = list(takewhile(lambda text: text[-1:].isalnum(), reversed(before)))
        return any("".join(folded_words(text)) in DENIALS for text in breath)


@dataclass(frozen=True, slots=True)
class _Joined:
    """Pieces as one run of letters; `gaps` are the offsets between pieces, `hard` those that nobody may close up.

    `owners` gives each letter's piece.
    """

    letters: str
    gaps: frozenset[int]
    hard: frozenset[int]
    owners: Sequence[int]


def _joined(folded: Sequence[FoldedPiece]) -> _Joined:
    gaps, hard = {0}, {0}
    owners: list[int] = []
    for position, piece in enumerate(folded):
        gaps.add(len(owners))
        if not piece.loose:
            hard.add(len(owners))
        owners += [position] * len(piece.letters)
    ends = {len(owners)}
    return _Joined("".join(piece.letters for piece in folded), frozenset(gaps | ends), frozenset(hard | ends), owners)


def _occurrences(quote: _Joined, talk: _Joined) -> Iterator[tuple[int, int]]:
    """Where in the talk's letters the quote stands with the same borders between words."""
    length = len(quote.letters)
    at = talk.letters.find(quote.letters) if length else -1
    while at >= 0:
        inside = (offset for offset in range(1, length) if at + offset in talk.hard)
        if all(offset in quote.gaps for offset in inside) and all(at + offset in talk.gaps for offset in quote.hard):
            yield talk.owners[at], talk.owners[at + length - 1] + 1
        at = talk.letters.find(quote.letters, at + 1)


def _is_timed(segment: Segment) -> bool:
    return bool(segment.words) or segment.end - segment.start <= SPARSE_SECONDS
