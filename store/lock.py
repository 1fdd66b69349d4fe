"""One run at a time, by a lock file that the system releases when the process dies; idle work gives way to runs.

Where the database is PostgreSQL, its `engine` is given, and the lock holds over all machines that work on it.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from store import postgres
from store.errors import Busy, DiskFull, Misconfigured, is_disk_full

# By judgement, not measured: a run waits so long for idle work, which holds the lock for one episode at a time.
_PATIENCE_SECONDS = 600.0
_COURTESY_SECONDS = 0.3  # a run that waits looks every 0.05 s, and finds the lock free for so long


@contextmanager
def run_lock(data_dir: Path, engine: Engine | None = None) -> Iterator[None]:
    """One ingest at a time. Raises Busy when another run holds the lock; idle work is waited for."""
    with ExitStack() as held:
        try:
            held.enter_context(_alone(data_dir, "run", engine))
        except Busy:
            if not _is_held(data_dir, "idle", engine):
                raise
            held.enter_context(_alone(data_dir, "run", engine, _PATIENCE_SECONDS))
        yield


@contextmanager
def idle_lock(data_dir: Path, engine: Engine | None = None) -> Iterator[None]:
    """One process does idle work. Raises Busy when another does."""
    with _alone(data_dir, "idle", engine):
        yield


@contextmanager
def backup_lock(data_dir: Path) -> Iterator[None]:
    """One process makes a kept backup; another waits for it."""
    with _alone(data_dir, "backup", None, _PATIENCE_SECONDS):
        yield


@contextmanager
def idle_turn(data_dir: Path, engine: Engine | None = None) -> Iterator[None]:
    """Keeps runs out for one piece of idle work, after giving way to one that waits. Raises Busy when it has come."""
    sleep(_COURTESY_SECONDS)
    with _alone(data_dir, "run", engine):
        yield


@contextmanager
def holding(lock: FileLock, seconds: float) -> Iterator[None]:
    """Holds a lock file of its owner's. Raises Busy when another process does for so long, Misconfigured."""
    Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
    _acquire(lock, seconds)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _alone(data_dir: Path, name: str, engine: Engine | None, seconds: float = 0) -> Iterator[None]:
    """On this machine, and where PostgreSQL is the database on all of them."""
    with holding(FileLock(data_dir / f"{name}.lock"), seconds), ExitStack() as everywhere:
        if engine is not None and engine.dialect.name == "postgresql":
            everywhere.enter_context(postgres.only_one(engine, name, seconds))
        yield


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


def _is_held(data_dir: Path, name: str, engine: Engine | None) -> bool:
    try:
        with _alone(data_dir, name, engine):
            return False
    except Busy:
        return True
