"""Learns the directions in which the vectors of talk differ most, and writes index/embedding/shortening.npz.

    python bench/training/train_shortening.py --talks DIR [--each 25]

DIR holds a folder of transcripts a show, in any form that Earmark reads. Of each transcript so many passages are taken,
and ten sentences, at random; shows count by how many they give. The directions are those of the greatest share of the
vectors' squared length (their mean is not taken off: the shortened ones are compared by cosine). Nothing of any text is
in the file. The last line is JSON: `vectors`, and `kept`, the share of the squared length that is left.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from config import open_packaged_embedder  # noqa: E402 - found through the path above
from index.embedding.embedder import Embedder  # noqa: E402
from index.embedding.shortening import DIRECTIONS, Rows  # noqa: E402
from index.library.chunks import cut  # noqa: E402
from index.library.documents import passage_text  # noqa: E402
from ingest.transcripts.reading import read  # noqa: E402
from store.errors import EarmarkError  # noqa: E402

SHORT = 128  # numbers; why so many, and what they lose, says index/embedding/shortening.py
_SEED = 3
_SENTENCES = 10  # of a transcript, for insights and questions are as short


def texts_of(file: Path, each: int, chance: random.Random) -> list[str]:
    try:
        talk = read(file.read_text(encoding="utf-8"), "", f"https://talks.example/{file.name}", None)
    except (EarmarkError, UnicodeDecodeError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return []
    passages = list(cut(1, talk, ()))
    chance.shuffle(passages)
    told = [passage_text(file.parents[1].name, file.stem, passage) for passage in passages[:each]]
    return told + [chance.choice(passage.sentences).text for passage in passages[:_SENTENCES]]


def vectors_of(folder: Path, each: int, embedder: Embedder) -> Rows:
    chance = random.Random(_SEED)  # noqa: S311 - the same directions each time
    rows = []
    files = sorted(file for file in folder.rglob("transcripts/*") if file.is_file())
    for done, file in enumerate(files, start=1):
        if texts := texts_of(file, each, chance):
            rows.append(np.array(embedder.embed(texts)))
        if done % 20 == 0:
            print(f"{done} of {len(files)} transcripts", file=sys.stderr)
    return np.concatenate(rows)


def directions_of(vectors: Rows) -> tuple[Rows, float]:
    """(A row each, the greatest first; the share of the squared length that they keep)."""
    weights, columns = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    return columns[:, ::-1][:, :SHORT].T, float(weights[::-1][:SHORT].sum() / weights.sum())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--talks", type=Path, required=True)
    parser.add_argument("--each", type=int, default=25)
    chosen = parser.parse_args()
    learned = vectors_of(chosen.talks, chosen.each, open_packaged_embedder())
    directions, kept = directions_of(learned)
    np.savez_compressed(DIRECTIONS, directions=directions.astype(np.float16))
    print(json.dumps({"vectors": len(learned), "kept": round(kept, 4)}))
