"""Measures the threads that grow by themselves: how well they keep apart what people kept apart, and how they grow.

    python bench/threads.py --data FILE [--orders 1 2] [--every 500] [--growth 1000 10000 100000]

FILE holds one JSON object a line, `text, thread`, in the order of arrival. The texts go through the store and the index
as insights do: in episodes of some, each followed by the joining; every so many texts the background puts the threads
right, as at the end of a day. The last line is JSON:

    texts, threads         of the latter only those with two members or more are counted, as only those are shown
    bcubed_precision, bcubed_recall, bcubed_f1      over all texts, the mean over the orders
    largest_share          members of the largest thread as a share of all texts
    ms_per_text            of processor time, joining and the background together, beside embedding and indexing
    joining_ms_per_text    joining alone
    moved_share            members that the background moved, as a share of all texts
    orders                 bcubed_f1 of each order; 0 is the order of the file, others are seeds of a shuffle
    between_orders         the least B-cubed F between two of the orders
    growth                 with --growth: archive size → ms of processor time a text, to join it and for the background
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import insert  # noqa: E402 - ours are found through the path above

from config import open_packaged_embedder  # noqa: E402
from index.embedding.packaged_embedder import PACKAGED_NAME  # noqa: E402
from index.library.documents import Document, claim_text  # noqa: E402
from index.library.library import Library  # noqa: E402
from index.threads import growth as threads  # noqa: E402
from index.threads.matter import kept  # noqa: E402
from index.threads.regrouping import regroup  # noqa: E402
from index.threads.topic_space import Space  # noqa: E402
from store import Store, open_store  # noqa: E402
from store.queries import embeddings  # noqa: E402
from store.queries.embeddings import Vector  # noqa: E402
from store.queries.threads import growth as thread_growth  # noqa: E402
from store.queries.threads import threads as store_threads  # noqa: E402
from store.schema.episodes import episodes  # noqa: E402
from store.schema.insights import insights  # noqa: E402
from store.schema.shows import shows  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AN_EPISODE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Thread id of each text, in the order of the file, and what it cost."""

    threads: Sequence[int]
    joining: float
    background: float
    moved: int
    labels: dict[int, str]


