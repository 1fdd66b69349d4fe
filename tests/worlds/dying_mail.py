"""A mail server on loopback that fails in a phase of the talk: it drops the line, falls silent, or drips letters."""

import socket
from contextlib import contextmanager, suppress
from threading import Event, Thread

_REPLIES = {
    "EHLO": b"250-loopback\r\n250 AUTH PLAIN\r\n",
    "AUTH": b"235 welcome\r\n",
    "MAIL": b"250 ok\r\n",
    "RCPT": b"250 ok\r\n",
    "DATA": b"354 go on\r\n",
    "the message": b"",
    "the dot": b"250 taken\r\n",
}
PHASES = ("the greeting", *_REPLIES)


class _Line:
    """One conversation; it answers until the phase comes, and then as `manner` says."""

    def __init__(self, line, phase, manner, over):
        self.file, self.line = line.makefile("rb"), line
        self.phase, self.manner, self.over = phase, manner, over

    def talk(self):
        self.says("the greeting", b"220 loopback\r\n")
        for sent in self.file:
            word = sent.split()[0].decode().upper() if sent.split() else ""
            self.says(word, _REPLIES.get(word, b"250 ok\r\n"))
            if word == "DATA":
                self.takes_the_message()

    def takes_the_message(self):
        self.says("the message", b"") if self.phase == "the message" else None
        while self.file.readline() != b".\r\n":
            pass
        self.says("the dot", _REPLIES["the dot"])

    def says(self, phase, reply):
        if phase != self.phase:
            self.line.sendall(reply)
            return
        while self.manner == "drips" and not self.over.wait(0.1):
            self.line.sendall(b"2")
        if self.manner == "is silent":
            self.over.wait(20)
        raise ConnectionAbortedError


@contextmanager
def dying_mail(phase, manner):
    """The port of one that fails so."""
    over = Event()
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            line, _ = server.accept()
            with line, suppress(OSError):
                line.settimeout(20)
                _Line(line, phase, manner, over).talk()

    def serving():
        with suppress(OSError):
            serve()

    Thread(target=serving, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        over.set()
        server.close()
