"""The life of an episode: what a success or a failure makes of its progress. Pure: the time comes in as an argument."""

from dataclasses import replace
from datetime import datetime, timedelta

from store.errors import Transient
from store.records.episodes import Progress, Stage

# By judgement, not measured: from a hiccup of a host to an outage of a day (31 hours in all).
WAITS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))


def succeed(stage: Stage) -> Progress:
    """The step that leads to `stage` went well: earlier trouble is forgotten."""
    return Progress(stage=stage)


def fail(progress: Progress, error: Exception, now: datetime) -> Progress:
    """Keeps the stage, so that the next try resumes at the step that broke.

    A Transient error waits (10 min, 1 h, 6 h, 1 day, or longer when the host says so) and then gives up; any other
    error gives up at once. Given-up episodes are shown and can be reopened.
    """
    attempts = progress.attempts + 1
    failed = replace(progress, attempts=attempts, error=str(error), retry_at=None, given_up=True)
    if not isinstance(error, Transient) or attempts > len(WAITS):
        return failed
    wait = max(WAITS[attempts - 1], error.retry_after or timedelta(0))
    return replace(failed, retry_at=now + wait, given_up=False)


def waits_again(progress: Progress) -> bool:
    """Whether a Transient failure now would be followed by another try."""
    return progress.attempts < len(WAITS)


def restart(progress: Progress) -> Progress:
    """Back to the beginning, because what the fetch had brought is gone."""
    return replace(progress, stage=Stage.DISCOVERED)
