"""Where a process can be killed: every file it opens to write, moves or removes, every connection, every command to a
mail server, every statement that writes and every commit, and the borders of stages. Nothing of it is in the product.

A point is (what happens, the how manieth time, microseconds from then on): with 0 it dies before it happens. Where the
job names a `filler` it lives, and the disk is full from there on.
"""

import json
import os
import re
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
_TOLD = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree", "os.chmod"}


class Executioner:
    """Counts what happens, and kills at the point of the job."""

    def __init__(self, job: dict) -> None:
        self.folder, self.point, self.filler = job["folder"], job["kill"], job.get("filler")
        self.heard = Path(job["heard"]).open("w", buffering=1) if job["heard"] else None  # noqa: SIM115 - till it dies
        self.ports = {int(port): name for port, name in job["ports"].items()}
        self.counts: Counter[str] = Counter()
        self.hears = False
        self.wrote = ""
        self.late = _sidekick() if self.point and self.point[2] else None  # forked before there are threads
        sys.addaudithook(self.audit)
        _listen(self)

    def happens(self, what: str) -> None:
        if not self.hears:
            return
        self.counts[what] += 1
        at = [what, self.counts[what]]
        if self.heard:
            self.heard.write(json.dumps([*at, monotonic()]) + "\n")
        if self.point and at == self.point[:2]:
            self.die()

    def die(self) -> None:
        if self.filler:
            _fill(self.filler)
        elif self.late is None:
            os.kill(os.getpid(), signal.SIGKILL)
        else:
            os.write(self.late, int(self.point[2]).to_bytes(8, "little"))

    def begin(self, command: list[str]) -> None:
        self.hears = True
        self.happens(f"{command[2]} begins")

    def end(self) -> None:
        self.happens("the end")
        self.hears = False

    def audit(self, event: str, arguments: tuple) -> None:
        if not self.hears:
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(path, (str, Path)) and isinstance(flags, int) and flags & _WRITES and self.ours(path):
                self.happens(f"open {self.named(path)}")
        elif event in _TOLD and self.ours(arguments[0]):
            self.happens(f"{event} {self.named(arguments[0])}")
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            self.happens(f"connect to {self.ports.get(arguments[1][1], 'another')}")
        elif event == "smtplib.send":
            self.happens(f"mail {_verb(arguments[1])}")

    def ours(self, path: object) -> bool:
        return str(path).startswith(self.folder)

    def named(self, path: object) -> str:
        """The path in the folder, without what is another each time."""
        short = str(path).removeprefix(self.folder).lstrip("/")
        return re.sub(r"earmark-backup-[^/]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "*", short)

    def statement(self, text: str) -> None:
        words = text.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            self.wrote = " ".join(words[: 3 if words[0] != "UPDATE" else 2])
            self.happens(self.wrote)


def _fill(path: str) -> None:
    """Leaves no room on the disk where `path` lies."""
    with Path(path).open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(1 << 12)):
            pass


def _verb(sent: object) -> str:
    text = sent if isinstance(sent, str) else bytes(sent).decode("latin-1")
    word = text.split(maxsplit=1)[0].upper().rstrip(":")
    return word if len(text) < 200 else "message"


def _sidekick() -> int:
    """The write end of a pipe to a process that kills this one so many microseconds after it is told to."""
    doomed, (reads, writes) = os.getpid(), os.pipe()
    if os.fork():
        os.close(reads)
        return writes
    os.close(writes)
    told = os.read(reads, 8)
    if told:
        sleep(int.from_bytes(told, "little") / 1e6)
        os.kill(doomed, signal.SIGKILL)
    os._exit(0)


def _listen(executioner: Executioner) -> None:
    """What Python's own hooks do not tell: statements, commits, the index, the stages."""
    from sqlalchemy import Engine, event
    from sqlalchemy.dialects.sqlite.base import SQLiteDialect

    from index.library.vectors import Vectors
    from index.library.words import WordIndex
    from ingest.steps import STEPS

    event.listen(Engine, "before_cursor_execute", lambda *told: executioner.statement(told[2]))
    _around(executioner, SQLiteDialect, "do_commit", lambda: f"commit after {executioner.wrote}")
    for owner, name, told in (
        (Vectors, "create", "vectors made"),
        (Vectors, "put", "vectors put"),
        (Vectors, "keep_only", "vectors swept"),
        (WordIndex, "write", "words written"),
    ):
        _around(executioner, owner, name, lambda told=told: told)
    for stage, (name, act) in STEPS.items():
        STEPS[stage] = (name, _told_around(executioner, act, lambda name=name: f"step {name}"))


def _around(executioner: Executioner, owner: type, name: str, told) -> None:
    setattr(owner, name, _told_around(executioner, getattr(owner, name), told))


def _told_around(executioner: Executioner, act, told):
    def acted(*arguments, **named):
        what = told()
        executioner.happens(f"{what} begins")
        done = act(*arguments, **named)
        executioner.happens(f"{what} has ended")
        return done

    return acted
