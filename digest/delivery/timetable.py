"""When a morning is to be begun: at the reader's hour on the reader's wall, once a day, later where it was missed.

What is asked is "has the hour come today, and has the morning been?", never "is it the hour?": so a machine that slept
past it catches up once, an hour that the clocks skip comes right after, and one that they repeat comes once. Pure but
for the two that read and keep which day has had its morning.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from digest.reader_day import day_of, due
from store.queries import facts
from store.records.readers import Reader

# By judgement, not measured. The feeds are looked at so often.
INTAKE_EVERY = timedelta(hours=1)
# By judgement, not measured: a morning waits so long for episodes that are still being taken.
PATIENCE = timedelta(hours=1)
# By judgement, not measured: the pauses between tries of a morning that failed; the last goes on.
PAUSES = (timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """What this process has done for its mornings. `waiting_since`: a morning is due and waits for episodes."""

    intake_ended: datetime | None = None
    waiting_since: datetime | None = None
    failed: int = 0
    failed_at: datetime | None = None


def wants_morning(reader: Reader, done: date | None, now: datetime) -> bool:
    return due(reader, now) and done != day_of(reader, now)


def intake_is_old(tries: Tries, now: datetime) -> bool:
    return tries.intake_ended is None or now - tries.intake_ended >= INTAKE_EVERY


def may_begin(tries: Tries, now: datetime) -> bool:
    """Whether a due morning is begun now: the feeds were looked at, or it has waited long enough, and no pause runs."""
    if tries.failed_at is not None and now - tries.failed_at < PAUSES[min(tries.failed, len(PAUSES)) - 1]:
        return False
    waited = tries.waiting_since is not None and now - tries.waiting_since >= PATIENCE
    return waited or not intake_is_old(tries, now)


def had(connection: Connection, reader: Reader) -> date | None:
    """The last day that had its morning."""
    known = facts.get(connection, _name(reader))
    return date.fromisoformat(known) if known else None


def keep(connection: Connection, reader: Reader, now: datetime) -> None:
    """Today has had its morning, whether there was anything to send or not."""
    facts.put(connection, _name(reader), day_of(reader, now).isoformat())


def forget(connection: Connection, reader: Reader) -> None:
    """Of a reader who goes: the next one may have the number."""
    facts.drop(connection, _name(reader))


def _name(reader: Reader) -> str:
    return f"morning-{reader.id}"
