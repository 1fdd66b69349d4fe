"""How likely a reader finds a passage good: understood, saying something, well said. numpy only; for English.

Learned from 3,451 passages that were read and marked one by one; bench/training/train_quotes.py says how well it tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from ingest.passages.features import Array
from ingest.passages.ranking import Numbers, standardised

WEIGHTS = Path(__file__).parent / "goodness.npz"
# What is asked of a passage, in the order of the weights.
START = "to begin with"
ASKED = ("understood", "says something", "well said", "good as a whole")


@dataclass(frozen=True, kw_only=True)
class GoodnessWeights:
    """Linear in standardised `traits` and in the standardised impression that a passage makes, a row for each of ASKED;
    `first` tells good from the rest by the traits of words alone. `usual` is what a marked passage has; `slope` and
    `level` make the sum above it a probability.
    """

    traits: tuple[str, ...]
    mean: Numbers
    scale: Numbers
    coefficients: Numbers
    impression_mean: Numbers
    impression_scale: Numbers
    impressions: Numbers
    intercepts: Numbers
    first: Numbers
    usual: Numbers
    slope: float
    level: float


@cache
def shipped() -> GoodnessWeights:
    with np.load(WEIGHTS) as stored:
        numbers = {each.name: stored[each.name].astype(np.float64) for each in fields(GoodnessWeights)[1:]}
        traits = tuple(stored["traits"].tolist())
    slope, level = (float(numbers.pop(name)) for name in ("slope", "level"))
    return GoodnessWeights(traits=traits, slope=slope, level=level, **numbers)


def at_first_sight(traits: Sequence[Mapping[str, float]], weights: GoodnessWeights) -> Numbers:
    """A number a passage, higher for the likelier, by the traits of words alone."""
    count = len(weights.first)
    columns = np.array([[each[name] for name in weights.traits[:count]] for each in traits], dtype=np.float64)
    return np.asarray(standardised(columns, weights.mean[:count], weights.scale[:count]) @ weights.first)


def parts(
    traits: Sequence[Mapping[str, float]], impressions: Array, weights: GoodnessWeights
) -> list[dict[str, float]]:
    """What adds up to the log-odds that a reader finds each passage good; `impressions` [n, k] as impressions.py makes
    them.
    """
    columns = np.array([[each[name] for name in weights.traits] for each in traits], dtype=np.float64)
    terms = weights.slope * (summands(log_odds(columns, impressions, weights)) - weights.usual)
    return [{START: weights.level, **dict(zip(ASKED, map(float, row), strict=True))} for row in terms]


def log_odds(traits: Numbers, impressions: Array | Numbers, weights: GoodnessWeights) -> Numbers:
    """[n, 4] of ASKED; `traits` [n, t] in the order of the weights."""
    standard = standardised(traits, weights.mean, weights.scale)
    made = standardised(np.asarray(impressions, np.float64), weights.impression_mean, weights.impression_scale)
    return np.asarray(standard @ weights.coefficients.T + made @ weights.impressions.T + weights.intercepts)


def summands(told: Numbers) -> Numbers:
    """[n, 4] log-odds of ASKED → what each adds before the slope. The whole counts as it is, and so spreads as much as
    the three parts together (by shows left out; from half to half as much again of it hardly matters).
    """
    return np.column_stack([-np.logaddexp(0.0, -told[:, :3]), told[:, 3]])
