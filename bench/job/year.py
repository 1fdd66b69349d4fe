"""Lives a year of mornings in one process and says what grows: memory, open files, processor time, disk.

    python bench/job/year.py [--days 365] [--shows 30] [--every 10] [--model] [--month 30] [--keep DIR]

Shows are made up (tests/worlds/generated_shows.py), each with a new short episode every `--every` days, served on
loopback; each morning is `cli.py --now DAY daily` in this very process, which `serve` would begin anew each time, so
that whatever is left lying shows. With `--model` a server on loopback writes the claims, quoting what it is sent. A
line a month goes to standard error. The last line is JSON: `episodes, insights`, the months as lists, and `growth`, by
which each figure of the last month is more than the second's:
    rss_mb                 memory of the process when a month ends
    open_files, threads    most of a month, after a morning
    cpu_seconds            of a morning, all threads, the little servers among them; the median of a month
    statements             what the database is asked in a morning, the median: work that no busy machine changes
    database_kb_insight    the database without its journal, divided by the insights it has
    index_kb_insight       likewise data/index
"""

import argparse
import gc
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection, Engine, event  # noqa: E402

from config import open_impressions  # noqa: E402
from store import open_store  # noqa: E402 - found through the path above
from store.queries import insights  # noqa: E402
from tests.worlds.chat_server import serving  # noqa: E402
from tests.worlds.generated_shows import FIRST_DAY, Shows, broadcast  # noqa: E402
from tests.worlds.quoting_model import QuotingModel  # noqa: E402

MONTH = 30  # mornings
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    cpu_seconds: float
    statements: int
    rss_mb: float
    open_files: int
    threads: int
    insights: int
    database_kb: float
    index_kb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """See the docstring above."""

    rss_mb: float
    open_files: int
    threads: int
    cpu_seconds: float
    statements: float
    database_kb_insight: float
    index_kb_insight: float
    insights: int


@contextmanager
def arranged(folder: Path, shows: Shows, *, model: bool) -> Iterator[None]:
    """The world and the settings of this process."""
    before = dict(os.environ)
    with ExitStack() as stack:
        stack.enter_context(broadcast(shows))
        named = {"EARMARK_DATA_DIR": str(folder), "EARMARK_ALLOW_PRIVATE_HOSTS": shows.host, "EARMARK_VOICES": "off"}
        if model:
            server = stack.enter_context(serving(QuotingModel()))
            named |= {"EARMARK_LLM": "openai/quoting", "EARMARK_LLM_BASE_URL": server.url, "EARMARK_LLM_KEY": "none"}
            # Counted by the clock on the wall, by which a year lasts an hour.
            named |= {"EARMARK_LLM_CALLS_PER_DAY": "1000000"}
        os.environ.update(named)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def earmark(day: date, *arguments: str) -> None:
    """A command in this process. Raises RuntimeError where it fails."""
    from cli import main

    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        try:
            main(["--now", f"{day}T06:00:00Z", *arguments])
        except SystemExit as left:
            if left.code:
                raise RuntimeError(f"{arguments} on {day} ended with {left.code}") from left


def live(folder: Path, shows: Shows, days: int) -> Iterator[Morning]:
    # With a model the first quote, and what chooses it, may come in any month: loaded once, 0.2 GB, it is no growth.
    open_impressions().of(["Heat pumps fail in their first winter because nobody sizes the radiators."])
    for show in range(shows.count):
        earmark(FIRST_DAY, "add", shows.feed_url(show), "--newest", "0")
    for number in range(days):
        shows.day = FIRST_DAY + timedelta(days=number)
        with counted() as asked:
            began = process_time()
            earmark(shows.day, "daily")
            seconds = process_time() - began
        yield measured(folder, seconds, len(asked))


@contextmanager
def counted() -> Iterator[list[bool]]:
    """What any database is asked meanwhile: whether each was one of many at once."""
    asked: list[bool] = []

    def hear(_: Connection, __: object, ___: str, ____: object, _____: object, many: bool) -> None:
        asked.append(many)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def measured(folder: Path, cpu_seconds: float, statements: int) -> Morning:
    gc.collect()  # what is left lying is what nothing would clear away
    store = open_store(f"sqlite:///{folder / 'earmark.db'}")
    with store.read() as connection:
        count = len(insights.ids(connection))
        pages, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size")
        )
    store.close()
    return Morning(
        cpu_seconds=cpu_seconds,
        statements=statements,
        rss_mb=int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB,
        open_files=len(list(Path("/proc/self/fd").iterdir())),
        threads=threading.active_count(),
        insights=count,
        database_kb=pages * size / 1000,
        index_kb=sum(size_kb(file) for file in (folder / "index").rglob("*") if file.is_file()),
    )


def size_kb(file: Path) -> float:
    return file.stat().st_size / 1000


def month_of(mornings: Sequence[Morning]) -> Month:
    last = mornings[-1]
    return Month(
        rss_mb=round(last.rss_mb, 1),
        open_files=max(morning.open_files for morning in mornings),
        threads=max(morning.threads for morning in mornings),
        cpu_seconds=round(median(morning.cpu_seconds for morning in mornings), 3),
        statements=median(morning.statements for morning in mornings),
        database_kb_insight=round(last.database_kb / max(1, last.insights), 2),
        index_kb_insight=round(last.index_kb / max(1, last.insights), 2),
        insights=last.insights,
    )


def months_of(mornings: Iterator[Morning], *, length: int = MONTH) -> Iterator[Month]:
    """Each as soon as it is over; a last one that is not half as long is left out."""
    held: list[Morning] = []
    for morning in mornings:
        held.append(morning)
        if len(held) == length:
            yield month_of(held)
            held = []
    if len(held) * 2 >= length:
        yield month_of(held)


def growth(months: Sequence[Month]) -> dict[str, float]:
    """The last month's share above the second's; -0.1 is a tenth less."""
    second, last = asdict(months[1]), asdict(months[-1])
    return {name: round(last[name] / second[name] - 1, 3) for name in second if name != "insights"}


def tell(months: Iterator[Month]) -> Iterator[Month]:
    began = perf_counter()
    for number, month in enumerate(months, start=1):
        print(f"month {number:2} {perf_counter() - began:6.0f} s  {asdict(month)}", file=sys.stderr, flush=True)
        yield month


def year(folder: Path, shows: Shows, days: int, *, model: bool, month: int = MONTH) -> dict[str, object]:
    with arranged(folder, shows, model=model):
        months = list(tell(months_of(live(folder, shows, days), length=month)))
    return {"months": [asdict(month) for month in months], "growth": growth(months) if len(months) > 1 else {}}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--shows", type=int, default=30)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--month", type=int, default=MONTH)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        world = Shows(count=chosen.shows, every=chosen.every)
        where = chosen.keep or Path(temporary)
        print(json.dumps(year(where, world, chosen.days, model=chosen.model, month=chosen.month)))
