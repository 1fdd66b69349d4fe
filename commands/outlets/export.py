"""export: insights for other programs and for notes, and the followed shows."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.frame import Frame, frame, out, plural
from digest import export as exports
from digest.memory_words import read_memory
from digest.outlets import belongings, notes, tables
from digest.outlets.belongings import Which
from digest.outlets.notes import Note
from digest.outlets.vault import keep_vault, names_in
from digest.reader_day import zone_of
from digest.tags import Tags
from store.errors import EarmarkError, Mistake
from store.queries import digests, feedback, insights
from store.queries.threads import threads
from store.records.insights import CitedInsight


class ExportForm(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    OBSIDIAN = "obsidian"
    READWISE = "readwise"
    OPML = "opml"


def export(
    context: typer.Context,
    where: Annotated[Path | None, typer.Argument(help="The folder of the vault, or a file.")] = None,
    form: Annotated[ExportForm, typer.Option("--format")] = ExportForm.JSONL,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; the terminal by default.")] = None,
    which: Annotated[
        Which | None,
        typer.Option(help="All, yours (the five, saved, followed threads), or what you saved. Notes are of yours."),
    ] = None,
) -> None:
    """Write insights with their proof as JSON lines, CSV or notes; or the followed shows, as OPML."""
    face = frame(context)
    target = output or where
    if form is ExportForm.OBSIDIAN:
        if target is None:
            raise Mistake("say which folder: `cli.py export --format obsidian DIR`")
        _keep_vault(face, target, which or Which.MINE)
        return
    if form is ExportForm.JSONL and which not in (None, Which.ALL):
        raise Mistake("--format jsonl is of all insights: leave out --which, or take csv or markdown")
    lines = _lines(face, form, which)
    if target is None:
        for line in lines:
            typer.echo(line)
        return
    try:
        with target.open("w", encoding="utf-8", newline="\n") as file:
            count = sum(bool(file.write(line + "\n")) for line in lines)
    except OSError as error:
        raise EarmarkError(f"{target} cannot be written: {error.strerror}") from error
    headed = form in (ExportForm.CSV, ExportForm.READWISE, ExportForm.MARKDOWN)  # by a line of their own
    told = "The followed shows are" if form is ExportForm.OPML else plural(count - headed, "insight")
    out.print(f"{told} written to {target}.", markup=False)


def _lines(face: Frame, form: ExportForm, which: Which | None) -> Iterator[str]:
    if form is ExportForm.OPML:
        return iter([_subscriptions(face)])
    tags = _tags(face)
    if form is ExportForm.JSONL:
        return exports.jsonl(face.store, tags)
    if form is ExportForm.CSV:
        return tables.table(_listed(face, which or Which.ALL), tags)
    listed = _listed(face, which or Which.MINE)
    if form is ExportForm.READWISE:
        return tables.readwise(listed, tags)
    return belongings.in_one_file(listed, face.reader, face.settings.base_url, tags)


def _tags(face: Frame) -> Tags:
    with face.store.read() as connection:
        return feedback.tags_of(connection, face.reader.id)


def _subscriptions(face: Frame) -> str:
    with face.store.read() as connection:
        return belongings.subscriptions(connection, face.clock())


def _listed(face: Frame, which: Which) -> list[CitedInsight]:
    with face.store.read() as connection:
        return belongings.belongings(connection, face.reader.id, which)


def _keep_vault(face: Frame, folder: Path, which: Which) -> None:
    try:
        kept = keep_vault(folder, _notes(face, _listed(face, which), names_in(folder)))
    except OSError as error:
        raise EarmarkError(f"{folder} cannot be written: {error.strerror}") from error
    left = f"; {plural(kept.left, 'note')} that you edited or deleted left alone" if kept.left else ""
    told = f"{kept.new} new, {kept.changed} changed, {kept.same} as they were{left}"
    out.print(f"{plural(kept.new + kept.changed + kept.same, 'note')} in {folder}: {told}.", markup=False)


def _notes(face: Frame, listed: Sequence[CitedInsight], there: Mapping[str, str]) -> Iterator[Note]:
    """Of the insights, of the threads that hold one of them beside another, and of the days. `there`: names of notes
    that are there already, by key."""
    zone, home = zone_of(face.reader), face.settings.base_url
    names = {one.insight.id: there.get(one.insight.id) or notes.insight_name(one, zone) for one in listed}
    with face.store.read() as connection:
        memory = read_memory(connection, names)
        found = [
            threads.by_id(connection, key, face.reader.id) for key in sorted({k for c in listed for k in c.thread_ids})
        ]
        grown = [thread for thread in found if thread and (thread.size > 1 or thread.followed)]
        members = {thread.id: insights.of_thread(connection, thread.id) for thread in grown}
        days = [digests.of_day(connection, face.reader.id, day) for day in digests.days(connection, face.reader.id)]
    titles = {one.id: there.get(f"thread-{one.id}") or notes.thread_name(one) for one in grown}
    tags = _tags(face)
    for cited in listed:
        yield notes.insight_note(cited, memory, titles, zone, home, tags)
    for thread in grown:
        yield notes.thread_note(thread, members[thread.id], names, zone)
    for digest in days:
        if digest and digest.picks:
            yield notes.day_note(digest, names)
