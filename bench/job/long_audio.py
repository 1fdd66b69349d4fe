"""Measures the memory that a long episode takes where it must be heard, as `ingest` takes it.

    python bench/job/long_audio.py --data DIR [--hours 3]

DIR holds audio, mp3 of one kind: its files one after the other, again and again, are one episode of so many hours,
served on loopback and taken into an empty library with the recogniser that EARMARK_WHISPER_MODEL names, the packaged
one by default. The last line is JSON:
    hours, audio_mb      of the episode
    peak_mb              most memory of the process that takes it; it has no workers
    wall_s, cpu_s        by the clock, and of the processor; with loading the models
    passages             how many it was cut into, so that one sees that it was heard
"""

import argparse
import json
import os
import resource
import sys
import tempfile
from itertools import cycle
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.job.workers import earmark, feed, processor_seconds, served  # noqa: E402 - found through the path above
from ingest.speech.decoding import counted_seconds  # noqa: E402
from store import open_store  # noqa: E402
from store.queries import transcripts  # noqa: E402


def joined(files: list[Path], into: Path, hours: float) -> float:
    """Writes the episode and gives its hours. MP3 is frames in a row: files of one kind may follow each other."""
    lengths = {file: counted_seconds(file) for file in files}
    seconds = 0.0
    with into.open("wb") as whole:
        for file in cycle(files):
            if seconds >= 3600 * hours:
                return seconds / 3600
            whole.write(file.read_bytes())
            seconds += lengths[file]
    return 0.0


def measure(data: Path, hours: float) -> dict[str, object]:
    os.environ.setdefault("EARMARK_WHISPER_MODEL", "")  # the packaged one
    with tempfile.TemporaryDirectory() as made:
        site, folder = Path(made) / "site", Path(made) / "data"
        site.mkdir()
        folder.mkdir()
        file = site / "long.mp3"
        told = joined(sorted(data.glob("*.mp3")), file, hours)
        host = served(site)
        (site / "feed.xml").write_text(feed(host, [file]), encoding="utf-8")
        earmark(folder, host, "add", f"http://{host}/feed.xml", "--newest", "1", workers=1)
        began, used = perf_counter(), processor_seconds()
        earmark(folder, host, "ingest", workers=1)
        wall, cpu = perf_counter() - began, processor_seconds() - used
        store = open_store(f"sqlite:///{folder / 'earmark.db'}")
        with store.read() as connection:
            passages = sum(transcripts.episodes_with_chunks(connection).values())
        store.close()
        return {
            "hours": round(told, 2),
            "audio_mb": round(file.stat().st_size / 1e6),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 1),
            "passages": passages,
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--hours", type=float, default=3.0)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.hours)))
