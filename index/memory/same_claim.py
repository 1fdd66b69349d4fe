"""Whether two texts say the same: by meaning (the cosine of their vectors), by words, or by both. Pure.

What is asked of them differs with what a mistake costs, so each use has thresholds of its own, side by side here. One
rule holds for all: two texts that cannot both be true never say the same, however alike they look; what contradicts
must not hide behind what it contradicts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf, log
from typing import Final

from language import negation, numbers
from language.words import content_words, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """From where on two texts say the same; each of the three is enough.

    `meaning`: cosine. `words`: what both have, as a share of the words of the one that has fewer. `both`: cosine² times
    what both have as a share of the words that either has. `counted`: the words of a text that count.
    """

    meaning: float = inf
    words: float = inf
    both: float = inf
    counted: Callable[[str], Iterable[str]] = terms


# Passages of one talk, before they are chosen: a reader of one episode sees them side by side, so that what is merely
# near goes too. As before, not measured by itself; bench/highlights.py measures the choice that it is part of. More
# than half of the words: no passage is long enough for a share between.
WITHIN_A_TALK: Final = Use(meaning=0.75, words=0.501, counted=content_words)

# What a model proposes of one talk: its claims share a subject, and so words, without being the same. More than three
# words in five; as before, not measured.
AMONG_PROPOSALS: Final = Use(words=0.601, counted=content_words)

# Claims of different talks, where a repeat is told to the reader as "said before". Right in 94 % on half of IBM's key
# points, where it was chosen; bench/job/memory.py reports the other half. Twelve insights put in other words came to
# 0.18-0.49, others on the same matter to 0.07 at most. Words are weighed by their rarity, see `overlap`.
AGAINST_MEMORY: Final = Use(both=0.18)

# Members of a thread: the same rule, with words weighed among the members. On the motions where nothing was chosen,
# 72 % of those beside a leader share a key point with it.
WITHIN_A_THREAD: Final = AGAINST_MEMORY

# What a reader is sent, against what they were sent or called wrong. Of the 55 pairs of eleven claims on one topic two
# reach it (median 0.67); three of those claims put in other words came to 0.80-0.92, so a free rewording may pass.
AMONG_THE_FIVE: Final = Use(meaning=0.85)

# Passages that are quoted as an answer, a sentence each: four words in five. As before, not measured.
IN_AN_ANSWER: Final = Use(words=0.8)

# The very same words, told apart from other words for the same: their vectors are kept in float16, so that the cosine
# falls a little short of 1.
IDENTICAL: Final = 0.995

# The score of a stored relation (the mean of cosine and overlap, index/memory/relations.py) between the same words of
# two recordings of one episode. As before, not measured.
SAME_TALK: Final = 0.95


def same(one: str, other: str, use: Use, *, cosine: float = 0.0, shared: float | None = None) -> bool:
    """Whether two texts say the same in this use. `shared`: the share of words where the caller has weighed them."""
    return _alike(one, other, use, cosine, shared) and not contrary(one, other)


def contrary(one: str, other: str) -> bool:
    """Whether one text denies what the other says, or names other numbers."""
    return negation.opposed(one, other) or numbers.differ(one, other)


def _alike(one: str, other: str, use: Use, cosine: float, shared: float | None) -> bool:
    if cosine >= use.meaning:
        return True
    if min(use.words, use.both) == inf:
        return False
    shared = _share(one, other, use) if shared is None else shared
    return shared >= use.words or cosine * cosine * shared >= use.both


def _share(one: str, other: str, use: Use) -> float:
    first, second = frozenset(use.counted(one)), frozenset(use.counted(other))
    whole = len(first | second) if use.both < inf else min(len(first), len(second))
    return len(first & second) / max(1, whole)


def overlap(later: frozenset[str], earlier: frozenset[str], uses: Mapping[str, int], others: int) -> float:
    """The stems that both have as a share of those that either has, 0-1.

    `uses` counts the neighbours that use a stem, the earlier one among them; `others` is their number without it. A
    stem weighs the less the more of the others use it.
    """

    def weight(each: str) -> float:
        return log((others + 2) / (uses.get(each, 0) - (each in earlier) + 1))

    either = sum(weight(each) for each in sorted(later | earlier))
    return sum(weight(each) for each in sorted(later & earlier)) / either if either else 0.0
