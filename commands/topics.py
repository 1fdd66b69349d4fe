"""threads, follow, unfollow: topics over shows and weeks."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.frame import Form, err, frame, out, plural
from digest import render
from index.following import declare, follow_insight
from store import insights
from store import threads as thread_queries
from store.errors import Mistake
from store.thread_types import Thread


def threads(
    context: typer.Context,
    thread: Annotated[int | None, typer.Argument(help="A thread's id, to read it.")] = None,
    form: Annotated[Form, typer.Option("--format")] = Form.TEXT,
) -> None:
    """List the topic threads, or read one."""
    face = frame(context)
    reader = face.reader
    with face.store.read() as connection:
        if thread is None:
            listed = thread_queries.overview(connection, reader.id)
        else:
            one = thread_queries.by_id(connection, thread, reader.id)
            members = insights.of_thread(connection, thread)
    if thread is None:
        _tell_threads(listed, form)
        return
    if one is None:
        raise Mistake(f"there is no thread {thread}: `threads` lists them")
    if form is Form.JSON:
        typer.echo(
            json.dumps(_thread_record(one) | {"insights": [render.record(m) for m in members]}, ensure_ascii=False)
        )
        return
    told = f"{plural(one.size, 'insight')} from {plural(one.shows, 'show')}"
    out.print(f"[bold]{escape(one.label)}[/]: {told}")
    for cited in members:
        day = f"{cited.published:%Y-%m-%d}" if cited.published else "undated"
        out.print(f"  {day}  {cited.insight.headline} ({cited.show})", markup=False)


def _tell_threads(listed: Sequence[Thread], form: Form) -> None:
    if form is Form.JSON:
        typer.echo(json.dumps([_thread_record(one) for one in listed], ensure_ascii=False))
        return
    if not listed:
        out.print("No thread yet: they form when several insights are about one thing.")
        return
    table = Table("id", "thread", "insights", "shows", "last", "")
    for one in listed:
        last = f"{one.last:%Y-%m-%d}" if one.last else ""
        mark = "followed" if one.followed else ""
        table.add_row(str(one.id), escape(one.label), str(one.size), str(one.shows), last, mark)
    out.print(table)


def _thread_record(one: Thread) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "query": one.query,
        "size": one.size,
        "shows": one.shows,
        "first": render.iso(one.first),
        "last": render.iso(one.last),
        "followed": one.followed,
    }


def follow(
    context: typer.Context,
    topic: Annotated[str | None, typer.Argument(help="A topic in words, such as “China open-source AI”.")] = None,
    insight: Annotated[str | None, typer.Option(help="Follow the thread of this insight instead.")] = None,
) -> None:
    """Follow a topic, in your words or from an insight."""
    face = frame(context)
    if (topic is None) == (insight is None):
        raise Mistake("say either a topic in words or --insight ID")
    if insight is not None:
        thread_id = follow_insight(face.store, insight, face.reader.id, face.clock())
    else:
        with err.status("Loading the search model…"):
            embedder = config.open_embedder(face.settings)
        thread_id = declare(face.store, embedder, topic or "", face.reader.id, face.clock())
    with face.store.read() as connection:
        one = thread_queries.by_id(connection, thread_id, face.reader.id)
    if one:
        told = f"{plural(one.size, 'insight')} from {plural(one.shows, 'show')}"
        out.print(f"Following thread {one.id}, {one.label}: {told}.", markup=False)


def unfollow(context: typer.Context, thread: Annotated[int, typer.Argument(help="The thread's id.")]) -> None:
    """Stop following a thread; the thread stays."""
    face = frame(context)
    reader = face.reader
    with face.store.write() as connection:
        one = thread_queries.by_id(connection, thread, reader.id)
        if one is None or not one.followed:
            raise Mistake(f"thread {thread} is not followed: `threads` lists them")
        thread_queries.unfollow(connection, reader.id, thread)
    out.print(f"No longer following {one.label}.", markup=False)
