"""A run: takes each due episode through its remaining steps and notes what failed."""

import logging
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.exc import DBAPIError

from ingest import stages
from ingest.speech import enclosure
from ingest.steps import STEPS
from ingest.thread_upkeep import EVERY, tidy
from ingest.tools import Tools, Watcher
from store.database import explained
from store.errors import DiskFull, EarmarkError, Misconfigured, Transient, Unusable, is_disk_full
from store.queries import episodes
from store.records.episodes import Episode, Stage

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
    done: list[Episode] = []
    failed: list[tuple[Episode, Exception]] = []
    for episode in waiting:
        error = _take(tools, episode, watcher)
        watcher.finish(episode, error)
        if error is None:
            done.append(episode)
            if len(done) % EVERY == 0:
                _tidy(tools)
        else:
            failed.append((episode, error))
    _tidy(tools)
    return RunReport(done=tuple(done), failed=tuple(failed))


def _tidy(tools: Tools) -> None:
    tidy(tools.store, tools.library, lambda: tools.space, tools.clock(), lambda: tools.model)


def _sweep(tools: Tools) -> None:
    if tools.cache.exists() and not tools.keep_audio:
        with tools.store.read() as connection:
            enclosure.sweep(tools.cache, episodes.cached_files(connection), episodes.awaiting_fetch(connection))


def _take(tools: Tools, episode: Episode, watcher: Watcher) -> Exception | None:
    """Runs the episode's remaining steps; gives the error that stopped it, already noted on the episode."""
    while episode.progress.stage is not Stage.INDEXED:
        name, act = STEPS[episode.progress.stage]
        watcher.step(episode, name)
        began = monotonic()
        try:
            act(tools, episode, watcher)
        except Misconfigured:
            raise
        except EarmarkError as error:
            _note_failure(tools, episode, error, name)
            return error
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
            return surprise
        episode = _again(tools, episode)
        log.info(
            "episode=%d stage=%s seconds=%.1f show=%r title=%r",
            episode.id,
            episode.progress.stage,
            monotonic() - began,
            episode.show,
            episode.feed.title,
        )
    return None


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
