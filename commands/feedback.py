"""feedback, save, unsave, saved: what you say of an insight; tomorrow's five learn from it."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, cast

import typer

from commands.frame import Frame, OutputForm, frame, out
from digest import export
from digest.five import feedback as said
from digest.tags import one_word, typed_tag
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


def save(
    context: typer.Context,
    insight: InsightId,
    tag: Annotated[list[str] | None, typer.Option(help="File it under this too; may be given several times.")] = None,
    untag: Annotated[list[str] | None, typer.Option(help="Take it out from under this.")] = None,
) -> None:
    """Put an insight on your list, and file it under tags."""
    face = frame(context)
    _keep(face, insight, saved=True)
    if tag or untag:
        _file(face, face.insight(insight), tag or (), untag or ())


def _file(face: Frame, insight_id: str, more: Sequence[str], less: Sequence[str]) -> None:
    with face.store.write() as connection:
        tags = feedback_queries.tags_of(connection, face.reader.id)
        known = [each for filed in tags.values() for each in filed]
        gone = {typed_tag(each, known) for each in less}
        wanted = [*tags.get(insight_id, ()), *(typed_tag(each, known) for each in more)]
        kept = [each for each in dict.fromkeys(wanted) if each and each not in gone]
        feedback_queries.tag(connection, face.reader.id, insight_id, kept)
    out.print(f"Filed under {', '.join(kept)}." if kept else "Filed under nothing.", markup=False)


def unsave(context: typer.Context, insight: InsightId) -> None:
    """Take an insight off your list."""
    _keep(frame(context), insight, saved=False)


def _keep(face: Frame, insight: str, *, saved: bool) -> None:
    cited = said.keep(face.store, face.reader.id, face.insight(insight), face.clock(), saved=saved)
    out.print(f"{cited.insight.headline}: {'saved' if saved else 'no longer saved'}.", markup=False)


def saved(
    context: typer.Context,
    tag: Annotated[str | None, typer.Option(help="Only what is filed under this.")] = None,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """List the insights you saved, newest first."""
    face = frame(context)
    with face.store.read() as connection:
        every = feedback_queries.list_of(connection, face.reader.id)
    wanted = typed_tag(tag, [each for one in every for each in one.tags]) if tag else None
    listed = [one for one in every if wanted is None or wanted in one.tags]
    if form is OutputForm.JSON:
        tags = {one.cited.insight.id: one.tags for one in listed}
        typer.echo(json.dumps([export.record(one.cited, tags=tags) for one in listed], ensure_ascii=False))
        return
    if not every:
        out.print("Nothing is saved yet: `cli.py save INSIGHT` puts one here, or Save on the page.")
    elif not listed:
        out.print(f"Nothing is filed under {wanted}.", markup=False)
    for one in listed:
        filed = "".join(f" #{one_word(each)}" for each in one.tags)
        out.print(f"{one.cited.insight.id}  {one.cited.insight.headline} ({one.cited.show}){filed}", markup=False)
