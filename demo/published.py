"""The four forms in which shows publish transcripts, from timed sentences, and the one for chapters. Pure.

The forms are those of Podcasting 2.0, transcripts.md and jsonChapters.md in
https://github.com/Podcastindex-org/podcast-namespace; make_audio.py writes the files.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from demo.world import DemoChapter


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSentence:
    """One spoken sentence; `turn` counts the changes of speaker."""

    start: float
    end: float
    speaker: str
    text: str
    turn: int


def clock(seconds: float, fraction_mark: str) -> str:
    """HH:MM:SS and milliseconds after the mark."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}{fraction_mark}{milliseconds % 1000:03}"


def as_vtt(sentences: Sequence[TimedSentence]) -> str:
    """WebVTT, a cue a sentence, the speaker in a voice tag."""
    cues = (
        f"{clock(line.start, '.')} --> {clock(line.end, '.')}\n<v {line.speaker}>{escape(line.text, quote=False)}\n"
        for line in sentences
    )
    return "WEBVTT\n\n" + "\n".join(cues)


def as_srt(sentences: Sequence[TimedSentence]) -> str:
    """SubRip, a cue a sentence, the speaker before the text."""
    return "\n".join(
        f"{number}\n{clock(line.start, ',')} --> {clock(line.end, ',')}\n{line.speaker}: {line.text}\n"
        for number, line in enumerate(sentences, start=1)
    )


def as_json(sentences: Sequence[TimedSentence]) -> str:
    """Podcasting 2.0 segments."""
    segments = [
        {"speaker": line.speaker, "startTime": round(line.start, 2), "endTime": round(line.end, 2), "body": line.text}
        for line in sentences
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, indent=1, ensure_ascii=False) + "\n"


def as_html(sentences: Sequence[TimedSentence]) -> str:
    """A name, a time and a paragraph for every turn. The form knows whole seconds only, so times are rounded."""
    turns = [list(lines) for _, lines in groupby(sentences, key=lambda line: line.turn)]
    return "".join(
        f"<cite>{escape(lines[0].speaker)}:</cite>\n"
        f"<time>{round(lines[0].start) // 60}:{round(lines[0].start) % 60:02}</time>\n"
        f"<p>{escape(' '.join(line.text for line in lines), quote=False)}</p>\n"
        for lines in turns
    )


def as_chapters(chapters: Sequence[DemoChapter]) -> str:
    """Podcasting 2.0 chapters."""
    named = [{"startTime": chapter.start, "title": chapter.title} for chapter in chapters]
    return json.dumps({"version": "1.2.0", "chapters": named}, indent=1, ensure_ascii=False) + "\n"
