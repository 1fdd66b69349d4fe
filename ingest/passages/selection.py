"""Chooses the passages of a talk that are most worth a reader's while, and says of the next best why they were not."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from index.library.embedder import Embedder
from index.memory.same_claim import WITHIN_A_TALK, same
from ingest.passages.candidates import FEWEST, Passage, candidates, wanted_count
from ingest.passages.features import Array
from ingest.passages.ranking import SentenceWeights, Weighed, shipped, weigh
from ingest.passages.readability import reads_well
from language.detection import is_english
from language.grammar import Grammar
from language.sentences import talk_sentences
from store.records.episodes import Soundbite
from store.records.insights import Candidate
from store.records.transcripts import Segment, Span, Transcript

KEPT = "kept"
OVERLAPS = "overlaps a better one"
SAYS_THE_SAME = "says the same as a better one"
BEYOND_THE_NUMBER = "beyond the number for its length"
TOO_WEAK = "too weak"
WEIGHED = 30  # by judgement: what is kept of an episode to explain the choice, three times the most that are chosen

START, STANDING, STRENGTH, BREVITY = "to begin with", "stands alone", "headline claims", "brevity"
READS, ROUGH, SHOWN_OFF = "reads well", "hardly stands alone", "the show's own choice"
# Worth is 1 / (1 + exp(-sum of parts)), scaled so that a strong claim that stands alone gets 0.6-0.9 and small talk
# under 0.3. The shares were chosen over 131 interviews: with more for reading well fewer editors' highlights are among
# the best five, with less the five read worse (without it the lift is 3.4 instead of 3.0, and they read 0.7 standard
# deviations worse).
_START, _RANK, _STANDING, _STRENGTH, _BREVITY, _READS = -1.5, 1.8, 0.72, 0.9, 0.45, 0.72
_SHOWN_OFF = 0.5  # not measured: no show at hand has soundbites; as much as one more sentence costs
# By judgement; the second was lowered from 0.2 by what editors chose.
_LEAST_STANDING, _LEAST_STRENGTH, _ROUGH = 0.05, 0.1, 1.0
_READ = 60  # the best by all else, whose headlines and bodies are embedded to see how they read
LEAST_WORTH, LEAST_WORTH_OF_MANY = 0.3, 0.4  # for the first FEWEST, and for the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Both are loaded once and serve every episode of a run."""

    grammar: Grammar
    embedder: Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`worth` is 0 to 1 and the same measure for every show; `parts` are the numbers whose sum it comes from."""

    passage: Passage
    worth: float
    parts: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Both best first. `weighed` holds the chosen ones, too."""

    chosen: tuple[Chosen, ...] = ()
    weighed: tuple[Candidate, ...] = ()


def best_passages(
    transcript: Transcript,
    adverts: Sequence[Span],
    reading: Reading,
    *,
    soundbites: Sequence[Soundbite] = (),
    weights: SentenceWeights | None = None,
) -> Selection:
    """About one passage for every six minutes, fewer when fewer are worth it; nothing of a talk that is not English.

    What the show itself chose to advertise the episode with (`soundbites`) is worth a little more.
    """
    sentences = talk_sentences(transcript)
    if not sentences or not is_english(transcript):
        return Selection()
    found = candidates(sentences, adverts, reading.grammar)
    if not found:
        return Selection()
    vectors: Array = np.array(reading.embedder.embed([sentence.text for sentence in sentences]), dtype=np.float32)
    weighed = weigh(sentences, vectors, weights or shipped())
    shown_off = [_is_shown_off(passage, sentences, soundbites) for passage in found]
    ranked = _best_first([rated(*each, weighed) for each in zip(found, shown_off, strict=True)])[:_READ]
    return select(_read(ranked, reading), vectors, wanted_count(sentences[-1].end - sentences[0].start))


