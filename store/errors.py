"""Errors by what to do next: retry later, drop the thing, or tell the person what to set.

Every message is one sentence that a reader of the page or the terminal understands.
"""

from datetime import timedelta
from errno import EDQUOT, ENOSPC

# SQLite, its Rust binding in Chroma, and Tantivy.
_FULL_MARKS = ("database or disk is full", "no space left", "disk quota")


class EarmarkError(Exception):
    """Parent of every error that Earmark raises on purpose."""


class Transient(EarmarkError):
    """May work later without anyone's help: a busy host, a broken connection. `retry_after` is the host's own wish."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unusable(EarmarkError):
    """This feed, episode or file will not get better by waiting."""


class Misconfigured(EarmarkError):
    """A setting is wrong or missing: the run stops and says which one to set."""


class Damaged(Misconfigured):
    """The database file is broken. `offer` says, after a colon, how to get on."""

    def __init__(self, reason: str, offer: str) -> None:
        super().__init__(f"the database file is damaged ({reason}): {offer}")


class Mistake(EarmarkError):
    """The person asked for something that cannot be: not a URL, an unknown show. Exit code 2 in the terminal."""


class Busy(EarmarkError):
    """Another run holds the lock."""


class DiskFull(EarmarkError):
    """No room left to write: the run stops, and what was committed before stays."""

    def __init__(self) -> None:
        super().__init__("the disk is full: make room where EARMARK_DATA_DIR lies, then run the same command again")


def is_disk_full(error: BaseException) -> bool:
    """Whether `error`, or what caused it, says that the disk is full; libraries say it in their own ways."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (ENOSPC, EDQUOT):
            return True
        if any(mark in str(seen).lower() for mark in _FULL_MARKS):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
