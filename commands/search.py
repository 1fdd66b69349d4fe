"""search, like, reindex: finding what was said."""

import json
import logging
import sys
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

import config
from commands.frame import Frame, OutputForm, err, frame, out, parse_moment, plural, print_indented
from digest import wording
from index.answers.evidence import is_answered
from index.embedding import sentence_vectors
from index.embedding.embedder import Embedder
from index.search.hits import Hit
from index.search.lifting import liftable
from index.search.limits import Asked, Known, take_apart
from index.search.search import Filters, Search
from index.sync import rebuild, take_over
from store.errors import EarmarkError, Mistake
from store.lock import run_lock
from store.queries import episodes, shows, transcripts

_log = logging.getLogger("earmark.search")

_LIFTS = {
    "dates": "at all dates",
    "speaker": "whoever speaks",
    "show": "in all shows",
    "kind": "in insights and passages",
    "thread": "outside the thread",
    "quotes": "without the quotation marks",
    "everything": "without any limit",
}


class Kind(StrEnum):
    INSIGHT = "insight"
    PASSAGE = "passage"


ShowOption = Annotated[str | None, typer.Option(help="Only this show (id, address or title).")]
SinceOption = Annotated[str | None, typer.Option(help="Only episodes published since this day.")]
UntilOption = Annotated[str | None, typer.Option(help="Only episodes published before this day.")]
SpeakerOption = Annotated[str | None, typer.Option(help="Only what this person says (a name or its beginning).")]
ThreadOption = Annotated[
    int | None, typer.Option(help="Only what belongs to this thread (the id that `threads` lists).")
]
KindOption = Annotated[Kind | None, typer.Option(help="Only insights or only passages of talk.")]
LimitOption = Annotated[int, typer.Option(min=1, max=100)]  # as many as a page of results
FormOption = Annotated[OutputForm, typer.Option("--format")]


def search(
    context: typer.Context,
    query: Annotated[
        str, typer.Argument(help="Words, a name, a question, or a “phrase in quotes”; dates and speakers in words too.")
    ],
    show: ShowOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    speaker: SpeakerOption = None,
    thread: ThreadOption = None,
    kind: KindOption = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Take the query as it stands: no dates, names or typos.")
    ] = False,
    limit: LimitOption = 10,
    form: FormOption = OutputForm.TEXT,
) -> None:
    """Search all insights and transcripts, by meaning and by word."""
    face = frame(context)
    filters = _filters(face, show, since, until, speaker, thread, kind)
    if not query.strip():
        raise Mistake("say what to search for")
    searched = open_search(face)
    asked = Asked(words=query) if plain else _taken_apart(face, query, searched)
    if not asked.words:
        raise Mistake("say what to search for besides the limits, or take them as words with --plain")
    filters = _joined(filters, asked)
    mended = None if plain else searched.spelled(asked.words)
    words = mended.text if mended and mended.sure else asked.words
    hits = searched.find(words, limit=limit, **filters)
    if form is OutputForm.TEXT:
        if mended:
            told = f"Results for “{mended.text}”; --plain searches for what you typed"
            out.print(told if mended.sure else f"Did you mean “{mended.text}”?", markup=False, style="italic")
        for each in asked.limits:
            out.print(f"Only {each.told} (“{each.phrase}”; --plain takes it as words)", markup=False, style="italic")
    if not hits and form is OutputForm.TEXT:
        _tell_nothing(searched, asked.words, filters)
    elif form is OutputForm.TEXT and not is_answered(words, hits):
        out.print("Nothing here answers this; these are nearest.", style="italic")
    _tell(hits, form)


