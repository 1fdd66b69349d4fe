"""Makes one ranking of what the vectors and the words found. Pure.

Each signal is scaled over the found ones of a query to 0 (least) .. 1 (most) and weighed; a sum of weighed scores beats
reciprocal ranks (k=60) by .02-.05 nDCG on QMSum, Spoken-SQuAD and SciFact. The weights were learned by
bench/training/train_ranking.py on passages of interviews and meetings together, each set counting the same. Learned on
one half of the talks and measured on the other (nDCG@10 / MRR@10): .619 / .645 on 92 interviews and .335 / .428 on 35
meetings, against .564 / .637 and .269 / .393 with half words, half cosine. Neighbours give .02 and .04 of the nDCG,
sentences .01 and .01, episodes .02 and .01.

What is scaled so makes the best of bad matches count in full. So the words of a query count as far as some passage
holds them together, and so does the episode; where none does, the best sentence counts instead (see TRUSTED). What says
the query word for word stands before all else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.library.documents import Match, passage_place

Column = NDArray[np.float32]

WEIGHTS: Mapping[str, float] = {
    "words": 1.7,
    "pairs": 0.53,
    "coverage": 1.25,
    "cosine": 3.59,
    "best sentence": 1.35,
    "best sentence for want of words": 2.0,
    "words before": 0.82,
    "words after": 0.61,
    "sentence before": 0.89,
    "sentence after": 0.37,
    "words, best of the episode": 2.48,
    "words, three of the episode": 1.44,
    "words, ten of the episode": -1.08,
    "cosine, ten of the episode": -0.74,
    "sentence, best of the episode": 2.4,
    "sentence, ten of the episode": -0.39,
}
# From which share of a query's words on, in the passage that holds most of them, words and episodes count, and from
# which in full. Chosen with the weight of "best sentence for want of words" on 52 queries to six episodes that were
# written blind: the MRR of paraphrases rises from .41 to .68; of 35 meetings it stays within .003.
TRUSTED = (0.15, 0.5)
_ALL = sum(weight for weight in WEIGHTS.values() if weight > 0)
# What speaks for one by itself, not by its place.
_OWN = ("words", "pairs", "coverage", "cosine", "best sentence", "best sentence for want of words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`similarity` is the cosine, None when it is not known; `worded`: words of the query occur in it; `own` is the
    part of the score that its own text has earned, not what is said around it. `sentence` and `coverage` as in
    FoundDocument.
    """

    match: Match
    score: float
    own: float
    similarity: float | None
    worded: bool
    sentence: float
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """One insight or passage that the words or the vectors found, with all that speaks for it.

    `words` is its BM25 score, `pairs` the same of neighbouring words of the query, `coverage` the share of the query's
    words that it holds, rare ones counting more; `sentence` is the cosine of a passage's best sentence, where it is
    known; `whole`: it says the query word for word.
    """

    key: str
    episode_id: int
    cosine: float | None
    words: float = 0.0
    pairs: float = 0.0
    coverage: float = 0.0
    sentence: float | None = None
    whole: bool = False


def fuse(found: Sequence[FoundDocument], weights: Mapping[str, float] = WEIGHTS) -> list[Ranked]:
    """Best first, with scores up to 1, and 1 more for what says the query word for word."""
    if not found:
        return []
    columns = signals(found)
    whole = _column([each.whole for each in found])
    scores, own = (whole + _weighed(columns, weights, names, len(found)) for names in (columns, _OWN))
    ranked = [
        Ranked(
            match=Match(key=each.key, episode_id=each.episode_id, score=score),
            score=score,
            own=alone,
            similarity=each.cosine,
            worded=each.words > 0,
            sentence=each.cosine or 0.0 if each.sentence is None else each.sentence,
            coverage=each.coverage,
        )
        for each, score, alone in zip(found, scores.tolist(), own.tolist(), strict=True)
    ]
    return sorted(ranked, key=lambda each: (-each.score, each.match.key))


def _weighed(columns: Mapping[str, Column], weights: Mapping[str, float], names: Iterable[str], n: int) -> Column:
    return sum((weights[name] * columns[name] for name in names), np.zeros(n, np.float32)) / _ALL


