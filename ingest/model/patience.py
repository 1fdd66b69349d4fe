"""Waits for a model's server no longer than is said, whatever the server does.

The time-outs of HTTP clients count from one byte to the next, so that a server which drips holds a run for ever. What
asks therefore works in a thread of its own; one that is given up ends with its connection, or with the program.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Unending(TimeoutError):
    """All the time is over, although pieces still come."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """Nothing follows; `error` is why, where it is not the end."""

    error: BaseException | None = None


def within(seconds: float, ask: Callable[[], Made]) -> Made:
    """What `ask` gives. Raises what it raises, and TimeoutError when `seconds` are over before."""
    [made] = Pieces(lambda: iter([ask()]), stall=seconds, total=seconds)
    return made


class Pieces(Generic[Made]):
    """What an iterator gives, read in a thread. Raises TimeoutError when nothing comes for `stall` seconds, and
    Unending when the end does not within `total`. `stop` lets the thread end at its next piece.
    """

    def __init__(self, begin: Callable[[], Iterator[Made]], *, stall: float, total: float) -> None:
        self._begin = begin
        self._stall = stall
        self._total = total
        self._queue: Queue[Made | _Ended] = Queue(maxsize=1)  # what nobody reads is not asked for
        self._stopped = Event()

    def __iter__(self) -> Generator[Made]:
        Thread(target=self._work, daemon=True, name="model").start()
        until = monotonic() + self._total
        try:
            while True:
                piece = self._next(until)
                if isinstance(piece, _Ended):
                    if piece.error is not None:
                        raise piece.error
                    return
                yield piece
        finally:
            self._stopped.set()
            with suppress(Empty):
                self._queue.get_nowait()  # a thread that waits for room goes on, and ends

    def _next(self, until: float) -> Made | _Ended:
        left = max(0.0, until - monotonic())
        try:
            return self._queue.get(timeout=min(self._stall, left))
        except Empty:
            raise (TimeoutError if self._stall < left else Unending) from None

    def _work(self) -> None:
        ended = _Ended()
        try:
            for piece in self._begin():
                if self._stopped.is_set():
                    return
                self._queue.put(piece)
        except BaseException as error:  # noqa: BLE001  it is raised where the pieces are read
            ended = _Ended(error)
        if not self._stopped.is_set():
            self._queue.put(ended)
