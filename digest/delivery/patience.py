"""An end to talk with a mail server, whose every byte would begin a socket's time-out anew."""

import smtplib
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager, suppress
from threading import Timer

from store.beside import begun


def made_within(seconds: float, make: Callable[[], smtplib.SMTP]) -> smtplib.SMTP:
    """The connection. Raises what making it raises, or TimeoutError: then it is left alone, for nothing was sent."""
    coming = begun(make)
    wait([coming], timeout=seconds)
    if not coming.done():
        raise TimeoutError("it answers too slowly")
    return coming.result()


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
