"""Measures what the shorter vectors of the index lose: how many of the nearest passages are among those it would give.

    python bench/training/shortening_loss.py --data DIR [--data DIR ...] [--most 800] [--numbers N]

DIR holds talks with queries, as for bench/search.py; all passages of all talks lie together, and at most so many of the
queries are asked. With fewer `--numbers` only the first directions count. Every passage is compared, so that nothing is
told of Chroma, which loses some of either. The last line is JSON: `passages, queries`, and for `numbers` kept of a
vector `n_of_m`: the share of the n nearest by the whole vectors that are among the m nearest by the shorter. In a
larger library the nearest lie closer together: there 200 of 400 fare as 10 of 20 do here.
"""

import argparse
import json
import random
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.sets.search import read_talks  # noqa: E402 - found through the path above
from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Embedder  # noqa: E402
from index.embedding.shortening import Rows, shortening_of  # noqa: E402
from index.library.chunks import cut  # noqa: E402
from index.library.documents import passage_text  # noqa: E402

_AMONG = ((10, 20), (10, 100), (50, 100), (50, 200), (200, 200), (200, 400))


def vectors_of(folder: Path, embedder: Embedder) -> tuple[list[Rows], list[str]]:
    """(The vectors of each talk's passages, the queries.)"""
    talks = read_talks(folder)
    rows = []
    for done, talk in enumerate(talks, start=1):
        passages = cut(done, talk.transcript(), ())
        rows.append(np.array(embedder.embed([passage_text("Talks", talk.title, each) for each in passages])))
        print(f"{done} of {len(talks)} talks embedded", file=sys.stderr)
    return rows, [query.text for talk in talks for query in talk.queries]


def measure(folders: list[Path], most: int, numbers: int) -> dict[str, object]:
    embedder = open_packaged_embedder()
    shortening = shortening_of(embedder.name)
    if shortening is None:
        raise SystemExit("the packaged model's vectors are not shortened")
    shortening = replace(shortening, directions=shortening.directions[: numbers or None])
    found = [vectors_of(folder, embedder) for folder in folders]
    passages = np.concatenate([rows for each, _ in found for rows in each])
    queries = [query for _, each in found for query in each]
    random.Random(1).shuffle(queries)  # noqa: S311 - the same choice each time
    asked = np.array(embedder.embed(queries[:most]))
    whole = _ranked(asked, passages)
    short = _ranked(shortening.shortened(asked), shortening.shortened(passages))
    shares = {f"{n}_of_{m}": round(_share(whole, short, n, m), 4) for n, m in _AMONG}
    return {"passages": len(passages), "queries": len(asked), "numbers": len(shortening.directions), **shares}


def _ranked(asked: Rows, passages: Rows) -> list[list[int]]:
    """The passages nearest to each, nearest first."""
    most = max(m for _, m in _AMONG)
    ranked: list[list[int]] = np.argsort(-(asked @ passages.T), axis=1)[:, :most].tolist()
    return ranked


def _share(whole: list[list[int]], short: list[list[int]], n: int, m: int) -> float:
    return float(np.mean([len({*right[:n]} & {*got[:m]}) / n for right, got in zip(whole, short, strict=True)]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, action="append")
    parser.add_argument("--most", type=int, default=800)
    parser.add_argument("--numbers", type=int, default=0)
    chosen = parser.parse_args()
    print(json.dumps(measure(chosen.data, chosen.most, chosen.numbers)))
