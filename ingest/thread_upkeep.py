"""Puts the topic threads right after a run, and in a long one now and then.

The time up to which that was done is kept beside the index, so that what a killed run left is done by the next one.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from index.chat import LanguageModel
from index.library.failures import BrokenIndex
from index.library.library import Library
from index.threads.regrouping import regroup
from index.threads.topic_space import Space
from ingest.thread_labels import name_threads
from store import Store
from store.queries.threads import growth

EVERY = 50  # episodes
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)

log = logging.getLogger("earmark.tidying")


def tidy(
    store: Store,
    library: Library,
    space: Callable[[], Space],
    now: datetime,
    model: Callable[[], LanguageModel | None] = lambda: None,
) -> int:
    """Regroups the threads that have changed since the last time; gives how many insights were moved.

    A model, where there is one, names those that have grown. Without an index there is nothing to go by: the next run
    that has one does it.
    """
    if library.mark() is None:
        return 0
    mark = library.folder / "THREADS"
    since = _read(mark)
    with store.read() as connection:
        if not growth.changed_since(connection, since):
            return 0
    began = monotonic()
    try:
        moved = regroup(store, space(), now, since)
    except BrokenIndex as error:
        log.warning("threads wait for the index: error=%r", str(error))  # the next episode finds it broken and mends it
        return 0
    mark.write_text(now.isoformat(), encoding="utf-8")
    writer = model()
    named = name_threads(store, writer, now) if writer else 0
    log.info("threads moved=%d named=%d seconds=%.1f", moved, named, monotonic() - began)
    return moved


def _read(mark: Path) -> datetime:
    """A missing or damaged mark means all threads: nothing is lost by looking at them again."""
    try:
        return datetime.fromisoformat(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _FIRST
