"""Where a strong reader quoted: the talks of a folder of claims with the share of each passage that lies in a quote."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.sets.claims import ClaimTalk, read_claims
from bench.sets.interviews import word_offsets
from language.folding import folded_words
from language.sentences import talk_sentences
from store.records.transcripts import Segment


@dataclass(frozen=True, kw_only=True)
class QuotedTalk:
    """`worths` of each word: that of the quote in which it lies, or 0; `quotes` are (first word, end, worth)."""

    show: str
    parts: int
    talk: ClaimTalk
    sentences: tuple[Segment, ...]
    worths: NDArray[np.int64]
    offsets: NDArray[np.int64]
    quotes: tuple[tuple[int, int, int], ...]

    def share(self, first: int, last: int) -> float:
        """Of the words of sentences `first` to `last` (inclusive), those that lie in a quote."""
        words = self.worths[self.offsets[first] : self.offsets[last + 1]]
        return float((words > 0).mean()) if len(words) else 0.0


def read_quoted_talks(folder: Path) -> list[QuotedTalk]:
    return [_quoted(talk) for talk in read_claims(folder)]


def _quoted(talk: ClaimTalk) -> QuotedTalk:
    sentences = talk_sentences(talk.transcript)
    words = [word for sentence in sentences for word in sentence.text.split()]
    folded = [(at, part) for at, word in enumerate(words) for part in folded_words(word)]
    said = [part for _, part in folded]
    quotes, worths = [], np.zeros(len(words), dtype=np.int64)
    for claim in talk.claims:
        place = _place(said, folded_words(claim.quote))
        if place is not None:
            first, end = folded[place[0]][0], folded[place[1] - 1][0] + 1
            quotes.append((first, end, claim.worth))
            worths[first:end] = np.maximum(worths[first:end], claim.worth)
    return QuotedTalk(
        show=talk.name.rsplit("-", 1)[0],
        parts=1 + max((claim.part for claim in talk.claims), default=0),
        talk=talk,
        sentences=tuple(sentences),
        worths=worths,
        offsets=word_offsets(sentences),
        quotes=tuple(quotes),
    )


def _place(said: Sequence[str], quote: Sequence[str]) -> tuple[int, int] | None:
    size = len(quote)
    starts = (at for at in range(len(said) - size + 1) if list(said[at : at + size]) == list(quote))
    at = next(starts, None)
    return None if at is None else (at, at + size)
