"""ingest, daily: what brings episodes in."""

from collections import Counter
from contextlib import ExitStack
from typing import Annotated

import typer

import config
from commands import demo_world
from commands.deliveries import tell_deliveries
from commands.frame import Frame, err, frame, out, plural
from commands.progress import Bars
from digest.delivery.deliver import deliver_due
from digest.five.daily import choose_for
from digest.reader_day import day_of
from index.sync import behind, rebuild
from ingest.feeds.credentials import access_to
from ingest.feeds.scan import ScanReport, scan_shows
from ingest.language_model import LiteLLM
from ingest.pipeline import RunReport, work_off
from ingest.tools import Tools
from ingest.web.client import Web
from store.lock import run_lock
from store.queries import digests, episodes, transcripts

Everything = Annotated[bool, typer.Option("--all", help="Look at every feed, also those that asked for a pause.")]


def ingest(context: typer.Context, everything: Everything = False) -> None:
    """Scan all shows and take their new episodes."""
    _ingest(frame(context), everything=everything)


def daily(context: typer.Context, everything: Everything = False) -> None:
    """The whole morning: scan, take new episodes, choose the five, mail what is due."""
    face = frame(context)
    _ingest(face, everything=everything)
    _choose(face)
    _deliver(face)


def _choose(face: Frame) -> None:
    now = face.clock()
    with face.store.read() as connection:
        chosen_before = digests.of_day(connection, face.reader.id, day_of(face.reader, now)) is not None
        any_before = bool(digests.days(connection, face.reader.id))
    digest = choose_for(face.store, face.reader, now, model_name=config.model_name(face.settings))
    if digest is None:
        out.print("No new insight since the last five." if any_before else "There is no insight to choose from yet.")
        return
    already = ", chosen already" if chosen_before else ""
    out.print(f"\n[bold]{plural(len(digest.picks), 'insight')} for {digest.day:%A, %d %B %Y}[/]{already}")
    for pick in digest.picks:
        out.print(f"  {pick.rank}. {pick.cited.insight.headline}", markup=False)
    out.print("[bold].venv/bin/python cli.py serve[/] shows them in the browser, [bold]cli.py digest[/] here.")


def _ingest(face: Frame, *, everything: bool) -> None:
    with ExitStack() as stack:
        stack.enter_context(run_lock(face.settings.data_dir))
        if demo_world.wanted(face):
            server = stack.enter_context(demo_world.served(face))
            web = config.open_web(face.settings, demo_world.host(face))
            demo_world.follow(face, web, server)
        else:
            web = config.open_web(face.settings)
        seal = config.open_seal(face.settings)
        _tell_scan(scan_shows(face.store, web, face.clock(), seal=seal, everything=everything))
        tools = _tools(face, web)
        _try_settings(face, tools)
        with Bars(err) as bars:
            report = work_off(tools, bars)
        _tell_run(face, report)
        _mend_index(face, tools)


def _try_settings(face: Frame, tools: Tools) -> None:
    """Finds a wrong model name or a missing key before an hour of transcription, not after it."""
    with face.store.read() as connection:
        waiting = episodes.due(connection, face.clock())
    if waiting:
        _ = tools.model, tools.judge
    if waiting and face.settings.embedding_model:
        _ = tools.embedder


def _mend_index(face: Frame, tools: Tools) -> None:
    """Rebuilds an index that lacks something: its folder was deleted or damaged, or another model is set."""
    with face.store.read() as connection:
        empty = not transcripts.episodes_with_chunks(connection)
    if not empty and behind(face.store, tools.library, config.model_name(face.settings)):
        with err.status("Rebuilding the search index…"):
            count = rebuild(face.store, tools.library, tools.embedder)
        out.print(f"The search index was missing or out of date: rebuilt for {plural(count, 'episode')}.")


def _tools(face: Frame, web: Web) -> Tools:
    settings = face.settings
    seal = config.open_seal(settings)
    return Tools(
        store=face.store,
        web=web,
        cache=settings.cache_dir,
        make_transcriber=lambda: config.open_transcriber(settings),
        make_embedder=lambda: config.open_embedder(settings),
        make_library=lambda: config.open_library(settings),
        make_reading=config.open_reading,
        make_model=lambda: _checked(config.open_language_model(settings, face.store)),
        make_judge=lambda: _checked(config.open_judge(settings, face.store)),
        clock=face.clock,
        access=lambda show_id: access_to(face.store, seal, show_id),
        max_audio_bytes=settings.max_audio_mb * 1_000_000,
        keep_audio=settings.keep_audio,
        check_times=settings.check_times,
    )


def _checked(model: LiteLLM | None) -> LiteLLM | None:
    if model is not None:
        model.check()
    return model


def _tell_scan(report: ScanReport) -> None:
    waiting = f", {report.waiting} not due after earlier trouble" if report.waiting else ""
    resting = f", {report.resting} asked for a pause (`--all` looks at them)" if report.resting else ""
    later = f", {report.put_off} left for the next run because the hosts were slow" if report.put_off else ""
    told = f"{plural(report.checked, 'show')} checked, {plural(report.new_episodes, 'new episode')}"
    out.print(f"{told}{waiting}{resting}{later}.", markup=False)
    for title in report.moved:
        out.print(f"{title} has moved and is followed at its new address.", markup=False)
    for failure in report.failures:
        err.print(f"✗ {failure.source}: {failure.error}", markup=False)


def _tell_run(face: Frame, report: RunReport) -> None:
    if not report.done and not report.failed:
        with face.store.read() as connection:
            waiting = [episode for episode in episodes.troubled(connection) if not episode.progress.given_up]
        soonest = min((e.progress.retry_at for e in waiting if e.progress.retry_at), default=None)
        waits = f" {plural(len(waiting), 'episode')} to try again from {soonest:%H:%M} UTC." if soonest else ""
        out.print(f"Nothing new to take.{waits}")
        return
    failed = f", {len(report.failed)} failed (`cli.py status` says why)" if report.failed else ""
    out.print(f"{plural(len(report.done), 'episode')} taken{failed}.")
    with face.store.read() as connection:
        taken = episodes.by_ids(connection, [episode.id for episode in report.done])
    for note, count in Counter(episode.note for episode in taken.values() if episode.note).items():
        out.print(f"{plural(count, 'episode')}: {note}", markup=False)


def _deliver(face: Frame) -> None:
    channels = config.open_channels(face.settings)
    deliveries = deliver_due(face.store, face.reader, channels, face.clock(), base_url=face.settings.base_url)
    tell_deliveries(deliveries, failures=["failed"])
