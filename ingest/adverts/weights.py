"""The trained part of finding adverts: which words sell, and how much each clue counts.

ingest/adverts/adverts.npz comes from bench/training/train_adverts.py, which says what it learned from and under which
licences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ingest.adverts.features import Numbers, clues, hear, phrases
from store.records.transcripts import Segment

FILE = Path(__file__).parent / "adverts.npz"


@dataclass(frozen=True, kw_only=True)
class AdvertWeights:
    """A lexicon and a logistic regression over the clues."""

    lexicon: Mapping[str, float]
    weight: Numbers
    bias: float

    def sold(self, sentences: Sequence[Segment]) -> Numbers:
        """How much more the words of each sentence are said in adverts than in talk, summed up."""
        return np.array([sum(self.lexicon.get(phrase, 0.0) for phrase in phrases(s.text)) for s in sentences])

    def odds(self, sentences: Sequence[Segment], sold: Numbers) -> Numbers:
        """The log odds of each sentence to be advertising, from the talk alone."""
        return np.asarray(clues(hear(sentences), sold) @ self.weight + self.bias)


@lru_cache(maxsize=2)
def load_weights(leaving_out: str = "") -> AdvertWeights:
    """The shipped weights; with the key of a training episode, those learned without it, for honest measuring."""
    with np.load(FILE, allow_pickle=False) as held:
        at = list(held["left_out"]).index(leaving_out)
        words = bytes(held["words"]).decode().split("\n")
        lexicon = dict(zip(words, held["lexicon"][at].astype(float).tolist(), strict=True))
        return AdvertWeights(lexicon=lexicon, weight=held["weight"][at].astype(float), bias=float(held["bias"][at]))
