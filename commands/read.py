"""digest, transcript: what has been brought in, to read."""

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, get_args
from zoneinfo import ZoneInfo

import typer

import config
from commands.deliveries import tell_deliveries
from commands.frame import Frame, OutputForm, frame, known_episode, out
from digest import wording
from digest.delivery import render
from digest.delivery.deliver import Outcome, deliver_due
from digest.memory_words import read_memory
from digest.outlets.day_page import day_page
from digest.reader_day import zone_of
from digest.threads.news import of_digest
from store.errors import EarmarkError, Misconfigured, Mistake
from store.queries import digests, episodes, transcripts
from store.records.transcripts import Segment, Span, held_by


class DigestForm(StrEnum):
    TEXT = "text"
    HTML = "html"
    PAGE = "page"
    JSON = "json"


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
    elif form is DigestForm.PAGE:
        typer.echo(day_page(found, zone_of(face.reader), face.settings.base_url, served=False))
    else:
        typer.echo(render.text(found, face.reader, face.settings.base_url, memory, news, bold=out.is_terminal))
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
    channels = config.open_channels(face.settings, face.reader)
    if not channels:
        raise Misconfigured("no channel is set: set EARMARK_SMTP_HOST and EARMARK_MAIL_TO, or EARMARK_CHANNELS")
    base_url = face.settings.base_url
    sent = deliver_due(face.store, face.reader, channels, face.clock(), base_url=base_url, resend=True)
    tell_deliveries(sent, failures=[outcome for outcome in get_args(Outcome) if outcome != "sent"])


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
