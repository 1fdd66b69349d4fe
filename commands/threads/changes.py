"""merge, split, rename, belongs, not-about: what a reader changes about a thread; each says how it is undone."""

from typing import Annotated

import typer

import config
from commands.frame import Frame, err, frame, out, plural
from commands.threads.threads import ThreadId
from index.threads import changes, following
from store.queries import insights

InsightId = Annotated[str, typer.Argument(help="The insight's id, or the beginning of it that fits no other.")]


def merge(
    context: typer.Context,
    thread: ThreadId,
    into: Annotated[int, typer.Argument(help="The id of the thread that stays.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Move all insights of one thread to another; its id leads there from then on."""
    face = frame(context)
    loser, survivor = face.thread(thread), face.thread(into)
    gathers = " It stops gathering by what you told it." if loser.query is not None else ""
    question = f"Move the {plural(loser.size, 'insight')} of {loser.label} to {survivor.label}?{gathers}"
    if loser.id != survivor.id and not yes and not typer.confirm(question):
        out.print("Nothing was merged.")
        return
    changes.merge(face.store, loser.id, survivor.id, face.clock())
    out.print(
        f"{loser.label} is part of thread {survivor.id}, {survivor.label}, now; `split` takes insights out again.",
        markup=False,
    )


def split(
    context: typer.Context,
    thread: ThreadId,
    insight: Annotated[list[str], typer.Argument(help="Ids of the insights that leave, as `thread` gives them.")],
    name: Annotated[str, typer.Option(help="What the new thread is called.")],
) -> None:
    """Move insights of a thread to a new one."""
    face = frame(context)
    source = face.thread(thread)
    leaving = [face.insight(each) for each in insight]
    fresh = face.thread(changes.split(face.store, source.id, leaving, name, face.clock()))
    told = f"{plural(fresh.size, 'insight')} of {source.label} moved to thread {fresh.id}, {fresh.label}"
    out.print(f"{told}; `merge {fresh.id} {source.id}` undoes it.", markup=False)


def rename(
    context: typer.Context,
    thread: ThreadId,
    name: Annotated[str, typer.Argument(help="Its new name; no program changes it.")],
) -> None:
    """Give a thread a name of your own."""
    face = frame(context)
    before = face.thread(thread)
    told = changes.rename(face.store, before.id, name)
    out.print(f"Thread {before.id} is called {told} now; it was {before.label}.", markup=False)


def belongs(context: typer.Context, thread: ThreadId, insight: InsightId) -> None:
    """Say that an insight belongs to a thread."""
    _rule(frame(context), thread, insight, belongs=True)


def not_about(context: typer.Context, thread: ThreadId, insight: InsightId) -> None:
    """Say that an insight does not belong to a thread: it leaves and does not come back."""
    _rule(frame(context), thread, insight, belongs=False)


def _rule(face: Frame, thread: int, insight: str, *, belongs: bool) -> None:
    one, insight_id = face.thread(thread), face.insight(insight)
    embedder = None
    if one.query is not None:  # what only grows obeys, and nothing need be embedded
        with err.status("Loading the search model…"):
            embedder = config.open_embedder(face.settings)
    moved = following.rule(face.store, embedder, one.id, insight_id, belongs, face.clock())
    with face.store.read() as connection:
        cited = insights.by_id(connection, insight_id)
    headline = cited.insight.headline if cited else insight_id
    words, undo = ("belongs to", "not-about") if belongs else ("is not about", "belongs")
    others = [
        f"{plural(len(others), 'other insight')} {verb}"
        for others, verb in ((set(moved.joined) - {insight_id}, "joined"), (set(moved.left) - {insight_id}, "left"))
        if others
    ]
    out.print(
        f"{headline} {words} {one.label}{''.join(f'; {each}' for each in others)}. "
        f"`{undo} {one.id} {insight_id}` says the opposite.",
        markup=False,
    )
