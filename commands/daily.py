"""ingest, daily: the morning and its first half, wired from the settings and told on the terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

import config
from commands.deliveries import Unsent, tell_deliveries
from commands.demo import world
from commands.frame import Frame, err, frame, out, plural
from commands.model.rehearing import heard_in_idle_time
from commands.model.rewriting import in_idle_time
from commands.outlets.sound import make_sound
from commands.progress import Bars
from commands.tools import open_tools
from commands.upkeep.backing_up import weekly_backup
from commands.voices.hearing import with_hearings
from digest.delivery import timetable
from digest.delivery.deliver import Delivery, deliver_due
from digest.morning import Intake, Steps, TodaysChoice, bring_in, choose_and_send, choose_today, morning
from digest.reader_day import due
from index.sync import bring_up
from ingest.artwork import take_artwork
from ingest.feeds.credentials import Seal
from ingest.feeds.scan import ScanReport, scan_shows
from ingest.pipeline import RunReport, work_off
from ingest.tools import Tools
from ingest.web.client import Web
from store.errors import EarmarkError
from store.lock import run_lock
from store.queries import episodes, transcripts
from store.records.insights import DEMO_ORIGIN
from store.records.readers import Reader

SendOnly = Annotated[bool, typer.Option("--send-only", help="Choose from what is there and send; look at no feed.")]
Everything = Annotated[bool, typer.Option("--all", help="Look at every feed, also those that asked for a pause.")]


def ingest(context: typer.Context, everything: Everything = False) -> None:
    """Scan all shows and take their new episodes."""
    face = frame(context)
    with intake_of(face, everything=everything) as intake:
        bring_in(intake, Terminal(face))
    _idle(face)


def daily(context: typer.Context, everything: Everything = False, send_only: SendOnly = False) -> None:
    """The whole morning: scan, take new episodes, choose the five, mail what is due."""
    face = frame(context)
    readers = config.readers(face.settings, face.store)
    teller = Terminal(face)
    failed: list[EarmarkError] = []
    if send_only:
        others = [reader for reader in readers if due(reader, face.clock())]
    else:
        own, *others = readers
        with _after_all(failed):
            morning(_steps(face, own, everything=everything), teller)
    for steps in [_steps(face, reader) for reader in others]:
        with _after_all(failed):
            choose_and_send(steps, teller)
    if not send_only:
        weekly_backup(face)
    if failed:
        raise failed[0]
    if not send_only:
        _idle(face)


def _idle(face: Frame) -> None:
    heard_in_idle_time(face)
    in_idle_time(face)


@contextmanager
def _after_all(failed: list[EarmarkError]) -> Iterator[None]:
    """One reader's mail that is refused keeps nobody else's back; it is said when all had their turn."""
    try:
        yield
    except Unsent as error:
        failed.append(error)


def _steps(face: Frame, reader: Reader, *, everything: bool = False) -> Steps[ScanReport, RunReport]:
    return Steps(
        intake=lambda: intake_of(face, everything=everything),
        choose=lambda: with_hearings(
            face, choose_today(face.store, reader, face.clock(), model_name=config.model_name(face.settings))
        ),
        deliver=lambda: _deliver(face, reader),
    )


def _deliver(face: Frame, reader: Reader) -> Sequence[Delivery]:
    """A day whose hour has come and of which nothing failed has had its morning."""
    now, base_url = face.clock(), face.settings.base_url
    told = deliver_due(face.store, reader, config.open_channels(face.settings, reader), now, base_url=base_url)
    if due(reader, now) and all(delivery.outcome != "failed" for delivery in told):
        with face.store.write() as connection:
            timetable.keep(connection, reader, now)
    make_sound(face, reader)  # last: clips are fetched, and the mail waits for nobody
    return told


@contextmanager
def intake_of(
    face: Frame, *, everything: bool = False, own_words: bool = False
) -> Iterator[Intake[ScanReport, RunReport]]:
    """`own_words`: of a library in which nobody writes, the demo's writer neither; it is told to nobody."""
    with ExitStack() as stack:
        stack.enter_context(run_lock(face.settings.data_dir, face.store.engine))
        if world.wanted(face):
            server = stack.enter_context(world.served(face))
            web = config.open_web(face.settings, world.host(face))
            known = world.follow(face, web, server)
            if not own_words:
                world.tell(known=known)
        else:
            web = config.open_web(face.settings)
        seal = config.open_seal(face.settings)
        tools = open_tools(face, web, own_words=own_words)
        yield Intake(
            scan=lambda: _scan(face, web, seal, everything=everything),
            take=lambda: _take(face, tools),
            mend=lambda: _mend_index(face, tools),
        )


