"""Replays consecutive days: each morning the daily job runs against the feeds as they stood on that day.

    python bench/job/replay.py --data WORLD [--from 2020-06-06] [--days 10] [--shows practical-ai,founders-talk]

WORLD is a folder with `serve.py`, which serves shows at /shows/NAME/feed.xml and, as of a day, at /at/DAY/shows/... A
small server in front of it keeps the feeds' addresses the same while the day moves on. Standard error has the five of
each day; `--keep DIR` keeps the installation. The last line is JSON: `days, days_with_insights, insights`,
`most_of_one_show` in a day, `repeats` (pairs over all days whose vectors have the cosine from which two of the five say
the same), `nearest` (the highest cosine), `twice_in_a_thread` (pairs of a day in one thread), `advert_marks` (insights
whose quote says what only adverts say), `seconds`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import combinations
from pathlib import Path
from threading import Thread
from time import perf_counter

import httpx

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from index.embedding.packaged_embedder import PACKAGED_NAME  # noqa: E402
from index.library.documents import insight_text  # noqa: E402
from index.memory.same_claim import AMONG_THE_FIVE  # noqa: E402 - found through the path above
from ingest.adverts.cues import mark  # noqa: E402
from store import open_store  # noqa: E402
from store.queries import digests, embeddings  # noqa: E402
from store.records.readers import Digest  # noqa: E402


class Front(ThreadingHTTPServer):
    """Passes every request on to the world, feeds as of `day`."""

    daemon_threads = True

    def __init__(self, world: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.world = world
        self.day = date.min

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class _Passing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        front = self.server
        assert isinstance(front, Front)  # noqa: S101 - it made this handler
        path = f"/at/{front.day}{self.path}" if self.path.endswith("feed.xml") else self.path
        answer = httpx.get(f"{front.world}{path}", headers={"Host": front.address}, timeout=60)
        self.send_response(answer.status_code)
        for name in ("Content-Type", "ETag", "Last-Modified"):
            if name in answer.headers:
                self.send_header(name, answer.headers[name])
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(world: Path) -> Iterator[Front]:
    command = [sys.executable, str(world / "serve.py"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - the user's own
        assert process.stdout is not None  # noqa: S101 - it was asked for
        first = process.stdout.readline().strip()
        front = Front(first.partition("/shows/")[0])
        Thread(target=front.serve_forever, daemon=True).start()
        try:
            yield front
        finally:
            front.shutdown()
            process.terminate()


def earmark(folder: Path, front: Front, *arguments: str) -> None:
    environment = os.environ | {"EARMARK_DATA_DIR": str(folder), "EARMARK_ALLOW_PRIVATE_HOSTS": front.address}
    command = [sys.executable, str(ROOT / "cli.py"), "--now", f"{front.day}T06:00:00Z", *arguments]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own


def replay(world: Path, folder: Path, shows: list[str], first: date, days: int, newest: int) -> dict[str, float]:
    began = perf_counter()
    with served(world) as front:
        for number in range(days):
            front.day = first + timedelta(days=number)
            for name in shows if number == 0 else []:
                earmark(folder, front, "add", f"http://{front.address}/shows/{name}/feed.xml", "--newest", str(newest))
            earmark(folder, front, "daily")
    store = open_store(f"sqlite:///{folder / 'earmark.db'}")
    with store.read() as connection:
        reader = digests.reader_named(connection, "me")
        assert reader is not None  # noqa: S101 - the daily job made it
        found = [digests.of_day(connection, reader.id, first + timedelta(days=n)) for n in range(days)]
        known = [digest for digest in found if digest is not None]
        texts = [insight_text(pick.cited.insight) for digest in known for pick in digest.picks]
        vectors = embeddings.known(connection, PACKAGED_NAME, texts)
    store.close()
    show(first, found)
    near = [float(vectors[one] @ vectors[other]) for one, other in combinations(texts, 2)]
    return {
        "days": days,
        "days_with_insights": sum(bool(digest.picks) for digest in known),
        "insights": len(texts),
        "most_of_one_show": max((most_of_one_show(digest) for digest in known), default=0),
        "repeats": sum(cosine >= AMONG_THE_FIVE.meaning for cosine in near),
        "nearest": round(max(near, default=0.0), 3),
        "twice_in_a_thread": sum(twice_in_a_thread(digest) for digest in known),
        "advert_marks": sum(mark(pick.cited.insight.quote)[0] > 0 for digest in known for pick in digest.picks),
        "seconds": round(perf_counter() - began, 1),
    }


def most_of_one_show(digest: Digest) -> int:
    return max(Counter(pick.cited.show for pick in digest.picks).values(), default=0)


def twice_in_a_thread(digest: Digest) -> int:
    pairs = combinations([set(pick.cited.thread_ids) for pick in digest.picks], 2)
    return sum(bool(one & other) for one, other in pairs)


def show(first: date, found: list[Digest | None]) -> None:
    for number, digest in enumerate(found):
        print(f"\n{first + timedelta(days=number)}", file=sys.stderr)
        for pick in digest.picks if digest else ():
            insight = pick.cited.insight
            print(f"  {pick.rank}. {insight.headline}  [{pick.cited.show}, {insight.worth:.2f}]", file=sys.stderr)
            print(f"     {insight.body}\n     {pick.why}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2020, 6, 6))
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--shows", default="practical-ai,founders-talk,brain-science")
    parser.add_argument("--newest", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        where = chosen.keep or Path(temporary)
        result = replay(chosen.data, where, chosen.shows.split(","), chosen.first, chosen.days, chosen.newest)
    print(json.dumps(result))
