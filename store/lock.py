"""One run at a time, by a lock file that the system releases when the process dies; idle work gives way to runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout

from store.errors import Busy, DiskFull, Misconfigured, is_disk_full

# By judgement, not measured: a run waits so long for idle work, which holds the lock for one episode at a time.
_PATIENCE_SECONDS = 600.0
_COURTESY_SECONDS = 0.3  # a run that waits looks every 0.05 s, and finds the lock free for so long


@contextmanager
def run_lock(data_dir: Path) -> Iterator[None]:
    """One ingest at a time. Raises Busy when another run holds the lock; idle work is waited for."""
    lock = _opened(data_dir, "run.lock")
    try:
        _acquire(lock, 0)
    except Busy:
        if not _is_held(data_dir, "idle.lock"):
            raise
        _acquire(lock, _PATIENCE_SECONDS)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def idle_lock(data_dir: Path) -> Iterator[None]:
    """One process does idle work. Raises Busy when another does."""
    lock = _opened(data_dir, "idle.lock")
    _acquire(lock, 0)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def backup_lock(data_dir: Path) -> Iterator[None]:
    """One process makes a kept backup; another waits for it."""
    lock = _opened(data_dir, "backup.lock")
    _acquire(lock, _PATIENCE_SECONDS)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def idle_turn(data_dir: Path) -> Iterator[None]:
    """Keeps runs out for one piece of idle work, after giving way to one that waits. Raises Busy when it has come."""
    lock = _opened(data_dir, "run.lock")
    sleep(_COURTESY_SECONDS)
    _acquire(lock, 0)
    try:
        yield
    finally:
        lock.release()


def _opened(data_dir: Path, name: str) -> FileLock:
    data_dir.mkdir(parents=True, exist_ok=True)
    return FileLock(data_dir / name)


def _acquire(lock: FileLock, seconds: float) -> None:
    try:
        lock.acquire(timeout=seconds)
    except Timeout as error:
        raise Busy("another run is under way: wait until it has ended, then try again") from error
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        folder = Path(lock.lock_file).parent
        raise Misconfigured(f"EARMARK_DATA_DIR cannot be written ({error.strerror}): {folder}") from error


def _is_held(data_dir: Path, name: str) -> bool:
    lock = FileLock(data_dir / name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
