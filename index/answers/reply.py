"""Reads the sentences and their citations out of a model's reply while it is being written. Pure.

Asked for are plain sentences that end with [1]; JSON with a list of {"text", "citations"} is understood as well. A
sentence is given out when it is whole: when what follows its citations has begun, or the reply has ended. What the
model thought before its answer is no part of it (index/thoughts.py).
"""

import json
import re
from dataclasses import dataclass
from typing import Final

from index.thoughts import AnswerPieces, Heard
from language.lists import cue_lists
from language.sentences import split

_NUMBERS = re.compile(r"\d{1,6}")
_MARKS = re.compile(r"(?:\s*[\[【]\s*(?:passages?\s*)?\d+(?:\s*(?:,|;|and|&)\s*\d+)*\s*[\]】])+", re.IGNORECASE)
_OBJECT = re.compile(r"\{\s*\"(?:text|citations)\"")
_LIST_MARK = re.compile(r"^(?:[-*•>#]+\s+|\(?\d{1,2}[.)]\s+)+")
_EMPTY_REFERENCE = re.compile(r"^according to(?: the)?(?: passages?| sources?)?\s*(?:,|and)+\s*", re.IGNORECASE)
_ENDS = ".!?…"
_CLOSERS = "\"'”’)*_"
_LONGEST_PART: Final = 4_000  # letters without any citation that are kept waiting for one
_NOTHING = cue_lists("index/answers/reply.toml")["nothing"].pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`citations` number the answer's sources from 1."""

    text: str
    citations: tuple[int, ...]


def parsed(reply: str) -> list[Sentence]:
    """The sentences of a whole reply."""
    read = Reply()
    first, last = read.read(reply), read.end()
    return last.sentences if last.takes_back else [*first.sentences, *last.sentences]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a piece of a reply completes. `takes_back`: what was given out before was thoughts, and no answer."""

    sentences: list[Sentence]
    takes_back: bool = False


class Reply:
    """A reply as far as it has come."""

    def __init__(self) -> None:
        self._answer = AnswerPieces()
        self._waiting = ""
        self._opening = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it begins with words that say that no passage answers."""
        return bool(_NOTHING.search(self._opening[:200]))

    def read(self, piece: str) -> Told:
        """The sentences that `piece` completes."""
        return self._told(self._answer.read(piece), ended=False)

    def end(self) -> Told:
        """The last sentences, where nothing follows them."""
        return self._told(self._answer.end(), ended=True)

    def _told(self, heard: Heard, *, ended: bool) -> Told:
        if heard.takes_back:
            self._waiting = self._opening = ""
        self._opening += heard.text[: max(0, 400 - len(self._opening))]
        self._waiting += heard.text
        found = self._objects() if self._is_json() else self._sentences(ended=ended)
        self._waiting = self._waiting[-_LONGEST_PART:]
        return Told(sentences=found, takes_back=heard.takes_back)

    def _is_json(self) -> bool:
        return self._opening.lstrip().startswith(("{", "[{", "```", "[\n", "[ {"))

    def _objects(self) -> list[Sentence]:
        found = []
        while match := _OBJECT.search(self._waiting):
            try:
                entry, length = json.JSONDecoder().raw_decode(self._waiting[match.start() :])
            except (ValueError, RecursionError):
                break
            self._waiting = self._waiting[match.start() + length :]
            found.append(_from_json(entry))
        return [sentence for sentence in found if sentence]

    def _sentences(self, *, ended: bool) -> list[Sentence]:
        found = []
        at = 0
        while marks := _MARKS.search(self._waiting, at):
            last = _end_of_sentence(self._waiting, marks, ended=ended)
            if last is None:
                break
            if last < 0:  # a citation in the middle of its sentence
                at = marks.end()
                continue
            found += _cited(self._waiting[:last])
            self._waiting, at = self._waiting[last:], 0
        if ended:
            found += _cited(self._waiting)
            self._waiting = ""
        return found


def _end_of_sentence(text: str, marks: re.Match[str], *, ended: bool) -> int | None:
    """Where the sentence with these marks ends; -1 where it goes on after them, None where that cannot be said yet."""
    after = text[marks.end() :]
    stripped = after.lstrip(" ")
    if not stripped and not ended:
        return None
    if not stripped or stripped[0] == "\n":
        return marks.end()
    if stripped[0] in _ENDS:
        stop = len(text) - len(stripped)
        while stop < len(text) and text[stop] in _ENDS + _CLOSERS:
            stop += 1
        return stop
    if stripped[0] in "[【":
        return None if not ended else -1
    closed = text[: marks.start()].rstrip().rstrip(_CLOSERS).endswith(tuple(_ENDS))
    return marks.end() if closed or stripped[0].isupper() else -1


def _cited(part: str) -> list[Sentence]:
    """The sentences of `part`; the marks belong to the last one, and those before it cite nothing."""
    numbers = _numbers(" ".join(_MARKS.findall(part)))
    lines = [_LIST_MARK.sub("", line.strip()) for line in _MARKS.sub("", part).splitlines()]
    texts = [_tidy(text) for line in lines for text in split(line)]
    return [
        Sentence(text=text, citations=numbers if at == len(texts) else ()) for at, text in enumerate(texts, start=1)
    ]


def _tidy(text: str) -> str:
    closed = _EMPTY_REFERENCE.sub("", re.sub(r"\s+([.,;:!?])", r"\1", text).strip())
    closed = closed[:1].upper() + closed[1:]
    return closed if closed.endswith(tuple(_ENDS + _CLOSERS)) else f"{closed}."


def _from_json(entry: object) -> Sentence | None:
    if not isinstance(entry, dict):
        return None
    text, cited = entry.get("text"), entry.get("citations")
    if not isinstance(text, str) or not isinstance(cited, list):
        return None
    text = " ".join(_MARKS.sub("", text).split())
    return Sentence(text=text, citations=_numbers(" ".join(map(str, cited)))) if text else None


def _numbers(listed: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in _NUMBERS.findall(listed)))
