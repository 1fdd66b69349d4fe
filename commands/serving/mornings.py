"""The mornings beside the page: feeds looked at every hour, the five chosen and sent at each reader's hour."""

import logging
import subprocess
from dataclasses import replace
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

import config
from commands.demo import world
from commands.frame import Frame
from commands.model.rehearing import again_of
from commands.model.rewriting import idle_of
from commands.serving.children import begin, end, running
from digest.delivery import timetable
from digest.delivery.timetable import Tries
from ingest.rehearing import waiting as unheard
from ingest.rewriting import waiting
from store.errors import EarmarkError
from store.queries import shows
from store.records.readers import Reader

_log = logging.getLogger("earmark.mornings")

_TICK_SECONDS = 30  # by judgement, not measured: how late the five may come
_IDLE_EVERY_SECONDS = 600  # by judgement, not measured: how often what a model has still to read is looked for


class Mornings:
    """Open while the page is served. What it begins are processes of their own, and end with it."""

    def __init__(self, face: Frame) -> None:
        self._face = face
        self._tries = Tries()
        self._intake: subprocess.Popen[bytes] | None = None
        self._morning: subprocess.Popen[bytes] | None = None
        self._idle: subprocess.Popen[bytes] | None = None
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None}
        )
        self._scheduler.add_job(
            self._spoken_tick, IntervalTrigger(seconds=_TICK_SECONDS), next_run_time=datetime.now().astimezone()
        )
        self._scheduler.add_job(self._idle_work, IntervalTrigger(seconds=_IDLE_EVERY_SECONDS))

    def __enter__(self) -> "Mornings":
        self._scheduler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._scheduler.shutdown(wait=True)
        for child in (self._morning, self._intake, self._idle):
            end(child)

    def _spoken_tick(self) -> None:
        """A busy database or a full disk is logged, and the next tick tries again."""
        try:
            self.tick()
        except EarmarkError as error:
            _log.warning("morning put off reason=%r", str(error))

    def tick(self) -> None:
        """Begins what is due now: a look at the feeds, a morning, or nothing."""
        now = self._face.clock()
        self._reap(now)
        due = self._due(now)
        waits_since = (self._tries.waiting_since or now) if due else None
        self._tries = replace(self._tries, waiting_since=waits_since)
        if due and not running(self._morning) and timetable.may_begin(self._tries, now):
            _log.info("morning begun readers=%d", len(due))
            self._morning = begin(["daily", "--send-only"])
        elif timetable.intake_is_old(self._tries, now) and not running(self._intake):
            self._look_at_feeds(now)

    def _look_at_feeds(self, now: datetime) -> None:
        if world.wanted(self._face):  # nothing comes to the demo
            self._tries = replace(self._tries, intake_ended=now)
        else:
            self._intake = begin(["ingest"])

    def _due(self, now: datetime) -> list[Reader]:
        readers = config.readers(self._face.settings, self._face.store)
        with self._face.store.read() as connection:
            if not shows.all_shows(connection):
                return []
            return [one for one in readers if timetable.wants_morning(one, timetable.had(connection, one), now)]

    def _reap(self, now: datetime) -> None:
        """What ended since the last tick, and how."""
        if self._intake is not None and not running(self._intake):
            self._intake, self._tries = None, replace(self._tries, intake_ended=now)
        if self._morning is not None and not running(self._morning):
            failed = self._tries.failed + 1 if self._morning.returncode else 0
            _log.info("morning ended failed=%d", failed)
            self._morning, self._tries = None, replace(self._tries, failed=failed, failed_at=now if failed else None)

    def _idle_work(self) -> None:
        """Has what waits heard again or rewritten, unless the process before is at it still."""
        self._idle = idle_work(self._face, self._idle)


def idle_work(face: Frame, before: "subprocess.Popen[bytes] | None") -> "subprocess.Popen[bytes] | None":
    """A process that has what waits heard again, or else rewritten; none where nothing waits, or the one before."""
    if running(before):
        return before
    again = again_of(face)
    if again and unheard(face.store, again, face.clock()):
        return begin(["model", "hear-again"])
    idle = idle_of(face)
    if idle is None or not waiting(face.store, idle, face.clock()):
        return None
    return begin(["model", "rewrite"])
