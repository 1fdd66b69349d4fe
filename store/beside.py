"""Does something beside what the caller does, in a thread of its own that never keeps a process from ending."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def begun(step: Callable[[], _T]) -> "Future[_T]":
    """The result to come. (A pool's threads are waited for when a process ends, and take no more work then.)"""
    coming: Future[_T] = Future()

    def act() -> None:
        try:
            coming.set_result(step())
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result is told
            coming.set_exception(error)

    Thread(target=act, daemon=True).start()
    return coming
