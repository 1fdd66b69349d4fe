"""status: how shows and episodes stand, and what failed and why."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from commands.frame import Frame, OutputForm, frame, known_episode, out, plural, print_address
from commands.model.recognisers import hears
from commands.model.rehearing import to_be_heard
from commands.model.rewriting import idle_of
from digest import wording
from digest.delivery import timetable
from digest.health import health
from digest.report_cards import report_card_lines
from ingest.model.report.told import reading_in_words, why_nothing
from ingest.rewriting import waiting
from ingest.voices.encoder import is_installed
from ingest.web.client import without_secrets
from language.detection import LANGUAGES
from store.errors import Mistake
from store.queries import candidates, digests, episodes, insights, set_aside, shows, transcripts
from store.queries.models import readings
from store.queries.voices import hearings
from store.records.episodes import Episode
from store.records.insights import Candidate
from store.records.shows import Show

_HEARINGS = {
    "heard": "heard at their second",
    "other voice": "in another voice than was said",
    "other words": "where other words are said",
    "about": "not to be had",
}
_EXAMPLES = 2  # by judgement, not measured: enough to see what a reason means


def status(
    context: typer.Context,
    episode: Annotated[int | None, typer.Option(help="All about one episode.")] = None,
    show: Annotated[str | None, typer.Option(help="The episodes of one show.")] = None,
    form: Annotated[
        OutputForm, typer.Option("--format", help="JSON is of all shows, for a monitor.")
    ] = OutputForm.TEXT,
) -> None:
    """Show the state of each show, and what failed and why."""
    face = frame(context)
    if form is OutputForm.JSON:
        if episode is not None or show is not None:
            raise Mistake("--format json tells all shows: leave out --episode and --show")
        typer.echo(json.dumps(_record(face), ensure_ascii=False, indent=1))
    elif episode is not None:
        _tell_episode(face, episode)
    elif show is not None:
        _tell_show(face, show)
    else:
        _tell_all(face)


def _record(face: Frame) -> dict[str, object]:
    """All shows with their counts and health, and the episodes whose last try failed."""
    with face.store.read() as connection:
        followed = shows.all_shows(connection)
        counts = episodes.counts(connection)
        troubled = episodes.troubled(connection)
        last = digests.days(connection, face.reader.id)[:1]
        had = timetable.had(connection, face.reader)
    return {
        "at": wording.iso(face.clock()),
        "newest_five": last[0].isoformat() if last else None,
        "last_morning": had.isoformat() if had else None,
        "shows": [_show_record(face, one, counts.get(one.id, {})) for one in followed],
        "troubled": [
            {
                "episode_id": one.id,
                "show": one.show,
                "title": one.feed.title,
                "stage": one.progress.stage.value,
                "error": one.progress.error,
                "attempts": one.progress.attempts,
                "retry_at": wording.iso(one.progress.retry_at),
                "given_up": one.progress.given_up,
            }
            for one in troubled
        ],
    }


def _show_record(face: Frame, one: Show, count: Mapping[str, int]) -> dict[str, object]:
    stands = health(one, face.clock(), face.reader.timezone)
    return {
        "id": one.id,
        "title": one.title,
        "feed": without_secrets(one.feed_url),
        "state": stands.state,
        "told": stands.sentence,
        "checked_at": wording.iso(one.checked_at),
        "episodes": dict(count),
    }


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
    notes: list[str] = []
    table = Table("id", "show", box=None, padding=(0, 2, 0, 0), pad_edge=False)  # so that names fit 80 columns
    for name in ("indexed", "waiting", "failed", "known"):
        table.add_column(name, justify="right")
    for name in ("checked", "feed"):
        table.add_column(name, no_wrap=True)
    for one in followed:
        n = counts.get(one.id, {})
        taken = sum(n.get(stage, 0) for stage in ("discovered", "fetched", "transcribed", "distilled"))
        failed = n.get("failed", 0)
        checked = f"{one.checked_at:%d %b %H:%M}" if one.checked_at else "never"
        row = (one.id, escape(one.title), n.get("indexed", 0), taken - failed, failed, n.get("known", 0), checked)
        stands = health(one, face.clock(), face.reader.timezone)
        table.add_row(*map(str, row), stands.state if stands.state in ("failing", "ended", "paused") else "ok")
        if stands.state != "fine":
            notes.append(f"{one.title}: {stands.sentence}")
    out.print(table)
    for line in notes:
        out.print(line, markup=False)
    for one_episode in troubled:
        out.print(f"✗ {_state(one_episode)}", markup=False)
    for one_episode in replaced:
        out.print(f"↻ {_state(one_episode)}", markup=False)
    if troubled:
        out.print("`cli.py retry` tries all of them again, `cli.py retry ID` one.")
    if missed and face.settings.llm:
        out.print(f"The model missed {plural(len(missed), 'episode')}, or a part: `cli.py retry` asks it again.")
    _tell_hearing(face)
    _tell_listening(face)
    _tell_models(face)


def _tell_hearing(face: Frame) -> None:
    """What recognises speech, and what cannot be done with talks in other languages."""
    with face.store.read() as connection:
        foreign = transcripts.by_language(connection)
    out.print(hears(face), markup=False)
    unheard = to_be_heard(face)
    if unheard:
        out.print(unheard, markup=False)
    if face.settings.voices == "auto" and not is_installed():
        out.print(
            "Who speaks is not told by voice: the package resemblyzer is missing (pip install --no-deps -r "
            "requirements-weights.txt).",
            markup=False,
        )
    if foreign and not face.settings.llm:
        told = ", ".join(f"{LANGUAGES.get(code, code)} {count}" for code, count in sorted(foreign.items()))
        out.print(
            f"Talks in other languages: {told}. Search finds them; without a language model no insights are drawn from "
            "them (`cli.py model list`).",
            markup=False,
        )


def _tell_listening(face: Frame) -> None:
    """How many quotes of the five were listened to, and what came of it."""
    with face.store.read() as connection:
        counts = hearings.counts(connection)
    if counts:
        told = ", ".join(f"{counts[key]} {words}" for key, words in _HEARINGS.items() if counts.get(key))
        out.print(f"Quotes of the five that were listened to: {told}.", markup=False)


def _tell_models(face: Frame) -> None:
    """How each model did, and what the one that is set has still to read."""
    with face.store.read() as connection:
        cards = readings.report_cards(connection)
    if cards:
        out.print("\n[bold]Models on your shows[/]")
    for line in report_card_lines(cards):
        out.print(line, markup=False)
    idle = idle_of(face)
    left = len(waiting(face.store, idle, face.clock())) if idle else 0
    if idle and left:
        of = f"{plural(left, 'episode')} of the last {plural(idle.days, 'day')}, written without a model"
        out.print(f"{idle.model} has still to read {of}.", markup=False)
        out.print("It does so in idle time, after `daily` and beside `serve`; `cli.py model rewrite` does it now.")


def _tell_show(face: Frame, wanted: str) -> None:
    found = face.show(wanted)
    with face.store.read() as connection:
        listed = episodes.of_show(connection, found.id)
    out.print(found.title, markup=False, style="bold")
    print_address(without_secrets(found.feed_url))
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
        known = known_episode(episodes.by_id(connection, episode_id), episode_id)
        found = insights.of_episode(connection, episode_id)
        refused = insights.refusals_of(connection, episode_id)
        weighed = candidates.of_episode(connection, episode_id)
        spans = transcripts.adverts_of(connection, episode_id)
        talk = transcripts.of_episode(connection, episode_id)
        aside = set_aside.of_episode(connection, episode_id)
        read = readings.of_episode(connection, episode_id)
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
    if talk and not read and not known.fell_back and all(cited.insight.kind == "quote" for cited in found):
        out.print("no model was asked: none was set when it was read")
    for reading in read:
        out.print(f"read by {reading_in_words(reading)}", markup=False)
        why = why_nothing(reading)
        if why and why not in (known.note or ""):
            out.print(f"nothing kept: {why}", markup=False)
    if refused:
        out.print(_refusals(refused, weighed))


def _refusals(refused: Mapping[str, int], weighed: Sequence[Candidate]) -> Table:
    """What was proposed and not kept, the most frequent reason first."""
    table = Table("refused", "why", "such as")
    for reason, count in sorted(refused.items(), key=lambda row: (-row[1], row[0])):
        examples = [f"“{each.headline}”" for each in weighed if each.outcome == reason][:_EXAMPLES]
        table.add_row(str(count), escape(reason), escape("\n".join(examples)))
    return table
