"""Takes each due episode from where it stands to the index: acts, where stages decides.

A step's product and the new stage are committed together, so a kill at any moment costs at most the step in hand, and
every step may run twice. One run at a time, by a lock file that the system releases when the process dies.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from time import monotonic
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from index.answer import LanguageModel
from index.embedder import Embedder
from index.failures import BrokenIndex
from index.library import Library
from index.sync import index_episode
from ingest import audio, published, stages
from ingest.adverts import find_adverts
from ingest.extraction import distil
from ingest.recognition import Transcriber
from ingest.web import Web
from store import Store, episodes, insights, transcripts
from store.database import explained
from store.errors import Busy, DiskFull, EarmarkError, Misconfigured, Transient, Unusable, is_disk_full
from store.types import Episode, Fetch, Insight, Span, Stage, Transcript

TWICE_FOLLOWED = "known from another address of the show"

log = logging.getLogger("earmark.pipeline")


class Watcher(Protocol):
    """Hears how a run goes. All amounts are of the episode's current step; `total` may be unknown."""

    def begin(self, count: int) -> None: ...

    def step(self, episode: Episode, name: str) -> None: ...

    def advance(self, done: float, total: float | None, unit: str) -> None: ...

    def finish(self, episode: Episode, error: Exception | None) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the steps work with. The slow parts are built on first use: a run without news loads none of them."""

    store: Store
    web: Web
    cache: Path
    make_transcriber: Callable[[], Transcriber]
    make_embedder: Callable[[], Embedder]
    make_library: Callable[[], Library]
    make_model: Callable[[], LanguageModel | None]
    clock: Callable[[], datetime]
    max_audio_bytes: int
    keep_audio: bool = False

    @cached_property
    def transcriber(self) -> Transcriber:
        return self.make_transcriber()

    @cached_property
    def embedder(self) -> Embedder:
        return self.make_embedder()

    @cached_property
    def library(self) -> Library:
        return self.make_library()

    @cached_property
    def model(self) -> LanguageModel | None:
        return self.make_model()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """`done`: episodes that reached the index; `failed`: episodes whose step broke; both in this run."""

    done: tuple[Episode, ...] = ()
    failed: tuple[tuple[Episode, Exception], ...] = ()


@contextmanager
def run_lock(data_dir: Path) -> Iterator[None]:
    """One ingest at a time. Raises Busy when another run holds the lock."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise Busy("another run is under way: wait until it has ended, then try again") from error
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Misconfigured(f"EARMARK_DATA_DIR cannot be written ({error.strerror}): {data_dir}") from error
    try:
        yield
    finally:
        lock.release()


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
        else:
            failed.append((episode, error))
    return RunReport(done=tuple(done), failed=tuple(failed))


def _sweep(tools: Tools) -> None:
    if tools.cache.exists() and not tools.keep_audio:
        with tools.store.read() as connection:
            audio.sweep(tools.cache, episodes.cached_files(connection))


def _take(tools: Tools, episode: Episode, watcher: Watcher) -> Exception | None:
    """Runs the episode's remaining steps; gives the error that stopped it, already noted on the episode."""
    while episode.progress.stage is not Stage.INDEXED:
        name, act = _STEPS[episode.progress.stage]
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


def _fetch(tools: Tools, episode: Episode, watcher: Watcher) -> None:
    """The best published transcript that reads, else the audio."""
    for link in published.ranked(episode.feed.transcripts):
        try:
            page = tools.web.get(link.url)
            body = page.text
            mime_type = link.mime_type or page.mime_type
            published.read(body, mime_type, link.url, episode.feed.duration)
        except (Unusable, Transient) as error:
            log.warning("episode=%d transcript=%s set_aside=%r", episode.id, link.url, str(error))
            if isinstance(error, Transient) and episode.feed.audio_url is None:
                raise
            continue
        with tools.store.write() as connection:
            fetch = Fetch(kind="transcript", body=body, mime_type=mime_type, url=link.url)
            episodes.keep_fetch(connection, episode.id, fetch)
            episodes.advance(connection, episode.id, stages.succeed(Stage.FETCHED))
        return
    if episode.feed.audio_url is None:
        raise Unusable("the feed gives neither audio nor a transcript that can be read")
    name = audio.fetch_audio(
        tools.web,
        episode.feed.audio_url,
        tools.cache,
        episode.id,
        max_bytes=tools.max_audio_bytes,
        on_bytes=lambda done, total: watcher.advance(done, total, "bytes"),
    )
    with tools.store.write() as connection:
        episodes.keep_fetch(connection, episode.id, Fetch(kind="audio", body=name, url=episode.feed.audio_url))
        episodes.advance(connection, episode.id, stages.succeed(Stage.FETCHED))


