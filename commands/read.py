"""digest, export, transcript: what has been brought in, to read or to pass on."""

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args
from zoneinfo import ZoneInfo

import typer

import config
from commands.deliveries import tell_deliveries
from commands.frame import Frame, OutputForm, frame, known_episode, out, plural
from digest import export as exports
from digest import wording
from digest.delivery import render
from digest.delivery.deliver import Outcome, deliver_due
from digest.memory_words import read_memory
from digest.subscriptions import as_opml
from digest.thread_news import of_digest
from store.errors import EarmarkError, Misconfigured, Mistake
from store.queries import digests, episodes, shows, transcripts
from store.records.transcripts import Segment, Span, held_by


class DigestForm(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSON = "json"


class ExportForm(StrEnum):
    JSONL = "jsonl"
    OPML = "opml"


def digest(
    context: typer.Context,
    day: Annotated[str | None, typer.Option("--date", help="The day, such as 2026-06-01; today by default.")] = None,
    form: Annotated[DigestForm, typer.Option("--format")] = DigestForm.TEXT,
    resend: Annotated[bool, typer.Option("--resend", help="Mail it again, even if it was sent.")] = False,
) -> None:
    """Print the five of a day."""
    face = frame(context)
    wanted = _day(face, day)
    with face.store.read() as connection:
        found = digests.of_day(connection, face.reader.id, wanted)
        known = digests.days(connection, face.reader.id)
        memory = read_memory(connection, [pick.cited.insight.id for pick in found.picks] if found else [])
        news = of_digest(connection, found) if found else ()
    if found is None:
        latest = f"; the newest is of {known[0]}" if known else ": `cli.py daily` makes today's"
        raise EarmarkError(f"there is no digest of {wanted}{latest}")
    if resend:
        _resend(face, wanted)
    elif form is DigestForm.JSON:
        typer.echo(render.as_json(found, memory, news))
    elif form is DigestForm.HTML:
        typer.echo(render.html(found, face.reader, face.settings.base_url, memory, news))
    else:
        typer.echo(render.text(found, face.reader, face.settings.base_url, memory, news))
        if found.reserves:
            typer.echo("`cli.py swap NUMBER` brings one in that missed it, `--for NUMBER` says for which.")


def _day(face: Frame, text: str | None) -> date:
    if text is None:
        return face.clock().astimezone(ZoneInfo(face.reader.timezone)).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Mistake(f"{text!r} is not a date: use a form such as 2026-06-01") from error


def _resend(face: Frame, day: date) -> None:
    if day != _day(face, None):
        raise Mistake("only today's five are mailed: leave out --date")
    channels = config.open_channels(face.settings)
    if not channels:
        raise Misconfigured("no mail server is set: set EARMARK_SMTP_HOST and EARMARK_MAIL_TO")
    base_url = face.settings.base_url
    sent = deliver_due(face.store, face.reader, channels, face.clock(), base_url=base_url, resend=True)
    tell_deliveries(sent, failures=[outcome for outcome in get_args(Outcome) if outcome != "sent"])


def export(
    context: typer.Context,
    form: Annotated[ExportForm, typer.Option("--format")] = ExportForm.JSONL,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; the terminal by default.")] = None,
) -> None:
    """Write every insight with its proof, one JSON object a line; or the followed shows, as OPML."""
    face = frame(context)
    lines = exports.jsonl(face.store) if form is ExportForm.JSONL else iter([_subscriptions(face)])
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    try:
        with output.open("w", encoding="utf-8") as file:
            count = sum(bool(file.write(line + "\n")) for line in lines)
    except OSError as error:
        raise EarmarkError(f"{output} cannot be written: {error.strerror}") from error
    told = plural(count, "insight") if form is ExportForm.JSONL else "The followed shows are"
    out.print(f"{told} written to {output}.", markup=False)


def _subscriptions(face: Frame) -> str:
    with face.store.read() as connection:
        return as_opml([show for show in shows.all_shows(connection) if not show.demo], face.clock())


def transcript(
    context: typer.Context,
    episode: Annotated[int, typer.Argument(help="The episode's id, as `status` and `export` give it.")],
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """Print the transcript of an episode, with adverts marked."""
    face = frame(context)
    with face.store.read() as connection:
        known = known_episode(episodes.by_id(connection, episode), episode)
        found = transcripts.of_episode(connection, episode)
        spans = transcripts.adverts_of(connection, episode)
    if found is None:
        raise EarmarkError(f"episode {episode} has no transcript yet: it is {known.progress.stage.value}")
    if form is OutputForm.JSON:
        rows = [_segment_record(segment, spans) for segment in found.segments]
        facts = {
            "episode_id": episode,
            "source": found.source,
            "approximate": found.approximate,
            "times": found.times,
            "segments": rows,
        }
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for segment in found.segments:
        left_out = held_by(spans, segment.start, segment.end)
        mark = f"[{left_out.told}] " if left_out else ""
        who = f"{segment.speaker}: " if segment.speaker else ""
        typer.echo(f"{wording.clock(segment.start)}  {mark}{who}{segment.text}")


def _segment_record(segment: Segment, spans: Sequence[Span]) -> dict[str, object]:
    left_out = held_by(spans, segment.start, segment.end)
    return {
        "start": segment.start,
        "end": segment.end,
        "speaker": segment.speaker,
        "text": segment.text,
        "advert": left_out is not None,
        "reason": left_out.reason if left_out else None,
    }
