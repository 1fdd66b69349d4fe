"""Measures an installation of any size: searching, the page's memory, ingest, rebuilding the index, joining threads.

    python bench/scale.py --passages 100000 --insights 20000 [--keep DIR] [--chroma URL] [--database URL]

The archive is made up (bench/sets/large.py) from the demo's talk with changed words and vectors that lie as near to
each other as the demo's do; it says how long things take, nothing of their quality. `--keep` keeps it there for the
next time; without `--chroma` vectors are embedded in the process that asks. The machine is seldom alone, so that each
time is told twice: by the clock, and of the processor, with the waiting of threads left out. The last line is JSON:

    passages, insights, database_mb, index_mb
    reindex            s, cpu_s, mb: rebuilding the index from the store, and the most memory of that process
    relations_cpu_s    of that, finding anew what each insight repeats
    search             p50_ms, p95_ms, cpu_p50_ms, cpu_p95_ms of 200 searches for ten results in a process of its own,
                       after ten to warm up; open_s, cpu_open_s until the first was answered; mb: its memory at the end
    joining_cpu_ms     of an insight that joins a thread, of 50 that come together
    ingest             episodes_a_minute, cpu_s_each: published transcripts of 20 minutes through the whole pipeline,
                       after one that loads what is needed; mb: most memory of that process
    three_hours_mb     most memory of a process that takes one published transcript of three hours
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from sqlalchemy import delete

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import config  # noqa: E402 - found through the path above
from bench.job.episode import Told, discover, served, tools_for  # noqa: E402
from bench.job.episode import timed as cpu_timed  # noqa: E402
from bench.sets import large  # noqa: E402
from index import sync  # noqa: E402
from index.memory import relations  # noqa: E402
from index.search.search import Search  # noqa: E402
from index.threads import growth  # noqa: E402
from index.threads.topic_space import Space  # noqa: E402
from ingest.pipeline import work_off  # noqa: E402
from store.queries import insights, transcripts  # noqa: E402
from store.schema.threads import thread_members  # noqa: E402

_SEARCHES, _WARMING, _JOINING = 200, 10, 50
_PAGES, _PAGE_WORDS, _LONG_WORDS = 6, 3_000, 27_000  # words; three hours of talk have 27,000
Figures = dict[str, object]


def settings_of(folder: Path, chroma: str | None, database: str | None) -> config.Settings:
    given = {"data_dir": folder, "chroma_url": chroma, "database_url": database}
    return config.Settings(_env_file=None, allow_private_hosts=frozenset({"127.0.0.1"}), **given)  # type: ignore[call-arg, arg-type]


def peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def held_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    began, busy = perf_counter(), process_time()
    act()
    return perf_counter() - began, process_time() - busy


def fill(settings: config.Settings, wanted: large.Wanted) -> Figures:
    store = config.open_store(settings)
    with store.read() as connection:
        there = bool(transcripts.episodes_with_chunks(connection))
    if not there:
        large.Filling(store, large.demo_talks(ROOT), config.open_embedder(settings)).fill(wanted)
    with store.read() as connection:
        held = sum(transcripts.episodes_with_chunks(connection).values()), insights.count(connection)
    store.close()
    return {"passages": held[0], "insights": held[1], "database_mb": _size_mb(settings.data_dir, "earmark.db*")}


def reindex(settings: config.Settings) -> Figures:
    store, library = config.open_store(settings), config.open_library(settings)
    embedder = config.open_embedder(settings)
    relating: list[float] = []
    relations.relate_all = cpu_timed(relations.relate_all, relating)  # type: ignore[assignment]

    def tell(done: int, total: int) -> None:
        if done % 1000 == 0:
            print(f"{done:,} of {total:,} episodes indexed", file=sys.stderr)

    seconds, cpu = timed(lambda: sync.rebuild(store, library, embedder, tell))
    told: Figures = {"s": round(seconds, 1), "cpu_s": round(cpu, 1), "mb": peak_mb()}
    return {
        "reindex": told,
        "relations_cpu_s": round(sum(relating), 1),
        "index_mb": _size_mb(settings.data_dir / "index", "*"),
    }


def search(settings: config.Settings) -> Figures:
    """As the page searches: the same parts, opened in this process alone."""
    words = large.Words(8)
    said = [segment.text for talk in large.demo_talks(ROOT) for segment in talk.segments]
    queries = [" ".join(words.changed(text).split()[:9]) for text in said if len(text.split()) > 5]
    store = config.open_store(settings)
    asked = Search(store, config.open_library(settings), config.open_embedder(settings))
    opened, cpu_opened = timed(lambda: asked.find(queries[0], limit=10))
    took = [timed(partial(asked.find, query, limit=10)) for query in queries[1 : _SEARCHES + _WARMING]]
    clock, cpu = np.percentile(np.array(took[_WARMING:]) * 1000, [50, 95], axis=0).T
    told = {"p50_ms": clock[0], "p95_ms": clock[1], "cpu_p50_ms": cpu[0], "cpu_p95_ms": cpu[1]}
    told |= {"open_s": opened, "cpu_open_s": cpu_opened}
    return {"search": {name: round(float(value), 1) for name, value in told.items()} | {"mb": held_mb()}}


def joining(settings: config.Settings) -> Figures:
    """Some leave their threads and join as if they had just come; nothing of it is kept."""
    store, library = config.open_store(settings), config.open_library(settings)
    space = Space(library, config.model_name(settings))
    with store.engine.connect().execution_options(earmark_begin="BEGIN IMMEDIATE") as connection:
        fresh = insights.some_ids(connection, _JOINING)
        connection.execute(delete(thread_members).where(thread_members.c.insight_id.in_(fresh)))
        space.refresh(connection)
        space.near(connection, insights.some_ids(connection, _JOINING + 1)[-1:])  # the index is opened
        _, took = timed(lambda: growth.place(connection, space, fresh, large.NOW))
        connection.rollback()
    return {"joining_cpu_ms": round(1000 * took / len(fresh), 2)}


def ingest(settings: config.Settings) -> Figures:
    with tempfile.TemporaryDirectory() as pages:
        large.changed_pages(large.demo_talks(ROOT), Path(pages), _PAGES + 1, _PAGE_WORDS)
        first, *others = sorted(Path(pages).glob("*.html"))
        host = served(Path(pages))
        store, tools = _tools(settings, host)
        discover(store, host, [first])
        work_off(tools, Told())
        discover(store, host, others)
        seconds, cpu = timed(lambda: work_off(tools, Told()))
    each = {"episodes_a_minute": round(60 * _PAGES / seconds, 1), "cpu_s_each": round(cpu / _PAGES, 2)}
    return {"ingest": each | {"mb": peak_mb()}}


def three_hours(_: config.Settings) -> Figures:
    with tempfile.TemporaryDirectory() as made:
        large.changed_pages(large.demo_talks(ROOT), Path(made) / "pages", 1, _LONG_WORDS)
        host = served(Path(made) / "pages")
        store, tools = _tools(settings_of(Path(made) / "data", None, None), host)
        discover(store, host, sorted((Path(made) / "pages").glob("*.html")))
        work_off(tools, Told())
    return {"three_hours_mb": peak_mb()}


def _tools(settings: config.Settings, host: str):  # type: ignore[no-untyped-def] # noqa: ANN202
    settings = settings.model_copy(update={"allow_private_hosts": frozenset({host})})
    store = config.open_store(settings)
    return store, tools_for(settings, store, config.open_embedder(settings))


def _size_mb(folder: Path, pattern: str) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file()) / 1e6)


_PARTS = {part.__name__: part for part in (reindex, search, joining, ingest, three_hours)}


def apart(part: str, folder: Path, chosen: argparse.Namespace) -> Figures:
    """Each part in a process of its own, so that one's memory is not another's."""
    given = ["--chroma", chosen.chroma] if chosen.chroma else []
    given += ["--database", chosen.database] if chosen.database else []
    command = [sys.executable, __file__, "--only", part, "--keep", str(folder), *given]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - ourselves
    print(f"{part}: {done.stdout.strip()}", file=sys.stderr)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(folder: Path, chosen: argparse.Namespace) -> Figures:
    settings = settings_of(folder, chosen.chroma, chosen.database)
    figures = fill(settings, large.Wanted(passages=chosen.passages, insights=chosen.insights))
    for part in _PARTS:
        if part != "reindex" or config.open_library(settings).mark() is None:
            figures |= apart(part, folder, chosen)
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--insights", type=int, default=2_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--chroma")
    parser.add_argument("--database")
    parser.add_argument("--only", choices=[*_PARTS], help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.only:
        print(json.dumps(_PARTS[told.only](settings_of(told.keep, told.chroma, told.database))))
    elif told.keep:
        told.keep.mkdir(parents=True, exist_ok=True)
        print(json.dumps(measure(told.keep, told)))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps(measure(Path(temporary), told)))
