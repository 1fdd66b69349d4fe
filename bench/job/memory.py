"""Measures how well earlier claims are recognised: precision and recall on labelled sentences, time at three sizes.

    python bench/job/memory.py --data FILE [--sizes 1000 10000 100000]

FILE holds one JSON object a line, `text, thread, key_points`, in the order of publication: sentences of a thread that
share a key point say the same claim, sentences of a thread are on one matter. Every second thread by name was used to
choose the thresholds, so the others are reported. A pair of which one has no key point is no evidence on claims: such
pairs count for `develops` alone. The last line is JSON:

    repeats    found, precision, recall: pairs of the same claim; insights_recall: of the sentences whose claim was made
               before, the share that is told of one that makes it
    develops   found, precision, recall: pairs on one matter (repeats count too)
    ms         of processor time by size of the archive: `relate` an insight of eight in an episode, `load` the archive
               once an episode
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Table, insert  # noqa: E402 - ours are found through the path above

from config import open_packaged_embedder  # noqa: E402
from index.embedding.packaged_embedder import PACKAGED_NAME  # noqa: E402
from index.library.documents import claim_text  # noqa: E402
from index.memory import relations as memory  # noqa: E402
from index.memory.archive import Claim, load_archive  # noqa: E402
from store import open_store  # noqa: E402
from store.queries.embeddings import Vector, text_hash  # noqa: E402
from store.schema.episodes import episodes  # noqa: E402
from store.schema.insights import insights  # noqa: E402
from store.schema.shows import shows  # noqa: E402
from store.schema.upkeep import embeddings  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AN_EPISODE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    claim: Claim
    thread: str
    key_points: frozenset[str]


def read(path: Path) -> list[Sentence]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    threads = sorted({row["thread"] for row in rows})
    rows = [row for row in rows if threads.index(row["thread"]) % 2]
    print(f"embedding {len(rows)} sentences of {len(threads) // 2} threads", file=sys.stderr)
    vectors = open_packaged_embedder().embed([row["text"] for row in rows])
    return [
        Sentence(
            claim=Claim(id=f"{at:06}", headline="", text=row["text"], vector=vector),
            thread=row["thread"],
            key_points=frozenset(row["key_points"]),
        )
        for at, (row, vector) in enumerate(zip(rows, vectors, strict=True))
    ]


def relations(sentences: Sequence[Sentence]) -> list[tuple[int, int, str]]:
    """(later, earlier, kind), each sentence as an episode of its own."""
    matrix = np.array([sentence.claim.vector for sentence in sentences])
    out: list[tuple[int, int, str]] = []
    for later in range(1, len(sentences)):
        cosines = matrix[:later] @ matrix[later]
        near = [
            memory.Neighbour(claim=sentences[earlier].claim, cosine=cosine)
            for earlier, cosine in enumerate(cosines.tolist())
            if cosine >= memory.NEAR
        ]
        out += [(later, int(one.earlier_id), one.kind) for one in memory.weigh(sentences[later].claim, near)]
    return out


def quality(sentences: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    found = relations(sentences)
    by_thread: dict[str, list[int]] = {}
    for at, sentence in enumerate(sentences):
        by_thread.setdefault(sentence.thread, []).append(at)
    matters = {pair for members in by_thread.values() for pair in combinations(members, 2)}
    claims = {(a, b) for a, b in matters if sentences[a].key_points & sentences[b].key_points}
    repeats = [(earlier, later) for later, earlier, kind in found if kind == "repeats"]
    known = [p for p in repeats if p not in matters or all(sentences[at].key_points for at in p)]
    told = {later for earlier, later in repeats if (earlier, later) in claims}
    return {
        "repeats": {
            "found": len(repeats),
            "precision": _share(sum(pair in claims for pair in known), len(known)),
            "recall": _share(sum(pair in claims for pair in repeats), len(claims)),
            "insights_recall": _share(len(told), len({later for _, later in claims})),
        },
        "develops": {
            "found": len(found),
            "precision": _share(sum((earlier, later) in matters for later, earlier, _ in found), len(found)),
            "recall": _share(sum((earlier, later) in matters for later, earlier, _ in found), len(matters)),
        },
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def milliseconds(sentences: Sequence[Sentence], size: int) -> dict[str, float]:
    """An archive of `size` insights, each two of the sentences with a vector between theirs."""
    print(f"an archive of {size} insights", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/earmark.db")
        with store.write() as connection:
            connection.execute(insert(shows).values(feed_url="x", title="Show", added_at=NOW))
            for table, rows in _rows(sentences, size).items():
                connection.execute(insert(table), rows)
        began = process_time()
        with store.read() as connection:
            archive = load_archive(connection, PACKAGED_NAME)
        loaded = process_time()
        with store.write() as connection:
            memory.relate(connection, archive, list(archive.claims)[-AN_EPISODE:])
        related = process_time()
        store.close()
    return {"relate": round(1000 * (related - loaded) / AN_EPISODE, 1), "load": round(1000 * (loaded - began))}


def _rows(sentences: Sequence[Sentence], size: int) -> dict[Table, list[dict[str, object]]]:
    random = np.random.default_rng(0)
    out: dict[Table, list[dict[str, object]]] = {episodes: [], insights: [], embeddings: []}
    for at in range(size):
        one, other = (sentences[pick] for pick in random.integers(0, len(sentences), 2))
        body, episode_id = f"{one.claim.text} {other.claim.text} {at}", at // AN_EPISODE + 1
        if at % AN_EPISODE == 0:
            out[episodes].append(_episode(episode_id))
        out[insights].append(_insight(at, episode_id, body))
        vector = _between(one.claim.vector, other.claim.vector)
        out[embeddings].append({"text_hash": text_hash(claim_text("", body)), "model": PACKAGED_NAME, "vector": vector})
    return out


def _between(one: Vector, other: Vector) -> bytes:
    middle = one + other
    return (middle / np.linalg.norm(middle)).astype(np.float16).tobytes()


def _episode(episode_id: int) -> dict[str, object]:
    return {
        "id": episode_id,
        "show_id": 1,
        "key": str(episode_id),
        "title": "Episode",
        "published": NOW + timedelta(hours=episode_id),
        "transcripts": [],
        "chapters": [],
        "people": [],
        "wanted": True,
        "discovered_at": NOW,
        "stage": "indexed",
    }


def _insight(at: int, episode_id: int, body: str) -> dict[str, object]:
    return {
        "id": f"{at:012}",
        "episode_id": episode_id,
        "headline": "",
        "body": body,
        "quote": body,
        "start": 0.0,
        "end": 1.0,
        "origin": "speaker",
        "worth": 0.5,
        "approximate": False,
        "created_at": NOW + timedelta(hours=episode_id),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    chosen = parser.parse_args()
    listed = read(chosen.data)
    result: dict[str, object] = {**quality(listed)}
    result["ms"] = {str(size): milliseconds(listed, size) for size in chosen.sizes}
    result["threads"] = len(Counter(sentence.thread for sentence in listed))
    print(json.dumps(result))
