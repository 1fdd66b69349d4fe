"""Fuzzes every parser of what comes from outside, guided by coverage, and keeps what each may not do.

    pip install -r bench/requirements-fuzz.txt
    python bench/job/fuzz.py [--executions 1000000] [--parsers feed,date] [--seed 1] [--found DIR]

The parsers are those of tests/worlds/parsers.py, each in a process of its own, from the inputs of tests/worlds/seeds.py
on. The executions are shared out so that each parser has about as much time, and none fewer than a two-hundredth. A
parser may refuse with a sentence (store.errors) and raise nothing else, and may take two seconds at most. What does
otherwise is written to `--found`, one file a place in the code, under a name that tests/data/found takes. The last line
is JSON: `executions`, by parser; `findings`, the files.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import NoReturn

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

LONGEST_SECONDS = 2.0  # by judgement, not measured: of processor time, for inputs of at most MOST_BYTES
MOST_BYTES = 4_000
FEWEST = 1 / 200  # of the executions, for the slowest parser


class Counted:
    """One parser under test. Ends the process after `executions`, for the fuzzer itself never comes back."""

    def __init__(self, name: str, executions: int, found: Path) -> None:
        self.name, self.executions, self.found = name, executions, found
        self.done = 0
        self.places: set[str] = set()

    def __call__(self, body: bytes) -> None:
        from tests.worlds.parsers import tried

        began = process_time()
        error = tried(self.name, body)
        if error is not None:
            self._keep(place_of(error), body)
        elif process_time() - began > LONGEST_SECONDS:
            self._keep("slow", body)
        self.done += 1
        if self.done >= self.executions:
            sys.stdout.flush()
            os._exit(0)

    def _keep(self, place: str, body: bytes) -> None:
        if place in self.places:
            return
        self.places.add(place)
        (self.found / f"{self.name}-{place}").write_bytes(body)


def place_of(error: Exception) -> str:
    """The error and the last line of ours that it passed, as a file's name."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(ROOT))]
    ours = [frame for frame in ours if ".venv" not in frame.filename and "parsers.py" not in frame.filename]
    last = ours[-1] if ours else None
    return f"{type(error).__name__}-{Path(last.filename).stem}-{last.name}" if last else type(error).__name__


def fuzz(name: str, executions: int, seed: int, found: Path) -> NoReturn:
    """In this process, which it ends."""
    import atheris  # an extra of this bench

    with atheris.instrument_imports(include=["commands", "index", "ingest", "language", "store"]):
        from tests.worlds.seeds import SEEDS, WORDS
    corpus = Path(tempfile.mkdtemp(prefix="corpus-"))
    for number, body in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(body)
    words = corpus.with_suffix(".dict")
    words.write_text("".join(f'"{escaped(word)}"\n' for word in WORDS if len(word) < 100))
    options = [f"-seed={seed}", f"-dict={words}", f"-max_len={MOST_BYTES}", "-timeout=120", "-rss_limit_mb=4000"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], Counted(name, executions, found))
    atheris.Fuzz()
    raise SystemExit(1)  # it never comes here


def escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def share_out(names: Sequence[str], executions: int, seed: int, found: Path) -> dict[str, object]:
    """Each parser in a process of its own."""
    found.mkdir(parents=True, exist_ok=True)
    done: dict[str, int] = {}
    for name, each in shares(names, executions).items():
        print(f"{name}: {each} executions", file=sys.stderr, flush=True)
        told = ["--only", name, "--executions", str(each), "--seed", str(seed), "--found", str(found)]
        ended = subprocess.run(  # noqa: S603 - our own
            [sys.executable, __file__, *told], cwd=ROOT, capture_output=True, text=True, check=False
        )
        done[name] = each if ended.returncode == 0 else 0
        if ended.returncode:
            print(f"{name} ended with {ended.returncode}:\n{ended.stderr[-2000:]}", file=sys.stderr, flush=True)
    return {"executions": done, "findings": sorted(path.name for path in found.iterdir())}


def shares(names: Sequence[str], executions: int) -> dict[str, int]:
    """More to the quick ones, as measured on the inputs to begin with."""
    pace = {name: 1 / seconds_of(name) for name in names}
    total = sum(pace.values())
    return {name: round(executions * max(FEWEST, pace[name] / total)) + 1 for name in names}


def seconds_of(name: str) -> float:
    """Of processor time, for one execution; the first one loads what is loaded once."""
    from tests.worlds.parsers import tried
    from tests.worlds.seeds import SEEDS

    tried(name, SEEDS[name][0])
    began = process_time()
    for body in SEEDS[name] * 20:
        tried(name, body)
    return max(1e-5, (process_time() - began) / (20 * len(SEEDS[name])))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--executions", type=int, default=1_000_000)
    parser.add_argument("--parsers", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path("found"))
    parser.add_argument("--only", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        fuzz(chosen.only, chosen.executions, chosen.seed, chosen.found)
    from tests.worlds.parsers import PARSERS

    wanted = chosen.parsers.split(",") if chosen.parsers else list(PARSERS)
    print(json.dumps(share_out(wanted, chosen.executions, chosen.seed, chosen.found.absolute())))
