"""Reads captions in XML: TTML and its relatives, with Apple's words inside, and what YouTube serves. Pure.

Formats: https://www.w3.org/TR/ttml2/, `<timedtext format="3">` and `<transcript><text start="…" dur="…">`.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.timecode import duration_of, seconds_of
from ingest.transcripts.cues import tidy
from ingest.transcripts.speakers import bare_name
from store.records.transcripts import Segment, Word

_ROOT = re.compile(
    r"(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w{1,10}:)?(tt|timedtext|transcript)[\s>]", re.DOTALL
)
_TICKS = re.compile(r"(\d{1,15})t", re.ASCII)
_FRAMES = re.compile(r"(\d{1,3}:\d{2}:\d{2}):\d{1,3}(?:\.\d+)?", re.ASCII)


def is_timed_xml(text: str) -> bool:
    return _ROOT.match(text[:5000]) is not None


def cues_of(text: str) -> list[Segment]:
    """The cues; none where the XML is broken or tells no times."""
    try:
        root = fromstring(text.encode())
    except (ParseError, DefusedXmlException, ValueError):
        return []
    people = {key: name for agent in root.iter() if _name(agent) == "agent" for key, name in _person(agent)}
    rate = next((value for key, value in root.items() if key.endswith("tickRate")), "1")
    ticks = float(rate) if rate.isdecimal() and int(rate) else 1.0
    return [cue for each in root.iter() if _name(each) in ("p", "text") for cue in _cue(each, people, ticks)]


def language_of(text: str) -> str | None:
    found = re.search(r"xml:lang=[\"']([A-Za-z-]{2,11})[\"']", text[:2000])
    return found[1] if found else None


def _person(agent: Element) -> Iterator[tuple[str, str]]:
    """The agent's id and name; a name without letters of its own is none."""
    key = next((value for name, value in agent.items() if name.endswith("id")), None)
    name = bare_name(" ".join(agent.itertext()))
    if key and name:
        yield key, name


def _cue(element: Element, people: Mapping[str, str], ticks: float) -> Iterator[Segment]:
    given = {name.rpartition("}")[2]: value for name, value in element.items()}
    milliseconds = "t" in given
    start = _time(given.get("begin") or given.get("start") or given.get("t") or "", ticks)
    if start is None:
        return
    end = _time(given.get("end", ""), ticks)
    length = _time(given.get("dur") or given.get("d") or "", ticks)
    if end is None:
        end = start + (length or 0.0)
    agent = given.get("agent")
    text = tidy(unescape(" ".join(_texts(element))))
    words = tuple(_words(element, ticks))
    if milliseconds:
        start, end = start / 1000, end / 1000
    if text:
        same = "".join(word.text for word in words) == text.replace(" ", "")
        yield Segment(
            start=start,
            end=end,
            text=text,
            speaker=people.get(agent) or bare_name(agent) if agent else None,
            words=words if same else (),
        )


def _texts(element: Element) -> Iterator[str]:
    """The element's pieces of text. A line's end is a space; other elements stand as close as they are written."""
    pieces = [element.text or ""]
    for child in element:
        pieces.append(" " if _name(child) == "br" else "".join(_texts(child)))
        pieces.append(child.tail or "")
    between = " " if _has_words_without_spaces(element) else ""
    yield between.join(pieces)


def _has_words_without_spaces(element: Element) -> bool:
    """Whether its elements hold a word each and nothing stands between them, as where the XML was packed."""
    children = list(element)
    bare = [child for child in children if not (child.tail or "") and not (child.text or " ")[:1].isspace()]
    timed = [child for child in children if any(name.endswith("begin") for name in child.attrib)]
    return len(children) > 1 and len(timed) == len(children) and len(bare) >= len(children) - 1


def _words(element: Element, ticks: float) -> Iterator[Word]:
    for child in element.iter():
        given = {name.rpartition("}")[2]: value for name, value in child.items()}
        start, end = _time(given.get("begin", ""), ticks), _time(given.get("end", ""), ticks)
        text = (child.text or "").strip()
        if child is not element and not len(child) and start is not None and end is not None and text:
            yield Word(start=start, end=max(start, end), text=text)


def _time(text: str, ticks: float) -> float | None:
    """Seconds of a clock, "12.5s", "750ms", or ticks; the frames behind a clock are left out."""
    found = _TICKS.fullmatch(text.strip())
    if found:
        return int(found[1]) / ticks
    bare = _FRAMES.sub(r"\1", text.strip())
    seconds = seconds_of(bare.removesuffix("s"))
    return seconds if seconds is not None or not bare else (duration_of(bare) or (0.0 if bare[:1] == "0" else None))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
