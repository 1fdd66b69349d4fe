"""Finds the names and clocks that stand before the talk in texts without cues: plain text and pages. Pure.

`Ada Brun (0:12)`, `00:12 Ada Brun: …`, `[0:12] …`, a name on a line of its own, a table's row. Which of them a
transcript has, its lines tell together: a name must come twice, or beside a clock.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.timecode import seconds_of
from ingest.transcripts.speakers import (
    BORDER,
    NAME,
    bare_name,
    is_generic,
    names_in,
    parted,
    split_name,
    whole_name,
    whole_names,
)
from ingest.transcripts.timing import Turn, turn
from language.everyday_words import is_ordinary

CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_SPAN = rf"(?P<clock>{CLOCK})(?:\s*(?:--?>|→|[-–—/])\s*{CLOCK})?"
_BOXED = re.compile(rf"[\[(<{{][\s{BORDER}]*{_SPAN}[\s{BORDER}]*[\])>}}]\s*", re.ASCII)
_BARE = re.compile(rf"{_SPAN}(?=[\s{BORDER}|·•–—-]|:\s|$)\s*", re.ASCII)
_NAME_BEFORE_CLOCK = re.compile(
    rf"(?P<name>{NAME}|[^\W\d_][\w .'’&-]{{0,38}}?)\s*[:,|·•–—@-]?\s*{BORDER}*\s*"
    rf"(?=[\[(<{{][\s{BORDER}]*{CLOCK}(?:\s*(?:--?>|→|[-–—/])\s*{CLOCK})?[\s{BORDER}]*[\])>}}]|{CLOCK}\s*(?:{BORDER}|:\s|$))"
)
# Markdown's emphasis, which stands in pages as well; stars inside a word stand for its letters.
_STRONG = re.compile(
    r"(?<![\w*\\])\*{1,3}(?=\S)([^*\n]{1,200}?)(?<![\s\\])\*{1,3}(?![\w*])|(?<!\w)__?(?=[^\s_])([^_\n]{1,200}?)__?(?!\w)"
)
# Clocks with frames or units, which are made plain first: "00:01:02:12", "[1m02s]", "#00:01:02-3#".
_FRAMES = re.compile(r"(?<![\d:])(\d{1,2}:\d{2}:\d{2})[:;]\d{2}(?![\d:])")
_UNITS = re.compile(r"(?<=[\[({])\s*(?:(\d{1,2}) ?h ?)?(?:(\d{1,3}) ?m(?:in)? ?)?(\d{1,3}) ?s(?:ec)?\s*(?=[\])}])")
_PICTURES = re.compile(
    rf"^(?:{BORDER}|\s)*[\u2190-\u2bff\U0001f000-\U0001faff][\s\ufe0f\u200d\u2190-\u2bff\U0001f000-\U0001faff]*"
)
_HASHED = re.compile(r"#(\d{1,2}:\d{2}:\d{2})-\d#")
_FILLING = f" \t{BORDER}·•|–—-,:*@"
_MOST_PARTS = 4  # clock, name and what stands between; by judgement, not measured
_MOST_WORDS = 4  # of a name in small letters, which only a clock gives away; by judgement, not measured
_FEWEST_BARE = 3  # lines that begin with a clock without brackets; by judgement, not measured: one may be talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the text. `fresh`: a paragraph begins here. `title`: a page's heading, which nobody says."""

    text: str
    fresh: bool = False
    title: bool = False
    speaker: str | None = None
    start: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What a line begins with. `beside`: the name stands beside a clock or fills an element of its own."""

    name: str | None = None
    start: float | None = None
    rest: str = ""
    beside: bool = False


def turns_of(lines: Sequence[Line]) -> tuple[list[Turn], bool]:
    """A turn a paragraph, a name holding until the next; and whether names or clocks among the words say that it is a
    transcript."""
    lines = [replace(line, text=_STRONG.sub(_element, _with_plain_clocks(line.text))) for line in lines]
    cited = any(line.speaker for line in lines)
    bare = sum(_BARE.match(line.text.lstrip(_FILLING)) is not None for line in lines) >= _FEWEST_BARE
    names = frozenset(line.speaker for line in lines if line.speaker) if cited else _names(lines, bare=bare)
    whole = whole_names(names)
    turns: list[Turn] = []
    paragraph: list[str] = []
    speaker: str | None = None
    start: float | None = None
    for line in _apart(lines, names):
        head = _head(line.text, names, bare=bare)
        opens = head.name is not None or head.start is not None or line.start is not None
        if paragraph and (opens or line.fresh or (head.name is None and line.speaker not in (None, speaker))):
            turns.append(turn(speaker, " ".join(paragraph), start))
            paragraph, start = [], None
        speaker = bare_name(whole.get(head.name, head.name)) if head.name is not None else line.speaker or speaker
        start = line.start if line.start is not None else head.start if head.start is not None else start
        text = head.rest.replace(BORDER, "").strip()
        if text and not line.title:
            paragraph.append(text)
    if paragraph:
        turns.append(turn(speaker, " ".join(paragraph), start))
    clocks = sum(bool(each.marks) for each in turns)
    return turns, (bool(names) and not cited) or clocks >= _FEWEST_BARE


def _with_plain_clocks(text: str) -> str:
    text = _HASHED.sub(r"[\1]", _FRAMES.sub(r"\1", _PICTURES.sub("", text, count=1)))
    return _UNITS.sub(lambda found: ":".join(f"{int(part or 0):02}" for part in found.groups()), text)


def _element(found: re.Match[str]) -> str:
    return f"{BORDER}{found[1] or found[2]}{BORDER}"


def _apart(lines: Sequence[Line], names: frozenset[str]) -> Iterator[Line]:
    """The lines, those in which several speak cut before each."""
    for line in lines:
        first, *others = parted(line.text, names) or [""]
        yield replace(line, text=first)
        for other in others:
            yield Line(text=other)


def _names(lines: Sequence[Line], *, bare: bool) -> frozenset[str]:
    """Who is named: before a colon, beside clocks, or alone on a line."""
    heads = [_head(line.text, None, bare=bare) for line in lines]
    spoken = [_without_clock(line.text, bare=bare) for line in lines]
    beside = Counter(head.name for head in heads if head.name and head.beside and head.start is not None)
    elements = Counter(head.name for head in heads if head.name and head.beside)
    alone = Counter(name for text in spoken for name in [whole_name(text)] if name)
    found = names_in(text.replace(BORDER, "") for text in spoken if text.strip())
    found |= {name for name, count in beside.items() if count > 1 or (whole_name(name) and sum(beside.values()) > 1)}
    often = {name for name, count in (alone + elements).items() if count > 1 and _is_somebody(name)}
    return frozenset(found | (often if len(often) > 1 else frozenset()) | set(filter(is_generic, alone)))


def _is_somebody(name: str) -> bool:
    return is_generic(name) or not all(is_ordinary(word, ()) for word in name.split())


def _head(text: str, names: frozenset[str] | None, *, bare: bool) -> _Head:
    """Names and clocks before the talk; with `names` None every name that stands beside a clock or in an element."""
    head = _Head(rest=text)
    for _ in range(_MOST_PARTS):
        rest = head.rest.lstrip(_FILLING)
        clock = _BOXED.match(rest) or (_BARE.match(rest) if bare or head.name or _is_clock(rest) else None)
        if head.start is None and clock:
            beside = head.beside or head.name is not None
            head = replace(head, start=seconds_of(clock["clock"]), rest=rest[clock.end() :], beside=beside)
            continue
        name = None if head.name else _name_at(rest, names, after_clock=head.start is not None)
        if name is None:
            break
        head = replace(head, name=name[0], rest=rest[name[1] :], beside=name[2] or head.start is not None)
    found = head.name is not None or head.start is not None
    return replace(head, rest=head.rest.lstrip(_FILLING)) if found else head


def _name_at(text: str, names: frozenset[str] | None, *, after_clock: bool) -> tuple[str, int, bool] | None:
    """(name, where it ends, whether it stands in an element or beside a clock)."""
    element, border, _ = text.partition(BORDER)
    found = _NAME_BEFORE_CLOCK.match(text)
    if found:
        name = found["name"].strip()
        if (names is None and len(name.split()) <= _MOST_WORDS) or (names and name in names):
            return name, found.end(), True
    cell = element.strip().rstrip(":").strip()
    if (border or after_clock) and whole_name(cell) and (names is None or cell in names):
        return cell, len(element), bool(border) or after_clock
    if names is None:
        return None
    said, rest = split_name(text, names)
    if said is not None:
        return said, len(text) - len(rest), False
    whole = whole_name(text.replace(BORDER, "").strip())
    return (whole, len(text), False) if whole in names else None


def _is_clock(text: str) -> bool:
    found = _BARE.match(text)
    return found is not None and not text[found.end() :].strip(_FILLING)


def _without_clock(text: str, *, bare: bool) -> str:
    rest = text.lstrip(_FILLING)
    clock = _BOXED.match(rest) or (_BARE.match(rest) if bare or _is_clock(rest) else None)
    return (rest[clock.end() :] if clock else text).strip(_FILLING.replace(":", ""))