def _is_shown_off(passage: Passage, sentences: Sequence[Segment], soundbites: Sequence[Soundbite]) -> bool:
    """Whether at least half of the passage is heard in one of the show's soundbites."""
    start, end = sentences[passage.first].start, sentences[passage.last].end
    heard = [min(end, each.end) - max(start, each.start) for each in soundbites]
    return end > start and max(heard, default=0.0) >= (end - start) / 2


def rated(passage: Passage, is_shown_off: bool, weighed: Weighed) -> Chosen:
    of_sentences = weighed.of_passage(passage.first, passage.last)
    parts = {START: _START} | {name: _RANK * part for name, part in of_sentences.items()}
    parts |= {
        STANDING: _STANDING * passage.standing,
        STRENGTH: _STRENGTH * passage.strength,
        BREVITY: -_BREVITY * (len(passage.sentences) - 1),
    }
    if passage.standing < _LEAST_STANDING or passage.strength < _LEAST_STRENGTH:
        parts[ROUGH] = -_ROUGH
    if is_shown_off:
        parts[SHOWN_OFF] = _SHOWN_OFF
    return _with_parts(passage, parts)


def _read(ranked: Sequence[Chosen], reading: Reading) -> list[Chosen]:
    """Rated once more, by how headline and body read."""
    passages = [each.passage for each in ranked]
    vectors = np.array(reading.embedder.embed([p.headline for p in passages] + [p.body for p in passages]))
    scores = reads_well(passages, vectors[: len(passages)], vectors[len(passages) :])
    return _best_first(
        [
            _with_parts(each.passage, each.parts | {READS: _READS * float(score)})
            for each, score in zip(ranked, scores, strict=True)
        ]
    )


def _with_parts(passage: Passage, parts: dict[str, float]) -> Chosen:
    return Chosen(passage=passage, worth=1 / (1 + math.exp(-sum(parts.values()))), parts=parts)


def _best_first(rated_ones: Iterable[Chosen]) -> list[Chosen]:
    return sorted(rated_ones, key=lambda each: (-each.worth, each.passage.first, each.passage.last))


def select(ranked: Sequence[Chosen], vectors: Array, wanted: int) -> Selection:
    """The best of `ranked` (best first) that neither share words nor say the same; `vectors` are the sentences'."""
    chosen: list[Chosen] = []
    weighed: list[Candidate] = []
    told: set[str] = set()
    for each in ranked:
        outcome = _outcome(each, chosen, vectors, wanted)
        if outcome == KEPT:
            chosen.append(each)
        if outcome == KEPT or (len(weighed) < WEIGHED and each.passage.headline not in told):
            weighed.append(_candidate(each, outcome))
            told.add(each.passage.headline)
    return Selection(chosen=tuple(chosen), weighed=tuple(weighed))


def _outcome(each: Chosen, chosen: Sequence[Chosen], vectors: Array, wanted: int) -> str:
    if each.worth < (LEAST_WORTH if len(chosen) < FEWEST else LEAST_WORTH_OF_MANY):
        return TOO_WEAK
    passage = each.passage
    if any(passage.first <= other.passage.last and other.passage.first <= passage.last for other in chosen):
        return OVERLAPS
    if any(_say_the_same(passage, other.passage, vectors) for other in chosen):
        return SAYS_THE_SAME
    return KEPT if len(chosen) < wanted else BEYOND_THE_NUMBER


def _say_the_same(one: Passage, other: Passage, vectors: Array) -> bool:
    left, right = (vectors[each.first : each.last + 1].mean(axis=0) for each in (one, other))
    lengths = float(np.linalg.norm(left) * np.linalg.norm(right))
    return same(one.body, other.body, WITHIN_A_TALK, cosine=float(left @ right) / lengths if lengths else 0.0)


def _candidate(each: Chosen, outcome: str) -> Candidate:
    return Candidate(
        headline=each.passage.headline,
        outcome=outcome,
        worth=round(each.worth, 4),
        parts={name: round(part, 3) for name, part in each.parts.items()},
        start=each.passage.start,
        end=each.passage.end,
    )
