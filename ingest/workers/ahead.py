"""What is done of later episodes while an earlier one has its turn. Their turns then take what is ready.

Whatever is made ahead is made of values, and is taken only where the turn would make it of the same ones. So a run ends
as if each episode had been taken after the other, however many are under way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from ingest.fetching import Brought, Sources, bring, fetch
from ingest.transcribing import (
    Hearer,
    Listened,
    Listening,
    OnPart,
    OnProgress,
    hangs_on_others,
    hotwords,
    keeper,
    sound_of,
    to_hear,
)
from ingest.transcripts.offers import Offer
from ingest.workers.hands import Coming, Hands
from ingest.workers.jobs import ReadTalk, ToHear, ToRead
from store import Store
from store.queries import episodes, recognised
from store.records.episodes import Episode, Stage

# Episodes, by judgement, not measured: their files lie in the cache folder, and are fetched again after a kill.
FETCHED_AHEAD = 2


class Stopped(Exception):
    """The run has ended, and nobody waits for the file any more."""


@dataclass(kw_only=True)
class Ahead:
    """What is ready or coming, by episode. `offers` are transcripts that were read and are not stored yet; `hear` is
    who hears in the run's place, where somebody does.
    """

    offers: dict[int, Offer | None] = field(default_factory=dict)
    brought: dict[int, Coming[Brought]] = field(default_factory=dict)
    heard: dict[int, tuple[Listening, Coming[Listened]]] = field(default_factory=dict)
    read: dict[int, Coming[ReadTalk]] = field(default_factory=dict)
    hear: Hearer | None = None

    def is_heard(self, episode_id: int) -> bool:
        """Whether an episode's turn to be stored would wait for nothing that is under way."""
        brought, heard = self.brought.get(episode_id), self.heard.get(episode_id)
        return (brought is None or brought.future.done()) and (heard is None or heard[1].future.done())

    def is_published(self, episode_id: int) -> bool:
        """Whether its transcript is known to come without being heard, so that no voice is told in it."""
        brought = self.brought.get(episode_id)
        if brought is None or not brought.future.done() or brought.future.exception():
            return False
        taken = brought.future.result().fetch
        return taken.kind == "transcript" and taken.audio_file is None

    def is_read(self, episode_id: int) -> bool:
        read = self.read.get(episode_id)
        return read is None or read.future.done()


@dataclass(kw_only=True)
class Scout:
    """Goes ahead through the episodes of a run; without `hands` it only fetches."""

    store: Store
    cache: Path
    waiting: Sequence[Episode]
    ahead: Ahead
    sources: Callable[[Episode], Sources]
    hands: Hands | None = None
    stopped: bool = False
    _seen: int = 0

    def look(self, first: int, until: int) -> None:
        """Begins with the episodes from the place `first` to before `until`, as far as it has not begun with them."""
        self._seen = max(self._seen, first)
        while self._seen < min(until, len(self.waiting)):
            episode = self.waiting[self._seen]
            if episode.progress.stage is Stage.DISCOVERED:
                self._fetch(self._seen, episode)
            elif episode.progress.stage is Stage.FETCHED and self.hands:
                self._hear(self._seen, episode, None)
            self._seen += 1

    def _fetch(self, order: int, episode: Episode) -> None:
        coming: Coming[Brought] = Coming()
        self.ahead.brought[episode.id] = coming
        Thread(target=self._bring, args=(order, episode, coming), name="fetch", daemon=True).start()

    def _bring(self, order: int, episode: Episode, coming: Coming[Brought]) -> None:
        def told(done: float, total: float | None) -> None:
            if self.stopped:
                raise Stopped
            coming.progress(done, total)

        try:
            brought = bring(self.store, self.sources(episode), episode, told)
            if self.hands and brought.fetch.kind == "audio" and not brought.found.sketches:
                # Nothing of an earlier episode can change it: it is stored now, so that what is heard can be, too.
                fetch(self.store, self.sources(episode), episode, told, brought)
            if self.hands:
                self._hear(order, episode, brought)
        except Exception as error:  # noqa: BLE001 - raised where the episode has its turn
            coming.future.set_exception(error)
        else:
            coming.future.set_result(brought)

    def _hear(self, order: int, episode: Episode, brought: Brought | None) -> None:
        """Begins to hear what was fetched, unless that hangs on episodes before it."""
        with self.store.read() as connection:
            fetched = episodes.fetched(connection, episode.id)
        taken = fetched or (brought.fetch if brought else None)
        path = sound_of(taken, self.cache) if taken else None
        offer = brought.found.best if brought else None
        unread = fetched is not None and fetched.kind == "transcript" and offer is None
        if path is None or unread or (offer and hangs_on_others(episode, offer)) or not path.exists():
            return
        keep = keeper(self.store, episode.id) if fetched else _forget
        self.ahead.heard[episode.id] = self._handed(order, episode, path, offer, keep)

    def _handed(
        self, order: int, episode: Episode, path: Path, offer: Offer | None, keep: OnPart
    ) -> tuple[Listening, Coming[Listened]]:
        assert self.hands is not None  # noqa: S101 - asked by those who call
        first = to_hear(self.store, episode, path, offer)
        again = lambda: ToHear(listening=to_hear(self.store, episode, path, offer))  # noqa: E731
        return first, self.hands.hand_out(order, again, lambda part: keep(part.source, part.heard))

    def hear(self, listening: Listening, on_part: OnPart, on_progress: OnProgress) -> Listened:
        """In an episode's turn, as ingest.transcribing wants it: what was heard ahead, where it is of the same."""
        episode = listening.episode
        ready = self.ahead.heard.pop(episode.id, None)
        if ready and _same(ready[0], listening):
            return ready[1].wait(on_progress)
        if ready and not ready[1].future.cancel():
            ready[1].future.exception()  # it is waited for: its worker has nothing else in hand
            with self.store.write() as connection:
                recognised.drop(connection, episode.id)
        _, coming = self._handed(0, episode, listening.path, listening.offer, on_part)
        return coming.wait(on_progress)

    def read(self, order: int, job: ToRead) -> None:
        """Begins to read a talk that is stored."""
        if self.hands:
            self.ahead.read[job.episode.id] = self.hands.hand_out(order, lambda: job)

    def stop(self) -> None:
        self.stopped = True
        if self.hands:
            self.hands.close()


def _forget(source: str, part: object) -> None:
    """What is heard before its fetch is stored is kept by nobody."""


def _same(one: Listening, other: Listening) -> bool:
    """Whether the same is heard; what the episode's stage is, and how much was heard before, makes no difference."""

    def what(each: Listening) -> tuple[object, ...]:
        return each.path, each.offer, each.episode.id, each.episode.feed.duration, hotwords(each.episode)

    return what(one) == what(other)
