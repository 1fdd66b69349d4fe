"""Times two workers against one on audio without transcripts, one run after the other in turn, as `ingest` takes it.

    python bench/job/workers.py --data DIR [--episodes 4] [--rounds 2] [--workers 1 2]

DIR holds audio (mp3); so many of the files, the first by name, are served on loopback as the episodes of one show. Each
run begins with an empty data folder and the recogniser that EARMARK_WHISPER_MODEL names, tiny.en by default here.
`one_core` is one worker held to one core, what each of two workers on two cores has. The last line is JSON, a list for
each of the counts with a figure a round:
    wall_s, cpu_s      by the clock, and of the processor in all processes; both with loading the models
    load               how many processes wanted a core, when the run began, ours not among them
    ratio, cpu_ratio   of the medians: wall of one worker to wall of two, and the same of the processor's time
    ratio_to_one_core  the wall of one worker on one core to that of two
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from time import perf_counter
from xml.sax.saxutils import escape

ROOT = Path(__file__).parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def served(folder: Path) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_port}"


def feed(host: str, files: Sequence[Path]) -> str:
    items = "".join(
        f"<item><title>{escape(file.stem)}</title><guid>{escape(file.stem)}</guid>"
        f"<pubDate>Mon, {at + 1:02} Jun 2026 06:00:00 +0000</pubDate>"
        f'<enclosure url="http://{host}/{escape(file.name)}" type="audio/mpeg" length="1"/></item>'
        for at, file in enumerate(files)
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Measured</title><language>en</language>'
    return f"{head}{items}</channel></rss>"


def earmark(folder: Path, host: str, *arguments: str, workers: int, one_core: bool = False) -> None:
    settings = {
        "EARMARK_DATA_DIR": str(folder),
        "EARMARK_ALLOW_PRIVATE_HOSTS": host,
        "EARMARK_WORKERS": str(workers),
        "EARMARK_WHISPER_MODEL": os.environ.get("EARMARK_WHISPER_MODEL", "tiny.en"),
    }
    held = ["taskset", "-c", "0"] if one_core else []
    command = [*held, sys.executable, str(ROOT / "cli.py"), *arguments]
    subprocess.run(command, env=os.environ | settings, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(host: str, count: int, *, workers: int, one_core: bool = False) -> tuple[float, float, float]:
    """Wall, processor, load before."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        earmark(folder, host, "add", f"http://{host}/feed.xml", "--newest", str(count), workers=1)
        load = os.getloadavg()[0]
        began, used = perf_counter(), processor_seconds()
        earmark(folder, host, "ingest", workers=workers, one_core=one_core)
        return perf_counter() - began, processor_seconds() - used, load


def measure(data: Path, count: int, rounds: int, counts: Sequence[int]) -> dict[str, object]:
    files = sorted(data.glob("*.mp3"))[:count]
    ways = {"one_core": (1, True)} | {str(workers): (workers, False) for workers in counts}
    found: dict[str, dict[str, list[float]]] = {name: {"wall_s": [], "cpu_s": [], "load": []} for name in ways}
    with tempfile.TemporaryDirectory() as made:
        site = Path(made)
        for file in files:
            (site / file.name).symlink_to(file.resolve())
        host = served(site)
        (site / "feed.xml").write_text(feed(host, files), encoding="utf-8")
        for _ in range(rounds):
            for name, (workers, one_core) in ways.items():
                told = run(host, len(files), workers=workers, one_core=one_core)
                for kind, figure in zip(found[name], told, strict=True):
                    found[name][kind].append(round(figure, 1))
                print(name, *(round(figure, 1) for figure in told), file=sys.stderr)
    first, last = str(counts[0]), str(counts[-1])
    return {
        "episodes": len(files),
        **found,
        "ratio": _ratio(found[first], found[last], "wall_s"),
        "ratio_to_one_core": _ratio(found["one_core"], found[last], "wall_s"),
        "cpu_ratio": _ratio(found[first], found[last], "cpu_s"),
    }


def _ratio(one: dict[str, list[float]], other: dict[str, list[float]], kind: str) -> float:
    return round(median(one[kind]) / median(other[kind]), 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--episodes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, nargs=2, default=[1, 2])
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.episodes, chosen.rounds, chosen.workers)))
