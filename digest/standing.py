"""How an installation stands as a whole, part by part: what a monitor is told. Pure.

Nothing here names a show, an address or a person, and no error is quoted: whoever reaches the port may read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from store.records.shows import Show

State = Literal["fine", "look", "wrong"]

# By judgement, not measured: a day and a half, so that one morning was missed.
RUN_IS_LONG_AGO = timedelta(hours=36)
# By judgement, not measured: an episode's audio may take a gigabyte, and SQLite's log some of it.
FULL_BYTES, TIGHT_BYTES = 200_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`state`: "fine", "look" (it works, and there is something to know) or "wrong" (it does not do its work)."""

    name: Literal["database", "index", "disk", "shows", "last run"]
    state: State
    told: str


def is_well(parts: Sequence[Part]) -> bool:
    return all(part.state != "wrong" for part in parts)


def failing(followed: Sequence[Show]) -> int:
    """How many feeds did not answer the last look, or have ended."""
    return sum(show.error is not None or show.ended_at is not None for show in followed)


def shows(followed: Sequence[Show]) -> Part:
    """Feeds that fail are their hosts' fault: nothing here is set right by starting anew."""
    broken = failing(followed)
    told = f"{len(followed) - broken} of {len(followed)} answer"
    return Part(name="shows", state="look" if broken else "fine", told=told if followed else "none is followed yet")


def looked_at(followed: Sequence[Show]) -> datetime | None:
    """The last look that a feed answered."""
    return max((show.checked_at for show in followed if show.checked_at), default=None)


def last_run(followed: Sequence[Show], now: datetime) -> Part:
    """Wrong when feeds are due and none was looked at for long. The demo's feeds are looked at once."""
    real = [show for show in followed if not show.demo]
    last = looked_at(real)
    since = last or min((show.added_at for show in real), default=now)
    late = now - since > RUN_IS_LONG_AGO and any(_is_due(show, now) for show in real)
    told = f"{last:%Y-%m-%d %H:%M} UTC" if last else "none yet"
    return Part(name="last run", state="wrong" if late else "fine", told=told)


def _is_due(show: Show, now: datetime) -> bool:
    again = show.retry_at or show.due_at
    return show.ended_at is None and (again is None or again <= now)


def disk(free_bytes: int | None, *, writable: bool = True) -> Part:
    """`free_bytes` where everything is kept; None where that cannot be asked."""
    if free_bytes is None or not writable:
        return Part(name="disk", state="wrong", told="the data folder is missing or cannot be written")
    told = f"{free_bytes / 1e9:.1f} GB free"
    state: State = "wrong" if free_bytes < FULL_BYTES else "look" if free_bytes < TIGHT_BYTES else "fine"
    return Part(name="disk", state=state, told=told)


def index(held: tuple[int, int] | None, stages: Mapping[str, int]) -> Part:
    """`held`: documents in the (vectors, words), None where they cannot be opened; `stages`: episodes by stage."""
    if held is None or (held == (0, 0) and stages.get("indexed", 0)):
        return Part(name="index", state="wrong", told="it is missing or damaged: `cli.py reindex`")
    vectors, words = held
    if vectors != words:  # as it is while a run writes
        return Part(name="index", state="look", told=f"{vectors} vectors, {words} texts")
    return Part(name="index", state="fine", told=f"{words} passages and insights")


def database(*, answers: bool) -> Part:
    told = "it answers" if answers else "it cannot be read: `cli.py status` says why"
    return Part(name="database", state="fine" if answers else "wrong", told=told)
