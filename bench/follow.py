"""Measures how well a followed topic finds its members.

    python bench/follow.py --data FILE [--texts FILE [--among FILE]] [--topic NAME] [--draws 20]

FILE holds one JSON object a line, `text, thread`: each thread is followed by its name alone. `--texts` holds one text a
line, all on the topic NAME; `--among` one insight a line, `headline, body`, none of them on it, or as
`insights: [{headline, body}]`. Without it the texts stand among those of FILE. The last line is JSON:

    threads, average_precision, f1, precision, recall       means over threads; a member is who would join
    full_text_average_precision, cosine_average_precision   the name put to the word index, and to MiniLM alone
    sureness                                                how many texts were held that sure, how many belong
    example: texts, by_name, after_three                    average precision of NAME, and of the rest after three of
                                                            the texts were confirmed (mean of the draws)
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from config import open_packaged_embedder  # noqa: E402
from index.embedding.embedder import Embedder  # noqa: E402
from index.library.documents import Document, Scope, claim_text  # noqa: E402
from index.library.queries import parse  # noqa: E402
from index.library.words import WordIndex  # noqa: E402
from index.threads.backdrop import EVERYDAY, Backdrop, backdrop_of  # noqa: E402 - ours are found through the path above
from index.threads.followed import JOINS  # noqa: E402
from index.threads.followed_topic import AskedTopic, Topic, parts_of  # noqa: E402
from store.records.threads import Ruling  # noqa: E402

Truth = NDArray[np.bool_]
Scores = NDArray[np.float64]
BANDS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.01)
CONFIRMED = 3


def average_precision(scores: Scores, truth: Truth) -> float:
    ordered = truth[np.argsort(-scores, kind="stable")]
    found = np.cumsum(ordered)
    return float((found / np.arange(1, len(ordered) + 1))[ordered].mean())


def backdrop(embedder: Embedder, texts: Sequence[str]) -> tuple[Backdrop, NDArray[np.float32]]:
    print(f"embedding {len(texts)} texts", file=sys.stderr)
    vectors = embedder.embed([*texts, *EVERYDAY])
    ids = [f"{at:06}" for at in range(len(texts))]
    return backdrop_of(ids, [*texts, *EVERYDAY], vectors), np.array(vectors[: len(texts)])


def asked(embedder: Embedder, name: str, seen: Backdrop) -> AskedTopic:
    parts = parts_of(name, seen)
    first, *others = embedder.embed([name, *(part.words for part in parts)])
    return AskedTopic(vector=first, parts=parts, part_vectors=others)


def by_words(texts: Sequence[str], names: Sequence[str]) -> dict[str, Scores]:
    """Name → BM25 of each text, by the word index of the app."""
    with tempfile.TemporaryDirectory() as folder:
        index = WordIndex(Path(folder) / "words", create=True)
        index.write(_document(at, text) for at, text in enumerate(texts))
        out = {name: np.zeros(len(texts)) for name in names}
        for name in names:
            for match in index.matching(parse(name), len(texts), Scope()):
                out[name][int(match.id)] = match.score
        return out


def _document(at: int, text: str) -> Document:
    return Document(id=str(at), kind="insight", episode_id=1, show_id=1, published=None, text=text)


def measure(embedder: Embedder, rows: Sequence[Mapping[str, str]]) -> dict[str, object]:
    texts = [row["text"] for row in rows]
    seen, matrix = backdrop(embedder, texts)
    names = sorted({row["thread"] for row in rows})
    words = by_words(texts, names)
    named = dict(zip(names, embedder.embed(names), strict=True))
    figures: list[list[float]] = []
    sure: list[Scores] = []
    truths: list[Truth] = []
    for name in names:
        print(f"following {name}", file=sys.stderr)
        question = asked(embedder, name, seen)
        scores = Topic(question, seen, {}).of_archive()
        truth = np.array([row["thread"] == name for row in rows])
        figures.append(
            [
                average_precision(scores, truth),
                *_cut(scores, truth),
                average_precision(words[name], truth),
                average_precision(np.asarray(matrix @ named[name], dtype=np.float64), truth),
            ]
        )
        sure.append(scores)
        truths.append(truth)
    kinds = "average_precision f1 precision recall full_text_average_precision cosine_average_precision".split()
    means = np.array(figures).mean(axis=0).round(4).tolist()
    bands = _bands(np.concatenate(sure), np.concatenate(truths))
    return {"threads": len(names), **dict(zip(kinds, means, strict=True)), "sureness": bands}


def _cut(scores: Scores, truth: Truth) -> tuple[float, float, float]:
    """F1, precision and recall of who would join."""
    joined = scores >= JOINS
    right = int((joined & truth).sum())
    precision, recall = right / max(1, int(joined.sum())), right / int(truth.sum())
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def _bands(scores: Scores, truth: Truth) -> dict[str, dict[str, float]]:
    out = {}
    for low, high in pairwise(BANDS):
        inside = (scores >= low) & (scores < high)
        belong = round(float(truth[inside].mean()), 3) if inside.any() else 0.0
        out[f"{low:.2f}-{min(high, 1):.2f}"] = {"texts": int(inside.sum()), "belong": belong}
    return out


def example(
    embedder: Embedder, members: Sequence[str], others: Sequence[str], name: str, draws: int
) -> dict[str, object]:
    seen, _ = backdrop(embedder, [*members, *others])
    question = asked(embedder, name, seen)
    truth = np.arange(len(seen.ids)) < len(members)
    alone = Topic(question, seen, {}).of_archive()
    random = np.random.default_rng(0)
    after = [_after(question, seen, random.choice(len(members), CONFIRMED, replace=False), truth) for _ in range(draws)]
    f1, precision, recall = _cut(alone, truth)
    cut = {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}
    by_name = round(average_precision(alone, truth), 4)
    return {"texts": len(truth), "by_name": by_name, **cut, "after_three": round(float(np.mean(after)), 4)}


def _after(question: AskedTopic, seen: Backdrop, picked: NDArray[np.int64], truth: Truth) -> float:
    """Average precision of the rest when those picked are confirmed."""
    rulings: dict[str, Ruling] = {seen.ids[at]: "pinned" for at in picked.tolist()}
    rest = np.ones(len(truth), dtype=bool)
    rest[picked] = False
    return average_precision(Topic(question, seen, rulings).of_archive()[rest], truth[rest])


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def insights_in(path: Path) -> list[str]:
    rows: list[dict[str, list[dict[str, str]]]] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    listed = [each for row in rows for each in row.get("insights", [row])]
    return [claim_text(str(each["headline"]), str(each["body"])) for each in listed]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--among", type=Path)
    parser.add_argument("--topic", default="China open-source AI")
    parser.add_argument("--draws", type=int, default=20)
    chosen = parser.parse_args()
    loaded, listed = open_packaged_embedder(), read(chosen.data)
    result = measure(loaded, listed)
    if chosen.texts:
        on_topic = [line.strip() for line in chosen.texts.read_text("utf-8").splitlines() if line.strip()]
        around = insights_in(chosen.among) if chosen.among else [row["text"] for row in listed]
        result["example"] = example(loaded, on_topic, around, chosen.topic, chosen.draws)
    print(json.dumps(result))
