"""Hands out jobs to workers, the earliest episode's first, and again where a worker was lost in the midst of one."""

import heapq
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import Any, Generic, Protocol, TypeVar

from ingest.workers.jobs import Job, Tell
from ingest.workers.told import Began, Done, Failed, Logged, Part, Seconds, Told, raised
from store.errors import Transient

log = logging.getLogger("earmark.workers")

Made = TypeVar("Made")
OnProgress = Callable[[float, float | None], None]
_LOOK_SECONDS = 0.2  # by judgement, not measured: how often what is shown of a job is brought up to date


class Lost(Exception):
    """The worker has ended, or does not answer; its message ends "the worker …"."""


class Seat(Protocol):
    """Where one worker works. `work` raises Lost, after which the seat is closed."""

    def work(self, job: Job[object], tell: Tell) -> Done | Failed: ...

    def close(self) -> None: ...


@dataclass(eq=False)
class Coming(Generic[Made]):
    """What will be there; `latest` is how far it has come."""

    future: "Future[Made]" = field(default_factory=Future)
    latest: tuple[float, float | None] | None = None

    def progress(self, done: float, total: float | None) -> None:
        self.latest = (done, total)

    def wait(self, on_progress: OnProgress) -> Made:
        """Raises what went wrong with it."""
        while not self.future.done():
            if self.latest:
                on_progress(*self.latest)
            wait([self.future], timeout=_LOOK_SECONDS)
        return self.future.result()


@dataclass(order=True)
class _Task:
    order: int
    number: int
    job: Callable[[], Job[Any]] = field(compare=False)
    coming: Coming[Any] = field(compare=False)
    on_part: Callable[[Part], None] = field(compare=False)


class Hands:
    """`count` workers, each in a seat that `open_seat` makes when it is first needed.

    `alone`: a job whose worker was lost is tried again with no other beside it, for the two may have been more than the
    memory holds. After `tries` the episode fails, and its own rules say when it is tried again.
    """

    def __init__(self, open_seat: Callable[[], Seat], count: int, *, tries: int = 2, alone: bool = True) -> None:
        self.count = count
        self._open_seat, self._tries, self._alone = open_seat, tries, alone
        self._changed = Condition()
        self._waiting: list[_Task] = []
        self._seats: set[Seat] = set()
        self._given = self._busy = 0
        self._one_alone = self._closed = False
        for _ in range(count):
            Thread(target=self._serve, name="hands", daemon=True).start()

    def hand_out(
        self, order: int, job: Callable[[], Job[Made]], on_part: Callable[[Part], None] = lambda part: None
    ) -> Coming[Made]:
        """`job` is made when its turn has come, and again for another try. `on_part` is called in another thread."""
        coming: Coming[Made] = Coming()
        with self._changed:
            self._given += 1
            task = _Task(order=order, number=self._given, job=job, coming=coming, on_part=on_part)
            heapq.heappush(self._waiting, task)
            self._changed.notify_all()
        return coming

    def close(self) -> None:
        """Stops all workers, also in the midst of a job."""
        with self._changed:
            self._closed = True
            for task in self._waiting:
                task.coming.future.cancel()
            self._changed.notify_all()
            seats = list(self._seats)
        for seat in seats:
            seat.close()

    def _serve(self) -> None:
        seat: Seat | None = None
        while task := self._next():
            if task.coming.future.set_running_or_notify_cancel():
                seat = self._do(task, seat)
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _next(self) -> _Task | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (self._waiting and not self._one_alone))
            if self._closed:
                return None
            self._busy += 1
            return heapq.heappop(self._waiting)

    def _do(self, task: _Task, seat: Seat | None) -> Seat | None:
        """The seat for the next task."""
        try:
            told, seat = self._tried(task, seat)
        except Exception as error:  # noqa: BLE001 - whoever waits for the job raises it
            task.coming.future.set_exception(error)
            return None
        if isinstance(told, Done):
            task.coming.future.set_result(told.value)
        else:
            task.coming.future.set_exception(raised(told))
        return seat

    def _tried(self, task: _Task, seat: Seat | None) -> tuple[Done | Failed, Seat]:
        for tried in range(1, self._tries + 1):
            try:
                seat = seat or self._opened()
                with self._by_itself(wanted=tried > 1 and self._alone):
                    return seat.work(task.job(), lambda told: _pass_on(told, task)), seat
            except Lost as lost:
                log.warning("worker=lost try=%d reason=%r", tried, str(lost))
                self._drop(seat)
                seat = None
                if tried == self._tries or self._closed:
                    told = f"{lost}, and did so {self._tries} times: what it had in hand is tried again later"
                    raise Transient(told) from lost
        raise AssertionError("no try at all")

    def _opened(self) -> Seat:
        seat = self._open_seat()
        with self._changed:
            self._seats.add(seat)
        return seat

    def _drop(self, seat: Seat | None) -> None:
        if seat:
            seat.close()
            with self._changed:
                self._seats.discard(seat)

    @contextmanager
    def _by_itself(self, *, wanted: bool) -> Iterator[None]:
        """Waits until no other job is under way, and keeps others from beginning."""
        if not wanted:
            yield
            return
        with self._changed:
            self._busy -= 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or not self._one_alone)
            self._one_alone = True
            self._changed.wait_for(lambda: self._closed or self._busy == 0)
        try:
            yield
        finally:
            with self._changed:
                self._busy += 1
                self._one_alone = False
                self._changed.notify_all()


def _pass_on(told: Told, task: _Task) -> None:
    match told:
        case Part():
            task.on_part(told)
        case Seconds():
            task.coming.progress(told.done, told.total)
        case Logged():
            logging.getLogger(told.logger).log(told.level, "%s", told.text)
        case Began():
            log.info("worker=%d node=%s began", told.process, told.node or "here")
