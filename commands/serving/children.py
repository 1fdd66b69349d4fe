"""Commands of ours as processes of their own beside the page: the models that they load go when they end."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).parent.parent.parent
_PATIENCE_SECONDS = 10  # by judgement, not measured: after that a process is killed


def begin(arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    """`cli.py` with these arguments. It says nothing here: the log and `status` tell."""
    command = [sys.executable, str(HOME / "cli.py"), *arguments]
    quiet = subprocess.DEVNULL
    # A session of its own: Ctrl-C comes to us alone, and the child is asked to end in its quiet way.
    return subprocess.Popen(command, start_new_session=True, stdout=quiet, stderr=quiet)  # noqa: S603 - our own command


def running(child: "subprocess.Popen[bytes] | None") -> bool:
    return child is not None and child.poll() is None


def end(child: "subprocess.Popen[bytes] | None") -> None:
    if child is None:
        return
    child.terminate()
    try:
        child.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