def _scan(face: Frame, web: Web, seal: Seal, *, everything: bool) -> ScanReport:
    report = scan_shows(face.store, web, face.clock(), seal=seal, everything=everything)
    take_artwork(face.store, web, face.clock())
    return report


def _take(face: Frame, tools: Tools) -> RunReport:
    _try_settings(face, tools)
    world.follow_topic(face, lambda: tools.kit.embedder)
    with Bars(err) as bars:
        return work_off(tools, bars)


def _try_settings(face: Frame, tools: Tools) -> None:
    """Finds a wrong model name or a missing key before an hour of transcription, not after it."""
    with face.store.read() as connection:
        waiting = episodes.due(connection, face.clock())
    if waiting:
        _ = tools.model, tools.judge
    if waiting and face.settings.embedding_model:
        _ = tools.kit.embedder


def _mend_index(face: Frame, tools: Tools) -> int:
    """Rebuilds an index that lacks something: its folder was deleted or damaged, or another model is set."""
    with face.store.read() as connection:
        empty = not transcripts.episodes_with_chunks(connection)
    if empty:
        return 0
    with err.status("Looking at the search index…"):
        return bring_up(face.store, tools.library, config.model_name(face.settings), lambda: tools.kit.embedder)


class Terminal:
    """A morning's Teller for the terminal."""

    def __init__(self, face: Frame) -> None:
        self._face = face

    def scanned(self, scan: ScanReport) -> None:
        waiting = f", {scan.waiting} not due after earlier trouble" if scan.waiting else ""
        resting = f", {scan.resting} asked for a pause (`--all` looks at them)" if scan.resting else ""
        later = f", {scan.put_off} left for the next run because the hosts were slow" if scan.put_off else ""
        told = f"{plural(scan.checked, 'show')} checked, {plural(scan.new_episodes, 'new episode')}"
        out.print(f"{told}{waiting}{resting}{later}.", markup=False)
        for title in scan.moved:
            out.print(f"{title} has moved and is followed at its new address.", markup=False)
        for failure in scan.failures:
            err.print(f"✗ {failure.source}: {failure.error}", markup=False)

    def taken(self, run: RunReport) -> None:
        if not run.done and not run.failed:
            out.print(f"Nothing new to take.{self._tried_again()}")
            return
        failed = f", {len(run.failed)} failed (`cli.py status` says why)" if run.failed else ""
        out.print(f"{plural(len(run.done), 'episode')} taken{failed}.")
        with self._face.store.read() as connection:
            known = episodes.by_ids(connection, [episode.id for episode in run.done])
        for note, count in Counter(episode.note for episode in known.values() if episode.note).items():
            out.print(f"{plural(count, 'episode')}: {note}", markup=False)

    def _tried_again(self) -> str:
        with self._face.store.read() as connection:
            waiting = [episode for episode in episodes.troubled(connection) if not episode.progress.given_up]
        soonest = min((e.progress.retry_at for e in waiting if e.progress.retry_at), default=None)
        return f" {plural(len(waiting), 'episode')} to try again from {soonest:%H:%M} UTC." if soonest else ""

    def mended(self, episodes: int) -> None:
        if episodes:
            out.print(f"The search index was missing or out of date: rebuilt for {plural(episodes, 'episode')}.")

    def chosen(self, choice: TodaysChoice) -> None:
        digest = choice.digest
        if digest is None:
            nothing_new = "No new insight since the last five."
            out.print(nothing_new if choice.any_before else "There is no insight to choose from yet.")
            return
        already = ", chosen already" if choice.already else ""
        out.print(f"\n[bold]{plural(len(digest.picks), 'insight')} for {digest.day:%A, %d %B %Y}[/]{already}")
        for pick in digest.picks:
            out.print(f"  {pick.rank}. {pick.cited.insight.headline}", markup=False)
        out.print("[bold].venv/bin/python cli.py serve[/] shows them in the browser, [bold]cli.py digest[/] here.")
        if any(pick.cited.insight.origin == DEMO_ORIGIN for pick in digest.picks):
            out.print(world.WRITTEN)

    def delivered(self, deliveries: Sequence[Delivery]) -> None:
        tell_deliveries(deliveries, failures=["failed"])
