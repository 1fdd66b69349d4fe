"""What every command stands in: settings, clock, store, logs, and what is said of an error."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from logging.handlers import RotatingFileHandler
from time import monotonic

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from sqlalchemy.exc import DBAPIError

import config
from store import Store
from store.database import explained
from store.errors import DiskFull, EarmarkError, Misconfigured, Mistake, is_disk_full
from store.queries import insights, shows
from store.queries.threads import threads
from store.records.episodes import Episode
from store.records.readers import Reader
from store.records.shows import Show
from store.records.threads import Thread

_WIDEST = 80  # columns; by judgement: longer lines of prose are hard to read, on however wide a terminal


def _console(*, stderr: bool = False) -> Console:
    """Words are wrapped for a person alone: what a program reads keeps its lines."""
    console = Console(highlight=False, soft_wrap=True, stderr=stderr)
    if console.is_terminal:
        return Console(highlight=False, width=min(console.width, _WIDEST), stderr=stderr)
    return console


out = _console()
err = _console(stderr=True)


def print_indented(text: str, indent: int, *, style: str = "") -> None:
    """Plain text, wrapped for a person under itself."""
    told = Text(text, style=style)
    if out.is_terminal:
        out.print(Padding(told, (0, 0, 0, indent)))
    else:
        out.print(Text(" " * indent) + told)


def print_address(url: str, *, indent: int = 0) -> None:
    """On one line however long it is, so that it can be pressed and copied."""
    out.print(" " * indent + url, markup=False, soft_wrap=True)


class OutputForm(StrEnum):
    """How a command prints what it found."""

    TEXT = "text"
    JSON = "json"


@dataclass
class Frame:
    """One invocation. `clock` starts at --now when that is given, so that a replay's times still go forward;
    `patience_ms` is how long a write waits for another program's, None for as long as a run does; `reader_name` whose
    five, saved and addresses are meant, None for the owner's.
    """

    settings: config.Settings
    clock: Callable[[], datetime]
    verbose: bool = False
    patience_ms: int | None = None
    reader_name: str | None = None

    @cached_property
    def store(self) -> Store:
        return config.open_store(self.settings, patience_ms=self.patience_ms)

    def close(self) -> None:
        """Lets go of the database, where it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def reader(self) -> Reader:
        return config.reader(self.settings, self.store, self.reader_name)

    def show(self, wanted: str) -> Show:
        """A followed show by its id, an address that it has or had, or a part of its title that fits no other."""
        with self.store.read() as connection:
            followed = shows.all_shows(connection)
            earlier = shows.by_url(connection, config.sealed_address(self.settings, wanted))
        if earlier:
            return earlier
        exact = [show for show in followed if wanted in (str(show.id), show.feed_url, show.title)]
        found = exact or [show for show in followed if wanted.lower() in show.title.lower()]
        if len(found) == 1:
            return found[0]
        if found:
            raise Mistake(f"{wanted!r} fits {len(found)} shows: give the id that `status` lists")
        raise Mistake(f"no followed show is called {wanted!r}: `status` lists them")

    def insight(self, wanted: str) -> str:
        """The id that `wanted` is, or of which it is the beginning that fits no other."""
        with self.store.read() as connection:
            known = insights.beginning(connection, wanted) if wanted else []
        if wanted in known:
            return wanted
        if len(known) > 1:
            raise Mistake(f"{wanted!r} begins several ids, such as {known[0]} and {known[1]}: give more of it")
        if not known:
            raise Mistake(f"there is no insight {wanted!r}: `export`, `digest --format json` and `thread ID` give ids")
        return known[0]

    def thread(self, wanted: int) -> Thread:
        """The thread, or the one that it was merged into."""
        with self.store.read() as connection:
            found = threads.by_id(connection, threads.survivor(connection, wanted), self.reader.id)
        if found is None:
            raise Mistake(f"there is no thread {wanted}: `threads` lists them")
        return found


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def ticking_from(start: datetime | None) -> Callable[[], datetime]:
    if start is None:
        return lambda: datetime.now(UTC)
    began = monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)


def parse_moment(text: str) -> datetime:
    """An ISO 8601 date or time; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Mistake(f"{text!r} is not a date: use a form such as 2026-06-01 or 2026-06-01T07:00:00Z") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def frame(context: typer.Context) -> Frame:
    """The frame that the callback in cli.py made."""
    found = context.find_object(Frame)
    assert found is not None  # noqa: S101 - the callback runs before every command
    return found


def start_logging(settings: config.Settings, *, verbose: bool) -> None:
    """One line an episode and stage, to DATA_DIR/earmark.log, and to the terminal with --verbose."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        to_file: logging.Handler = RotatingFileHandler(
            settings.data_dir / "earmark.log", maxBytes=5_000_000, backupCount=3, delay=True
        )
    except OSError as error:
        if is_disk_full(error):
            raise DiskFull from error
        raise Misconfigured(f"EARMARK_DATA_DIR cannot be used ({error.strerror}): {settings.data_dir}") from error
    to_file.setFormatter(logging.Formatter("%(asctime)s level=%(levelname)s log=%(name)s %(message)s"))
    ours = logging.getLogger("earmark")
    ours.setLevel(logging.INFO)
    ours.propagate = False
    for earlier in ours.handlers[:]:  # of a command before this one in the same process
        ours.removeHandler(earlier)
        earlier.close()
    ours.addHandler(to_file)
    if verbose:
        ours.addHandler(logging.StreamHandler(sys.stderr))
    logging.raiseExceptions = False  # a full disk is said once, by the command, not by each log line


def sentence(error: Exception) -> str:
    """What a person is told of it; what nobody expected is told in full in the log."""
    if isinstance(error, EarmarkError):
        return str(error)
    if is_disk_full(error):
        return str(DiskFull())
    told = explained(error) if isinstance(error, DBAPIError) else None
    if told:
        return str(told)
    logging.getLogger("earmark").error("unexpected", exc_info=error)
    said = str(error).strip().partition("\n")[0][:200]
    return f"something unexpected went wrong, told in full in earmark.log ({type(error).__name__}: {said})"


def known_episode(episode: Episode | None, episode_id: int) -> Episode:
    if episode is None:
        raise Mistake(f"there is no episode {episode_id}: `status --show` lists a show's episodes")
    return episode
