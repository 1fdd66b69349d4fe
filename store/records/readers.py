"""The records that belong to a reader: who reads, what was chosen and why, what the reader said of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from store.records.insights import CitedInsight


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: `hour` (0-23) is when the five are due in `timezone` (IANA name).

    `login` is what the login before the page calls them; None for who cannot sign in there.
    """

    id: int
    name: str
    email: str | None
    timezone: str
    hour: int
    login: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One of the five, with the sentence that says why."""

    rank: int
    why: str
    cited: CitedInsight


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """What a reader took into a day's five for another that was there.

    `named`: they said which was to go; otherwise the last one went. The hashes are of the texts of both.
    """

    in_id: str
    out_id: str
    in_hash: str
    out_hash: str
    named: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The five (or fewer) of one reader on one calendar day in that reader's zone.

    `picks` are the five after what the reader swapped; `reserves` those that stand next, ranks going on from the five:
    the sixth and the seventh, or what a swap has put in their place. `swaps`, oldest first, can be taken back.
    """

    id: int
    reader_id: int
    day: date
    created_at: datetime
    picks: tuple[Pick, ...] = field(default=())
    reserves: tuple[Pick, ...] = field(default=())
    swaps: tuple[Swap, ...] = field(default=())

    def swapped_in(self, insight_id: str) -> Swap | None:
        """The swap that brought it into the five."""
        return next((swap for swap in self.swaps if swap.in_id == insight_id), None)

    def swapped_out(self, insight_id: str) -> Swap | None:
        """The swap that took it out of the five."""
        return next((swap for swap in self.swaps if swap.out_id == insight_id), None)


# "mail": answers from a mail. "five": the day's feeds. "thread": a thread's feeds. "sound": the clips. "page": the day
# as one file.
OutletKind = Literal["mail", "five", "thread", "sound", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An address at which a reader's five leave Earmark; whoever knows `secret` has it. `thread_id` is 0 for none."""

    reader_id: int
    kind: OutletKind
    thread_id: int = 0
    secret: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a day's five were chosen from: numbers of episodes and insights, and how long those episodes are."""

    episodes: int
    insights: int
    seconds: float


Verdict = Literal["useful", "not for me", "wrong", "advert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader said of an insight. `text_hash` finds its vector even after its show was removed."""

    insight_id: str
    verdict: Verdict
    text_hash: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a reader put on their list, when, what they wrote beside it, and what they filed it under."""

    cited: CitedInsight
    at: datetime
    note: str
    tags: tuple[str, ...] = ()


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
