"""feedback, save, unsave, saved: what you say of an insight; tomorrow's five learn from it."""

import json
from enum import StrEnum
from typing import Annotated, cast

import typer

from commands.frame import Frame, OutputForm, frame, out
from digest import export
from digest.five import feedback as said
from store.queries import feedback as feedback_queries
from store.records.readers import Verdict


class Say(StrEnum):
    USEFUL = "useful"
    NOT_FOR_ME = "not-for-me"
    WRONG = "wrong"
    ADVERT = "advert"
    NONE = "none"


InsightId = Annotated[str, typer.Argument(help="The insight's id, or the beginning of it that fits no other.")]

_TAUGHT = {
    Say.USEFUL: "more like it will come",
    Say.NOT_FOR_ME: "less like it will come",
    Say.WRONG: "it will not come, nor what repeats it",
    Say.ADVERT: "it will not come, nor what repeats it",
}


def feedback(
    context: typer.Context,
    insight: InsightId,
    verdict: Annotated[Say, typer.Argument(help="`none` takes back what you said.")],
) -> None:
    """Say what you think of an insight; tomorrow's five learn from it."""
    face = frame(context)
    words = None if verdict is Say.NONE else cast(Verdict, verdict.value.replace("-", " "))
    cited = said.give(face.store, face.reader.id, face.insight(insight), words, face.clock())
    told = f"{words}; {_TAUGHT[verdict]}" if words else "taken back"
    out.print(f"{cited.insight.headline}: {told}.", markup=False)


def save(context: typer.Context, insight: InsightId) -> None:
    """Put an insight on your list."""
    _keep(frame(context), insight, saved=True)


def unsave(context: typer.Context, insight: InsightId) -> None:
    """Take an insight off your list."""
    _keep(frame(context), insight, saved=False)


def _keep(face: Frame, insight: str, *, saved: bool) -> None:
    cited = said.keep(face.store, face.reader.id, face.insight(insight), face.clock(), saved=saved)
    out.print(f"{cited.insight.headline}: {'saved' if saved else 'no longer saved'}.", markup=False)


def saved(context: typer.Context, form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT) -> None:
    """List the insights you saved, newest first."""
    face = frame(context)
    with face.store.read() as connection:
        listed = feedback_queries.saved_by(connection, face.reader.id)
    if form is OutputForm.JSON:
        typer.echo(json.dumps([export.record(cited) for cited in listed], ensure_ascii=False))
        return
    if not listed:
        out.print("Nothing is saved yet: `cli.py save INSIGHT` puts one here, or Save on the page.")
    for cited in listed:
        out.print(f"{cited.insight.id}  {cited.insight.headline} ({cited.show})", markup=False)
