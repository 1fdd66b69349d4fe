"""Reads transcripts in HTML: `<cite>` names the speaker, `<time>` the second, `<p>` holds the talk. Pure."""

import re
from html.parser import HTMLParser

from ingest.timecode import seconds_of
from ingest.transcripts.speakers import bare_name, names_in, split_name
from ingest.transcripts.timing import Turn, turn

_HIDDEN = {"script", "style", "head", "nav", "header", "footer", "template", "noscript", "title", "svg"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
_BLOCKS = {"p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "body", "dd"}
_LEADING_CLOCK = re.compile(r"^\s*[\[(]?((?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?)[\])]?(?=\s|$)\s*", re.ASCII)


class TurnCollector(HTMLParser):
    """Collects the turns of a page. `marks` counts `<cite>` and `<time>`: an error page has none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[tuple[str | None, float | None, str]] = []
        self.marks = 0
        self._speaker: str | None = None
        self._start: float | None = None
        self._text: list[str] = []
        self._caught: list[str] | None = None  # the text of the cite or time that is open
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "time" or (tag == "cite" and not "".join(self._text).strip()):
            self._finish()
            self._caught = []
        elif tag in _BLOCKS:
            if tag == "body":
                self._hidden = 0  # </head> may be left out
            self._caught = None
            self._finish()
        elif tag == "br":
            self._text.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("cite", "time") and self._caught is not None:
            caught, self._caught = "".join(self._caught), None
            self.marks += 1
            if tag == "cite":
                self._speaker = bare_name(caught)
            else:
                self._start = seconds_of(caught.strip("[]() \n\t"))
        elif tag in _BLOCKS:
            self._finish()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            (self._text if self._caught is None else self._caught).append(data)

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self.paragraphs.append((self._speaker, self._start, text))
            self._start = None


def turns_of(body: str) -> tuple[list[Turn], bool]:
    """The turns, and whether the page is marked up as a transcript. Without such marks it may be any page."""
    reader = TurnCollector()
    reader.feed(body)
    reader.close()
    named = any(speaker for speaker, _, _ in reader.paragraphs)
    names = frozenset() if named else names_in(_without_clock(text)[1] for _, _, text in reader.paragraphs)
    turns: list[Turn] = []
    speaker: str | None = None
    for cited, start, text in reader.paragraphs:
        clock, rest = _without_clock(text)
        name, said = split_name(rest, names)
        speaker = cited or name or speaker
        turns.append(turn(speaker, said, start if start is not None else clock))
    return turns, reader.marks > 0 or bool(names)


def _without_clock(text: str) -> tuple[float | None, str]:
    match = _LEADING_CLOCK.match(text)
    return (seconds_of(match[1]), text[match.end() :]) if match else (None, text)