def _transcribe(tools: Tools, episode: Episode, watcher: Watcher) -> None:
    """Reads the published transcript or recognises the audio, and marks the adverts."""
    with tools.store.read() as connection:
        fetched = episodes.fetched(connection, episode.id)
    path = tools.cache / fetched.body if fetched and fetched.kind == "audio" else None
    if fetched is None or (path and not path.exists()):
        with tools.store.write() as connection:
            episodes.advance(connection, episode.id, stages.restart(episode.progress))
        return
    if path:
        transcript = tools.transcriber.transcribe(
            path, on_seconds=lambda done, total: watcher.advance(done, total, "seconds")
        )
    else:
        transcript = published.read(fetched.body, fetched.mime_type, fetched.url, episode.feed.duration)
    with tools.store.write() as connection:
        transcripts.keep(connection, episode.id, transcript, find_adverts(transcript, episode.feed.chapters))
        episodes.drop_fetch(connection, episode.id)
        episodes.advance(connection, episode.id, stages.succeed(Stage.TRANSCRIBED))
    if path and not tools.keep_audio:
        path.unlink(missing_ok=True)


def _distil(tools: Tools, episode: Episode, _: Watcher) -> None:
    transcript, spans = _talk(tools, episode)
    distilled = distil(episode, transcript, spans, tools.clock(), model=tools.model)
    with tools.store.write() as connection:
        found, elsewhere = _own(connection, episode.id, distilled.insights)
        refused = distilled.refused | ({TWICE_FOLLOWED: elsewhere} if elsewhere else {})
        insights.keep(connection, episode.id, found, refused)
        episodes.annotate(connection, episode.id, distilled.note)
        episodes.advance(connection, episode.id, stages.succeed(Stage.DISTILLED))


def _own(connection: Connection, episode_id: int, found: Sequence[Insight]) -> tuple[list[Insight], int]:
    """The insights that no other episode holds, and how many one does: a show may be followed at two addresses."""
    known = insights.by_ids(connection, [insight.id for insight in found])
    taken = {insight_id for insight_id, cited in known.items() if cited.insight.episode_id != episode_id}
    own = [insight for insight in found if insight.id not in taken]
    return own, len(found) - len(own)


def _talk(tools: Tools, episode: Episode) -> tuple[Transcript, list[Span]]:
    with tools.store.read() as connection:
        transcript = transcripts.of_episode(connection, episode.id)
        spans = list(transcripts.adverts_of(connection, episode.id))
    if transcript is None:
        raise Unusable("its transcript is missing from the database: retry takes it again from the start")
    return transcript, spans


def _index(tools: Tools, episode: Episode, _: Watcher) -> None:
    try:
        index_episode(tools.store, tools.library, tools.embedder, episode.id, tools.clock())
    except BrokenIndex as error:
        raise Transient(str(error)) from error  # the next try finds it broken and rebuilds it
    with tools.store.write() as connection:
        episodes.advance(connection, episode.id, stages.succeed(Stage.INDEXED))


_Step = Callable[[Tools, Episode, Watcher], None]
_STEPS: dict[Stage, tuple[str, _Step]] = {
    Stage.DISCOVERED: ("fetch", _fetch),
    Stage.FETCHED: ("transcribe", _transcribe),
    Stage.TRANSCRIBED: ("find insights", _distil),
    Stage.DISTILLED: ("index", _index),
}