def grow(texts: Sequence[str], vectors: Sequence[Vector], order: Sequence[int], every: int) -> Grown:
    """Lets the texts join in that order; times are processor seconds."""
    ids = [sha256(f"{at} {text}".encode()).hexdigest()[:16] for at, text in enumerate(texts)]
    joining = background = 0.0
    moved = 0
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/earmark.db")
        library = Library(Path(folder) / "index")
        with library.rebuilding(PACKAGED_NAME):
            pass
        with store.write() as connection:
            connection.execute(insert(shows).values(feed_url="x", title="Show", added_at=NOW))
        space = Space(library, PACKAGED_NAME)
        now = checked = NOW
        for at in range(0, len(order), AN_EPISODE):
            some = order[at : at + AN_EPISODE]
            now += timedelta(minutes=1)
            keep(store, library, at // AN_EPISODE + 1, [(ids[one], texts[one], vectors[one]) for one in some])
            began = process_time()
            with store.write() as connection:
                threads.place(connection, space, [ids[one] for one in some], now)
            joining += process_time() - began
            done = at + len(some)
            if done // every > at // every or done == len(order):
                began = process_time()
                moved += regroup(store, space, now, checked)
                background += process_time() - began
                checked = now + timedelta(seconds=1)
                print(f"{done:,} of {len(order):,}", file=sys.stderr)
        with store.read() as connection:
            homes = thread_growth.homes(connection, ids)
            labels = thread_growth.labels(connection, homes.values())
        library.close()
        store.close()
    return Grown(
        threads=[homes[key] for key in ids], joining=joining, background=background, moved=moved, labels=labels
    )


def growth(texts: Sequence[str], vectors: Sequence[Vector], size: int) -> dict[str, float]:
    """ms of processor time a text, to join an archive of `size` made-up ones and to be put right by the background.

    Each is two of the texts with a vector between theirs, and in a thread with nine others that share one of the two.
    """
    print(f"an archive of {size:,} texts", file=sys.stderr)
    random = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/earmark.db")
        library = Library(Path(folder) / "index")
        with library.rebuilding(PACKAGED_NAME):
            pass
        with store.write() as connection:
            connection.execute(insert(shows).values(feed_url="x", title="Show", added_at=NOW))
        for at in range(0, size, 1000):
            claims = [_made_up(texts, vectors, random, at + more) for more in range(min(1000, size - at))]
            keep(store, library, at // 1000 + 1, claims)
            with store.write() as connection:
                for first in range(0, len(claims), 10):
                    thread_id = store_threads.begin(connection, claims[first][1][:60], NOW)
                    homes = {key: thread_id for key, _, _ in claims[first : first + 10]}
                    thread_growth.join(connection, homes, NOW)
                kept(connection, [key for key, _, _ in claims])  # as those that joined before left them
        fresh = [_made_up(texts, vectors, random, size + at) for at in range(AN_EPISODE)]
        keep(store, library, size // 1000 + 2, fresh)
        space, now = Space(library, PACKAGED_NAME), NOW + timedelta(days=1)
        with store.write() as connection:
            space.refresh(connection)
            began = process_time()
            threads.place(connection, space, [key for key, _, _ in fresh], now)
        joined = process_time()
        regroup(store, space, now, now)
        put_right = process_time()
        library.close()
        store.close()
    return {
        "joining": round(1000 * (joined - began) / AN_EPISODE, 2),
        "background": round(1000 * (put_right - joined) / AN_EPISODE, 2),
    }


def _made_up(
    texts: Sequence[str], vectors: Sequence[Vector], random: np.random.Generator, at: int
) -> tuple[str, str, Vector]:
    one = int(np.random.default_rng(at // 10).integers(len(texts)))  # ten share it, and a thread
    other = int(random.integers(len(texts)))
    middle = vectors[one] + vectors[other]
    text = f"{texts[one]} {texts[other]} {at}"
    return sha256(text.encode()).hexdigest()[:16], text, middle / np.linalg.norm(middle)


def keep(store: Store, library: Library, episode_id: int, claims: Sequence[tuple[str, str, Vector]]) -> None:
    """Stores (id, text, vector) as the insights of an episode, and puts them into the index."""
    listed = {claim_text("", text): vector for _, text, vector in claims}
    with store.write() as connection:
        connection.execute(insert(episodes).values(_episode(episode_id)))
        connection.execute(insert(insights), [_insight(key, episode_id, text) for key, text, _ in claims])
        embeddings.keep(connection, PACKAGED_NAME, listed)
    documents = [
        Document(id=key, kind="insight", episode_id=episode_id, show_id=1, published=NOW, text=claim_text("", text))
        for key, text, _ in claims
    ]
    library.replace({episode_id: documents}, listed)


def _episode(episode_id: int) -> dict[str, object]:
    return {
        "id": episode_id,
        "show_id": 1,
        "key": str(episode_id),
        "title": "Episode",
        "published": NOW + timedelta(minutes=episode_id),
        "transcripts": [],
        "chapters": [],
        "people": [],
        "wanted": True,
        "discovered_at": NOW,
        "stage": "indexed",
    }


def _insight(key: str, episode_id: int, text: str) -> dict[str, object]:
    return {
        "id": key,
        "episode_id": episode_id,
        "headline": "",
        "body": text,
        "quote": text,
        "start": 0.0,
        "end": 1.0,
        "origin": "speaker",
        "worth": 0.5,
        "approximate": False,
        "created_at": NOW + timedelta(minutes=episode_id),
    }


def bcubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """(precision, recall, F)."""
    both, of_truth, of_found = Counter(zip(truth, found, strict=True)), Counter(truth), Counter(found)
    precision = sum(n * n / of_found[pair[1]] for pair, n in both.items()) / len(truth)
    recall = sum(n * n / of_truth[pair[0]] for pair, n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def in_order(seed: int, count: int) -> list[int]:
    return list(range(count)) if seed == 0 else np.random.default_rng(seed).permutation(count).tolist()


def quality(
    rows: Sequence[dict[str, str]], vectors: Sequence[Vector], seeds: Sequence[int], every: int
) -> dict[str, object]:
    texts, truth = [row["text"] for row in rows], [row["thread"] for row in rows]
    runs = [grow(texts, vectors, in_order(seed, len(texts)), every) for seed in seeds]
    scores = [bcubed(truth, run.threads) for run in runs]
    precision, recall, f1 = (round(float(np.mean(column)), 4) for column in zip(*scores, strict=True))
    sizes = [Counter(run.threads) for run in runs]
    count = len(texts) * len(runs)
    between = [bcubed(one.threads, other.threads)[2] for one, other in combinations(runs, 2)]
    return {
        "texts": len(texts),
        "threads": round(float(np.mean([sum(n > 1 for n in size.values()) for size in sizes]))),
        "bcubed_precision": precision,
        "bcubed_recall": recall,
        "bcubed_f1": f1,
        "largest_share": round(max(max(size.values()) for size in sizes) / len(texts), 4),
        "ms_per_text": round(1000 * sum(run.joining + run.background for run in runs) / count, 2),
        "joining_ms_per_text": round(1000 * sum(run.joining for run in runs) / count, 2),
        "moved_share": round(sum(run.moved for run in runs) / count, 4),
        "orders": {str(seed): round(score[2], 4) for seed, score in zip(seeds, scores, strict=True)},
        "between_orders": round(min(between), 4) if between else None,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--orders", type=int, nargs="*", default=[0])
    parser.add_argument("--every", type=int, default=500, help="texts between two runs of the background")
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="sizes of archives to join")
    parser.add_argument("--vectors", type=Path, help="a .npy file of the texts' vectors, made when it is missing")
    chosen = parser.parse_args()
    listed = [json.loads(line) for line in chosen.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    if chosen.vectors and chosen.vectors.is_file():
        embedded = list(np.load(chosen.vectors))
    else:
        print(f"embedding {len(listed):,} texts", file=sys.stderr)
        embedded = open_packaged_embedder().embed([row["text"] for row in listed])
        if chosen.vectors:
            np.save(chosen.vectors, np.array(embedded))
    result = quality(listed, embedded, chosen.orders, chosen.every) if chosen.orders else {}
    if chosen.growth:
        said = [row["text"] for row in listed]
        result["growth"] = {str(size): growth(said, embedded, size) for size in chosen.growth}
    print(json.dumps(result))
