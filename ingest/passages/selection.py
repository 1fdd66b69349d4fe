"""Chooses the few passages of a talk that a reader likely finds good, and says of the next best why they were not.

Words tell which are worth a parse and a vector, both tell how likely each is good; what passes is taken, and no more.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.embedding.embedder import Embedder
from index.memory.same_claim import WITHIN_A_TALK, same
from ingest.passages import goodness
from ingest.passages.candidates import Passage, candidates, wanted_count
from ingest.passages.features import Array
from ingest.passages.goodness import GoodnessWeights
from ingest.passages.headline import headline_of
from ingest.passages.impressions import Impressions
from ingest.passages.passage_traits import of_grammar, of_words
from ingest.passages.standing import opens_well
from language.detection import is_english
from language.grammar import Grammar
from language.sentences import talk_sentences
from language.trees import Tree
from store.records.episodes import Soundbite
from store.records.insights import Candidate
from store.records.transcripts import Span, Transcript

KEPT = "kept"
OVERLAPS = "overlaps a better one"
SAYS_THE_SAME = "says the same as a better one"
BEYOND_THE_NUMBER = "beyond the number for its length"
TOO_WEAK = "too weak"
WEIGHED = 30  # by judgement: what is kept of an episode to explain the choice, three times the most that are chosen

SHOWN_OFF = "the show's own choice"
_SHOWN_OFF = 0.5  # log-odds; not measured: no show at hand has soundbites
# The likeliest by words alone; of these that open well those whose vectors are asked for. By judgement: more is slower.
_PARSED, _READ = 500, 150
LEAST_WORTH = 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All are loaded once and serve every episode of a run."""

    grammar: Grammar
    embedder: Embedder
    impressions: Impressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """`worth` is how likely a reader finds the passage good; `parts` are the numbers whose sum are its log-odds.

    `vector` is what its words mean.
    """

    passage: Passage
    worth: float
    parts: dict[str, float]
    vector: Array


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
    weights: GoodnessWeights | None = None,
) -> Selection:
    """What is likely good, at most one passage for every six minutes; nothing of a talk that is not English.

    What the show itself chose to advertise the episode with (`soundbites`) is worth a little more.
    """
    sentences = talk_sentences(transcript)
    if not sentences or not is_english(transcript):
        return Selection()
    found = ranked(candidates(sentences, adverts), reading, soundbites, weights or goodness.shipped())
    selection = select(found, wanted_count(sentences[-1].end - sentences[0].start))
    return replace(selection, chosen=tuple(_headed(each, reading.grammar) for each in selection.chosen))


def ranked(
    found: Sequence[Passage], reading: Reading, soundbites: Sequence[Soundbite], weights: GoodnessWeights
) -> list[Chosen]:
    """The likeliest of the passages that stand alone, best first."""
    if not found:
        return []
    words = [of_words(each.quote, each.sentences, asked=each.asked, setting=each.setting) for each in found]
    order = np.argsort(-goodness.at_first_sight(words, weights), kind="stable")[:_PARSED]
    trees = parsed([found[at].sentences for at in order], reading.grammar)
    kept = [(at, read) for at, read in zip(order, trees, strict=True) if opens_well(read)][:_READ]
    if not kept:
        return []
    passages = [found[at] for at, _ in kept]
    vectors: Array = np.array(reading.embedder.embed([each.body for each in passages]), dtype=np.float32)
    made = reading.impressions.of([each.body for each in passages])
    parts = goodness.parts([words[at] | of_grammar(read) for at, read in kept], made, weights)
    return _best_first(
        _rated(passage, part | _shown_off(passage, soundbites), vector)
        for passage, part, vector in zip(passages, parts, vectors, strict=True)
    )


def parsed(rows: Sequence[Sequence[str]], grammar: Grammar) -> list[list[Tree]]:
    """The trees of each passage's sentences, each sentence parsed once."""
    texts = list(dict.fromkeys(text for row in rows for text in row))
    trees = {text: Tree(text, tokens) for text, tokens in zip(texts, grammar.parse(texts), strict=True)}
    return [[trees[text] for text in row] for row in rows]


def _shown_off(passage: Passage, soundbites: Sequence[Soundbite]) -> dict[str, float]:
    """What it adds that at least half of the passage is heard in one of the show's soundbites."""
    start, end = passage.start, passage.end
    heard = [min(end, each.end) - max(start, each.start) for each in soundbites]
    return {SHOWN_OFF: _SHOWN_OFF} if end > start and max(heard, default=0.0) >= (end - start) / 2 else {}


def _rated(passage: Passage, parts: dict[str, float], vector: Array) -> Chosen:
    return Chosen(passage=passage, worth=1 / (1 + math.exp(-sum(parts.values()))), parts=parts, vector=vector)


def _best_first(rated_ones: Iterable[Chosen]) -> list[Chosen]:
    return sorted(rated_ones, key=lambda each: (-each.worth, each.passage.first, each.passage.last))


def select(found: Sequence[Chosen], wanted: int, least: float = LEAST_WORTH) -> Selection:
    """The best of `found` (best first) that neither share words nor say the same, as far as they are likely good."""
    chosen: list[Chosen] = []
    weighed: list[Candidate] = []
    for each in found:
        outcome = _outcome(each, chosen, wanted, least)
        if outcome == KEPT:
            chosen.append(each)
        if outcome == KEPT or len(weighed) < WEIGHED:
            weighed.append(_candidate(each, outcome))
    return Selection(chosen=tuple(chosen), weighed=tuple(weighed))


def _outcome(each: Chosen, chosen: Sequence[Chosen], wanted: int, least: float) -> str:
    if each.worth < least:
        return TOO_WEAK
    passage = each.passage
    if any(passage.first <= other.passage.last and other.passage.first <= passage.last for other in chosen):
        return OVERLAPS
    if any(_say_the_same(each, other) for other in chosen):
        return SAYS_THE_SAME
    return KEPT if len(chosen) < wanted else BEYOND_THE_NUMBER


def _say_the_same(one: Chosen, other: Chosen) -> bool:
    return same(one.passage.body, other.passage.body, WITHIN_A_TALK, cosine=float(one.vector @ other.vector))


def _headed(each: Chosen, grammar: Grammar) -> Chosen:
    """With the clause that claims most, where there is one."""
    (trees,) = parsed([each.passage.sentences], grammar)
    best = headline_of(trees, grammar)
    if best is None:
        return each
    return replace(each, passage=replace(each.passage, headline=best.text, strength=best.strength))


def _candidate(each: Chosen, outcome: str) -> Candidate:
    return Candidate(
        headline=each.passage.body,
        outcome=outcome,
        worth=round(each.worth, 4),
        parts={name: round(part, 3) for name, part in each.parts.items()},
        start=each.passage.start,
        end=each.passage.end,
    )
