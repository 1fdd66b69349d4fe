"""Reads WebVTT and SubRip, which differ in little and are mixed up in the wild. Pure.

Formats: https://www.w3.org/TR/webvtt1/ and https://en.wikipedia.org/wiki/SubRip
"""

import re
from dataclasses import dataclass
from html import unescape

from ingest.timecode import seconds_of
from ingest.transcripts.cues import tidy
from ingest.transcripts.speakers import bare_name, names_in, split_name
from store.records.transcripts import Segment

_TIME = r"(?:\d{1,4}:)?(?:\d{1,4}:)?\d{1,6}(?:[.,]\d{1,6})?"
_TIMING = re.compile(rf"^\s*({_TIME})\s*-->\s*({_TIME})(?:\s|$)", re.ASCII)
_TIMING_SOMEWHERE = re.compile(_TIMING.pattern, re.ASCII | re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z-]{2,11})\s*$", re.MULTILINE)
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
    names = names_in((tidy(_VOICE.sub("", block.lines[0])) for block in blocks), wrapped=True)
    cues: list[Segment] = []
    speaker: str | None = None
    for block in blocks:
        parts: list[tuple[str | None, str]] = []
        for line in block.lines:
            for voice, text in _voices(line):
                name, rest = split_name(tidy(text), names)
                speaker = name or speaker
                if rest:
                    parts.append((voice or (parts[-1][0] if parts and not name else speaker), rest))
        cues += _shared(block, parts)
    return cues


def _blocks(body: str) -> list[_Block]:
    blocks: list[_Block] = []
    for paragraph in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n").replace("\r", "\n")):
        lines = paragraph.split("\n")
        timed = [at for at, line in enumerate(lines) if _TIMING.match(line)]
        for at, following in zip(timed, [*timed[1:], None], strict=False):
            text = lines[at + 1 : following]
            if following and text and text[-1].strip().isdecimal():
                text = text[:-1]  # the number of the next cue, where the blank line between is missing
            match = _TIMING.match(lines[at])
            start, end = (seconds_of(match[1]), seconds_of(match[2])) if match else (None, None)
            kept = tuple(line.strip() for line in text if line.strip())
            if start is not None and end is not None and kept:
                blocks.append(_Block(start=start, end=end, lines=kept))
    return blocks


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


def _shared(block: _Block, parts: list[tuple[str | None, str]]) -> list[Segment]:
    """A cue for each speaker of the block; they share its time by the length of what they say."""
    joined: list[tuple[str | None, str]] = []
    for speaker, text in parts:
        if joined and joined[-1][0] == speaker:
            joined[-1] = (speaker, f"{joined[-1][1]} {text}")
        else:
            joined.append((speaker, text))
    total = sum(len(text) for _, text in joined)
    cues: list[Segment] = []
    start = block.start
    for speaker, text in joined:
        end = start + (block.end - block.start) * len(text) / total
        cues.append(Segment(start=start, end=end, text=text, speaker=speaker))
        start = end
    return cues
