"""Whether what search found can answer a question at all: decided before anybody is asked. Pure.

A hit counts by its nearness in meaning and by the share of the question's content words that it says; the question's
names and numbers must be said in its episode, for a passage on "Freud and perfectionism" that never names Freud answers
nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from index.library.spelling import nearest
from index.proof.support import Ground, amounts, ground, unsupported_terms
from index.search.hits import Hit
from language.folding import folded_words
from language.words import QUESTION_WORDS, STOP_WORDS, stem, terms

_ASKING = frozenset(stem(word) for word in QUESTION_WORDS)
_OPENINGS = " ".join(STOP_WORDS | QUESTION_WORDS)
_BY_WORDS = 0.5  # what all of the question's words weigh against a cosine of 1
# Chosen on forty of eighty questions to thirteen episodes, half of them without an answer there.
ENOUGH: Final = 0.75
POSSIBLE: Final = 0.55  # enough to ask a model, which may still say that nothing answers
_SHORTEST_TYPO = 5  # letters: of shorter words every second one is near another


def strongest(question: str, hits: Sequence[Hit]) -> list[tuple[float, Hit]]:
    """Of each stretch of talk that search made one result the hit that speaks most for an answer, with its evidence."""
    flat = [each for hit in hits for each in (hit, *hit.also)]
    weights = iter(evidence(question, flat))
    stretches = [[(next(weights), each) for each in (hit, *hit.also)] for hit in hits]
    return [max(stretch, key=lambda weighed: weighed[0]) for stretch in stretches]


def evidence(question: str, hits: Sequence[Hit]) -> list[float]:
    """For each hit how much it speaks for an answer: 0 to 1.5, 0 where a name or number of the question is missing."""
    wanted = content(question)
    by_episode: defaultdict[int, list[str]] = defaultdict(list)
    for hit in hits:
        by_episode[hit.episode_id].append(all_of(hit))
    named = {key: _names_all(question, tuple(sources)) for key, sources in by_episode.items()}
    return [_weight(wanted, hit) if named[hit.episode_id] else 0.0 for hit in hits]


def content(text: str) -> frozenset[str]:
    """Stems of what is asked for, without the words of asking unless there are no others."""
    found = frozenset(terms(text))
    return found - _ASKING or found


def all_of(hit: Hit) -> str:
    return f"{hit.headline or ''} {hit.text} {hit.sentence} {hit.speaker or ''} {hit.show} {hit.episode}"


def _weight(wanted: frozenset[str], hit: Hit) -> float:
    shared = len(wanted & frozenset(terms(all_of(hit)))) / len(wanted) if wanted else 0.0
    return max(0.0, hit.similarity) + _BY_WORDS * shared


def _names_all(question: str, sources: tuple[str, ...]) -> bool:
    said = ground((*sources, _OPENINGS))
    return all(_is_misspelt(term, said) for term in unsupported_terms(question, said, amounts(sources)))


def _is_misspelt(term: str, said: Ground) -> bool:
    """Whether the talk says each of the words but for a slip of the pen."""
    words = folded_words(term)
    return all(
        word in said.words
        or (len(word) >= _SHORTEST_TYPO and word.isalpha() and nearest(word, ((known, 0) for known in said.words)))
        for word in words
    )
