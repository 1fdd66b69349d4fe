"""How likely a careful editor would leave a run of words out. Pure; for English.

A logistic measure over the traits of a run, learned from 160 passages of two shows that were read and marked by hand,
288 single runs of the same shows marked one by one, and stumbles made of clean sentences: see
bench/training/train_deletion.py.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from language.deletion.candidates import Run
from language.deletion.traits import traits
from language.deletion.words import Word

WEIGHTS = Path(__file__).parent / "weights.json"


@cache
def _weights() -> Mapping[str, float]:
    read: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return read


def likelihood(words: Sequence[Word], run: Run) -> float:
    """From 0 to 1."""
    weights = _weights()
    told = sum(weights.get(name, 0.0) * amount for name, amount in traits(words, run).items())
    return 1 / (1 + exp(-told))
