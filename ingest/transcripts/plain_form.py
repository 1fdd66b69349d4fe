"""Reads transcripts in plain text and Markdown: paragraphs, perhaps with names and clock times before them. Pure."""

import re

from ingest.transcripts.headings import Line
from ingest.transcripts.headings import turns_of as turns_from
from ingest.transcripts.speakers import BORDER
from ingest.transcripts.timing import Turn

_TITLE = re.compile(r"#{1,6}\s+(.*?)#*")
_LINK = re.compile(r"!?\[([^\]\n]{0,200})\]\(<?(?:https?:|/|#|mailto:)[^)\s]*\)")
_FRONT_MATTER = re.compile(r"\A---\n(?:[\w-]{1,40}:.{0,500}\n|[ \t-].{0,500}\n){1,60}---\n")
_HEADER = re.compile(r"^\|.{0,500}\|[ \t]*\n\|[ \t:|-]{3,200}$", re.MULTILINE)  # of a table
_COLUMN = re.compile(r" ?\t ?| \| ")
_QUOTED = re.compile(r"(?:>\s)+|[*+]\s+(?=\S)")
# Rules and fences of Markdown, what a lyrics file says of itself, and who wrote the text down.
# YouTube's clocks as they are read out, and the word above the whole.
_TITLES = re.compile(
    r"(?:\d{1,3} (?:hours?|minutes?|seconds?)[, ]*)+|\W*(?:full |meeting |episode )?transcript(?:ion)?\W*",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"[-*_=~`]{3,}\w*|\[(?:ar|al|ti|au|by|re|ve|offset|length|id|la|#)\s*:[^\]]*\]"
    r"|\W*(?:transcribed|transcript|transcription|captions|subtitles) (?:by|from|provided by) \S.{0,80}",
    re.IGNORECASE,
)


def turns_of(body: str) -> list[Turn]:
    """A turn a paragraph; a name holds until the next. Lines run on until a blank line or the next name or clock."""
    lines: list[Line] = []
    fresh = True
    for written in _HEADER.sub("", _FRONT_MATTER.sub("", body)).splitlines():
        line = "\t".join(" ".join(column.split()) for column in written.strip().split("\t"))
        title = _TITLE.fullmatch(line)
        text = _plain(title[1] if title else line)
        if text and not (_NOT_SAID.fullmatch(line) or _TITLES.fullmatch(line)):
            lines.append(Line(text=text, fresh=fresh or title is not None, title=title is not None))
        fresh = not line or title is not None
    return turns_from(lines)[0]


def _plain(line: str) -> str:
    bare = _LINK.sub(r"\1", _QUOTED.sub("", line, count=1) if _QUOTED.match(line) else line)
    row = bare[1:-1] if bare.startswith("|") and bare.endswith("|") else bare
    return _COLUMN.sub(f" {BORDER} ", row).strip()
