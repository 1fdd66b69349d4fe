"""swap: one of those that just missed the five comes in for one that goes; or takes that back."""

from typing import Annotated

import typer

from commands.frame import Frame, frame, out
from digest.five import swap as swaps
from digest.reader_day import day_of
from digest.wording import plain
from store.errors import Mistake
from store.queries import digests
from store.records.readers import Digest, Pick

_PLACES = 2  # digits: no id of an insight is so short


def swap(
    context: typer.Context,
    coming: Annotated[str, typer.Argument(help="What comes in: the number that `digest` prints, or an insight's id.")],
    going: Annotated[
        str | None, typer.Option("--for", help="What goes, in the same form; the last of the five by default.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the swap back that brought it in.")] = False,
) -> None:
    """Swap one that just missed today's five in, for one of them; tomorrow's five learn from it."""
    face = frame(context)
    today = day_of(face.reader, face.clock())
    with face.store.read() as connection:
        digest = digests.of_day(connection, face.reader.id, today)
    if digest is None:
        raise Mistake("today has no five yet: `cli.py daily` makes them")
    coming_id = _found(face, digest, coming)
    if undo:
        if going is not None:
            raise Mistake("--undo takes back the whole swap: leave out --for")
        done = swaps.undo(face.store, face.reader.id, today, coming_id)
        out.print(f"Back among the five: {_headline(digest, done.out_id)}.", markup=False)
        return
    out_id = _found(face, digest, going) if going is not None else None
    done = swaps.swap(face.store, face.reader.id, today, coming_id, face.clock(), out_id=out_id)
    out.print(f"In: {_headline(digest, coming_id)}.", markup=False)
    out.print(f"Out: {_headline(digest, done.out_id)}.", markup=False)
    out.print(f"Tomorrow's five learn from it; `cli.py swap {coming_id} --undo` takes it back.", markup=False)


def _found(face: Frame, digest: Digest, wanted: str) -> str:
    """The id at that place of the day, or the one that `wanted` is or begins."""
    if wanted.isdecimal() and len(wanted) <= _PLACES:
        found = next((pick for pick in _shown(digest) if pick.rank == int(wanted)), None)
        if found is None:
            raise Mistake(f"today has no number {wanted}: `cli.py digest` lists them")
        return found.cited.insight.id
    return face.insight(wanted)


def _shown(digest: Digest) -> list[Pick]:
    return [*digest.picks, *digest.reserves]


def _headline(digest: Digest, insight_id: str) -> str:
    found = next((pick for pick in _shown(digest) if pick.cited.insight.id == insight_id), None)
    return plain(found.cited.insight.headline).rstrip(".") if found else insight_id
