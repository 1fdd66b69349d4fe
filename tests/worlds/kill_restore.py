"""Runs cli.py and kills it where a file or folder is moved, by count: `kill_restore.py before 1 restore a.zip`."""

import os
import signal
import sys
from pathlib import Path

from cli import main

side, at = sys.argv[1], int(sys.argv[2])
moves = 0


def killing(move):
    def moved(self, target):
        global moves  # noqa: PLW0603 - a counter in a script of its own
        moves += 1
        if moves == at and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = move(self, target)
        if moves == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    return moved


Path.rename, Path.replace = killing(Path.rename), killing(Path.replace)
main(sys.argv[3:])
