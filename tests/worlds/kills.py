"""A night killed at many points: which there are, which are chosen by a seed, and what a rerun makes of each.

The night is cut into stretches at four borders, and a kill in a stretch starts from what a kill at its border left: so
it costs the stretch and the rerun alone.

    EARMARK_KILL_SEED, EARMARK_KILL_POINTS: the seed, and how many points in all.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from pathlib import Path
from random import Random

from tests.worlds.night import night

SEED = int(os.environ.get("EARMARK_KILL_SEED", "17"))
POINTS = int(os.environ.get("EARMARK_KILL_POINTS", "200"))
# The first stretch begins with an empty folder; each other's border is counted from the border before it.
BORDERS = [
    None,
    ["step find insights begins", 1, 0],
    ["step fetch begins", 1, 0],
    ["step find insights begins", 1, 0],
    ["INSERT INTO digests", 1, 0],
]
# Of 200 points. In the first stretch each rerun hears the episode anew, which costs four times the others.
_SHARES = (30, 50, 30, 45, 45)
PER_TEST = 10
_FIRST, _AGAIN = "2026-05-29T09:00:00Z", "2026-05-29T10:00:00Z"
# Between letting the mail go and recording that it went: only there nobody knows whether it was taken.
_UNKNOWN = {
    "commit after UPDATE deliveries begins",
    "commit after UPDATE deliveries has ended",
    "mail .",
    "mail QUIT",
    "UPDATE deliveries",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place to die: in which stretch, at what, the how manieth time, and microseconds after it."""

    stretch: int
    what: str
    nth: int
    late_us: int
    last: str = ""  # what had happened last when it died, once that is known

    def at(self) -> list:
        return [self.what, self.nth, self.late_us]

    def __str__(self) -> str:
        meant = f"seed {SEED}, stretch {self.stretch}, {self.what!r} no. {self.nth}, {self.late_us} us late"
        return f"{meant}, after {self.last!r}"

    def is_unknown(self) -> bool:
        return bool({self.what, self.last} & _UNKNOWN)


