"""Measures what an episode with a published transcript costs, from its address to the index, as `daily` takes it.

    python bench/job/episode.py --data DIR [--episodes 6]

DIR holds transcripts in HTML; so many of them, evenly spread over their names, are served on loopback as the episodes
of one show and worked off by the pipeline in this process, with the packaged models and without a language model. One
more comes first and is not counted: it loads the models and the index. An hour of talk is 9,000 words. Processor time
is that of all threads, this process's small web server among them. The last line is JSON:
    episodes, hours
    seconds_per_hour, cpu_seconds_per_hour    by the clock and of the processor, for an hour of talk
    embed_share                               of the processor time, what the embedder takes
    embedded_words_per_word                   words given to the model for each word of the talk
    parse_share                               what the grammar takes
    first_s, peak_mb                          the first episode with all loading, by the clock; most memory of the
    process
"""

import argparse
import json
import resource
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import perf_counter, process_time

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import config  # noqa: E402 - found through the path above
from index.embedding.embedder import Embedder  # noqa: E402
from ingest.pipeline import work_off  # noqa: E402
from ingest.tools import Tools  # noqa: E402
from language.grammar import Grammar  # noqa: E402
from store import Store  # noqa: E402
from store.queries import episodes, shows, transcripts  # noqa: E402
from store.queries.embeddings import Vector  # noqa: E402
from store.records.episodes import Episode, FeedEpisode, TranscriptLink  # noqa: E402
from store.records.shows import Feed  # noqa: E402

WORDS_AN_HOUR = 9_000
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Counted:
    """An embedder that counts its processor time and the words it is given."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self._embedder = embedder.name, embedder
        self.seconds, self.words = 0.0, 0

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        began = process_time()
        vectors = self._embedder.embed(texts)
        self.seconds += process_time() - began
        self.words += sum(len(text.split()) for text in texts)
        return vectors


class Told:
    """A watcher that tells each episode's end."""

    def begin(self, count: int) -> None: ...

    def step(self, episode: Episode, name: str) -> None: ...

    def advance(self, done: float, total: float | None, unit: str) -> None: ...

    def finish(self, episode: Episode, error: Exception | None) -> None:
        print(f"{episode.feed.title}: {error or 'done'}", file=sys.stderr)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def served(folder: Path) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"127.0.0.1:{server.server_port}"


def spread(files: Sequence[Path], count: int) -> list[Path]:
    return [files[at * len(files) // count] for at in range(min(count, len(files)))]


def timed(act: Callable[..., object], told: list[float]) -> Callable[..., object]:
    def acting(*given: object) -> object:
        began = process_time()
        try:
            return act(*given)
        finally:
            told.append(process_time() - began)

    return acting


def discover(store: Store, host: str, files: Sequence[Path]) -> None:
    with store.write() as connection:
        show_id = shows.add(connection, f"http://{host}/{len(files)}", Feed(title="Measured", language="en"), NOON)
        for number, file in enumerate(files):
            link = TranscriptLink(url=f"http://{host}/{file.name}", mime_type="text/html")
            published = NOON - timedelta(days=number)
            title = f"Episode {file.stem}"
            one = FeedEpisode(key=file.name, title=title, published=published, audio_url=None, transcripts=(link,))
            episodes.discover(connection, show_id, one, NOON, wanted=True)


def tools_for(settings: config.Settings, store: Store, embedder: Embedder) -> Tools:
    return Tools(
        store=store,
        web=config.open_web(settings),
        cache=settings.cache_dir,
        kit=replace(config.open_kit(settings), make_embedder=lambda: embedder, make_voices=lambda: None),
        make_library=lambda: config.open_library(settings),
        make_model=lambda: None,
        make_judge=lambda: None,
        clock=lambda: datetime.now(UTC),
        max_audio_bytes=1_000_000,
    )


def measure(folder: Path, count: int, data_dir: Path) -> dict[str, float]:
    host = served(folder)
    settings = config.Settings(_env_file=None, data_dir=data_dir, allow_private_hosts=frozenset({host}))  # type: ignore[call-arg]
    store = config.open_store(settings)
    parsing: list[float] = []
    Grammar.parse = timed(Grammar.parse, parsing)  # type: ignore[method-assign, assignment]
    first, *others = spread(sorted(folder.glob("*.html")), count + 1)

    began = perf_counter()
    embedder = Counted(config.open_embedder(settings))
    tools = tools_for(settings, store, embedder)
    discover(store, host, [first])
    work_off(tools, Told())
    loaded = perf_counter() - began

    discover(store, host, others)
    embedder.seconds, embedder.words = 0.0, 0
    parsing.clear()
    began, busy = perf_counter(), process_time()
    report = work_off(tools, Told())
    seconds, cpu = perf_counter() - began, process_time() - busy
    with store.read() as connection:
        held = [transcripts.of_episode(connection, episode.id) for episode in report.done]
    words = sum(len(segment.text.split()) for each in held if each for segment in each.segments)
    hours = words / WORDS_AN_HOUR
    return {
        "episodes": len(report.done),
        "hours": round(hours, 2),
        "seconds_per_hour": round(seconds / hours, 1),
        "cpu_seconds_per_hour": round(cpu / hours, 1),
        "embed_share": round(embedder.seconds / cpu, 3),
        "embedded_words_per_word": round(embedder.words / words, 2),
        "parse_share": round(sum(parsing) / cpu, 3),
        "first_s": round(loaded, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--episodes", type=int, default=6)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        print(json.dumps(measure(chosen.data, chosen.episodes, Path(made))))
