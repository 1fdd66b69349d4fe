"""digest, export, transcript, status: what has been brought in, to read or to pass on."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.frame import Form, Frame, frame, out, plural
from digest import export as exports
from digest import wording
from digest.delivery import render
from digest.delivery.deliver import deliver_due
from digest.health import health
from digest.memory_words import read_memory
from digest.subscriptions import as_opml
from digest.thread_news import of_digest
from ingest.web.client import without_secrets
from store import candidates, digests, episodes, insights, set_aside, shows, transcripts
from store.errors import EarmarkError, Misconfigured, Mistake
from store.types import Candidate, Episode, Segment, Span

_EXAMPLES = 2


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
    mailer = config.open_mailer(face.settings)
    if mailer is None:
        raise Misconfigured("no mail server is set: set EARMARK_SMTP_HOST and EARMARK_MAIL_TO")
    sent = deliver_due(face.store, face.reader, mailer, face.clock(), base_url=face.settings.base_url, resend=True)
    if sent.outcome != "sent":
        raise EarmarkError(sent.sentence)
    out.print(sent.sentence, markup=False)


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
    form: Annotated[Form, typer.Option("--format")] = Form.TEXT,
) -> None:
    """Print the transcript of an episode, with adverts marked."""
    face = frame(context)
    with face.store.read() as connection:
        known = _known(episodes.by_id(connection, episode), episode)
        found = transcripts.of_episode(connection, episode)
        spans = transcripts.adverts_of(connection, episode)
    if found is None:
        raise EarmarkError(f"episode {episode} has no transcript yet: it is {known.progress.stage.value}")
    if form is Form.JSON:
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
        left_out = _left_out(segment, spans)
        mark = f"[{left_out.told}] " if left_out else ""
        who = f"{segment.speaker}: " if segment.speaker else ""
        typer.echo(f"{wording.clock(segment.start)}  {mark}{who}{segment.text}")


def _segment_record(segment: Segment, spans: Sequence[Span]) -> dict[str, object]:
    left_out = _left_out(segment, spans)
    return {
        "start": segment.start,
        "end": segment.end,
        "speaker": segment.speaker,
        "text": segment.text,
        "advert": left_out is not None,
        "reason": left_out.reason if left_out else None,
    }


def _left_out(segment: Segment, spans: Sequence[Span]) -> Span | None:
    middle = (segment.start + segment.end) / 2
    return next((span for span in spans if span.start <= middle < span.end), None)


def _known(episode: Episode | None, episode_id: int) -> Episode:
    if episode is None:
        raise Mistake(f"there is no episode {episode_id}: `status --show` lists a show's episodes")
    return episode


def status(
    context: typer.Context,
    episode: Annotated[int | None, typer.Option(help="All about one episode.")] = None,
    show: Annotated[str | None, typer.Option(help="The episodes of one show.")] = None,
) -> None:
    """Show the state of each show, and what failed and why."""
    face = frame(context)
    if episode is not None:
        _tell_episode(face, episode)
    elif show is not None:
        _tell_show(face, show)
    else:
        _tell_all(face)


def _tell_all(face: Frame) -> None:
    with face.store.read() as connection:
        followed = shows.all_shows(connection)
        counts = episodes.counts(connection)
        troubled = episodes.troubled(connection)
        missed = episodes.fallen_back(connection)
        replaced = episodes.replaced_ones(connection)
    if not followed:
        out.print("No show is followed. `cli.py add URL` follows one; `cli.py daily` alone uses the demo shows.")
        return
    told: list[str] = []
    table = Table("id", "show", "indexed", "waiting", "failed", "known", "checked", "feed")
    for one in followed:
        n = counts.get(one.id, {})
        taken = sum(n.get(stage, 0) for stage in ("discovered", "fetched", "transcribed", "distilled"))
        failed = n.get("failed", 0)
        checked = f"{one.checked_at:%Y-%m-%d %H:%M}" if one.checked_at else "never"
        row = (one.id, escape(one.title), n.get("indexed", 0), taken - failed, failed, n.get("known", 0), checked)
        stands = health(one, face.clock(), face.reader.timezone)
        table.add_row(*map(str, row), stands.state if stands.state in ("failing", "ended") else "ok")
        if stands.state != "fine":
            told.append(f"{one.title}: {stands.sentence}")
    out.print(table)
    for line in told:
        out.print(line, markup=False)
    for one_episode in troubled:
        out.print(f"✗ {_state(one_episode)}", markup=False)
    for one_episode in replaced:
        out.print(f"↻ {_state(one_episode)}", markup=False)
    if troubled:
        out.print("`cli.py retry` tries all of them again, `cli.py retry ID` one.")
    if missed and face.settings.llm:
        out.print(f"The model missed {plural(len(missed), 'episode')}, or a part: `cli.py retry` asks it again.")


def _tell_show(face: Frame, wanted: str) -> None:
    found = face.show(wanted)
    with face.store.read() as connection:
        listed = episodes.of_show(connection, found.id)
    out.print(f"{found.title} ({without_secrets(found.feed_url)})", markup=False)
    out.print(health(found, face.clock(), face.reader.timezone).sentence, markup=False)
    for one in listed:
        out.print(_state(one), markup=False)


def _state(episode: Episode) -> str:
    progress = episode.progress
    day = f"{episode.feed.published:%Y-%m-%d}" if episode.feed.published else "undated"
    state = progress.stage.value if episode.wanted else "not taken"
    told = f"{episode.id:>5}  {day}  {state:<11}  {episode.show}: {episode.feed.title}"
    if progress.error is None and episode.replaced_at:
        return f"{told}\n       its audio was replaced: `cli.py retry {episode.id}` takes the new one"
    if progress.error is None:
        return told
    again = "given up" if progress.given_up else f"again after {progress.retry_at:%Y-%m-%d %H:%M} UTC"
    tries = "1 try" if progress.attempts == 1 else f"{progress.attempts} tries"
    return f"{told}\n       {progress.error} ({tries}, {again})"


def _tell_episode(face: Frame, episode_id: int) -> None:
    with face.store.read() as connection:
        known = _known(episodes.by_id(connection, episode_id), episode_id)
        found = insights.of_episode(connection, episode_id)
        refused = insights.refusals_of(connection, episode_id)
        weighed = candidates.of_episode(connection, episode_id)
        spans = transcripts.adverts_of(connection, episode_id)
        talk = transcripts.of_episode(connection, episode_id)
        aside = set_aside.of_episode(connection, episode_id)
    out.print(_state(known), markup=False)
    if known.note:
        out.print(known.note, markup=False)
    if talk:
        out.print(f"transcript: {talk.source}, {len(talk.segments)} segments, {talk.times}", markup=False)
        for shift in talk.shifts:
            out.print(f"from {wording.clock(shift.start)} on, moved by {shift.seconds:+.1f} s", markup=False)
    if talk and talk.doubt:
        out.print(f"the transcript may not be of this episode: {talk.doubt}", markup=False)
    for reason in aside:
        out.print(f"not used: {reason}", markup=False)
    for span in spans:
        out.print(f"left out {wording.clock(span.start)}-{wording.clock(span.end)}: {span.told}", markup=False)
    for cited in found:
        out.print(
            f"insight {cited.insight.id} {wording.clock(cited.insight.start)} {cited.insight.headline}", markup=False
        )
    if refused:
        out.print(_refusals(refused, weighed))


def _refusals(refused: Mapping[str, int], weighed: Sequence[Candidate]) -> Table:
    """What was proposed and not kept, the most frequent reason first."""
    table = Table("refused", "why", "such as")
    for reason, count in sorted(refused.items(), key=lambda row: (-row[1], row[0])):
        examples = [f"“{each.headline}”" for each in weighed if each.outcome == reason][:_EXAMPLES]
        table.add_row(str(count), escape(reason), escape("\n".join(examples)))
    return table
