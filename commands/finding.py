"""search, ask, threads, follow, unfollow, reindex: finding what was said."""

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.frame import Form, Frame, err, frame, out, parse_moment, plural
from digest import render
from index.answer import answer
from index.following import declare, follow_insight
from index.search import Hit, Search
from index.sync import rebuild
from ingest.pipeline import run_lock
from store import insights, transcripts
from store import threads as thread_queries
from store.errors import EarmarkError, Mistake
from store.types import Thread


class Kind(StrEnum):
    INSIGHT = "insight"
    PASSAGE = "passage"


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words, a name, a question, or a “phrase in quotes”.")],
    show: Annotated[str | None, typer.Option(help="Only this show (id, address or title).")] = None,
    since: Annotated[str | None, typer.Option(help="Only episodes published since this day.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="Only insights or only passages of talk.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 10,
    form: Annotated[Form, typer.Option("--format")] = Form.TEXT,
) -> None:
    """Search all insights and transcripts, by meaning and by word."""
    face = frame(context)
    show_id = face.show(show).id if show else None
    moment = parse_moment(since) if since else None
    if not query.strip():
        raise Mistake("say what to search for")
    searched = _search(face)
    hits = searched.find(query, show_id=show_id, since=moment, kind=kind.value if kind else None, limit=limit)
    if form is Form.JSON:
        typer.echo(json.dumps([_hit_record(hit) for hit in hits], ensure_ascii=False))
        return
    if not hits:
        out.print("Nothing found. Try other words, or fewer filters.")
    for rank, hit in enumerate(hits, start=1):
        _tell_hit(rank, hit)


def _search(face: Frame) -> Search:
    """Raises EarmarkError when there is nothing to search in."""
    with face.store.read() as connection:
        empty = not transcripts.episodes_with_chunks(connection)
    if empty:
        raise EarmarkError("nothing has been taken in yet, so there is nothing to search: run `cli.py daily` first")
    if config.open_library(face.settings).mark() is None:
        raise EarmarkError("the search index is missing: `cli.py reindex` rebuilds it, nothing is lost")
    with err.status("Loading the search model…"):
        return config.open_search(face.settings, face.store, config.open_embedder(face.settings))


def _hit_record(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "id": hit.id,
        "score": round(hit.score, 4),
        "headline": hit.headline,
        "text": hit.text,
        "sentence": hit.sentence,
        "start": hit.start,
        "end": hit.end,
        "speaker": hit.speaker,
        "show": hit.show,
        "episode": hit.episode,
        "episode_id": hit.episode_id,
        "published": render.iso(hit.published),
        "audio_url": hit.audio_url,
        "approximate": hit.approximate,
    }


def _tell_hit(rank: int, hit: Hit) -> None:
    day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
    who = f"{hit.speaker}, " if hit.speaker else ""
    title = hit.headline or hit.sentence
    out.print(f"[bold]{rank}. {escape(title)}[/]")
    out.print(f"   {who}{hit.show}: {hit.episode}, {day}, at {render.clock(hit.start)}", markup=False)
    if hit.headline:
        out.print(f"   “{hit.sentence}”", markup=False)


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question to your library.")],
) -> None:
    """Answer a question from the library, with numbered citations."""
    face = frame(context)
    if not question.strip():
        raise Mistake("say what to ask")
    model = config.open_language_model(face.settings, face.store)
    hits = _search(face).find(question, limit=8)
    found = answer(question, hits, model)
    for sentence in found.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        out.print(f"{sentence.text} {marks}", markup=False)
    if found.note:
        out.print(found.note, markup=False, style="italic")
    for number, hit in enumerate(found.sources, start=1):
        day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
        told = f"[{number}] {hit.speaker or hit.show}, {hit.show}: {hit.episode}, {day}, at {render.clock(hit.start)}"
        out.print(told, markup=False)


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


def reindex(context: typer.Context) -> None:
    """Rebuild the search index from the database. Nothing is embedded twice."""
    face = frame(context)
    with run_lock(face.settings.data_dir):
        with err.status("Loading the search model…"):
            library, embedder = config.open_library(face.settings), config.open_embedder(face.settings)
        with err.status("Rebuilding…") as told:

            def tell(done: int, total: int) -> None:
                told.update(f"Rebuilding… {done} of {total} episodes")

            count = rebuild(face.store, library, embedder, on_episode=tell)
    out.print(f"{plural(count, 'episode')} indexed.")
