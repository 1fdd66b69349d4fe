"""Learns the weights of index/search/fusion.py from talks with questions whose answers are known.

    python bench/training/train_ranking.py --data DIR [DIR ...] --keep DIR [DIR ...]

Each `--data` folder is as for bench/search.py, and the `--keep` folder in the same place holds its index, made there by
that bench if it is missing. Passages that count should get what a softmax over all found ones can give: a linear
listwise loss, LOSS_ANY of it for the first one, the rest for all; each set counts the same. Talks are parted in two:
what is printed for a half was learned on the other halves. The last line is JSON: `weights` (learned on all),
`held_out` (a set's name → its figures).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.search import Gain, build, gain, mean  # noqa: E402 - found through the path above
from bench.sets.search import read_talks  # noqa: E402
from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Embedder  # noqa: E402
from index.library.documents import Scope  # noqa: E402
from index.library.queries import parse  # noqa: E402
from index.search.fusion import WEIGHTS, Column, signals  # noqa: E402
from index.search.ranking import gather  # noqa: E402

LOSS_ANY = 0.5
_SHRINK = 1e-3
_MOST = 700  # queries of a set that are learned from
_NAMES = list(WEIGHTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What was found for one query: a row of signals each, and whether it counts."""

    half: int
    signals: Column
    counts: Column
    ids: list[str]
    counting: set[str]


def pools(data: Path, keep: Path, embedder: Embedder) -> list[Pool]:
    keep.mkdir(parents=True, exist_ok=True)
    talks = read_talks(data)
    store, library, counting = build(keep, talks, embedder)
    halves = [(query, at % 2) for at, talk in enumerate(talks) for query in talk.queries]
    out = []
    for (query, half), right in zip(halves, counting, strict=True):
        vector = embedder.embed([query.text])[0]
        found = gather(store, library, parse(query.text), vector, Scope(kind="passage"))
        columns = signals(found)
        ids = [each.key.partition(":")[2] for each in found]
        rows = np.stack([columns[name] for name in _NAMES], axis=1)
        counts = np.array([each in right for each in ids], dtype=np.float32)
        out.append(Pool(half=half, signals=rows, counts=counts, ids=ids, counting=right))
        print(f"{data.name}: {len(out)} of {len(halves)} queries", file=sys.stderr)
    library.close()
    store.close()
    return out


def learned(sets: Sequence[Sequence[Pool]]) -> Column:
    weights = torch.zeros(len(_NAMES), requires_grad=True)
    packed = [_padded([pool for pool in some if pool.counts.any()]) for some in sets]
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = _SHRINK * (weights**2).sum()
        for rows, counts, there in packed:
            scores = (rows @ weights).masked_fill(there == 0, -1e9)
            chances = scores - torch.logsumexp(scores, 1, keepdim=True)
            every = -((chances * counts).sum(1) / counts.sum(1)).mean()
            first = -torch.logsumexp(chances.masked_fill(counts == 0, -1e9), 1).mean()
            total = total + (LOSS_ANY * first + (1 - LOSS_ANY) * every) / len(packed)
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy(), dtype=np.float32)


def _padded(some: Sequence[Pool]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(signals, counts, whether there is one) of at most _MOST queries, evenly taken."""
    taken = some[:: max(1, len(some) // _MOST)]
    most = max(len(pool.counts) for pool in taken)
    rows, counts = torch.zeros(len(taken), most, len(_NAMES)), torch.zeros(len(taken), most)
    there = torch.zeros(len(taken), most)
    for at, pool in enumerate(taken):
        n = len(pool.counts)
        rows[at, :n], counts[at, :n], there[at, :n] = torch.from_numpy(pool.signals), torch.from_numpy(pool.counts), 1
    return rows, counts, there


def held_out(sets: Sequence[Sequence[Pool]]) -> list[dict[str, float]]:
    by_half = [learned([[pool for pool in some if pool.half != half] for some in sets]) for half in (0, 1)]
    return [mean([_judged(pool, by_half[pool.half]) for pool in some]) for some in sets]


def _judged(pool: Pool, weights: Column) -> Gain:
    best = np.argsort(-(pool.signals @ weights), kind="stable")[:10]
    return gain([pool.ids[at] for at in best], pool.counting)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--keep", type=Path, nargs="+", required=True)
    chosen = parser.parse_args()
    embedder = open_packaged_embedder()
    found = [pools(data, keep, embedder) for data, keep in zip(chosen.data, chosen.keep, strict=True)]
    weights = dict(zip(_NAMES, (round(float(each), 2) for each in learned(found)), strict=True))
    figures = dict(zip((data.name for data in chosen.data), held_out(found), strict=True))
    print(json.dumps({"weights": weights, "held_out": figures}))
