"""What the steps of an episode work with, and who hears how a run goes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from index.chat import LanguageModel
from index.library.library import Library
from index.memory.archive import KeptArchive
from index.threads.followed import Followed
from index.threads.topic_space import Space
from ingest.fetching import Sources
from ingest.web.client import Access, Web
from ingest.workers.ahead import Ahead
from ingest.workers.hands import Hands
from ingest.workers.jobs import Kit
from store import Store
from store.records.episodes import Episode


class Watcher(Protocol):
    """Hears how a run goes. All amounts are of the episode's current step; `total` may be unknown."""

    def begin(self, count: int) -> None: ...

    def step(self, episode: Episode, name: str) -> None: ...

    def advance(self, done: float, total: float | None, unit: str) -> None: ...

    def finish(self, episode: Episode, error: Exception | None) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the steps work with. The slow parts are built on first use: a run without news loads none of them.

    `kit` is what this process hears and reads with; workers have one of their own.
    """

    store: Store
    web: Web
    cache: Path
    kit: Kit
    make_library: Callable[[], Library]
    make_model: Callable[[], LanguageModel | None]
    make_judge: Callable[[], LanguageModel | None]
    clock: Callable[[], datetime]
    max_audio_bytes: int
    keep_audio: bool = False
    check_times: str = "auto"
    second_look: bool = True  # the model looks at its claims again, where no judge does
    # How the show with an id wants to be asked.
    access: Callable[[int], Access | None] = lambda show_id: None
    # For so many episodes; None where this process does all by itself.
    make_hands: Callable[[int], Hands | None] = lambda count: None
    ahead: Ahead = field(default_factory=Ahead)

    def sources(self, episode: Episode) -> Sources:
        return Sources(
            web=self.web,
            access=self.access(episode.show_id),
            cache=self.cache,
            max_audio_bytes=self.max_audio_bytes,
            check_times=self.check_times,
        )

    @cached_property
    def library(self) -> Library:
        return self.make_library()

    @cached_property
    def space(self) -> Space:
        return Space(self.library, self.kit.embedder.name)

    @cached_property
    def followed(self) -> Followed:
        return Followed(self.store, self.kit.embedder)

    @cached_property
    def archive(self) -> KeptArchive:
        return KeptArchive(self.kit.embedder.name)

    @cached_property
    def model(self) -> LanguageModel | None:
        return self.make_model()

    @cached_property
    def judge(self) -> LanguageModel | None:
        return self.make_judge()
