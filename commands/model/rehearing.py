"""model hear-again, and the same in idle time: episodes that a weaker recogniser heard than the one that is set."""

import typer

import config
from commands.frame import Frame, err, frame, out, plural
from commands.model.rewriting import at_no_cost, idle_of
from commands.progress import Bars
from commands.tools import open_tools
from ingest.rehearing import Again, HeardAgain, hear_again, waiting
from store.errors import Misconfigured
from store.lock import idle_lock, idle_turn


def hear_again_now(context: typer.Context) -> None:
    """Have the recogniser that is set hear now what a weaker one heard (`serve` and `daily` do it in idle time)."""
    face = frame(context)
    again = again_of(face)
    if again is None:
        raise Misconfigured(
            "no recogniser is set to hear them: `model list --for speech` shows what there is, `model use NAME --for "
            "speech` sets one"
        )
    if not waiting(face.store, again, face.clock()):
        days = plural(again.days, "day")
        out.print(f"Nothing of the last {days} was heard by a weaker one than {again.recogniser}.", markup=False)
        return
    _tell(again, _run(face, again))


def heard_in_idle_time(face: Frame) -> None:
    """After a run: nothing where nothing waits. What goes wrong is told and costs the run nothing."""
    again = again_of(face)
    if again is None or not waiting(face.store, again, face.clock()):
        return
    with at_no_cost("hearing again"):
        _tell(again, _run(face, again))


def again_of(face: Frame) -> Again | None:
    """None when no recogniser is set."""
    settings = face.settings
    if settings.whisper_model is None:
        return None
    return Again(recogniser=settings.whisper_model, days=settings.rehear_days, model=idle_of(face))


def to_be_heard(face: Frame) -> str | None:
    """What waits for it, in a sentence; None where nothing does."""
    again = again_of(face)
    left = len(waiting(face.store, again, face.clock())) if again else 0
    if again is None or not left:
        return None
    of = f"{plural(left, 'episode')} of the last {plural(again.days, 'day')}, heard by a weaker one"
    return f"{again.recogniser} has still to hear {of}: it does so in idle time; `cli.py model hear-again` does it now."


def _run(face: Frame, again: Again) -> HeardAgain:
    folder = face.settings.data_dir
    with idle_lock(folder), Bars(err, to="heard again") as bars:
        return hear_again(open_tools(face, config.open_web(face.settings)), again, bars, lambda: idle_turn(folder))


def _tell(again: Again, came: HeardAgain) -> None:
    failed = f", {len(came.failed)} left as they were ({came.failed[0][1]})" if came.failed else ""
    left = f", {came.left} for another time: {came.reason}" if came.left else ""
    out.print(f"{plural(len(came.heard), 'episode')} heard again by {again.recogniser}{failed}{left}.", markup=False)
