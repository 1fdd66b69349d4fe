"""When a feed is asked again. Pure: the time comes in as an argument.

Hosts say how often they want to be asked, and some say "once a year". However they are heard, no feed is left unasked
for a whole day: a job that runs every morning finds each feed due, with an hour to spare for a run that starts early.
"""

from datetime import datetime, timedelta

from store.errors import Transient, Unusable

LONGEST = timedelta(hours=23)  # a day less the hour to spare
COMPLETE = timedelta(days=7)  # a show that says it has ended now and then adds an epilogue
BACKOFF = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), LONGEST)


def next_look(now: datetime, pace: timedelta | None, max_age: timedelta | None, *, complete: bool) -> datetime | None:
    """Not before this moment; None when neither the feed (`pace`) nor its host (`max_age`) asks for a pause."""
    if complete:
        return now + COMPLETE
    asked = max(pace or timedelta(), max_age or timedelta())
    return now + min(asked, LONGEST) if asked else None


def next_try(now: datetime, error: Transient | Unusable, attempts: int) -> datetime:
    """After the failure number `attempts` in a row: 10 minutes, 1 hour, 6 hours, 23 hours, or as the host asked."""
    wait = BACKOFF[min(attempts, len(BACKOFF)) - 1]
    if isinstance(error, Transient) and error.retry_after:
        wait = min(max(wait, error.retry_after), LONGEST)
    return now + wait
