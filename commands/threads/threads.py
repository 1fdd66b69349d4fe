"""threads, thread, follow, unfollow: topics over shows and weeks."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.frame import Frame, OutputForm, err, frame, out, plural
from commands.threads import text
from digest.reader_day import zone_of
from digest.threads import news as thread_news
from digest.threads.reading import read_thread
from index.library.failures import BrokenIndex
from index.search.hits import Hit
from index.threads.following import declare, follow_insight
from index.threads.related import related_threads
from index.threads.said_before import said_before
from store.errors import Mistake
from store.queries.threads import history
from store.queries.threads import threads as thread_queries
from store.records.threads import Thread

ThreadId = Annotated[int, typer.Argument(help="The thread's id, as `threads` lists it.")]


def threads(
    context: typer.Context,
    thread: Annotated[int | None, typer.Argument(help="A thread's id, to read it as `thread` does.")] = None,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """List the topic threads, those you follow first."""
    face = frame(context)
    if thread is not None:
        _tell(face, thread, form)
        return
    reader = face.reader
    with face.store.read() as connection:
        listed = thread_queries.overview(connection, reader.id)
        fresh = thread_news.since_last_visits(connection, reader.id)
    if form is OutputForm.JSON:
        records = [text.facts(one) | {"new": fresh.get(one.id, 0)} for one in listed]
        typer.echo(json.dumps(records, ensure_ascii=False))
        return
    if not listed:
        out.print("No thread yet: they form when several insights are about one thing.")
        return
    table = Table("id", "thread", "insights", "shows", "last", "")
    for one in listed:
        table.add_row(*_row(one, fresh.get(one.id, 0)))
    out.print(table)


def _row(one: Thread, fresh: int) -> list[str]:
    last = f"{one.last:%Y-%m-%d}" if one.last else ""
    marks = [*(["followed"] if one.followed else []), *([f"{fresh} new"] if fresh else [])]
    return [str(one.id), escape(one.label), str(one.size), str(one.shows), last, ", ".join(marks)]


def thread(
    context: typer.Context,
    thread: ThreadId,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
    sum_up: Annotated[
        bool, typer.Option("--sum-up", help="Have the language model write a summary; this may cost money.")
    ] = False,
) -> None:
    """Tell a thread: what is said in it, when and by whom, and what is new since you last looked."""
    face = frame(context)
    if sum_up:
        text.sum_up(face, face.thread(thread))
    _tell(face, thread, form)


def _tell(face: Frame, wanted: int, form: OutputForm) -> None:
    """Reading it as text is a visit; a program that reads JSON is none."""
    one = face.thread(wanted)
    with face.store.read() as connection:
        since = thread_news.last_look(connection, face.reader.id, one.id)
        told = read_thread(connection, config.model_name(face.settings), one.id, face.reader.id, since)
        near = related_threads(connection, config.model_name(face.settings), one.id, face.reader.id)
    if told is None:
        raise Mistake(f"thread {wanted} is gone: `threads` lists those that are there")
    said = spoken_before(face, told.thread)
    if form is OutputForm.JSON:
        typer.echo(json.dumps(text.record(told, near, said, zone_of(face.reader)), ensure_ascii=False))
        return
    if one.id != wanted:
        out.print(f"Thread {wanted} was merged into this one.")
    for line in text.lines(told, near, said, zone_of(face.reader)):
        out.print(line, markup=False)
    reader = face.reader
    with face.store.write() as connection:
        history.visit(connection, reader.id, one.id, face.clock())


def spoken_before(face: Frame, one: Thread) -> Sequence[Hit]:
    """Passages on a declared topic; the rest of the thread is told without them when the index cannot be read."""
    if one.query is None:
        return []
    library = config.open_library(face.settings)
    try:
        return said_before(face.store, library, config.model_name(face.settings), one)
    except BrokenIndex as error:
        err.print(f"What was said before is left out: {error}.", markup=False)
        return []
    finally:
        library.close()


def follow(
    context: typer.Context,
    topic: Annotated[str | None, typer.Argument(help="A topic in words, such as “China open-source AI”.")] = None,
    description: Annotated[str, typer.Option(help="What it is about, in a sentence: the surest way to say it.")] = "",
    insight: Annotated[
        list[str] | None, typer.Option(help="An insight that belongs to it; alone, its thread is followed.")
    ] = None,
    thread: Annotated[int | None, typer.Option(help="A thread that grew by itself.")] = None,
) -> None:
    """Follow a topic: in your words, by insights that belong to it, or a thread that grew by itself."""
    face = frame(context)
    examples = [face.insight(each) for each in insight or ()]
    if thread is not None:
        if topic or examples or description:
            raise Mistake("--thread follows a thread as it is: say a topic, or give --insight, in another command")
        one = face.thread(thread)
        with face.store.write() as connection:
            if not one.followed:
                thread_queries.follow(connection, face.reader.id, one.id, face.clock())
        thread_id = one.id
    elif topic is None and not examples:
        raise Mistake("say a topic in words, or give --insight ID or --thread ID")
    elif topic is None and len(examples) == 1 and not description:
        thread_id = follow_insight(face.store, examples[0], face.reader.id, face.clock())
    else:
        with err.status("Loading the search model…"):
            embedder = config.open_embedder(face.settings)
        thread_id = declare(
            face.store,
            embedder,
            topic or "",
            face.reader.id,
            face.clock(),
            description=description,
            examples=examples,
        )
    one = face.thread(thread_id)
    told = f"{plural(one.size, 'insight')} from {plural(one.shows, 'show')}"
    before = len(spoken_before(face, one))
    spoken = f" {plural(before, 'passage')} spoke of it before: `thread {one.id}` tells." if before else ""
    out.print(f"Following thread {one.id}, {one.label}: {told}.{spoken}", markup=False)


def unfollow(context: typer.Context, thread: ThreadId) -> None:
    """Stop following a thread; the thread stays."""
    face = frame(context)
    reader = face.reader
    with face.store.write() as connection:
        one = thread_queries.by_id(connection, thread_queries.survivor(connection, thread), reader.id)
        if one is None or not one.followed:
            raise Mistake(f"thread {thread} is not followed: `threads` lists them")
        thread_queries.unfollow(connection, reader.id, one.id)
    out.print(f"No longer following {one.label}; `follow --thread {one.id}` begins again.", markup=False)
