"""One run at a time, by a lock file that the system releases when the process dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from store.errors import Busy, DiskFull, Misconfigured, is_disk_full


@contextmanager
def run_lock(data_dir: Path) -> Iterator[None]:
    """One ingest at a time. Raises Busy when another run holds the lock."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy("another run is under way: wait until it has ended, then try again") from error
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Misconfigured(f"EARMARK_DATA_DIR cannot be written ({error.strerror}): {data_dir}") from error
    try:
        yield
    finally:
        lock.release()
