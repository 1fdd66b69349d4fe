"""What tells advertising from talk, sentence by sentence: words, cues, names that crowd together. Pure: numbers out.

Adverts are rarely known by one sentence ("No bills in sight."), but by what is said around it: most clues are sums over
stretches of time before, around and after each sentence.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.adverts.cues import BACK_TO_TALK, OPENERS, mark
from language.web_addresses import ENDING
from store.records.transcripts import Segment

Numbers = NDArray[np.float64]

# The clues in the order of the columns; times are seconds around the middle of the sentence.
_WORD_WINDOWS = ((-8, 8), (-15, 15), (-30, 30), (-20, 0), (0, 20), (-45, 0), (0, 45))
_CUE_WINDOWS = ((-15, 15), (-40, 0), (0, 40))

_CROWD_SECONDS = 40.0  # an advert says its brand again within this time
_MOST_CUES = 15.0
_SITE = re.compile(ENDING, re.IGNORECASE)
_NUMBER = re.compile(r"\d[\d,.]*")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|0")
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][A-Za-z]{2,}")  # a capital that does not begin a sentence


def phrases(text: str) -> list[str]:
    """The words and pairs of neighbours in `text`, folded: every number is "0", every web address ends in "dotcom"."""
    folded = _SITE.sub(" dotcom ", text).lower().replace("’", "'").replace("%", " percent ").replace("$", " dollars ")
    words = _WORD.findall(_NUMBER.sub(" 0 ", folded))
    return words + [f"{one} {two}" for one, two in pairwise(words)]


@dataclass(frozen=True, kw_only=True)
class TalkFeatures:
    """What a talk shows before any word of it is weighed, a number for each sentence."""

    clock: "Clock"
    lengths: Numbers
    cues: Numbers
    opens: Numbers
    closes: Numbers
    crowds: Numbers


def hear(sentences: Sequence[Segment]) -> TalkFeatures:
    clock = Clock(sentences)
    marks = [mark(sentence.text) for sentence in sentences]
    return TalkFeatures(
        clock=clock,
        lengths=np.array([float(len(sentence.text.split())) for sentence in sentences]),
        cues=np.array([min(6.0, weight) for weight, _ in marks]),
        opens=np.array([float(reason in OPENERS) for _, reason in marks]),
        closes=np.array([float(bool(BACK_TO_TALK.search(sentence.text))) for sentence in sentences]),
        crowds=_crowds(sentences, clock),
    )


def clues(heard: TalkFeatures, sold: Numbers) -> Numbers:
    """How much each sentence and what stands around it sounds like advertising: a row a sentence, a column a clue.

    `sold` says of each sentence how much more its words and pairs are said in adverts than in talk.
    """
    around = heard.clock.around
    columns = [
        sold / np.sqrt(heard.lengths + 3),
        *(around(sold, *window) / np.sqrt(around(heard.lengths, *window) + 3) for window in _WORD_WINDOWS),
        heard.cues,
        *(np.minimum(around(heard.cues, *window), _MOST_CUES) for window in _CUE_WINDOWS),
        np.minimum(around(heard.opens, -45, 0), 1.0),
        np.minimum(around(heard.closes, -15, 0), 1.0),
        np.minimum(around(heard.closes, 0, 15), 1.0),
        heard.crowds,
        np.minimum(around(heard.crowds, -15, 15) / 3, 3.0),
    ]
    return np.stack(columns, axis=1)


class Clock:
    """Sums over the sentences whose middle lies within some seconds of each sentence's own."""

    def __init__(self, sentences: Sequence[Segment]) -> None:
        middles = [(sentence.start + sentence.end) / 2 for sentence in sentences]
        self.middles: Numbers = np.maximum.accumulate(np.array(middles))  # published times may run backwards

    def around(self, values: Numbers, first: float, last: float) -> Numbers:
        sums = np.concatenate([[0.0], np.cumsum(values)])
        begin = np.searchsorted(self.middles, self.middles + first, "left")
        end = np.searchsorted(self.middles, self.middles + last, "right")
        return np.asarray(sums[np.maximum(begin, end)] - sums[begin])


def _crowds(sentences: Sequence[Segment], clock: Clock) -> Numbers:
    """How much a name of the sentence crowds here and is rare in the rest of the talk, as brands do in adverts."""
    said: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences):
        for name in _NAME.findall(sentence.text):
            said[name.lower()].append(at)
    crowds = np.zeros(len(sentences))
    for places in said.values():
        times = [float(clock.middles[at]) for at in places]
        for at, time in zip(places, times, strict=True):
            near = bisect_right(times, time + _CROWD_SECONDS) - bisect_left(times, time - _CROWD_SECONDS)
            crowds[at] = max(crowds[at], math.log(near) * near / len(places))
    return crowds
