"""Times the whole daily job on the demo world, first with everything to do, then with nothing.

    python bench/job/main_job.py [--data DIR]

`--data` is the folder that the job fills, a temporary one by default; it must be empty. Times are wall-clock seconds on
this machine. The last line is JSON: `first_s, second_s, episodes, insights, audio_s, recognition_s,
recognition_s_per_hour`; `audio_s` counts the audio that was recognised, not what came with a published transcript.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from store import open_store  # noqa: E402 - found through the path above
from store.queries import episodes, insights, shows, transcripts  # noqa: E402 - found through the path above


def daily(folder: Path) -> float:
    began = perf_counter()
    environment = os.environ | {"EARMARK_DATA_DIR": str(folder), "EARMARK_DEMO_PORT": "8599"}
    command = [sys.executable, str(ROOT / "cli.py"), "daily"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    return perf_counter() - began


def recognition_seconds(folder: Path) -> dict[int, float]:
    """Episode → seconds of its transcribe step, from the log."""
    line = re.compile(r"episode=(\d+) stage=transcribed seconds=([\d.]+)")
    return {int(found[1]): float(found[2]) for found in line.finditer((folder / "earmark.log").read_text())}


def measure(folder: Path) -> dict[str, float]:
    first, second = daily(folder), daily(folder)
    took = recognition_seconds(folder)
    store = open_store(f"sqlite:///{folder / 'earmark.db'}")
    audio = recognised = 0.0
    with store.read() as connection:
        taken = [e for show in shows.all_shows(connection) for e in episodes.of_show(connection, show.id)]
        count = len(insights.every(connection))
        for episode in taken:
            talk = transcripts.of_episode(connection, episode.id)
            if talk and talk.source.startswith("whisper"):
                audio += episode.feed.duration or 0.0
                recognised += took[episode.id]
    store.close()
    return {
        "first_s": round(first, 1),
        "second_s": round(second, 1),
        "episodes": len(taken),
        "insights": count,
        "audio_s": round(audio),
        "recognition_s": round(recognised, 1),
        "recognition_s_per_hour": round(3600 * recognised / audio) if audio else 0,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    chosen: Path | None = parser.parse_args().data
    if chosen:
        print(json.dumps(measure(chosen)))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps(measure(Path(temporary))))
