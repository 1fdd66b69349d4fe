"""pause, resume, mute, unmute, limit: how much is fetched of a show, and how much of it comes in your five."""

from typing import Annotated

import typer

from commands.frame import frame, out
from digest.five.select import MOST, MOST_A_SHOW
from store.errors import Mistake
from store.queries import feedback, shows

ShowName = Annotated[str, typer.Argument(help="The show's id, address or title.")]
AS_USUAL = "usual"


def pause(context: typer.Context, show: ShowName) -> None:
    """Fetch nothing of a show until you resume it; what is here stays."""
    face = frame(context)
    found = face.show(show)
    with face.store.write() as connection:
        shows.pause(connection, found.id, found.paused_at or face.clock())
    out.print(f"{found.title} is paused: nothing of it is fetched until `cli.py resume {found.id}`.", markup=False)


def resume(context: typer.Context, show: ShowName) -> None:
    """Fetch a show again that was paused, with what came meanwhile."""
    face = frame(context)
    found = face.show(show)
    if found.paused_at is None:
        out.print(f"{found.title} is not paused.", markup=False)
        return
    with face.store.write() as connection:
        shows.pause(connection, found.id, None)
    out.print(f"{found.title} is looked at again; what came meanwhile is taken.", markup=False)


def mute(context: typer.Context, show: ShowName) -> None:
    """Leave a show out of your five; it is heard and searched as before."""
    face = frame(context)
    found = face.show(show)
    with face.store.write() as connection:
        feedback.mute(connection, face.reader.id, found.id, face.clock())
    out.print(f"Nothing of {found.title} comes in your five until `cli.py unmute {found.id}`.", markup=False)


def unmute(context: typer.Context, show: ShowName) -> None:
    """Let a muted show come in your five again."""
    face = frame(context)
    found = face.show(show)
    with face.store.write() as connection:
        feedback.unmute(connection, face.reader.id, found.id)
    out.print(f"{found.title} comes in your five again.", markup=False)


def limit(
    context: typer.Context,
    show: ShowName,
    most: Annotated[str, typer.Argument(help=f"1 to {MOST}, or `{AS_USUAL}` ({MOST_A_SHOW}).")],
) -> None:
    """Say how many of your five a show may have at most."""
    face = frame(context)
    found = face.show(show)
    if most != AS_USUAL and not (most.isdecimal() and 1 <= int(most) <= MOST):
        raise Mistake(f"{most!r} is not 1 to {MOST} or {AS_USUAL!r}; `mute` leaves a show out")
    count = None if most == AS_USUAL else int(most)
    with face.store.write() as connection:
        feedback.limit(connection, face.reader.id, found.id, count)
    out.print(f"At most {count or MOST_A_SHOW} of your five are of {found.title}.", markup=False)
