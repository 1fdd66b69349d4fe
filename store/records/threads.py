"""The records of topic threads: what a thread is, who belongs to it, what happened to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# A reader's last word on an insight in a thread: it belongs there, or must not come back.
Ruling = Literal["pinned", "excluded"]

# "cleared": a reader took a ruling back. "moved": a program put the insight into another thread, as "split" a reader.
EventKind = Literal["joined", "left", "merged", "split", "pinned", "excluded", "cleared", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A topic over shows and weeks. `query` is set when a reader declared it; otherwise it grew by itself.

    `merged_into` is the thread that has its members now; `named` says that a reader chose the label.
    """

    id: int
    label: str
    query: str | None
    description: str = ""
    named: bool = False
    merged_into: int | None = None
    created_at: datetime
    size: int = 0
    shows: int = 0
    first: datetime | None = None
    last: datetime | None = None
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to an insight in a thread. `other_id` is the thread it came from or went to."""

    thread_id: int
    insight_id: str
    kind: EventKind
    at: datetime
    other_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySentence:
    """A sentence of a thread's summary with the ids of the insights that say it."""

    text: str
    insight_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a language model wrote of a thread when it had `size` members."""

    sentences: tuple[SummarySentence, ...]
    model: str
    size: int
    at: datetime
