"""A run: takes each due episode through its remaining steps and notes what failed.

Where workers hear and read, an episode has two turns: one to be stored as a transcript, one to be stored as insights
and indexed. Each kind of turn comes in the order of the episodes, so that whatever an episode learns of earlier ones is
what it would learn with one worker.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic, sleep

from sqlalchemy.exc import DBAPIError

from ingest import stages
from ingest.speech import enclosure
from ingest.steps import STEPS, to_read
from ingest.thread_upkeep import EVERY, tidy
from ingest.tools import Tools, Watcher
from ingest.workers.ahead import FETCHED_AHEAD, Scout
from store.database import explained
from store.errors import DiskFull, EarmarkError, Misconfigured, Transient, Unusable, is_disk_full
from store.queries import episodes
from store.records.episodes import Episode, Stage

_LOOK_SECONDS = 0.1  # by judgement, not measured: between two looks at what the workers have done

log = logging.getLogger("earmark.pipeline")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """`done`: episodes that reached the index; `failed`: episodes whose step broke; both in this run."""

    done: tuple[Episode, ...] = ()
    failed: tuple[tuple[Episode, Exception], ...] = ()


def work_off(tools: Tools, watcher: Watcher) -> RunReport:
    """Takes every due episode as far as it goes. A failure of one is noted on it and the next one is taken.

    Raises Misconfigured and DiskFull at once: these are no episode's fault.
    """
    with tools.store.read() as connection:
        waiting = episodes.due(connection, tools.clock())
    _sweep(tools)
    watcher.begin(len(waiting))
    run = _Run(tools=tools, waiting=waiting, watcher=watcher)
    hands = tools.make_hands(len(waiting)) if waiting else None
    scout = Scout(
        store=tools.store, cache=tools.cache, waiting=waiting, ahead=tools.ahead, sources=tools.sources, hands=hands
    )
    try:
        if hands:
            tools.ahead.hear = scout.hear
            _side_by_side(run, scout, hands.count + FETCHED_AHEAD)
        else:
            _one_by_one(run, scout)
    finally:
        tools.ahead.hear = None
        scout.stop()
    _tidy(tools)
    return RunReport(done=tuple(run.done), failed=tuple(run.failed))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """The episodes of a run, and what became of them so far, in their order."""

    tools: Tools
    waiting: Sequence[Episode]
    watcher: Watcher
    done: list[Episode] = field(default_factory=list)
    failed: list[tuple[Episode, Exception]] = field(default_factory=list)

    def finish(self, episode: Episode, error: Exception | None) -> None:
        self.watcher.finish(episode, error)
        if error is None:
            self.done.append(episode)
            if len(self.done) % EVERY == 0:
                _tidy(self.tools)
        else:
            self.failed.append((episode, error))


def _one_by_one(run: _Run, scout: Scout) -> None:
    """Files of the next ones come meanwhile."""
    for at, episode in enumerate(run.waiting):
        scout.look(at + 1, at + 1 + FETCHED_AHEAD)
        _, error = _take(run.tools, episode, run.watcher, Stage.INDEXED)
        run.finish(episode, error)


def _side_by_side(run: _Run, scout: Scout, reach: int) -> None:
    """Workers are busy with as many as `reach` episodes from the first on that is not done."""
    stored: list[tuple[Episode, Exception | None]] = []
    for at, episode in enumerate(run.waiting):
        scout.look(at, at + reach)
        while len(stored) < min(at + reach, len(run.waiting)) and _next_is_to_be_stored(run, stored, at):
            stored.append(_store(run, scout, len(stored)))
            scout.look(at, at + reach)
        fresh, error = stored[at]
        if error is None:
            _, error = _take(run.tools, fresh, run.watcher, Stage.INDEXED)
        run.finish(episode, error)


def _next_is_to_be_stored(run: _Run, stored: Sequence[tuple[Episode, Exception | None]], at: int) -> bool:
    """Whether the next transcript is ready before the insights of the episode at `at` are. Waits for either."""
    ahead = run.tools.ahead
    while len(stored) > at:
        following = run.waiting[len(stored)]
        if ahead.is_heard(following.id) and not _may_name_speakers(run, following, stored[at:]):
            return True
        if stored[at][1] or ahead.is_read(run.waiting[at].id):
            return False
        sleep(_LOOK_SECONDS)
    return True


def _may_name_speakers(run: _Run, following: Episode, between: Sequence[tuple[Episode, Exception | None]]) -> bool:
    """Whether a voice in it may give one its name in insights that are not there yet, of an earlier episode."""
    open_shows = {episode.show_id for episode, error in between if error is None}
    return following.show_id in open_shows and not run.tools.ahead.is_published(following.id)


def _store(run: _Run, scout: Scout, at: int) -> tuple[Episode, Exception | None]:
    """The first turn: until the transcript is there."""
    fresh, error = _take(run.tools, run.waiting[at], run.watcher, Stage.TRANSCRIBED)
    if error is None and fresh.progress.stage is Stage.TRANSCRIBED:
        job = to_read(run.tools, fresh)
        if job:
            scout.read(at, job)
    return fresh, error


def _tidy(tools: Tools) -> None:
    tidy(tools.store, tools.library, lambda: tools.space, tools.clock(), lambda: tools.model)


def _sweep(tools: Tools) -> None:
    if tools.cache.exists() and not tools.keep_audio:
        with tools.store.read() as connection:
            enclosure.sweep(tools.cache, episodes.cached_files(connection), episodes.awaiting_fetch(connection))


def _take(tools: Tools, episode: Episode, watcher: Watcher, goal: Stage) -> tuple[Episode, Exception | None]:
    """Runs the episode's remaining steps up to `goal`; gives it as it is then, with the error that stopped it, already
    noted on it.
    """
    stages_in_order = list(Stage)
    while stages_in_order.index(episode.progress.stage) < stages_in_order.index(goal):
        name, act = STEPS[episode.progress.stage]
        watcher.step(episode, name)
        began = monotonic()
        try:
            act(tools, episode, watcher)
        except Misconfigured:
            raise
        except EarmarkError as error:
            _note_failure(tools, episode, error, name)
            return episode, error
        except Exception as error:
            if is_disk_full(error):
                raise DiskFull from error
            told = explained(error) if isinstance(error, DBAPIError) else None
            if told:  # the database is no episode's fault either
                raise told from error
            # One episode's surprise must not cost the morning: it is logged with its trace and tried again later.
            log.exception("episode=%d step=%s unexpected", episode.id, name)
            surprise = _surprise(error)
            _note_failure(tools, episode, surprise, name)
            return episode, surprise
        episode = _again(tools, episode)
        log.info(
            "episode=%d stage=%s seconds=%.1f show=%r title=%r",
            episode.id,
            episode.progress.stage,
            monotonic() - began,
            episode.show,
            episode.feed.title,
        )
    return episode, None


def _surprise(error: Exception) -> Transient:
    """Its first line only: databases repeat the whole statement with its values."""
    said = str(error).strip().partition("\n")[0][:200]
    return Transient(f"something unexpected, told in full in earmark.log ({type(error).__name__}: {said})")


def _again(tools: Tools, episode: Episode) -> Episode:
    with tools.store.read() as connection:
        fresh = episodes.by_id(connection, episode.id)
    if fresh is None:
        raise Unusable("its show was removed during the run")
    return fresh


def _note_failure(tools: Tools, episode: Episode, error: EarmarkError, step: str) -> None:
    progress = stages.fail(episode.progress, error, tools.clock())
    with tools.store.write() as connection:
        episodes.advance(connection, episode.id, progress)
    log.warning("episode=%d step=%s attempts=%d error=%r", episode.id, step, progress.attempts, str(error))
