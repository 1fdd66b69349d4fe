"""The line over a speaker's own words that places them: "Ada Reed, founder of Tern, on spare parts and heat pumps".

Each word of it is said in the passage or near it, or stands in the titles, the notes or the transcript's labels.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.embedding.embedder import Embedder
from index.people.speaker import called, told_of, who
from ingest.passages.candidates import Passage
from ingest.passages.placing.question import question
from ingest.passages.placing.topic import Surroundings, topic
from language.fillers import cased
from language.folding import folded_words
from language.words import terms
from store.records.episodes import Episode
from store.records.insights import Question
from store.records.transcripts import Segment, Span, held_by

_BEFORE, _AFTER = 8, 3  # sentences around the passage, by judgement: some minute of talk, more of it before
# Of 92 questions read with the words that follow those answer some 50 of 58 that are nearer, and 6 of the rest.
_ANSWERED = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """What stands over the words; `question` is what they answer."""

    line: str
    question: Question | None


class Places:
    """Of one talk."""

    def __init__(
        self, episode: Episode, sentences: Sequence[Segment], adverts: Sequence[Span], embedder: Embedder
    ) -> None:
        self._feed, self._sentences, self._adverts, self._embedder = episode.feed, sentences, adverts, embedder

    def of(self, passage: Passage) -> Placing:
        name = called(passage.speaker)
        role = told_of(name, self._feed.notes, self._feed.people) if name else None
        told = topic(self._surroundings(passage, role or ""), self._embedder)
        return Placing(line=line(name, role, told, self._feed.title), question=self._answered(passage))

    def _answered(self, passage: Passage) -> Question | None:
        """What was asked before it, where the passage is about that: an answer often begins with something else."""
        asked = question(self._sentences, passage.first)
        if asked is None:
            return None
        one, other = np.array(self._embedder.embed([asked.words, passage.body]))
        return asked if float(one @ other) >= _ANSWERED else None

    def _surroundings(self, passage: Passage, role: str) -> Surroundings:
        before = self._outside(max(0, passage.first - _BEFORE), passage.first)
        after = self._outside(passage.last + 1, passage.last + 1 + _AFTER)
        chapters = [each.title for each in self._feed.chapters if each.listed and each.start <= passage.start]
        return Surroundings(
            said=[sentence.text for sentence in self._sentences[passage.first : passage.last + 1]],
            around=[*before, *after],
            chapter=chapters[-1] if chapters else "",
            title=self._feed.title,
            people=self._people,
            role=role,
            often=self._often,
            small=self._small,
        )

    def _outside(self, first: int, last: int) -> list[str]:
        """The sentences that lie in no advert."""
        said = self._sentences[first:last]
        return [each.text for each in said if held_by(self._adverts, each.start, each.end) is None]

    @cached_property
    def _people(self) -> frozenset[str]:
        names = {sentence.speaker for sentence in self._sentences if sentence.speaker} | set(self._feed.people)
        return frozenset(part for name in names for part in folded_words(name))

    @cached_property
    def _often(self) -> Counter[str]:
        return Counter(term for sentence in self._sentences for term in set(terms(sentence.text)))

    @cached_property
    def _small(self) -> frozenset[str]:
        """What is written small at least as often as not: a "Cockroach" may be a company, a "Database" opens a
        sentence.
        """
        said = (word.strip(".,;:?!") for sentence in self._sentences for word in sentence.text.split())
        uses = Counter(said)
        return frozenset(word for word, count in uses.items() if word[:1].islower() and count >= uses[cased(word)])


def line(name: str | None, role: str | None, topic: str | None, title: str) -> str:
    """Who, on what; the episode's title where it is not known on what."""
    if name is None:
        return f"On {topic}" if topic else f"From {title}"
    return f"{who(name, role)} on {topic}" if topic else f"{who(name, role)} in {title}"