class Kills:
    """The warm parent, the night outside, and a folder for all runs."""

    def __init__(self, parent, outside, folder: Path) -> None:
        self._parent, self._outside, self._folder = parent, outside, folder
        self._letters_before = 0
        self.seconds = 0.0  # of processor, by all runs
        self.calm = self._calm()

    def run(self, folder: Path, *, kill=None, heard=None, now=_FIRST, whole=True, commands=None, filler=None) -> int:
        folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "dump.json").unlink(missing_ok=True)
        commands = commands or (self._outside.commands if whole else self._outside.commands[-1:])
        job = {
            "commands": [["--now", now, *command] for command in commands],
            "environment": self._outside.environment | {"EARMARK_DATA_DIR": f"{folder}/data"},
            "folder": str(folder),
            "ports": self._outside.ports,
            "kill": kill,
            "heard": heard and str(heard),
            "say": str(self._folder / "said.txt"),
            "dump": str(self._folder / "dump.json"),
            "filler": filler and str(filler),
        }
        self._parent.stdin.write(json.dumps(job) + "\n")
        self._parent.stdin.flush()
        came = json.loads(self._parent.stdout.readline())
        self.seconds += came["seconds"]
        return came["status"]

    def said(self) -> str:
        return (self._folder / "said.txt").read_text()

    def left(self) -> dict:
        """What the last run left, if it ended well."""
        return json.loads((self._folder / "dump.json").read_text())

    def _calm(self) -> tuple[dict, list]:
        folder = self._folder / "calm"
        first = self.run(folder)
        assert first == 0, self.said()
        assert self.run(folder, now=_AGAIN) == 0
        return self.left(), self.letters(0)

    def letters(self, since: int) -> list:
        return self._outside.letters()[since:]

    def chosen(self, stretch: int) -> list[Point]:
        """The stretch's share of the points: of everything that happens once, before anything twice."""
        points, chance = self.points_of(stretch), Random(f"{SEED} {stretch} chosen")
        chance.shuffle(points)
        ranks: Counter[str] = Counter()
        ranked = []
        for point in points:
            ranks[point.what] += 1
            ranked.append((ranks[point.what], len(ranked), point))
        return [point for *_, point in sorted(ranked)][: share(stretch)]

    def points_of(self, stretch: int) -> list[Point]:
        """All that happens in the stretch, each with a delay of its own within what follows: none for half of them."""
        heard = [json.loads(line) for line in (self._begun(stretch) / "heard.jsonl").read_text().splitlines()]
        gaps = [after[2] - before[2] for before, after in pairwise(heard)]
        chance = Random(f"{SEED} {stretch}")
        return [
            Point(stretch=stretch, what=what, nth=nth, late_us=round(gap * 1e6 * max(0, chance.uniform(-1, 1))))
            for (what, nth, _), gap in zip(heard, gaps, strict=False)
        ]

    def _begun(self, stretch: int) -> Path:
        """The folder as a kill at the stretch's border leaves it, with what is heard from there to the next."""
        folder = self._folder / f"stretch-{stretch}"
        if folder.exists():
            return folder
        if stretch:
            shutil.copytree(self._begun(stretch - 1), self._folder / "begun")
            status = self.run(self._folder / "begun", kill=BORDERS[stretch], whole=stretch == 1)
            assert status == -signal.SIGKILL, self.said()
            (self._folder / "begun").rename(folder)
        else:
            folder.mkdir()
        trial = self._folder / "trial"
        shutil.copytree(folder, trial)
        until = BORDERS[stretch + 1] if stretch + 1 < len(BORDERS) else None
        self.run(trial, kill=until, heard=folder / "heard.jsonl", whole=stretch == 0)
        shutil.rmtree(trial)
        return folder

    def fault_at(self, point: Point) -> str:
        """What differs from the undisturbed night after a kill there and a rerun; "" where nothing does."""
        folder, before = self._folder / "killed", len(self.letters(0))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._begun(point.stretch), folder)
        whole, heard = point.stretch == 0, self._folder / "heard-till-then.jsonl"
        status = self.run(folder, kill=point.at(), heard=heard, whole=whole)
        if not status and point.late_us:  # it was through sooner than when it was timed
            return self.fault_at(replace(point, late_us=0))
        if status != -signal.SIGKILL:
            return f"{point}: it was not killed: {self.said()[-300:]}"
        last = json.loads(heard.read_text().splitlines()[-1])[0]  # on a busy machine later than was meant
        point = replace(point, last=last)
        return self._rerun(point, folder, before, self._outside.commands if whole else self._outside.commands[-1:])

    def told_when_full(self, point: Point, disk: Path) -> str:
        """What a run says whose small disk is full from the point on."""
        shutil.copytree(self._begun(point.stretch), disk / "night", dirs_exist_ok=True)
        self._letters_before = len(self.letters(0))  # making the stretch sent some
        self.run(disk / "night", kill=point.at(), whole=point.stretch == 0, filler=disk / "filler")
        assert (disk / "filler").stat().st_size
        return self.said()

    def fault_with_room_again(self, point: Point, disk: Path) -> str:
        """What differs after a rerun with room from the undisturbed night; "" where nothing does."""
        (disk / "filler").unlink()
        commands = self._outside.commands if point.stretch == 0 else self._outside.commands[-1:]
        return self._rerun(point, disk / "night", self._letters_before, commands)

    def _rerun(self, point: Point, folder: Path, before: int, commands: list) -> str:
        status = self.run(folder, now=_AGAIN, commands=commands)
        said, letters = self.said(), self.letters(before)
        if status:
            return f"{point}: the rerun ended with {status}: {said[-500:]}"
        unsure = "--resend" in said
        if unsure and (not point.is_unknown() or len(letters) > 1):
            return f"{point}: it was not known whether the mail went out; letters: {letters}"
        if unsure:  # the person does what was said: then it has come once, or twice where it had come
            return self._rerun(point, folder, before, [["digest", "--resend"]])
        return self._difference(point, self.left(), letters, said)

    def _difference(self, point: Point, found: dict, letters: list, said: str) -> str:
        calm, calm_letters = self.calm
        for part in ("index", "files"):
            if found[part] != calm[part]:
                return f"{point}: the {part} differ: {found[part]} for {calm[part]}"
        other = {
            name: (rows, calm["tables"][name])
            for name, rows in found["tables"].items()
            if rows != calm["tables"][name] and name != "model_calls"
        }
        if other:
            rows, calm_rows = next(iter(other.values()))
            lost, more = [r for r in calm_rows if r not in rows], [r for r in rows if r not in calm_rows]
            return f"{point}: {sorted(other)} differ; lost {lost} and new {more}"
        if sorted(set(letters)) != calm_letters or (len(letters) > 1 and not point.is_unknown()):
            return f"{point}: the letters are {letters}: {said[-400:]}"
        return ""


def share(stretch: int) -> int:
    return max(1, round(POINTS * _SHARES[stretch] / sum(_SHARES)))


def parts(*stretches: int) -> list[tuple[int, int]]:
    """(stretch, part of it) for each test."""
    return [(stretch, part) for stretch in stretches for part in range(ceil(share(stretch) / PER_TEST))]


@contextmanager
def kills(folder: Path):
    command = [sys.executable, str(Path(__file__).with_name("kill_parent.py"))]
    environment = os.environ | {"HF_HUB_OFFLINE": "1"}
    with (
        night() as outside,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as parent,
    ):
        assert json.loads(parent.stdout.readline())["threads"] == 1
        yield Kills(parent, outside, folder)
        parent.stdin.close()
