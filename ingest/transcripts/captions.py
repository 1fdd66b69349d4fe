"""Reads WebVTT and SubRip, which differ in little and are mixed up in the wild. Pure.

Formats: https://www.w3.org/TR/webvtt1/ and https://en.wikipedia.org/wiki/SubRip
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ingest.timecode import seconds_of
from ingest.transcripts.cues import shared, tidy
from ingest.transcripts.speakers import (
    bare_name,
    beginnings,
    is_generic,
    names_in,
    parted,
    split_name,
    whole_name,
    whole_names,
)
from store.records.transcripts import Segment

_TIME = r"(?:\d{1,4}:)?(?:\d{1,4}:)?\d{1,6}(?:[.,]\d{1,6})?"
_TIMING = re.compile(rf"^[ \t]*({_TIME})[ \t]*-{{1,2}}>[ \t]*({_TIME})(?:\s|$)", re.ASCII)
_TIMING_SOMEWHERE = re.compile(_TIMING.pattern, re.ASCII | re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z-]{2,11})\s*$", re.MULTILINE)
_NEWLINE = re.compile(r"\r\n?|\u2028|\x0b|\x0c")
_CHANGE = re.compile(r"\s*(?:>>|&gt;&gt;)")
_DASH = re.compile(r"\s*[-–—]\s")
_COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_ROLLING_SECONDS = 0.05  # live captions repeat the line before in the next cue, or show it alone for a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A cue as it stands in the file."""

    start: float
    end: float
    lines: tuple[str, ...]


def has_cues(body: str) -> bool:
    return _TIMING_SOMEWHERE.search(body) is not None


def language_of(body: str) -> str | None:
    """What a WebVTT header says."""
    match = _LANGUAGE.search(body[:500])
    return match[1] if match else None


def cues_of(body: str) -> list[Segment]:
    """The cues with their speakers, from voice tags or from names before a colon; such a name holds until the next."""
    blocks = _unrolled(_blocks(body))
    firsts = [tidy(_VOICE.sub("", block.lines[0])) for block in blocks]
    names = names_in((text for first in firsts for text in beginnings(first)), wrapped=True)
    above = _names_above(blocks, firsts)
    whole = whole_names(names | above)
    cues: list[Segment] = []
    speaker: str | None = None
    for block, first in zip(blocks, firsts, strict=True):
        parts: list[tuple[str | None, str]] = []
        dashes = sum(_DASH.match(line) is not None for line in block.lines) > 1
        alone = len(block.lines) > 1 and first in above
        if alone:
            speaker = bare_name(whole.get(first, first))
        spoken_by: str | None = None  # a voice tag holds until the cue ends
        for line in block.lines[alone:]:
            if _CHANGE.match(line) or (dashes and _DASH.match(line)):
                speaker = None  # somebody else speaks, whoever it is
                parts += [(None, "")]
            for voice, text in _voices(line):
                spoken_by = voice or spoken_by
                for piece in parted(tidy(text), names):
                    name, rest = split_name(piece, names)
                    speaker = bare_name(whole.get(name, name)) if name else speaker
                    if rest:
                        before = parts[-1][0] if parts else speaker
                        parts.append((voice or (speaker if name else spoken_by or before), rest))
        cues += shared(Segment(start=block.start, end=block.end, text=""), filter(lambda part: part[1], parts))
    return cues


def _names_above(blocks: list[_Block], firsts: list[str]) -> frozenset[str]:
    """Names that stand on a line of their own above what is said: those of at least half of the cues of several lines,
    for a line of talk may well be a name."""
    several = [first for block, first in zip(blocks, firsts, strict=True) if len(block.lines) > 1]
    counts = Counter(first for first in several if whole_name(first))
    often = {name: count for name, count in counts.items() if count > 1 or is_generic(name)}
    return frozenset(often) if sum(often.values()) * 2 >= len(several) else frozenset(filter(is_generic, often))


def _blocks(body: str) -> list[_Block]:
    """What stands between one timing and the next. A blank line inside belongs to the cue; what names the next cue, a
    comment or a style does not."""
    lines = _NEWLINE.sub("\n", body).split("\n")
    timed = [(at, match) for at, line in enumerate(lines) if (match := _TIMING.match(line))]
    blocks: list[_Block] = []
    ends = [at for at, _ in timed[1:]] + [len(lines)]
    for (at, match), following in zip(timed, ends, strict=False):
        text = lines[at + 1 : following]
        if following < len(lines) and text and (text[-1].strip().isdecimal() or _names_a_cue(text)):
            text = text[:-1]
        start, end = seconds_of(match[1]), seconds_of(match[2])
        kept = tuple(_spoken(text))
        if start is not None and end is not None and kept:
            blocks.append(_Block(start=start, end=end, lines=kept))
    return blocks


def _names_a_cue(text: list[str]) -> bool:
    """Whether the last line before a timing stands alone there: it is the cue's name then, not the end of the talk."""
    return len(text) > 1 and not text[-2].strip() and bool(text[-1].strip())


def _spoken(text: list[str]) -> Iterator[str]:
    """The lines of talk; a comment runs from its mark after a blank line to the next one."""
    inside = False
    for before, line in zip(["", *text], text, strict=False):
        if not line.strip():
            inside = False
        elif not before.strip() and before is not text[0] and _COMMENT.match(line):
            inside = True
        if line.strip() and not inside:
            yield line.strip()


def _unrolled(blocks: list[_Block]) -> list[_Block]:
    """Takes out the lines that live captions show twice."""
    kept: list[_Block] = []
    before: _Block | None = None
    for block in blocks:
        lines = block.lines
        if before and block.start - before.end < _ROLLING_SECONDS and lines[0] == before.lines[-1]:
            lines = lines[1:] if len(lines) > 1 or block.end - block.start < _ROLLING_SECONDS else lines
        if lines:
            kept.append(_Block(start=block.start, end=block.end, lines=lines))
        before = block
    return kept


def _voices(line: str) -> list[tuple[str | None, str]]:
    """The line in parts of one voice each; what stands before the first voice tag has none."""
    before, *rest = _VOICE.split(line)
    voiced = [(bare_name(unescape(name)), text) for name, text in zip(rest[::2], rest[1::2], strict=True)]
    return [(None, before), *voiced] if before.strip() else [*voiced]
