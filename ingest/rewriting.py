"""Idle time: has the model read again what was written without one, newest first, while time and budget are to spare.

What stands stays until the model's own claims are proved; what readers saved, spoke on or were sent stays for good, by
the same rule as in every repeated step (store/queries/insights.py).
"""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.model.report.told import why_nothing
from ingest.model.report.witness import PutOff, Witness
from ingest.steps import STEPS, distilled_by, keep_distilled, reading_of
from ingest.tools import Tools, Watcher
from store import Store
from store.errors import Busy, EarmarkError, Transient, is_disk_full
from store.queries import episodes, transcripts
from store.queries.models import model_calls, readings
from store.records.episodes import Episode, Stage

log = logging.getLogger("earmark.rewriting")

# By judgement, not measured: new episodes come every hour, and find the lock free again after that.
LONGEST = timedelta(minutes=20)
# By judgement, not measured: a model that was away is not asked again about the same episode before that.
_REST = timedelta(days=1)
# By judgement, not measured: of the day's calls and money, so that what is new tomorrow morning finds the other half.
SPARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """What may be rewritten: by which model, how many days back, and within what a day may cost."""

    model: str
    days: int
    calls_per_day: int
    usd_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """`written`: the model's claims took their place; `unchanged`: it found nothing; `left` for later, and why."""

    written: tuple[Episode, ...] = ()
    unchanged: tuple[Episode, ...] = ()
    left: int = 0
    reason: str | None = None


def waiting(store: Store, idle: Idle, now: datetime) -> Sequence[Episode]:
    """The episodes that the model has still to read, newest first."""
    if idle.days == 0:
        return []
    with store.read() as connection:
        since, before = now - timedelta(days=idle.days), now - _REST
        ids = readings.unread(connection, idle.model, since=since, tried_before=before)
        known = episodes.by_ids(connection, ids)
    return [known[episode_id] for episode_id in ids if episode_id in known]


def rewrite(tools: Tools, idle: Idle, watcher: Watcher, turn: Callable[[], AbstractContextManager[None]]) -> Rewritten:
    """Reads them until all are read, time or budget is up, the model is away or a run wants its turn.

    `turn` keeps runs out while one episode is read; it raises Busy when one is under way. Raises Misconfigured and
    DiskFull.
    """
    began = tools.clock()
    todo = waiting(tools.store, idle, began)
    watcher.begin(len(todo))
    done: dict[bool, list[Episode]] = {True: [], False: []}
    reason = None
    for episode in todo:
        reason = _enough(tools, idle, began)
        if reason:
            break
        watcher.step(episode, f"read by {idle.model}")
        try:
            with turn():
                done[_read_again(tools, episode, watcher)].append(episode)
        except (PutOff, Busy) as error:
            reason = str(error)
            watcher.finish(episode, error)
            break
        watcher.finish(episode, None)
    left = len(todo) - len(done[True]) - len(done[False])
    return Rewritten(written=tuple(done[True]), unchanged=tuple(done[False]), left=left, reason=reason)


def _enough(tools: Tools, idle: Idle, began: datetime) -> str | None:
    if tools.clock() - began > LONGEST:
        return f"{LONGEST.total_seconds() / 60:.0f} minutes are over"
    return budget_spent(tools, idle)


def budget_spent(tools: Tools, idle: Idle) -> str | None:
    """Why idle work asks the model nothing more today; None where it may."""
    with tools.store.read() as connection:
        day = model_calls.since(connection, tools.clock() - timedelta(days=1))
    if day.calls >= SPARE * idle.calls_per_day or day.usd >= SPARE * idle.usd_per_day > 0:
        return f"half of the day's budget is used up ({day.calls} calls, ${day.usd:.2f})"
    return None


def _read_again(tools: Tools, episode: Episode, watcher: Watcher) -> bool:
    """Whether the model's claims took the place of what was there. Raises PutOff, noting it, when it is away."""
    if tools.model is None:
        return False
    with tools.store.read() as connection:
        transcript = transcripts.of_episode(connection, episode.id)
        spans = transcripts.adverts_of(connection, episode.id)
    witness = Witness(tools.model, may_wait=True)
    try:
        if transcript is None:
            raise PutOff("its transcript is gone")
        distilled = distilled_by(tools, episode, transcript, spans, witness)
    except PutOff:
        _note(tools, episode, witness)
        raise
    except Exception as error:
        if isinstance(error, EarmarkError) or is_disk_full(error):
            raise
        # One episode's surprise must not keep the others waiting for ever: it counts as read.
        log.exception("episode=%d step=rewrite unexpected", episode.id)
        _note(tools, episode, witness)
        return False
    if all(insight.kind == "quote" for insight in distilled.insights):
        reading = reading_of(witness, distilled, tools.clock())
        with tools.store.write() as connection:
            readings.keep(connection, episode.id, reading)
            episodes.annotate(connection, episode.id, why_nothing(reading), fell_back=episode.fell_back)
        return False
    keep_distilled(tools, episode, distilled, witness)
    _, index = STEPS[Stage.DISTILLED]
    try:
        index(tools, episode, watcher)
    except Transient as error:  # it stands at "distilled": the next run indexes it
        log.warning("episode=%d step=index error=%r", episode.id, str(error))
    log.info("episode=%d rewritten_by=%s", episode.id, witness.name)
    return True


def _note(tools: Tools, episode: Episode, witness: Witness) -> None:
    with tools.store.write() as connection:
        readings.keep(connection, episode.id, witness.reading({}, 0, tools.clock()))
