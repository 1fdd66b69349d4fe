"""Has requests to one host wait for each other: some hosts shut out who asks twice at once."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, RLock


class Turns:
    """Shared by threads. A turn may be taken again by the thread that holds it."""

    def __init__(self) -> None:
        self._opening = Lock()
        self._locks: defaultdict[str, RLock] = defaultdict(RLock)

    @contextmanager
    def at(self, host: str) -> Iterator[None]:
        with self._opening:
            lock = self._locks[host]
        with lock:
            yield
