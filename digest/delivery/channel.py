"""What a way to the reader is, and what it is handed. Mail is one; another needs a name and two functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from digest.memory_words import Memory
from digest.threads.news import ThreadNews
from store.errors import EarmarkError
from store.records.readers import Digest, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A day's digest with all that is drawn around it. `base_url` is the page's address, `at` when it is sent.

    `answers` is the secret address under which the reader's presses are heard, None where nobody would hear them.
    `trial`: it is sent because a person wants to see whether it arrives.
    """

    digest: Digest
    reader: Reader
    memory: Memory = field(default_factory=Memory)
    news: Sequence[ThreadNews] = ()
    base_url: str
    at: datetime
    answers: str | None = None
    trial: bool = False


Leaving = Callable[[], None]
"""Called right before an edition can no longer be held back. It raises Overtaken where another run sends it."""


class Channel(Protocol):
    """One way to a reader. Deliveries are recorded under `name`, and sentences say it: "today's mail".

    `check` touches nothing outside: it raises NoAddress when the reader is not to be reached this way, Misconfigured
    when a setting cannot be right.

    `send` returns when the edition was accepted, with the sentence that tells the person. It raises Unanswered when
    that is not known, and Transient or Misconfigured when the edition was certainly not accepted. It calls `leaving`
    once, as late as it can: a run that is killed before has sent nothing. What that raises, it passes on.
    """

    @property
    def name(self) -> str: ...

    def check(self, reader: Reader) -> None: ...

    def send(self, edition: Edition, leaving: Leaving) -> str: ...


class NoAddress(EarmarkError):
    """The reader has no address for this channel."""


class Overtaken(EarmarkError):
    """Another run has taken the edition over and sends it."""


class Unanswered(EarmarkError):
    """The connection broke between handing the edition over and the answer: it may have been accepted."""
