"""What a written claim is worth to a reader, judged by its words alone. Pure; for English.

Claims count: reasons, contrasts, numbers, comparisons, what holds in general. Passages of the talk itself are ranked by
what was learned (ingest/passages/ranking.py); that was learned from speech, and does not fit what a model writes.
"""

import math
import re
from collections.abc import Sequence

from language.lists import cue_lists
from language.words import STOP_WORDS

_LISTS = cue_lists("ingest/insights/worth.toml")
_CUES = [cues for cues in _LISTS.values() if cues.weight > 0]
# What a talk holds besides claims: guesses, what somebody did, what a product is or does.
_COUNTER_CUES = [cues for cues in _LISTS.values() if cues.weight < 0]
_ARGUES = _LISTS["argues"].pattern
# By judgement, not measured: where lists of things begin, so that worth does not grow with them.
_SHARE_OF_COMMAS = 0.1
_DENSEST = 0.72  # the share of content words above which speech is a list
# Apart enough that no words make one another: a reader's 3 comes before every 2.
_BY_ITS_WRITER = {"1": 0.25, "2": 0.55, "3": 0.85}
_WITHIN = 0.1  # by judgement, not measured: a third of the step from one worth to the next
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&.]*[a-zA-Z]")


def worth_of(sentences: Sequence[str]) -> float:
    """What `sentences` are worth to a reader, 0 to 1: an absolute measure, the same for every episode."""
    text = " ".join(sentences)
    claims = sum(cues.weight * _diminished(len(cues.pattern.findall(text))) for cues in _CUES)
    claims += sum(cues.weight * min(3, len(cues.pattern.findall(text))) for cues in _COUNTER_CUES)
    words = text.lower().split()
    claims -= 6.0 * max(0.0, text.count(",") / max(1, len(words)) - _SHARE_OF_COMMAS)
    claims -= 0.0 if _ARGUES.search(text) else 0.5
    content = sum(word.strip(".,;:!?\"'") not in STOP_WORDS for word in words) / max(1, len(words))
    names = min(3, len(set(_NAME.findall(text))))
    score = 0.8 * claims + 7.0 * (min(content, _DENSEST) - 0.45) + 0.1 * names - 0.25 * len(sentences)
    return 1 / (1 + math.exp(-(score - 0.7) / 1.3))


def written_worth(told: str, sentences: Sequence[str]) -> dict[str, float]:
    """The worth of a written claim in its parts: what its writer says it is worth, and within that what words tell.

    `told` is "1" to "3"; a model that says neither is taken to mean a 2. The measure is that of digest/five/scoring.py.
    """
    said = _BY_ITS_WRITER.get(told.strip()[:1], _BY_ITS_WRITER["2"])
    return {"by its writer": said, "claim": round(_WITHIN * worth_of(sentences), 4)}


def _diminished(count: int) -> float:
    """A second cue of a kind says half as much as the first, a third nothing: lists and repetitions claim no more."""
    return min(count, 1) + 0.5 * min(max(count - 1, 0), 1)