def signals(found: Sequence[FoundDocument]) -> dict[str, Column]:
    """Name → one value a found one, from 0 to 1, for each name in WEIGHTS."""
    known = [each.cosine for each in found if each.cosine is not None]
    lowest = min(known, default=0.0)
    cosine = _column([lowest if each.cosine is None else each.cosine for each in found])
    words = _scaled(_column([each.words for each in found]))
    best = _scaled(_sentences(found, cosine))
    cosine = _scaled(cosine)
    places = _places([each.episode_id for each in found])
    of_words, of_cosine, of_best = (_best_of(column, places) for column in (words, cosine, best))
    before, after = _neighbours([each.key for each in found])
    trust = _trust(found)
    columns = {
        "words": words,
        "pairs": _scaled(_column([each.pairs for each in found])),
        "coverage": _column([each.coverage for each in found]),
        "cosine": cosine,
        "best sentence": best,
        "best sentence for want of words": (1 - trust) * best,
        "words before": _of_neighbours(words, before),
        "words after": _of_neighbours(words, after),
        "sentence before": _of_neighbours(best, before),
        "sentence after": _of_neighbours(best, after),
        "words, best of the episode": of_words(1),
        "words, three of the episode": of_words(3),
        "words, ten of the episode": of_words(10),
        "cosine, ten of the episode": of_cosine(10),
        "sentence, best of the episode": of_best(1),
        "sentence, ten of the episode": of_best(10),
    }
    return {name: trust * column if _is_of_words(name) else column for name, column in columns.items()}


def _is_of_words(name: str) -> bool:
    """Whether it tells of the words, or of the episode that they lead to."""
    return name in ("pairs", "coverage") or name.startswith("words") or name.endswith("of the episode")


def _trust(found: Sequence[FoundDocument]) -> float:
    """How far the words of the query are to be believed, 0 to 1."""
    none, all_ = TRUSTED
    most = max((each.coverage for each in found), default=0.0)
    return min(1.0, max(0.0, (most - none) / (all_ - none)))


def _column(values: Sequence[float]) -> Column:
    return np.array(values, dtype=np.float32)


def _scaled(column: Column) -> Column:
    low, high = column.min(), column.max()
    scaled: Column = (column - low) / (high - low) if high > low else np.zeros_like(column)
    return scaled


def _sentences(found: Sequence[FoundDocument], cosine: Column) -> Column:
    """Where there are no sentences, as in an insight, its own cosine stands for them."""
    own = cosine.tolist()
    return _column([own[at] if each.sentence is None else each.sentence for at, each in enumerate(found)])


def _neighbours(keys: Sequence[str]) -> tuple[list[int | None], list[int | None]]:
    """Where the passage before and the one after each stand among `keys`: a passage's id is "episode-position".

    An insight is its own neighbour: how it would fare otherwise was not measured.
    """
    told = [passage_place(key) for key in keys]
    at = {place: number for number, place in enumerate(told) if place}
    before = [at.get((place[0], place[1] - 1)) if place else number for number, place in enumerate(told)]
    after = [at.get((place[0], place[1] + 1)) if place else number for number, place in enumerate(told)]
    return before, after


def _of_neighbours(column: Column, places: Sequence[int | None]) -> Column:
    values = column.tolist()
    return _column([0.0 if place is None else values[place] for place in places])


def _places(episodes: Sequence[int]) -> NDArray[np.intp]:
    """The episodes numbered from 0."""
    return np.unique(np.array(episodes), return_inverse=True)[1].astype(np.intp)


def _best_of(column: Column, places: NDArray[np.intp]) -> Callable[[int], Column]:
    """From a number to the mean of each episode's best so many, scaled; a missing one counts as nothing."""
    order = np.lexsort((-column, places))
    grouped, values = places[order], column[order].astype(np.float64)
    rank = np.arange(len(order)) - np.searchsorted(grouped, grouped)

    def evidence(n: int) -> Column:
        best = rank < n
        sums = np.bincount(grouped[best], weights=values[best])
        return _scaled((sums / n)[places].astype(np.float32))

    return evidence
