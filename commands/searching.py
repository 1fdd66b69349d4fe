"""search, reindex: finding what was said."""

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

import config
from commands.frame import Form, Frame, err, frame, out, parse_moment, plural
from digest import render
from index.search import Hit, Search
from index.sync import rebuild
from ingest.pipeline import run_lock
from store import transcripts
from store.errors import EarmarkError, Mistake


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
    searched = open_search(face)
    hits = searched.find(query, show_id=show_id, since=moment, kind=kind.value if kind else None, limit=limit)
    if form is Form.JSON:
        typer.echo(json.dumps([_hit_record(hit) for hit in hits], ensure_ascii=False))
        return
    if not hits:
        out.print("Nothing found. Try other words, or fewer filters.")
    for rank, hit in enumerate(hits, start=1):
        _tell_hit(rank, hit)


def open_search(face: Frame) -> Search:
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
