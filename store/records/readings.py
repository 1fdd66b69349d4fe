"""The records of models at work: what one made of an episode, and how it stands over many."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

# "away": it could not be asked, or not to the end; "unreadable": no reply could be used.
Ended = Literal["answered", "away", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """What a model made of an episode when it last read it. `repeated`: parts asked twice because the reply could not
    be read; `kept`: of the proved, those that became insights; `refused` counts the others by reason."""

    model: str
    at: datetime
    seconds: float
    replies: int
    repeated: int
    proposed: int
    proved: int
    kept: int
    refused: Mapping[str, int] = field(default_factory=dict)
    ended: Ended = "answered"
    trouble: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """A model's work on one show, over all of its episodes. `calls` and `usd` count whatever it was asked for them."""

    model: str
    show: str
    episodes: int
    without: int  # episodes of which it kept nothing
    repeated: int
    proposed: int
    proved: int
    kept: int
    refused: Mapping[str, int]
    seconds: float
    calls: int
    usd: float
