"""Workers as processes of this machine: started anew, for a copy of a process with threads in it may hang."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread

from ingest.workers.hands import Hands, Lost
from ingest.workers.jobs import Job, Kit, Tell, outcome
from ingest.workers.told import Began, Done, Failed, Told

# How libraries are told how many threads to start; set before they are loaded.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LISTEN_SECONDS = 0.2  # by judgement, not measured: how soon the end of a job is seen


class ProcessSeat:
    """One process, so that when it ends it is known which job it had in hand."""

    def __init__(self, make_kit: Callable[[], Kit], threads: int) -> None:
        context = get_context("spawn")
        self._told, self._teller = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(
            1, mp_context=context, initializer=_begin, initargs=(make_kit, self._teller, threads)
        )
        self._process: int | None = None
        self._busy = False

    def work(self, job: Job[object], tell: Tell) -> Done | Failed:
        self._busy = True
        try:
            with _lost():
                result = self._pool.submit(_work, job)
            while (told := self._heard(result)) or not result.done():
                if told:
                    tell(told)
            with _lost():
                return result.result()
        finally:
            self._busy = False

    def _heard(self, result: "Future[Done | Failed]") -> Told | None:
        """What is told within a moment."""
        with _lost():
            if not self._told.poll(0 if result.done() else _LISTEN_SECONDS):
                return None
            told: Told = self._told.recv()
        if isinstance(told, Began):
            self._process = told.process
            # Held here too, a pipe whose writer was killed in mid-sentence would be read for ever.
            self._teller.close()
        return told

    def close(self) -> None:
        """An idle process ends by itself."""
        if self._busy and self._process:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (BrokenExecutor, EOFError, OSError, RuntimeError) as error:
        raise Lost("the worker that had it in hand ended before it was done") from error


def processes(make_kit: Callable[[], Kit], count: int, threads: int) -> Hands:
    """`count` of them, each with `threads`; `make_kit` goes to them, so it must be a function of a module."""
    return Hands(lambda: ProcessSeat(make_kit, threads), count)


class _Desk:
    """What one process works with."""

    make_kit: Callable[[], Kit]
    teller: Connection
    kit: Kit | None = None

    @classmethod
    def opened(cls) -> Kit:
        cls.kit = cls.kit or cls.make_kit()
        return cls.kit


def _begin(make_kit: Callable[[], Kit], teller: Connection, threads: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the run's to hear
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    from threadpoolctl import threadpool_limits

    threadpool_limits(threads)  # of what the modules above have loaded
    Thread(target=_end_with_the_run, daemon=True).start()
    _Desk.make_kit, _Desk.teller = make_kit, teller
    teller.send(Began(process=os.getpid()))


def _end_with_the_run() -> None:
    """A run that was killed cannot say so; its workers would wait for it for ever."""
    run = parent_process()
    if run:
        run.join()
        os._exit(1)


def _work(job: Job[object]) -> Done | Failed:
    return outcome(job, _Desk.opened, _Desk.teller.send)
