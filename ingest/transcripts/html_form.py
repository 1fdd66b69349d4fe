"""Reads transcripts in HTML: `<cite>` names the speaker, `<time>` the second, `<p>` holds the talk. Pure."""

import re
from html.parser import HTMLParser

from ingest.timecode import seconds_of
from ingest.transcripts.headings import CLOCK, Line
from ingest.transcripts.headings import turns_of as turns_from
from ingest.transcripts.speakers import BORDER, bare_name
from ingest.transcripts.timing import Turn
from ingest.web.plain_text import read_through

_HIDDEN = {"script", "style", "head", "nav", "header", "footer", "template", "noscript", "title", "svg"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "caption"}
_BLOCKS = _TITLES | set(
    "p div li tr blockquote section article body dd dt dl table ul ol pre figure main details".split()
)
_CLOCK_BEHIND = re.compile(rf"[\s,|–—-]*[\[(]?\s*({CLOCK})\s*[\])]?\s*:?\s*$", re.ASCII)
_TIMES = ("data-start", "data-time", "data-begin", "data-timestamp", "data-start-time")
_WHO = ("data-speaker", "data-speaker-name")
_AT = re.compile(r"[#?&](?:t|time|start)=(\d{1,2}(?::\d{2}){1,2}|\d{1,6}(?:\.\d{1,3})?)s?(?:&|$)")
_LINE_END = "\ue001"  # a letter of no script, for the text's own ends of lines are none
_CELLS = {"td", "th"}
_INLINE = set("strong b span em i a small u mark label button font".split())


class TurnCollector(HTMLParser):
    """Collects the lines of a page. `marks` counts `<cite>` and `<time>`: an error page has none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.marks = 0
        self._speaker: str | None = None
        self._start: float | None = None
        self._text: list[str] = []
        self._caught: list[str] | None = None  # the text of the cite or time that is open
        self._hidden = 0
        self._title = False
        self._begun = False  # whether anything is said in the paragraph that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "time" or (tag == "cite" and not self._begun):
            self._finish()
            self._caught = []
        elif tag in _BLOCKS or "-" in tag:
            if tag == "body":
                self._hidden = 0  # </head> may be left out
            self._caught = None
            self._finish()
            self._title = tag in _TITLES
            self._note(attrs)
        elif not self._hidden and self._caught is None:
            self._title = (self._title or tag == "th") and tag != "td"  # a row may be headed by a name
            if not self._begun:
                self._note(attrs)
            self._text.append(_LINE_END if tag == "br" else self._border(tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("cite", "time") and self._caught is not None:
            caught, self._caught = "".join(self._caught), None
            self.marks += 1
            clock = _CLOCK_BEHIND.search(caught) if tag == "cite" else None
            if tag == "cite":
                self._speaker = bare_name(caught[: clock.start()] if clock else caught)
                self._start = seconds_of(clock[1]) if clock else self._start
            else:
                self._start = seconds_of(caught.strip("[]() \n\t"))
        elif tag in _BLOCKS or "-" in tag:
            self._finish()
        elif not self._hidden and self._caught is None:
            self._text.append(self._border(tag))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            (self._text if self._caught is None else self._caught).append(data)
            self._begun = self._begun or (self._caught is None and bool(data.strip()))

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._finish()

    def _note(self, attrs: list[tuple[str, str | None]]) -> None:
        """The second, where no clock stands before it, and the speaker that an element names in attributes."""
        told = next((text for name, text in attrs if name in _TIMES and text), "")
        link = _AT.search(next((text for name, text in attrs if name == "href" and text), ""))
        if self._start is None and (told or link):
            self._start = seconds_of(told or (link[1] if link else ""))
        speaker = next((text for name, text in attrs if name in _WHO and text), "")
        self._speaker = bare_name(speaker) if speaker else self._speaker

    def _border(self, tag: str) -> str:
        return f" {BORDER} " if tag in _CELLS else BORDER if tag in _INLINE else ""

    def _finish(self) -> None:
        fresh = True
        for written in "".join(self._text).split(_LINE_END):
            text = " ".join(written.split())
            if text.replace(BORDER, "").strip():
                line = Line(text=text, fresh=fresh, title=self._title, speaker=self._speaker, start=self._start)
                self.lines.append(line)
                self._start = None
            fresh = not text.replace(BORDER, "").strip()
        self._text = []
        self._title = self._begun = False


def turns_of(body: str) -> tuple[list[Turn], bool]:
    """The turns, and whether the page is marked up as a transcript. Without such marks it may be any page."""
    reader = TurnCollector()
    read_through(reader, body)
    turns, named = turns_from(reader.lines)
    return turns, reader.marks > 0 or named
