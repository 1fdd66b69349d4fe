"""Runs cli.py for a page: what brings episodes in lives there, and a page never loads it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from digest.wording import plain
from pages.shared import parts
from pages.shared.safe import plain as safe

CLI = Path(__file__).parents[2] / "cli.py"
LEFT_OUT = "left out:"  # how the command line begins on what of a list it could not take
PATIENCE_SECONDS = 180  # by judgement, not measured: a press that brings no answer for three minutes is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandReply:
    """What a command answered: its sentences, and whether it did what was asked."""

    well: bool
    text: str


def say(*arguments: str, secret: str = "") -> CommandReply:
    """Runs `cli.py ARGUMENTS` to its end, in the folder and the environment of the server.

    A `secret` goes in as a line of input: arguments can be read by other users of the machine.
    """
    command = [sys.executable, str(CLI), "--patience", str(parts.PATIENCE_MS / 1000), *_for_reader(), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, arguments as a list
            command,
            capture_output=True,
            text=True,
            env=os.environ | {"COLUMNS": "1000"},
            timeout=PATIENCE_SECONDS,
            input=f"{secret}\n" if secret else "",
            check=False,
        )
    except subprocess.TimeoutExpired:
        return CommandReply(
            well=False, text=f"Nothing came back within {PATIENCE_SECONDS} seconds; try it in the terminal."
        )
    lines = [plain(line).removeprefix("earmark: ") for line in (done.stderr + done.stdout).splitlines()]
    return CommandReply(well=done.returncode == 0, text="\n".join(line for line in lines if line))


def _for_reader() -> list[str]:
    return [] if parts.is_owner() else [f"--reader={parts.reader().name}"]


def log_file(work: str = "daily") -> Path:
    return parts.settings().data_dir / f"{work}.log"


@st.cache_resource(show_spinner=False)
def _runs() -> dict[str, list[subprocess.Popen[bytes]]]:
    """The runs that this server began, by their work; their end has to be awaited by their parent."""
    return {}


def begin(work: str, *arguments: str, secret: str = "") -> None:
    """Starts `cli.py ARGUMENTS` on its own: it goes on when the page is closed and the server stopped.

    Its words go to the log of the `work`; a `secret` goes in as a line of input.
    """
    log_file(work).parent.mkdir(parents=True, exist_ok=True)
    with log_file(work).open("wb") as log:
        run = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, str(CLI), *arguments],
            stdin=subprocess.PIPE if secret else subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"COLUMNS": "1000"},
            start_new_session=True,
        )
    if run.stdin:
        run.stdin.write(f"{secret}\n".encode())
        run.stdin.close()
    _runs().setdefault(work, []).append(run)


def begin_daily() -> None:
    begin("daily", "daily")


def is_running(work: str) -> bool:
    """Whether a run that this server began goes on."""
    runs = _runs().get(work, [])
    runs[:] = [run for run in runs if run.poll() is None]
    return bool(runs)


def daily_is_running() -> bool:
    return is_running("daily")


def words_of(work: str) -> list[str]:
    """The lines of the last run's log, as they were printed; none when there was none."""
    try:
        return log_file(work).read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []


def last_words(most: int = 12, work: str = "daily") -> str:
    """The end of the last run's log; empty when there was none."""
    return "\n".join(plain(line) for line in words_of(work)[-most:])


def answer(said: CommandReply) -> None:
    """Draws the page anew, with what was said at its top."""
    st.session_state["said"] = said
    st.rerun()


def draw_answer() -> None:
    said = st.session_state.pop("said", None)
    if said is None:
        return
    lines = said.text.splitlines()
    # What to type in a terminal is nothing for a page, where a button does it.
    spoken = [line for line in lines if "cli.py" not in line] or lines
    shown = "  \n".join(safe(line) for line in spoken) or "Done."
    if said.well and any(line.startswith(LEFT_OUT) for line in lines):
        st.warning(shown, icon=":material/rule:")
    elif said.well:
        st.success(shown, icon=":material/check:")
    else:
        st.error(shown, icon=":material/error:")
