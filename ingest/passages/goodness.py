"""How likely a reader finds a passage good: understood, saying something, well said. numpy only; for English.

Learned from 1,931 passages that were read and marked one by one, and from which passages a strong reader quoted; see
bench/training/train_quotes.py, which says how well it tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ingest.passages.features import Array
from ingest.passages.ranking import Numbers, standardised

WEIGHTS = Path(__file__).parent / "goodness.npz"
# What is asked of a passage, in the order of the weights.
START, CHOSEN = "to begin with", "what a reader would choose"
ASKED = ("understood", "says something", "well said", CHOSEN)


@dataclass(frozen=True, kw_only=True)
class GoodnessWeights:
    """Linear in standardised `traits` and in the passage's vector, a row for each of ASKED; `first` tells good from
    the rest by the traits of words alone. `usual` is what a marked passage has; `slope` and `level` make the sum above
    it a probability.
    """

    traits: tuple[str, ...]
    mean: Numbers
    scale: Numbers
    coefficients: Numbers
    directions: Numbers
    intercepts: Numbers
    first: Numbers
    usual: Numbers
    slope: float
    level: float


@cache
def shipped() -> GoodnessWeights:
    with np.load(WEIGHTS) as stored:
        return GoodnessWeights(
            traits=tuple(stored["traits"].tolist()),
            mean=stored["mean"].astype(np.float64),
            scale=stored["scale"].astype(np.float64),
            coefficients=stored["coefficients"].astype(np.float64),
            directions=stored["directions"].astype(np.float64),
            intercepts=stored["intercepts"].astype(np.float64),
            first=stored["first"].astype(np.float64),
            usual=stored["usual"].astype(np.float64),
            slope=float(stored["slope"]),
            level=float(stored["level"]),
        )


def at_first_sight(traits: Sequence[Mapping[str, float]], weights: GoodnessWeights) -> Numbers:
    """A number a passage, higher for the likelier, by the traits of words alone."""
    count = len(weights.first)
    columns = np.array([[each[name] for name in weights.traits[:count]] for each in traits], dtype=np.float64)
    return np.asarray(standardised(columns, weights.mean[:count], weights.scale[:count]) @ weights.first)


def parts(traits: Sequence[Mapping[str, float]], vectors: Array, weights: GoodnessWeights) -> list[dict[str, float]]:
    """What adds up to the log-odds that a reader finds each passage good; `vectors` [n, d] of unit length."""
    columns = np.array([[each[name] for name in weights.traits] for each in traits], dtype=np.float64)
    standard = standardised(columns, weights.mean, weights.scale)
    told = standard @ weights.coefficients.T + vectors @ weights.directions.T + weights.intercepts
    terms = weights.slope * (summands(told) - weights.usual)
    return [{START: weights.level, **dict(zip(ASKED, map(float, row), strict=True))} for row in terms]


# Of the log-odds of being chosen, beside the logarithms of the other three probabilities: by judgement, between 0.15,
# which is best for good, and 0.6, which is best for what readers were glad of.
_SHARE_OF_CHOSEN = 0.3


def summands(told: Numbers) -> Numbers:
    """[n, 4] log-odds of ASKED → what each adds before the slope."""
    likely = -np.logaddexp(0.0, -told[:, :3])
    return np.column_stack([likely, _SHARE_OF_CHOSEN * told[:, 3]])
