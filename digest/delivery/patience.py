"""An end to talk with a mail server, whose every byte would begin a socket's time-out anew."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread, Timer


def made_within(seconds: float, make: Callable[[], smtplib.SMTP]) -> smtplib.SMTP:
    """The connection. Raises what making it raises, or TimeoutError: then it is left alone, for nothing was sent."""
    came: SimpleQueue[smtplib.SMTP | BaseException] = SimpleQueue()

    def work() -> None:
        try:
            came.put(make())
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread that waits
            came.put(error)

    Thread(target=work, daemon=True).start()
    try:
        made = came.get(timeout=seconds)
    except Empty:
        raise TimeoutError("it answers too slowly") from None
    if isinstance(made, BaseException):
        raise made
    return made


@contextmanager
def cut_off_after(seconds: float, connection: smtplib.SMTP) -> Iterator[None]:
    """Breaks the line when the block takes longer, so that whoever reads from it hears that it broke."""

    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
