"""The records that belong to a reader: who reads, what was chosen and why, what the reader said of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from store.records.insights import CitedInsight


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: `hour` (0-23) is when the five are due in `timezone` (IANA name)."""

    id: int
    name: str
    email: str | None
    timezone: str
    hour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One of the five, with the sentence that says why."""

    rank: int
    why: str
    cited: CitedInsight


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The five (or fewer) chosen for one reader on one calendar day in that reader's zone."""

    id: int
    reader_id: int
    day: date
    created_at: datetime
    picks: tuple[Pick, ...] = field(default=())


Verdict = Literal["useful", "not for me", "wrong", "advert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader said of an insight. `text_hash` finds its vector even after its show was removed."""

    insight_id: str
    verdict: Verdict
    text_hash: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What was weighed for a digest: parts of the score, each 0-1, and "chosen" or why it was not."""

    insight_id: str
    worth: float
    novelty: float
    interest: float
    freshness: float
    score: float
    outcome: str