def like(
    context: typer.Context,
    thing: Annotated[
        str | None, typer.Argument(metavar="ID", help="An insight or a passage, as `search` names it.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="A text instead; without both it is read from the input.")] = None,
    show: ShowOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    speaker: SpeakerOption = None,
    thread: ThreadOption = None,
    kind: KindOption = None,
    limit: LimitOption = 10,
    form: FormOption = OutputForm.TEXT,
) -> None:
    """Find more like an insight, a passage or a text."""
    face = frame(context)
    filters = _filters(face, show, since, until, speaker, thread, kind)
    if thing and text:
        raise Mistake("give an id or a text, not both")
    if not thing and text is None:
        if sys.stdin.isatty():
            raise Mistake("say what it should be like: an id, --text, or a text on the input")
        text = sys.stdin.read()
    if not thing and not (text or "").strip():
        raise Mistake("the text holds no word")
    searched = open_search(face)
    if thing is None:
        hits = searched.like(text=text or "", limit=limit, **filters)
    elif "-" in thing:
        hits = searched.like(passage_id=thing, limit=limit, **filters)
    else:
        hits = searched.like(insight_id=face.insight(thing), limit=limit, **filters)
    if not hits and form is OutputForm.TEXT:
        out.print("Nothing else is like this.")
    _tell(hits, form)


def _filters(
    face: Frame,
    show: str | None,
    since: str | None,
    until: str | None,
    speaker: str | None,
    thread: int | None,
    kind: Kind | None,
) -> Filters:
    return {
        "show_id": face.show(show).id if show else None,
        "since": parse_moment(since) if since else None,
        "until": parse_moment(until) if until else None,
        "speaker": speaker,
        "thread_id": face.thread(thread).id if thread is not None else None,
        "kind": kind.value if kind else None,
    }


def _taken_apart(face: Frame, query: str, searched: Search) -> Asked:
    with face.store.read() as connection:
        titles = {show.id: show.title for show in shows.all_shows(connection)}
        oldest = episodes.oldest_heard(connection)
    zone = ZoneInfo(face.reader.timezone)
    known = Known(
        shows=titles,
        speakers=searched.speakers(),
        earliest=oldest.astimezone(zone).date() if oldest else None,
    )
    return take_apart(query, known, face.clock().astimezone(zone).date(), zone)


def _joined(filters: Filters, asked: Asked) -> Filters:
    """Options go before words, but dates limit each other."""
    return {
        "show_id": filters["show_id"] or asked.show_id,
        "since": max(filter(None, (filters["since"], asked.since)), default=None),
        "until": min(filter(None, (filters["until"], asked.until)), default=None),
        "speaker": filters["speaker"] or asked.speaker,
        "thread_id": filters["thread_id"],
        "kind": filters["kind"] or asked.kind,
    }


def _tell_nothing(searched: Search, words: str, filters: Filters) -> None:
    lifts = [_LIFTS[name] for name in liftable(searched.find, words, filters)]
    if lifts:
        out.print(f"Nothing found. There is something {', or '.join(lifts)}.")
    else:
        out.print("Nothing found. Try other words, or fewer of them.")


def open_search(face: Frame) -> Search:
    """Raises EarmarkError when there is nothing to search in."""
    with face.store.read() as connection:
        empty = not transcripts.episodes_with_chunks(connection)
    if empty:
        raise EarmarkError("nothing has been taken in yet, so there is nothing to search: run `cli.py daily` first")
    with err.status("Loading the search model…"):
        embedder, library = config.open_embedder(face.settings), config.open_library(face.settings)
    with err.status("Bringing in what other machines took…"):
        _caught_up(face, embedder)
    if library.mark() is None:
        raise EarmarkError("the search index is missing: `cli.py reindex` rebuilds it, nothing is lost")
    return config.open_search(face.settings, face.store, embedder, library)


def _caught_up(face: Frame, embedder: Embedder) -> None:
    """As far as that can be at once: a search goes on with what is there."""
    try:
        take_over(face.store, config.open_followed(face.settings), embedder.name, lambda: embedder)
    except (EarmarkError, OSError) as error:
        _log.info("index=as it is reason=%r", str(error))


def _tell(hits: list[Hit], form: OutputForm) -> None:
    if form is OutputForm.JSON:
        typer.echo(json.dumps([_hit_record(hit) for hit in hits], ensure_ascii=False))
        return
    for rank, hit in enumerate(hits, start=1):
        _tell_hit(rank, hit)


def _hit_record(hit: Hit) -> dict[str, object]:
    turns = [{"start": each.start, "speaker": each.speaker, "text": each.text} for each in hit.sentences]
    return {
        "kind": hit.kind,
        "id": hit.id,
        "score": round(hit.score, 4),
        "similarity": round(hit.similarity, 4),
        "headline": hit.headline,
        "text": hit.text,
        "sentence": hit.sentence,
        "start": hit.start,
        "end": hit.end,
        "speaker": hit.speaker,
        "show": hit.show,
        "show_id": hit.show_id,
        "episode": hit.episode,
        "episode_id": hit.episode_id,
        "published": wording.iso(hit.published),
        "audio_url": hit.audio_url,
        "link": hit.link,
        "approximate": hit.approximate,
        "sentences": turns,
        "also": [_hit_record(other) for other in hit.also],
    }


def _tell_hit(rank: int, hit: Hit) -> None:
    day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
    who = f"{hit.speaker}, " if hit.speaker else ""
    title = hit.headline or hit.sentence
    more = f", {len(hit.also)} more from here" if hit.also else ""
    out.print(f"[bold]{rank}. {escape(title)}[/]")
    print_indented(f"{who}{hit.show}: {hit.episode}, {day}, at {wording.clock(hit.start)}{more}", 3)
    if hit.headline:
        print_indented(f"“{hit.sentence}”", 3)
    print_indented(f"{hit.kind} {hit.id}", 3, style="dim")


def reindex(context: typer.Context) -> None:
    """Rebuild the search index from the database. Nothing is embedded twice."""
    face = frame(context)
    with run_lock(face.settings.data_dir, face.store.engine):
        with err.status("Loading the search model…"):
            library, embedder = config.open_library(face.settings), config.open_embedder(face.settings)
        with err.status("Rebuilding…") as told:

            def tell(done: int, total: int) -> None:
                told.update(f"Rebuilding… {done} of {total} episodes")

            count = rebuild(face.store, library, embedder, on_episode=tell)

            def tell_sentences(done: int, total: int) -> None:
                told.update(f"The index stands. Embedding sentences… {done} of {total} episodes")

            sentence_vectors.fill(face.store, embedder, on_episode=tell_sentences)
    out.print(f"{plural(count, 'episode')} indexed.")
