"""How well an insight in a speaker's own words reads to somebody who has not heard the talk. numpy only; for English.

A linear measure learned from 531 passages that were read one by one and marked for headline, body and worth; see
bench/training/train_readability.py. On 480 more, cut by today's grammar and drawn at random, it tells the good ones (a
ninth) from the rest with an area under the curve of 0.78, where standing and strength alone have 0.74.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.passages.candidates import Passage
from ingest.passages.features import Array

WEIGHTS = Path(__file__).parent / "readability.npz"
_FARTHEST = 3.0  # standard deviations: no single trait decides

_IN_HEADLINE = (r"\b(?:you|your|you're|you'll)\b", r"\b(?:it|this|that|they|them|these|those|he|she)\b")
_PER_WORD = (
    r"\b(?:you|your|you're|you'll|you've)\b",
    r"\b(?:we|our|us|we're)\b",
    r"\b(?:i|my|me|i'm|i've)\b",
    r"\b(?:it|this|that|they|them|these|those|he|she|it's|that's|they're)\b",
    r"\b(?:was|were|had|did|went|said|\w{3,}ed)\b",
    r"\b(?:thing|things|stuff|something|someone|kind|sort|lot|bunch|way)\b",
    r"\d",
    r",",
)
_COUNTED = (
    r"\b(?:because|so that|therefore|means|lead|leads|cause|drive)\b",
    r"\b(?:but|however|instead|rather|not)\b",
    r"\b(?:than|more|less|most|better|best|biggest)\b",
    r"[.!]",
    r"[\"“]",
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]")


@dataclass(frozen=True, kw_only=True)
class ReadabilityWeights:
    """`traits`: a coefficient for each of `traits_of`, to be standardised; the rest are directions of vectors."""

    mean: Array
    scale: Array
    traits: Array
    headline: Array
    body: Array
    offset: float


@cache
def shipped() -> ReadabilityWeights:
    with np.load(WEIGHTS) as stored:
        return ReadabilityWeights(
            mean=stored["mean"],
            scale=stored["scale"],
            traits=stored["traits"],
            headline=stored["headline"],
            body=stored["body"],
            offset=float(stored["offset"]),
        )


def reads_well(passages: Sequence[Passage], headlines: Array, bodies: Array) -> NDArray[np.float64]:
    """One number a passage: 0 is usual among passages that stand alone at all, 1 a standard deviation better.

    `headlines` and `bodies` are their texts' vectors, [n, d] of unit length.
    """
    weights = shipped()
    traits = np.array([traits_of(each.headline, each.body, each.standing, each.strength) for each in passages])
    standard = np.clip((traits - weights.mean) / weights.scale, -_FARTHEST, _FARTHEST)
    score = standard @ weights.traits + headlines @ weights.headline + bodies @ weights.body + weights.offset
    return np.asarray(score, dtype=np.float64)


def traits_of(headline: str, body: str, standing: float, strength: float) -> list[float]:
    claim, words = headline.split(), max(1, len(body.split()))
    return [
        len(claim),
        words,
        len(headline) / max(1, len(claim)),
        len(body) / words,
        *(_found(pattern, headline) for pattern in _IN_HEADLINE),
        *(_found(pattern, body) / words for pattern in _PER_WORD),
        *(_found(pattern, body) for pattern in _COUNTED),
        len(_NAME.findall(body)) / words,
        float(body.lower().startswith(headline.lower()[:20])),
        standing,
        strength,
    ]


def _found(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.IGNORECASE))
