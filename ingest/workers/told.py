"""What a worker tells while it works, and how its failures come back: as values that any process can read."""

import logging
import traceback
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from store.errors import DiskFull, EarmarkError, Misconfigured, Transient, Unusable, is_disk_full
from store.queries.recognised import Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """The first thing told: by which process, on which node of a cluster."""

    process: int
    node: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the recogniser `source` heard since the last part."""

    source: str
    heard: Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """How far it has heard, and how far there is to hear."""

    done: float
    total: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A line for the log, which the run alone writes."""

    logger: str
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The last thing told where all went well."""

    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The last thing told where it did not. Errors do not travel: many cannot be made again of their text."""

    kind: Literal["transient", "unusable", "misconfigured", "full", "surprise"]
    message: str
    retry_after: timedelta | None = None
    trace: str = ""


Told = Began | Part | Seconds | Logged | Done | Failed


class Surprise(Exception):
    """What nobody expected, in a worker."""


def failed(error: Exception) -> Failed:
    if is_disk_full(error):
        return Failed(kind="full", message=str(error))
    if isinstance(error, Transient):
        return Failed(kind="transient", message=str(error), retry_after=error.retry_after)
    if isinstance(error, Misconfigured):
        return Failed(kind="misconfigured", message=str(error))
    if isinstance(error, EarmarkError):
        return Failed(kind="unusable", message=str(error))
    trace = "".join(traceback.format_exception(error))
    return Failed(kind="surprise", message=f"{type(error).__name__}: {error}", trace=trace)


def raised(failure: Failed) -> Exception:
    """The error that says the same here."""
    match failure.kind:
        case "transient":
            return Transient(failure.message, retry_after=failure.retry_after)
        case "unusable":
            return Unusable(failure.message)
        case "misconfigured":
            return Misconfigured(failure.message)
        case "full":
            return DiskFull()
    logging.getLogger("earmark.workers").error("worker=surprised\n%s", failure.trace)
    return Surprise(failure.message)
