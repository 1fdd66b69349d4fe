"""Talks with queries for bench/search.py and bench/training/train_ranking.py; the form is told in bench/search.py."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.records.transcripts import Chunk, Segment, Transcript

_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`wanted` are runs of segments, last exclusive; `mostly`: half of a passage's words must lie in one."""

    talk: str
    text: str
    wanted: tuple[tuple[int, int], ...]
    mostly: bool

    def counts(self, places: Sequence[int]) -> bool:
        """Whether a passage counts whose words stand in these segments."""
        inside = sum(any(first <= place < last for first, last in self.wanted) for place in places)
        return 2 * inside >= len(places) if self.mostly else inside > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    name: str
    title: str
    segments: tuple[Segment, ...]
    queries: tuple[Asked, ...]
    published: datetime = _DAY

    def transcript(self) -> Transcript:
        return Transcript(segments=self.segments, source="publisher")

    def counting(self, chunks: Sequence[Chunk]) -> list[set[str]]:
        """For each query the ids of the passages that count. Passages hold every word of the talk, in order."""
        places = [at for at, segment in enumerate(self.segments) for _ in segment.text.split()]
        spans: dict[str, list[int]] = {}
        first = 0
        for chunk in chunks:
            last = first + len(chunk.text.split())
            spans[chunk.id] = places[first:last]
            first = last
        if first != len(places):
            raise ValueError(f"the passages of {self.name} do not hold all its words")
        return [{key for key, each in spans.items() if query.counts(each)} for query in self.queries]


def read_talks(folder: Path) -> list[Talk]:
    return [_talk(path) for path in sorted(folder.glob("*.json"))]


def _talk(path: Path) -> Talk:
    told = json.loads(path.read_text(encoding="utf-8"))
    # A segment lasts a second: times do not matter here, and one of the sets has none.
    segments = tuple(
        Segment(start=float(at), end=at + 0.999, text=each["text"], speaker=each.get("speaker"))
        for at, each in enumerate(told["segments"])
    )
    queries = tuple(
        Asked(
            talk=path.stem,
            text=each["text"],
            wanted=tuple((first, last) for first, last in each.get("spans") or [each["relevant"]]),
            mostly="spans" not in each,
        )
        for each in told["queries"]
    )
    return Talk(name=path.stem, title=told.get("title") or path.stem, segments=segments, queries=queries)
