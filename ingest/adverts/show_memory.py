"""What other episodes of a show teach about its adverts: texts read again, names that paid. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.adverts.cues import sponsors_in
from ingest.adverts.features import Numbers
from language.sentences import split_segments
from store.records.transcripts import IN_EVERY_EPISODE, Segment, Span, Transcript, held_by

_SHINGLE = 6  # this many words in a row are rarely said twice by chance
_SAME_EPISODE = 0.5  # an episode that shares more than this was published again
_ALWAYS_WORDS = 25  # a shorter text in every episode is a habit of speech
_ALWAYS_EPISODES = 2
Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowMemory:
    """`said`: all runs of words of each other episode; `advertised`: those in its adverts; `sponsors`, folded."""

    said: tuple[Shingles, ...] = ()
    advertised: Shingles = frozenset()
    sponsors: frozenset[str] = frozenset()

    def without(self, sentences: Sequence[Segment]) -> "ShowMemory":
        """Forgets episodes that are these sentences, published again: all of them would be a repetition."""
        own = shingles(sentences)
        others = tuple(said for said in self.said if len(said & own) <= _SAME_EPISODE * len(own))
        known = self.advertised if len(others) == len(self.said) else frozenset()
        return ShowMemory(said=others, advertised=known, sponsors=self.sponsors)


def learn(episodes: Iterable[tuple[Transcript, Sequence[Span]]]) -> ShowMemory:
    """What episodes with the spans that were found in them teach about the next one."""
    said: list[Shingles] = []
    advertised: set[tuple[str, ...]] = set()
    sponsors: set[str] = set()
    for transcript, spans in episodes:
        said.append(shingles(transcript.segments))
        adverts = [span for span in spans if span.reason != IN_EVERY_EPISODE]
        inside = [s for s in split_segments(transcript.segments) if held_by(adverts, s.start, s.end)] if adverts else []
        advertised |= shingles(inside)
        sponsors |= sponsors_in([sentence.text for sentence in inside])
    return ShowMemory(said=tuple(said), advertised=frozenset(advertised), sponsors=frozenset(sponsors))


def shingles(talk: Iterable[Segment]) -> Shingles:
    return frozenset(_runs(" ".join(segment.text for segment in talk)))


def said_twice(sentences: Iterable[Segment]) -> Shingles:
    """The runs of words that two of the sentences share."""
    counts = Counter(run for sentence in sentences for run in set(_runs(sentence.text)))
    return frozenset(run for run, count in counts.items() if count > 1)


def repeated(sentences: Sequence[Segment], known: Shingles) -> Numbers:
    """The share of each sentence's runs of words that `known` holds; one too short for a run is as the one before."""
    shares = np.zeros(len(sentences))
    for at, sentence in enumerate(sentences) if known else ():
        runs = _runs(sentence.text)
        before = shares[at - 1] if at else 0.0
        shares[at] = sum(run in known for run in runs) / len(runs) if runs else before
    return shares


def always_said(sentences: Sequence[Segment], memory: ShowMemory) -> list[Span]:
    """The show's own fixed texts, such as its opening: no adverts, but nothing new either."""
    often = max(_ALWAYS_EPISODES, (len(memory.said) + 1) // 2)
    if len(memory.said) < often:
        return []
    counts = np.sum([repeated(sentences, said) >= 0.5 for said in memory.said], axis=0)
    spans: list[Span] = []
    run: list[Segment] = []
    for sentence, count in zip(sentences, counts, strict=True):
        if count >= often:
            run.append(sentence)
        elif len(sentence.text.split()) >= _SHINGLE:  # a shorter one neither proves nor ends a fixed text
            spans.extend(_fixed(run))
            run = []
    return spans + _fixed(run)


def _fixed(run: Sequence[Segment]) -> list[Span]:
    if sum(len(sentence.text.split()) for sentence in run) < _ALWAYS_WORDS:
        return []
    return [span_over(run, IN_EVERY_EPISODE)]


def span_over(sentences: Sequence[Segment], reason: str) -> Span:
    """From the first second of the sentences to the last; published times may run backwards."""
    return Span(start=float(min(s.start for s in sentences)), end=float(max(s.end for s in sentences)), reason=reason)


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return list(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))
