"""The morning: look at the feeds, take what is new, mend the index, choose the five, send them.

What brings episodes in stands beside this package, which may not import it: its steps come in as functions. What each
step came to is told as soon as it is known, for taking can last an hour.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from digest.delivery.deliver import Delivery
from digest.five.daily import choose_for
from digest.reader_day import day_of
from store import Store
from store.queries import digests
from store.records.readers import Digest, Reader

Scan = TypeVar("Scan")
Run = TypeVar("Run")
Scan_contra = TypeVar("Scan_contra", contravariant=True)
Run_contra = TypeVar("Run_contra", contravariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake(Generic[Scan, Run]):
    """What brings episodes in. `mend` gives how many episodes a rebuilt index holds, 0 when it lacked nothing."""

    scan: Callable[[], Scan]
    take: Callable[[], Run]
    mend: Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodaysChoice:
    """The day's digest, None when there is nothing to choose from; whether it was there `already`, or one before it."""

    digest: Digest | None
    already: bool
    any_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Scan, Run]):
    """A morning's steps. While the intake is open, no other run brings episodes in."""

    intake: Callable[[], AbstractContextManager[Intake[Scan, Run]]]
    choose: Callable[[], TodaysChoice]
    deliver: Callable[[], Sequence[Delivery]]


class Teller(Protocol[Scan_contra, Run_contra]):
    """Hears what each step came to."""

    def scanned(self, scan: Scan_contra) -> None: ...

    def taken(self, run: Run_contra) -> None: ...

    def mended(self, episodes: int) -> None: ...

    def chosen(self, choice: TodaysChoice) -> None: ...

    def delivered(self, deliveries: Sequence[Delivery]) -> None: ...


def bring_in(intake: Intake[Scan, Run], teller: Teller[Scan, Run]) -> None:
    """The first half, which also stands alone: nothing is chosen and nothing is sent."""
    teller.scanned(intake.scan())
    teller.taken(intake.take())
    teller.mended(intake.mend())


def morning(steps: Steps[Scan, Run], teller: Teller[Scan, Run]) -> None:
    """The whole of it. What one step raises keeps the later ones for the next run."""
    with steps.intake() as intake:
        bring_in(intake, teller)
    choose_and_send(steps, teller)


def choose_and_send(steps: Steps[Scan, Run], teller: Teller[Scan, Run]) -> None:
    """The second half, out of what has been brought in."""
    teller.chosen(steps.choose())
    teller.delivered(steps.deliver())


def choose_today(store: Store, reader: Reader, now: datetime, *, model_name: str) -> TodaysChoice:
    """The five of the reader's day, chosen now unless they were before; `model_name` says which vectors to compare."""
    with store.read() as connection:
        already = digests.of_day(connection, reader.id, day_of(reader, now)) is not None
        any_before = bool(digests.days(connection, reader.id))
    digest = choose_for(store, reader, now, model_name=model_name)
    return TodaysChoice(digest=digest, already=already, any_before=any_before)
