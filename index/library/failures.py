"""What goes wrong below the index, in our words: a full disk stays an OSError, for all else a rebuild is the cure."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import EarmarkError

_NO_SPACE = ("no space left", "disk is full", "os error 28", "file too large", "os error 27", "disk quota")
_FULL_BYTES = 2_000_000  # by judgement, not measured: with less than that free, a failed write is put down to the disk


class BrokenIndex(EarmarkError):
    """The search index is missing a part, damaged, or was made with another embedding model."""

    def __init__(self, what: str) -> None:
        cure = "the next run makes it anew, `cli.py reindex` does so now, and nothing is lost"
        super().__init__(f"the search index cannot be used ({what}): {cure}")


@contextmanager
def told_clearly(folder: Path, *kinds: type[Exception]) -> Iterator[None]:
    """Turns a library's own errors into OSError (no space where `folder` is) or BrokenIndex."""
    try:
        yield
    except kinds as error:
        message = " ".join(str(error).split())
        if any(sign in message.lower() for sign in _NO_SPACE) or _is_full(folder):
            raise OSError(errno.ENOSPC, "no space left for the search index") from error
        raise BrokenIndex(message[:120] or type(error).__name__) from error


def _is_full(folder: Path) -> bool:
    """Chroma hides a full disk ("Failed to apply logs to the metadata segment"), so the disk itself is asked."""
    try:
        return shutil.disk_usage(folder).free < _FULL_BYTES
    except FileNotFoundError:
        return False
