"""The records of voices: what a show's voice sounds like and is called, and what came of listening to a quote."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Print = NDArray[np.float32]  # a unit vector
# "heard": the quote's words are there; "other voice": they are, but not in its speaker's voice; "other words": others
# are; "about": it could not be listened to.
HearingOutcome = Literal["heard", "other voice", "other words", "about"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of a show. `name` is None where nobody knows it; `reason` is how the name is known."""

    id: int
    show_id: int
    name: str | None
    reason: str | None
    by_hand: bool
    seconds: float
    print: Print


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What came of listening to an insight's quote; `start` and `end` are where its words were heard, if they were."""

    outcome: HearingOutcome
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceHeard:
    """A voice as an episode's transcript has it: called `label` there, for `seconds`; `voice_id` where it is known.

    `name` and `reason` are what the talk and the feed give.
    """

    label: str
    voice_id: int | None
    seconds: float
    print: Print
    name: str | None = None
    reason: str | None = None
