"""Runs the command line in a process that kills itself (SIGKILL) at a named point of the pipeline.

    python tests/worlds/kill_at.py POINT ingest

POINT is `STAGE:before`, inside the transaction that reaches STAGE; `STAGE:after`, once it is committed; or `words`,
between the two halves of the search index.
"""

import os
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.library import words
from ingest import steps
from store.records.episodes import Stage


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def arrange(point: str) -> None:
    if point == "words":
        words.WordIndex.write = die
        return
    stage, when = point.split(":")
    if when == "before":
        advance = steps.episodes.advance
        steps.episodes.advance = lambda connection, episode_id, progress: (
            advance(connection, episode_id, progress),
            progress.stage == stage and die(),
        )
        return
    earlier = list(Stage)[list(Stage).index(Stage(stage)) - 1]
    name, act = steps.STEPS[earlier]
    steps.STEPS[earlier] = (name, lambda *args: (act(*args), die()))


if __name__ == "__main__":
    point = sys.argv.pop(1)
    arrange(point)
    from cli import main

    main()
