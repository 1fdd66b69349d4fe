"""Idle time: has the recogniser that is set hear again what a weaker one heard, newest first, while time is to spare.

The episode goes its whole way once more, from its audio on. What stands stays until the new transcript is there; what
readers saved, spoke on or were sent stays for good, by the same rule as in every repeated step.
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.rewriting import LONGEST, Idle, budget_spent
from ingest.speech.known import recogniser, recognisers
from ingest.steps import STEPS
from ingest.tools import Tools, Watcher
from store import Store
from store.errors import Busy, DiskFull, EarmarkError, Misconfigured, Unusable, is_disk_full
from store.queries import episodes, facts, shows, transcripts
from store.records.episodes import Episode, Progress, Stage

log = logging.getLogger("earmark.rehearing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What may be heard again: by which recogniser, how many days back; `model` is what reads it afterwards, if any."""

    recogniser: str
    days: int
    model: Idle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardAgain:
    """`failed` could not be heard again and are as they were; `left` for later, and why."""

    heard: tuple[Episode, ...] = ()
    failed: tuple[tuple[Episode, Exception], ...] = ()
    left: int = 0
    reason: str | None = None


def waiting(store: Store, again: Again, now: datetime) -> Sequence[Episode]:
    """The episodes that a weaker recogniser heard, and that were not tried before with this one, newest first. The
    demo's audio is not served then."""
    better = recogniser(again.recogniser)
    if better is None or again.days == 0:
        return []
    weaker = [each.source for each in recognisers()[: recognisers().index(better)]]
    with store.read() as connection:
        ids = transcripts.recognised_by(
            connection,
            weaker,
            since=now - timedelta(days=again.days),
            languages=better.languages,
        )
        found = episodes.by_ids(connection, ids)
        demo = {show.id for show in shows.all_shows(connection) if show.demo}
        own = [found[each] for each in ids if found[each].show_id not in demo]
        return [each for each in own if facts.get(connection, _tried(again, each.id)) is None]


def _tried(again: Again, episode_id: int) -> str:
    """The fact that it could not be heard again."""
    return f"unheard {again.recogniser} {episode_id}"


def hear_again(
    tools: Tools, again: Again, watcher: Watcher, turn: Callable[[], AbstractContextManager[None]]
) -> HeardAgain:
    """Hears them until all are heard, time or the model's budget is up, or a run wants its turn.

    `turn` keeps runs out while one episode is heard; it raises Busy when one is under way. Raises Misconfigured and
    DiskFull.
    """
    began = tools.clock()
    todo = waiting(tools.store, again, began)
    watcher.begin(len(todo))
    heard: list[Episode] = []
    failed: list[tuple[Episode, Exception]] = []
    reason = None
    for episode in todo:
        reason = _enough(tools, again, began)
        if reason:
            break
        try:
            with turn():
                error = _hear(tools, again, episode, watcher)
        except Busy as busy:
            reason = str(busy)
            break
        watcher.finish(episode, error)
        if error:
            failed.append((episode, error))
        else:
            heard.append(episode)
    left = len(todo) - len(heard) - len(failed)
    return HeardAgain(heard=tuple(heard), failed=tuple(failed), left=left, reason=reason)


def _enough(tools: Tools, again: Again, began: datetime) -> str | None:
    if tools.clock() - began > LONGEST:
        return f"{LONGEST.total_seconds() / 60:.0f} minutes are over"
    return budget_spent(tools, again.model) if again.model else None


def _hear(tools: Tools, again: Again, episode: Episode, watcher: Watcher) -> Exception | None:
    """What kept it from being heard again; it is then as it was, and is not tried again with this recogniser."""
    with tools.store.write() as connection:
        episodes.take_again(connection, episode.id)
    try:
        _all_steps(tools, episode.id, watcher)
    except (Misconfigured, DiskFull):
        _restore(tools, again, episode, tried=False)
        raise
    except Exception as error:
        if is_disk_full(error):
            raise DiskFull from error
        # One episode's surprise must not keep the others waiting for ever.
        known = isinstance(error, EarmarkError)
        log.warning("episode=%d heard_again=no error=%r", episode.id, str(error), exc_info=not known)
        _restore(tools, again, episode, tried=True)
        return error
    log.info("episode=%d heard_again_by=%s", episode.id, again.recogniser)
    return None


def _all_steps(tools: Tools, episode_id: int, watcher: Watcher) -> None:
    while True:
        with tools.store.read() as connection:
            episode = episodes.by_id(connection, episode_id)
        if episode is None:
            raise Unusable("its show was removed")
        if episode.progress.stage is Stage.INDEXED:
            return
        name, act = STEPS[episode.progress.stage]
        watcher.step(episode, name)
        act(tools, episode, watcher)


def _restore(tools: Tools, again: Again, episode: Episode, *, tried: bool) -> None:
    """As it was; where the new transcript is there already, the next run goes on with it."""
    with tools.store.write() as connection:
        now = episodes.by_id(connection, episode.id)
        if now and now.progress.stage in (Stage.DISCOVERED, Stage.FETCHED):
            episodes.drop_fetch(connection, episode.id)
            episodes.advance(connection, episode.id, Progress(stage=Stage.INDEXED))
        if tried:
            facts.put(connection, _tried(again, episode.id), tools.clock().isoformat())
