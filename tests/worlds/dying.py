"""Jobs for workers that end in the midst of them, and runs whose workers are killed."""

import os
import re
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from ingest.workers.told import Logged
from store.errors import Unusable

SOON = 0.05


@dataclass(frozen=True)
class Dying:
    """Kills its own worker as long as fewer tries than `deaths` lie in `folder`; gives how many there were. `sound` is
    given back, too."""

    folder: Path
    deaths: int
    sound: Path | None = None

    def with_sound_at(self, path):
        return Dying(self.folder, self.deaths, path)

    def done(self, kit, tell):
        try_in(self.folder)
        count = tries(self.folder)
        tell(Logged(logger="earmark.test", level=20, text=f"try {count}"))
        if count <= self.deaths:
            os.kill(os.getpid(), signal.SIGKILL)
        return count, self.sound.read_bytes() if self.sound else None, str(self.sound)


@dataclass(frozen=True)
class Refusing:
    """Fails in our words."""

    sound: None = None

    def done(self, kit, tell):
        raise Unusable("no speech was found in 6 s of audio")


@dataclass(frozen=True)
class Silent:
    """Says nothing for long at its first try."""

    folder: Path
    sound: None = None

    def done(self, kit, tell):
        tried = self.folder / "tried"
        if not tried.exists():
            tried.touch()
            time.sleep(600)
        return "answered"


@dataclass(frozen=True)
class Held:
    """Goes on once there is a file `go` in its folder; each try leaves a file."""

    folder: Path
    sound: None = None

    def done(self, kit, tell):
        try_in(self.folder)
        until((self.folder / "go").exists)
        return "done"


def try_in(folder: Path) -> None:
    (folder / f"try-{os.getpid()}-{time.monotonic_ns()}").touch()


def tries(folder: Path) -> int:
    return len(list(folder.glob("try-*")))


def ended(folder: Path) -> int:
    """How many of those who tried do not run any more."""
    return sum(not _runs(path.name.split("-")[1]) for path in folder.glob("try-*"))


def _runs(process: str) -> bool:
    stat = Path("/proc", process, "stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def until(there) -> None:
    while not there():
        time.sleep(SOON)


def no_kit(threads=None):
    return None


def first_worker(log: Path, process, node=r"\S+") -> int:
    """The first worker, on that node of a cluster, that the log of a run tells of, once it has begun."""
    while process.poll() is None:
        told = re.search(rf"worker=(\d+) node={node} began", log.read_text()) if log.exists() else None
        if told:
            return int(told[1])
        time.sleep(SOON)
    raise AssertionError("the run has ended without a worker")


def began_on(log: Path) -> set[str]:
    """The nodes on which the log of a run tells of workers."""
    return set(re.findall(r"worker=\d+ node=(\S+) began", log.read_text()))
