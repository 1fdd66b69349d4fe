"""Segments as they lie in JSON columns."""

from typing import TypedDict

from store.records.transcripts import Segment, Word


class SegmentRow(TypedDict):
    """A segment as JSON. Words are triples: an hour of talk holds 10,000 of them."""

    start: float
    end: float
    text: str
    speaker: str | None
    words: list[tuple[float, float, str]]


def to_row(segment: Segment) -> SegmentRow:
    words = [(round(w.start, 3), round(w.end, 3), w.text) for w in segment.words]
    return {
        "start": round(segment.start, 3),
        "end": round(segment.end, 3),
        "text": segment.text,
        "speaker": segment.speaker,
        "words": words,
    }


def from_row(row: SegmentRow) -> Segment:
    words = tuple(Word(start=start, end=end, text=text) for start, end, text in row["words"])
    return Segment(start=row["start"], end=row["end"], text=row["text"], speaker=row["speaker"], words=words)
