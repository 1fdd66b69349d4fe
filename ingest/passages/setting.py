"""Where in a talk a sentence stands, and how much of the talk is its speaker's. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from store.records.transcripts import Segment

ALONE = 0.97  # of all words, by judgement: past that one person speaks, and shares and turns say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """`place`: share of the talk's sentences before it. `share`: of the talk's words by its speaker; `leads`: nobody
    says more. Each is NaN where it cannot be told.
    """

    place: float
    share: float
    leads: float


NOWHERE = Setting(place=nan, share=nan, leads=nan)


def settings(sentences: Sequence[Segment]) -> list[Setting]:
    """One for each sentence of the talk."""
    spoken = Counter[str | None]()
    for sentence in sentences:
        spoken[sentence.speaker] += len(sentence.text.split())
    total, most = max(1, spoken.total()), max(spoken.values(), default=0)
    if most >= ALONE * total:
        return [Setting(place=at / len(sentences), share=nan, leads=nan) for at in range(len(sentences))]
    return [
        Setting(
            place=at / len(sentences),
            share=spoken[sentence.speaker] / total,
            leads=float(spoken[sentence.speaker] == most),
        )
        for at, sentence in enumerate(sentences)
    ]
