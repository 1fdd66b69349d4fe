"""How quick, small, quiet and short the faces are, in a headless Chromium.

    python bench/faces.py --data DIR [--runs 5] [--only-pages]
    python bench/faces.py --data DIR --episodes 500 --insights 8000

DIR is a data folder that a daily job has filled; what is pressed is kept there, so give a copy. With --episodes and
--insights an empty DIR is filled with a made-up library first (bench/sets/large_library.py). Chromium and its driver
must be installed, and Selenium (tests/requirements.txt). The last line is JSON; times are medians in seconds:

    cold, warm     until the five stand: a server just started and an empty browser cache; both at work
    pages          each page until it stands and nothing runs
    first_load_mb  what the page's process holds after Today, before what a search needs is loaded beside it
    memory_mb      the same when that is loaded, and nothing was searched
    imports        of torch, chromadb, litellm: which Today has loaded by itself
    elsewhere      requests to other machines; errors: in the console, but for Streamlit's own probing of addresses
    mail_kb        the five as a message
    presses        of each task, beginning on Today; -1 where it could not be done
    load           the machine's load average before and after
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.sets.large_library import filled  # noqa: E402 - ours are found through the path above
from bench.walk.browser import Visit, memory_mb, serving, visiting  # noqa: E402
from bench.walk.states import addresses  # noqa: E402
from bench.walk.tasks import walk  # noqa: E402
from config import Settings, open_store  # noqa: E402
from digest.delivery.channel import Edition, Leaving  # noqa: E402
from digest.delivery.deliver import send_trial  # noqa: E402
from digest.delivery.mail import compose  # noqa: E402
from index.embedding.packaged_embedder import PACKAGED_NAME  # noqa: E402
from store import Store  # noqa: E402
from store.queries import digests, insights  # noqa: E402

_FIVE = "return document.querySelectorAll('h2 a[href*=\"insight?id=\"]').length >= arguments[0]"
_OWN = ("_stcore/host-config", "_stcore/health")  # Streamlit asks beside each address whether a server is there
_SLOW = ("torch", "chromadb", "litellm")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--episodes", type=int, default=0)
    parser.add_argument("--insights", type=int, default=0)
    parser.add_argument("--only-pages", action="store_true")
    told = parser.parse_args()
    told.data.mkdir(parents=True, exist_ok=True)
    store = open_store(Settings(data_dir=told.data))
    if told.episodes:
        filled(told.data, store, PACKAGED_NAME, episodes_wanted=told.episodes, insights_wanted=told.insights)
    five, words = _five(store), _words(store)
    record: dict[str, object] = {"load": [os.getloadavg()[0]]}
    if not told.only_pages:
        record |= _cold(told.data, told.runs, five) | {"imports": _imports(told.data), "mail_kb": _mail_kb(store)}
    with serving(told.data) as (home, pid), TemporaryDirectory() as profile, visiting(home, Path(profile)) as visit:
        record |= _warm(visit, told.runs, five, _addresses(told.data, words))
        record["memory_mb"] = round(memory_mb(pid))
        if not told.only_pages:
            record["presses"] = walk(visit, words)
        record["elsewhere"] = visit.asked_elsewhere()
        record["errors"] = [line for line in visit.errors() if not any(own in line for own in _OWN)]
    record["load"] = [*record["load"], os.getloadavg()[0]]  # type: ignore[misc]
    print(json.dumps(record))


def _five(store: Store) -> int:
    with store.read() as connection:
        digest = digests.latest(connection, 1)
    return len(digest.picks) if digest else 0


def _words(store: Store) -> str:
    """What some insight says first, to be looked for."""
    with store.read() as connection:
        found = insights.some_ids(connection, 1)
        return " ".join(insights.claims_of(connection, found)[found[0]][0].split()[:3])


def _addresses(data: Path, words: str) -> Sequence[str]:
    """Each page, those of one thing with the first of the five, its episode and show, and the largest thread."""
    known = addresses(data)
    alone = ["/search", f"/search?q={words.replace(' ', '+')}", "/threads", "/shows", "/saved", "/settings"]
    return [known.pop("today"), *alone, *known.values()]


def _cold(data: Path, runs: int, five: int) -> dict[str, float]:
    seconds, held = [], []
    for _ in range(runs):
        with serving(data) as (home, pid), TemporaryDirectory() as profile, visiting(home, Path(profile)) as visit:
            seconds.append(_until_five(visit, five))
            held.append(memory_mb(pid))
    return {"cold": round(median(seconds), 2), "first_load_mb": round(median(held))}


def _until_five(visit: Visit, five: int) -> float:
    began = time.perf_counter()
    visit.driver.get(f"{visit.home}/")
    visit.until(lambda: visit.driver.execute_script(_FIVE, five))
    return time.perf_counter() - began


def _warm(visit: Visit, runs: int, five: int, addresses: Sequence[str]) -> dict[str, object]:
    visit.go("/")
    warm = median(_until_five(visit, five) for _ in range(runs))
    pages = {}
    for address in addresses:
        visit.go(address)
        pages[address.partition("?")[0] + ("?" if "?" in address else "")] = round(
            median(visit.go(address) for _ in range(runs)), 2
        )
    return {"warm": round(warm, 2), "pages": pages}


def _imports(data: Path) -> list[str]:
    """Which slow libraries Today loads, in a process of its own that warms nothing beside it."""
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        f"AppTest.from_file({str(ROOT / 'app.py')!r}, default_timeout=120).run(); "
        f"print(*sorted(set({_SLOW!r}) & set(sys.modules)))"
    )
    known = {**os.environ, "EARMARK_DATA_DIR": str(data.resolve())}
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, env=known, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


class _Scales:
    """A channel that weighs what it is to send."""

    name = "mail"

    def __init__(self) -> None:
        self.kb = 0.0

    def check(self, reader: object) -> None:
        pass

    def send(self, edition: Edition, leaving: Leaving) -> str:
        leaving()
        self.kb = len(compose(edition, "earmark.example").as_bytes()) / 1000
        return ""


def _mail_kb(store: Store) -> float:
    from dataclasses import replace
    from datetime import UTC, datetime

    scales = _Scales()
    with store.read() as connection:
        reader = digests.reader_named(connection, "me")
    if reader:
        reader = replace(reader, email="reader@earmark.example")
        send_trial(store, reader, [scales], datetime.now(UTC), base_url="https://earmark.example")
    return round(scales.kb, 1)


if __name__ == "__main__":
    main()
