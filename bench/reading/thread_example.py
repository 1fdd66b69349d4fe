"""Measures whether texts that a person holds for one thread find each other among what Earmark extracts.

    python bench/reading/thread_example.py --world DIR [DIR ...] --texts FILE [--insights FILE] [--orders 5]

Each DIR holds the transcripts of a show, one file an episode; FILE of texts one text a line, of which lines of under 15
words are left out. The insights are extracted with the app's own extractor, which takes some 6 s an episode; with
--insights they are kept in that file and read from it the next time; it may also hold lines of `headline, body`, or of
`insights` of these. Then texts and insights join threads in shuffled
orders, the background running every 500. The last line is JSON:

    insights        how many the texts stand among
    together        by order: how many of the texts are in the thread that holds most of them
    strangers       by order: how many insights are in that thread besides
    largest_share   by order: members of the largest thread as a share of all
    threads         by order: threads with two members or more
    labels          by order: what the thread is called
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bench.threads import grow, in_order  # noqa: E402 - ours are found through the path above
from config import open_packaged_embedder, open_reading  # noqa: E402
from index.library.documents import claim_text  # noqa: E402
from ingest.adverts.detection import find_adverts  # noqa: E402
from ingest.passages.selection import Reading, best_passages  # noqa: E402
from ingest.transcripts.reading import read  # noqa: E402

_TYPES = {".html": "text/html", ".vtt": "text/vtt", ".srt": "application/x-subrip", ".json": "application/json"}
_TEXT = 15  # words of a text at least
_reading: list[Reading] = []


def extracted(folders: Sequence[Path], kept: Path | None) -> list[str]:
    """The insights as texts, headline and body."""
    if kept and kept.is_file():
        return [text for line in kept.read_text(encoding="utf-8").splitlines() for text in _texts(json.loads(line))]
    files = sorted(file for folder in folders for file in folder.iterdir() if file.suffix in _TYPES)
    print(f"{len(files)} episodes", file=sys.stderr)
    with ProcessPoolExecutor(max_workers=2) as workers:
        found = [text for listed in _told(workers.map(_of_episode, files), len(files)) for text in listed]
    if kept:
        kept.write_text("".join(json.dumps({"text": text}) + "\n" for text in found), encoding="utf-8")
    return found


def _texts(row: dict[str, Any]) -> list[str]:
    """Of a line as it is kept here, `text`, or as other benches have it: `headline, body`, or `insights` of these."""
    return [each.get("text") or claim_text(each["headline"], each["body"]) for each in row.get("insights", [row])]


def _told(listed: Iterator[list[str]], count: int) -> Iterator[list[str]]:
    for done, texts in enumerate(listed, start=1):
        if done % 10 == 0:
            print(f"{done} of {count} episodes", file=sys.stderr)
        yield texts


def _of_episode(file: Path) -> list[str]:
    """An episode that cannot be read gives none."""
    if not _reading:
        _reading.append(open_reading(open_packaged_embedder()))
    try:
        transcript = read(file.read_text(encoding="utf-8"), _TYPES[file.suffix], f"http://x/{file.name}", None)
        chosen = best_passages(transcript, find_adverts(transcript, []), _reading[0]).chosen
    except Exception as error:  # noqa: BLE001 - one episode in hundreds must not cost the hour that the others took
        print(f"{file}: {error!r}", file=sys.stderr)
        return []
    return [each.passage.body for each in chosen]


def measure(texts: Sequence[str], insights: Sequence[str], orders: int) -> dict[str, object]:
    listed = [*insights, *texts]
    print(f"embedding {len(listed):,} texts", file=sys.stderr)
    vectors = open_packaged_embedder().embed(listed)
    out: dict[str, list[object]] = {
        name: [] for name in ("together", "strangers", "largest_share", "threads", "labels")
    }
    for seed in range(1, orders + 1):
        run = grow(listed, vectors, in_order(seed, len(listed)), 500)
        home, together = Counter(run.threads[len(insights) :]).most_common(1)[0]
        sizes = Counter(run.threads)
        out["together"].append(together)
        out["strangers"].append(sizes[home] - together)
        out["largest_share"].append(round(max(sizes.values()) / len(listed), 4))
        out["threads"].append(sum(size > 1 for size in sizes.values()))
        out["labels"].append(run.labels[home])
        for at, thread in enumerate(run.threads[: len(insights)]):
            if thread == home:
                print(f"stranger: {insights[at][:300]!r}", file=sys.stderr)
    return {"insights": len(insights), "texts": len(texts), **out}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", type=Path, nargs="+", default=[])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--insights", type=Path)
    parser.add_argument("--orders", type=int, default=5)
    chosen = parser.parse_args()
    missing = [str(folder) for folder in chosen.world if not folder.is_dir()]
    if missing:
        parser.error(f"no such folder: {', '.join(missing)}")
    lines = [line.strip() for line in chosen.texts.read_text(encoding="utf-8").splitlines()]
    example = [line for line in lines if len(line.split()) >= _TEXT]
    print(json.dumps(measure(example, extracted(chosen.world, chosen.insights), chosen.orders)))
