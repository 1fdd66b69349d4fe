"""What a talk offers to carry a claim: its sentences and short runs of them, with their meaning, words and places.

Places count the talk's words. What lies in adverts carries nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import Embedder
from ingest.insights.proof import Talk
from language.words import rarity, terms
from store.records.transcripts import Segment

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

LONGEST_RUN = 3  # sentences; by judgement: what carries a sentence is said in one to three
_MOST_RUN_WORDS = 90  # as long as a quote may be, and somewhat more


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Sentences that follow each other in one mouth, at words `first` to `last` (exclusive) of the talk."""

    first: int
    last: int
    speaker: str | None


class Grounds:
    """A talk's runs of sentences, ready to be compared with texts."""

    def __init__(self, talk: Talk, sentences: Sequence[Segment], embedder: Embedder) -> None:
        self.talk = talk
        self.embedder = embedder
        self._sentences = sentences
        counts = [len(sentence.text.split()) for sentence in sentences]
        self._offsets = np.concatenate([[0], np.cumsum(counts)]).astype(int)
        self._terms = [frozenset(terms(sentence.text)) for sentence in sentences]
        self._bounds = list(self._found())
        self.runs = [self._run(first, last) for first, last in self._bounds]
        self.firsts = np.array([run.first for run in self.runs], dtype=int)
        self.lasts = np.array([run.last for run in self.runs], dtype=int)
        uses: defaultdict[str, int] = defaultdict(int)
        for held in self._terms:
            for term in held:
                uses[term] += 1
        self._uses = uses
        self._holding: defaultdict[str, list[int]] = defaultdict(list)
        for at, (first, last) in enumerate(self._bounds):
            for term in frozenset[str]().union(*self._terms[first:last]):
                self._holding[term].append(at)

    def _found(self) -> Iterator[tuple[int, int]]:
        """The sentences, first to last (exclusive), of every run of up to LONGEST_RUN in one mouth."""
        for first in range(len(self._sentences)):
            for last in range(first + 1, min(first + LONGEST_RUN, len(self._sentences)) + 1):
                start, end = int(self._offsets[first]), int(self._offsets[last])
                too_long = last > first + 1 and end - start > _MOST_RUN_WORDS
                joined = self._sentences[last - 1].speaker != self._sentences[first].speaker
                if too_long or joined or self.talk.is_barred(start, end):
                    break
                yield first, last

    def _run(self, first: int, last: int) -> Run:
        speaker = self._sentences[first].speaker
        return Run(first=int(self._offsets[first]), last=int(self._offsets[last]), speaker=speaker)

    @cached_property
    def _vectors(self) -> Array:
        single = np.array(self.embedder.embed([sentence.text for sentence in self._sentences]), dtype=float)
        summed = np.array([single[first:last].sum(axis=0) for first, last in self._bounds])
        return np.asarray(summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9))

    def embed(self, texts: Sequence[str]) -> Array:
        return np.array(self.embedder.embed(texts), dtype=float)

    def weight(self, term: str) -> float:
        """How much a word tells in this talk."""
        return rarity(self._uses.get(term, 0), len(self._sentences))

    def nearness(self, vector: Array) -> Array:
        """The cosine of each run with a vector."""
        return np.asarray(self._vectors @ vector)

    def shares(self, wanted: frozenset[str]) -> Array:
        """Of the weight of the `wanted` terms, how much each run says."""
        found = np.zeros(len(self.runs))
        for term in wanted:
            found[self._holding.get(term, [])] += self.weight(term)
        return found / max(self.total(wanted), 1e-9)

    def total(self, wanted: Iterable[str]) -> float:
        return sum(map(self.weight, wanted))

    def share(self, wanted: frozenset[str], said: Iterable[str]) -> float:
        """Of the weight of the `wanted` terms, how much is among those `said`."""
        return self.total(wanted & frozenset(said)) / max(self.total(wanted), 1e-9)
