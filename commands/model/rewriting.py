"""model rewrite, and the same in idle time after a run and beside the page: episodes written without a model."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

import config
from commands.frame import Frame, err, frame, out, plural
from commands.progress import Bars
from commands.tools import open_tools
from ingest.rewriting import Idle, Rewritten, rewrite, waiting
from store.errors import Busy, EarmarkError, Misconfigured
from store.lock import idle_lock, idle_turn


def rewrite_now(context: typer.Context) -> None:
    """Have the model read now what was written without one (`serve` and `daily` do it in idle time)."""
    face = frame(context)
    idle = idle_of(face)
    if idle is None:
        raise Misconfigured("no model is set to read them: `model list` shows what there is, `model use NAME` sets it")
    if not waiting(face.store, idle, face.clock()):
        out.print(f"{idle.model} has read everything of the last {plural(idle.days, 'day')}.", markup=False)
        return
    _tell(idle, _run(face, idle))


def in_idle_time(face: Frame) -> None:
    """After a run: nothing where nothing waits. What goes wrong is told and costs the run nothing."""
    idle = idle_of(face)
    if idle is None or not waiting(face.store, idle, face.clock()):
        return
    with at_no_cost("rewriting"):
        _tell(idle, _run(face, idle))


@contextmanager
def at_no_cost(what: str) -> Iterator[None]:
    """Idle work after a run: what goes wrong is told and costs the run nothing."""
    try:
        yield
    except Busy:
        return  # another process is at it
    except EarmarkError as error:
        err.print(f"✗ {what} in idle time: {error}", markup=False)


def idle_of(face: Frame) -> Idle | None:
    """None when no model is set."""
    settings = face.settings
    if settings.llm is None:
        return None
    return Idle(
        model=settings.llm,
        days=settings.llm_rewrite_days,
        calls_per_day=settings.llm_calls_per_day,
        usd_per_day=settings.llm_usd_per_day,
    )


def _run(face: Frame, idle: Idle) -> Rewritten:
    folder = face.settings.data_dir
    engine = face.store.engine
    with idle_lock(folder, engine), Bars(err, to="read again") as bars:
        return rewrite(open_tools(face, config.open_web(face.settings)), idle, bars, lambda: idle_turn(folder, engine))


def _tell(idle: Idle, came: Rewritten) -> None:
    nothing = f", {len(came.unchanged)} left as they were (no claim was proved)" if came.unchanged else ""
    left = f", {came.left} for another time: {came.reason}" if came.left else ""
    out.print(f"{plural(len(came.written), 'episode')} rewritten by {idle.model}{nothing}{left}.", markup=False)
