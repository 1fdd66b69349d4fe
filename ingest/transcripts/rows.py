"""Reads transcripts whose lines are records: a recogniser's printed output, tables, subtitle scripts. Pure.

whisper, whisper.cpp, faster-whisper and whisperX print `[0:00.000 --> 0:05.000] talk` among their own messages; others
write TSV, CSV, Audacity's labels, YouTube's SBV or ASS.
"""

import csv
import re
from collections.abc import Iterator, Sequence

from ingest.timecode import duration_of, seconds_of
from ingest.transcripts.cues import tidy
from ingest.transcripts.recognisers import lists, records
from ingest.transcripts.speakers import bare_name, whole_name
from store.records.transcripts import Segment

_TIME = r"(?:\d{1,3}:)?(?:\d{1,3}:)?\d{1,6}(?:[.,]\d{1,9})?"
_PRINTED = re.compile(rf"(.{{0,60}}?)\[\s*({_TIME})s?\s*(?:-{{1,2}}>|[-–—→])\s*({_TIME})s?\s*\]\s*:?\s*(.*)", re.ASCII)
_LABELLED = re.compile(rf"({_TIME})s?[\t ]+({_TIME})s?[\t ]+([A-Za-z]+_\d{{1,3}})[\t :]+(\S.*)", re.ASCII)
_AUDACITY = re.compile(r"(\d{1,6}\.\d{3,9})\t(\d{1,6}\.\d{3,9})\t(\S.*)", re.ASCII)
_SBV = re.compile(r"^(\d{1,2}:\d{2}:\d{2}\.\d{3}),(\d{1,2}:\d{2}:\d{2}\.\d{3})[ \t]*$", re.ASCII | re.MULTILINE)
_DIALOGUE = re.compile(r"Dialogue:\s*(.*)")
_HEADER_STARTS = re.compile(r"\b(?:start|begin|from|in|time|timecode|timestamp)", re.IGNORECASE)
_HEADER_TEXTS = re.compile(
    r"\b(?:text|transcript|content|body|caption|dialogue|dialog|speech|utterance)\b", re.IGNORECASE
)
_FEWEST = 2  # lines of a form that make it that of the file; one may be talk


def as_captions(text: str) -> str:
    """SBV with its timings as SubRip writes them; any other text as it is."""
    return _SBV.sub(r"\1 --> \2", text)


def cues_of(text: str) -> list[Segment]:
    """The cues, none where the lines are no records. Lines in between, such as a program's messages, are left out."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for form in (_printed, _labelled, _audacity, _dialogue):
        cues = list(form(lines))
        if len(cues) >= _FEWEST:
            return cues
    return _table(lines)


def _printed(lines: Sequence[str]) -> Iterator[Segment]:
    for line in lines:
        found = _PRINTED.fullmatch(line)
        if found:
            before = found[1].strip().strip("[](): ")
            yield from _cue(found[2], found[3], found[4], bare_name(before) if whole_name(f"{before}:"[:-1]) else None)


def _labelled(lines: Sequence[str]) -> Iterator[Segment]:
    for found in filter(None, map(_LABELLED.fullmatch, lines)):
        yield from _cue(found[1], found[2], found[4], bare_name(found[3]))


def _audacity(lines: Sequence[str]) -> Iterator[Segment]:
    for found in filter(None, map(_AUDACITY.fullmatch, lines)):
        yield from _cue(found[1], found[2], found[3], None)


def _dialogue(lines: Sequence[str]) -> Iterator[Segment]:
    """Of SubStation Alpha: layer, start, end, style, name, three margins, effect, text."""
    for found in filter(None, map(_DIALOGUE.fullmatch, lines)):
        parts = found[1].split(",", 9)
        if len(parts) == 10:
            yield from _cue(parts[1], parts[2], re.sub(r"\\[Nnh]", " ", parts[9]), bare_name(parts[4]))


def _cue(start: str, end: str, text: str, speaker: str | None) -> Iterator[Segment]:
    first, last, said = seconds_of(start.strip()), seconds_of(end.strip()), tidy(text)
    if first is not None and last is not None and said:
        yield Segment(start=first, end=last, text=said, speaker=speaker)


def _table(lines: Sequence[str]) -> list[Segment]:
    """Of a table whose first line names its columns."""
    header = lines[0] if lines else ""
    delimiter = next((mark for mark in ("\t", ";", ",") if mark in header), None)
    if delimiter is None or not (_HEADER_STARTS.search(header) and _HEADER_TEXTS.search(header)):
        return []
    rows = csv.DictReader(lines, delimiter=delimiter, skipinitialspace=True)
    return lists.in_seconds(records.cues_of([_named(row) for row in rows], {}))


def _named(row: dict[str | None, str | list[str]]) -> dict[str, object]:
    """The row by the first words of its columns, numbers as numbers: "Start Time (s)" is "Start Time"."""
    named: dict[str, object] = {}
    for name, value in row.items():
        if name is None or not isinstance(value, str):
            continue
        bare = re.sub(r"\(.*?\)|\[.*?\]", "", name).strip()
        timed = _HEADER_STARTS.search(bare) or re.search(r"\b(?:end|to|out|stop|duration)", bare, re.IGNORECASE)
        named[bare] = (
            (seconds if (seconds := seconds_of(value)) is not None else duration_of(value)) if timed else value
        )
    return named
