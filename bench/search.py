"""Measures search on talks with questions whose answers are known, with the app's own passages, index and ranking.

    python bench/search.py --data DIR [--keep DIR] [--passages N]

DIR holds one JSON file a talk: `segments: [{speaker, text}]` and `queries: [{text, relevant: [first, last)}]` or
`[{text, spans: [[first, last), ...]}]`, counted in segments; `title` where there is one. A passage counts for a
`relevant` section when at least half of its words lie in it, for `spans` when it touches one. All talks are in one
index; a talk is an episode of one show. Passages are judged as they are ranked, before a page folds neighbours into
one; the ideal of nDCG is all passages that count. A query for which no passage can count is 0 (`unanswerable` counts
them, and `answerable` gives the figures without them).

`--keep` keeps the index there for the next time; `--passages` fills it up to N with made-up passages (sentences of
the talks mixed anew, vectors of the talks with noise), to see how long a search takes then: the quality means nothing.
Times are of Search.find for ten results, the query's vector included, after ten searches to warm up. The last line is
JSON: `queries, ndcg_at_10, mrr_at_10, hit_at_10, p50_ms, p95_ms, passages, unanswerable, answerable`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench.sets.search import Asked, Talk, read_talks  # noqa: E402
from bench.sets.search_filling import fill_up  # noqa: E402 - found through the path above
from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Embedder  # noqa: E402
from index.library.documents import Scope  # noqa: E402
from index.library.library import Library  # noqa: E402
from index.library.queries import parse  # noqa: E402
from index.search.ranking import rank  # noqa: E402
from index.search.search import Search  # noqa: E402
from index.sync import index_episode  # noqa: E402
from store import Store, open_store  # noqa: E402
from store.queries import episodes, shows, transcripts  # noqa: E402
from store.records.episodes import FeedEpisode  # noqa: E402
from store.records.shows import Feed  # noqa: E402

_BEST = 10
_WARMING = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    ndcg: float
    mrr: float
    hit: float


def build(folder: Path, talks: Sequence[Talk], embedder: Embedder) -> tuple[Store, Library, list[set[str]]]:
    """Indexes the talks in `folder` unless they are there; gives for each query the ids of the passages that count."""
    store = open_store(f"sqlite:///{folder / 'earmark.db'}")
    library = Library(folder / "index")
    now = talks[0].published
    with store.write() as connection:
        url = "https://feeds.example/talks"
        known = shows.by_url(connection, url)
        show_id = known.id if known else shows.add(connection, url, Feed(title="Talks"), now)
    counting: list[set[str]] = []
    for at, talk in enumerate(talks, start=1):
        episode_id = _kept(store, show_id, talk)
        with store.read() as connection:
            chunks = transcripts.chunks_of(connection, episode_id)
        if not chunks or library.mark() is None:
            index_episode(store, library, embedder, episode_id, now)
            print(f"{at} of {len(talks)} talks indexed", file=sys.stderr)
            with store.read() as connection:
                chunks = transcripts.chunks_of(connection, episode_id)
        counting += talk.counting(chunks)
    return store, library, counting


def _kept(store: Store, show_id: int, talk: Talk) -> int:
    with store.write() as connection:
        there = {episode.feed.key: episode.id for episode in episodes.of_show(connection, show_id)}
        if talk.name in there:
            return there[talk.name]
        feed = FeedEpisode(key=talk.name, title=talk.title, published=talk.published, audio_url=None)
        episode_id = episodes.discover(connection, show_id, feed, talk.published, wanted=True)
        transcripts.keep(connection, episode_id, talk.transcript(), [])
    return episode_id


def gain(ranked: Sequence[str], counting: set[str]) -> Gain:
    hits = [each in counting for each in ranked[:_BEST]]
    discounts = 1 / np.log2(np.arange(_BEST) + 2)
    ideal = discounts[: len(counting)].sum()
    found = float(sum(discount for discount, hit in zip(discounts, hits, strict=False) if hit))
    first = hits.index(True) + 1 if any(hits) else 0
    return Gain(ndcg=found / ideal if counting else 0.0, mrr=1 / first if first else 0.0, hit=float(any(hits)))


def mean(gains: Sequence[Gain]) -> dict[str, float]:
    return {
        "ndcg_at_10": round(float(np.mean([each.ndcg for each in gains])), 4),
        "mrr_at_10": round(float(np.mean([each.mrr for each in gains])), 4),
        "hit_at_10": round(float(np.mean([each.hit for each in gains])), 4),
    }


def judged(
    store: Store, library: Library, embedder: Embedder, asked: Sequence[Asked], counting: Sequence[set[str]]
) -> list[Gain]:
    gains = []
    for query, right in zip(asked, counting, strict=True):
        vector = embedder.embed([query.text])[0]
        ranked = rank(store, library, parse(query.text), vector, Scope(kind="passage"))
        gains.append(gain([each.match.id for each in ranked[:_BEST]], right))
    return gains


def timed(search: Search, asked: Sequence[Asked]) -> tuple[float, float]:
    """(p50, p95) in milliseconds."""
    took = []
    for query in asked:
        began = perf_counter()
        search.find(query.text, limit=_BEST)
        took.append(1000 * (perf_counter() - began))
    p50, p95 = np.percentile(took[_WARMING:] or took, [50, 95])
    return round(float(p50), 1), round(float(p95), 1)


def measure(data: Path, folder: Path, passages: int) -> dict[str, object]:
    embedder = open_packaged_embedder()
    talks = read_talks(data)
    store, library, counting = build(folder, talks, embedder)
    fill_up(store, library, embedder.name, passages)
    asked = [query for talk in talks for query in talk.queries]
    p50, p95 = timed(Search(store, library, embedder), asked[:: max(1, len(asked) // 500)])
    gains = judged(store, library, embedder, asked, counting)
    for talk, some in groupby(zip(asked, gains, strict=True), key=lambda pair: pair[0].talk):
        print(f"{talk}: {mean([each for _, each in some])}", file=sys.stderr)
    answerable = [each for each, right in zip(gains, counting, strict=True) if right]
    out: dict[str, object] = {"queries": len(asked), **mean(gains), "p50_ms": p50, "p95_ms": p95}
    out |= {
        "passages": library.counts()[0],
        "unanswerable": len(asked) - len(answerable),
        "answerable": mean(answerable),
    }
    library.close()
    store.close()
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--passages", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        print(json.dumps(measure(chosen.data, chosen.keep, chosen.passages)))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            print(json.dumps(measure(chosen.data, Path(temporary), chosen.passages)))
