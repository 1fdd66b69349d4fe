"""Reads interviews with the passages their editors chose: what bench/training/train_worth.py learns from and
bench/highlights.py
measures on. One JSON a file: `segments: [{start, speaker, text}]`, `highlights: [{segment, start_char, end_char}]`.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from config import open_packaged_embedder
from index.embedding.embedder import Embedder
from store.queries.embeddings import Vector
from store.records.transcripts import Segment, Transcript

_SECONDS_A_WORD = 0.37  # for the last segment, whose end nothing tells


@dataclass(frozen=True, kw_only=True)
class Interview:
    """`chosen[i]` is whether the talk's i-th word lies inside a highlight; `identity` is a hash of all its words."""

    name: str
    transcript: Transcript
    chosen: NDArray[np.bool_]
    identity: str

    def covered(self, first_word: int, end_word: int) -> float:
        """Share of words `first_word` to `end_word` (exclusive) that lie inside a highlight."""
        return float(self.chosen[first_word:end_word].mean()) if end_word > first_word else 0.0


def read_interviews(folder: Path) -> list[Interview]:
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def word_offsets(sentences: Sequence[Segment]) -> NDArray[np.int64]:
    """Where each sentence begins, in words of the talk, and where the last one ends."""
    return np.cumsum([0, *(len(sentence.text.split()) for sentence in sentences)])


def _read(path: Path) -> Interview:
    record = json.loads(path.read_text())
    rows, marks = record["segments"], record.get("highlights", ())
    words, chosen = [], []
    for at, row in enumerate(rows):
        inside = [(mark["start_char"], mark["end_char"]) for mark in marks if mark["segment"] == at]
        for found in re.finditer(r"\S+", row["text"]):
            words.append(found.group().lower())
            chosen.append(any(start <= found.start() < end for start, end in inside))
    last = rows[-1]["start"] + _SECONDS_A_WORD * len(rows[-1]["text"].split())
    ends = [after["start"] for _, after in pairwise(rows)] + [last]
    segments = tuple(
        Segment(start=row["start"], end=max(end, row["start"] + 0.1), text=row["text"], speaker=row["speaker"])
        for row, end in zip(rows, ends, strict=True)
    )
    return Interview(
        name=path.stem,
        transcript=Transcript(segments=segments, source="bench"),
        chosen=np.array(chosen, dtype=bool),
        identity=sha256(" ".join(words).encode()).hexdigest()[:16],
    )


class KeptEmbedder:
    """The app's embedder, whose vectors are kept in `folder` from one run to the next, a file a talk."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._embedder: Embedder = open_packaged_embedder()
        self.name = self._embedder.name

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        if self._folder is None:
            return self._embedder.embed(texts)
        path = self._folder / (sha256("\n".join(texts).encode()).hexdigest()[:16] + ".npy")
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(path, np.array(self._embedder.embed(texts), dtype=np.float16))
        return list(np.load(path).astype(np.float32))
