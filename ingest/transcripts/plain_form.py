"""Reads transcripts in plain text: paragraphs, perhaps with names and clock times before them. Pure."""

import re

from ingest.timecode import seconds_of
from ingest.transcripts.speakers import bare_name, names_in, split_name
from ingest.transcripts.timing import Turn, turn

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?"
# `[00:12:34] talk`, `Jane Doe (12:34): talk`, or a line of its own such as `Jane Doe  0:03`.
_HEADING = re.compile(
    rf"^(?P<name>[^\d\[\](:]{{0,40}}?)\s*(?:[\[(](?P<bracketed>{_CLOCK})[\])]\s*:?\s*|(?P<bare>{_CLOCK})\s*$)", re.ASCII
)


def turns_of(body: str) -> list[Turn]:
    """A turn a paragraph; a name holds until the next one."""
    paragraphs = _paragraphs(body)
    names = names_in(text for _, _, text in paragraphs)
    turns: list[Turn] = []
    speaker: str | None = None
    for heading, start, text in paragraphs:
        name, said = split_name(text, names)
        speaker = heading or name or speaker
        turns.append(turn(speaker, said, start))
    return turns


def _paragraphs(body: str) -> list[tuple[str | None, float | None, str]]:
    """(name in a heading, seconds, text). Lines run on until a blank line, a heading or a name with a colon."""
    lines = [line.strip() for line in body.splitlines()]
    names = names_in(line for line in lines if line)
    found: list[tuple[str | None, float | None, list[str]]] = []
    fresh = True
    for line in lines:
        match = _HEADING.match(line)
        if match:
            found.append((bare_name(match["name"]), seconds_of(match["bracketed"] or match["bare"]), []))
        elif fresh or split_name(line, names)[0]:
            found.append((None, None, []))
        fresh = not line and not match
        found[-1][2].append(line[match.end() :] if match else line)
    joined = [(name, start, " ".join(filter(None, text))) for name, start, text in found]
    return [(name, start, text) for name, start, text in joined if text]
