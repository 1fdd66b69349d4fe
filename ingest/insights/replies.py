"""Reads the records out of a model's reply: JSON or named lines, fenced, prefixed with chat, or cut off. Pure.

What the model thought before its answer is no part of it (index/thoughts.py).

A reply is a stranger's text. It is read up to a length, nested lists are not followed, and what cannot be seen is
dropped.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from index.thoughts import answer_in
from ingest.model.replies import ReplyUnusable

__all__ = ["MOST_LETTERS", "MOST_RECORDS", "Record", "ReplyUnusable", "breaks_off", "records", "tidy"]

Record = Mapping[str, str]

# 4,000 tokens, the most that a model is asked for, are some 16,000 letters.
MOST_LETTERS = 60_000
MOST_RECORDS = 60
_NOTHING = re.compile(r"\W*(?:none|nothing|no insights?(?: found)?|n/?a)\W*", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\w)(?:\*{1,3}|_{1,3}|~~|`{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3}|~~|`{1,3})(?!\w)")
_LIST_MARK = re.compile(r"^(?:[-*+•>#]+\s+|\(?\d{1,2}[.)]\s+)+")
_DEEP: Final = re.compile(r"(?:[\[{]\s*){20}")


def records(reply: str, *, fields: tuple[str, ...], key: str, also: tuple[str, ...] = ()) -> list[Record]:
    """The objects of the list under `key` (or of a bare list), or the blocks of "FIELD: text" lines, that have every
    one of `fields` as text. What else of an object is text is kept, of blocks the fields `also`.

    An empty list is an answer: nothing was worth a record. Raises ReplyUnusable when there is neither.
    """
    read = answer_in(reply[:MOST_LETTERS])
    found = _objects(_parsed(read), key)
    whole = _whole(found or (), fields) or _whole(list(_blocks(read, fields + also)), fields)
    if not whole and (found is None or len(found) > 0) and not _NOTHING.fullmatch(read):
        raise ReplyUnusable(reply, _why(read))
    return whole[:MOST_RECORDS]


def _why(answer: str) -> str | None:
    """What kept the answer from being read, where that can be seen."""
    if not answer.strip():
        return "it is empty"
    return "it breaks off" if breaks_off(answer) else None


def breaks_off(reply: str) -> bool:
    """Whether it is JSON that does not come to its end."""
    answer = answer_in(reply[:MOST_LETTERS])
    begun = answer.lstrip("`json \n")[:1]
    return begun != "" and begun in "{[" and not answer.rstrip("` \n").endswith(("}", "]")) and not _parsed(answer)


def tidy(text: str) -> str:
    """One line of text without what cannot be seen, list marks and the stars of emphasis."""
    seen = (" " if letter.isspace() else letter for letter in text if _is_seen(letter))
    line = _LIST_MARK.sub("", " ".join("".join(seen).split()))
    return " ".join(_EMPHASIS.sub("", line).split())


def _is_seen(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _parsed(reply: str) -> object:
    """The JSON that the reply is, or that stands in it with chat or a fence around it; None when it is damaged."""
    begin = min((at for at in (reply.find("{"), reply.find("[")) if at >= 0), default=-1)
    end = max(reply.rfind("}"), reply.rfind("]"))
    if not 0 <= begin < end or _DEEP.search(reply):
        return None
    try:
        parsed: object = json.loads(reply[begin : end + 1])
    except (ValueError, RecursionError):
        return None
    return parsed


def _objects(parsed: object, key: str) -> Sequence[object] | None:
    """The list that `parsed` is or holds."""
    inner = parsed.get(key) if isinstance(parsed, dict) else parsed
    return inner if isinstance(inner, list) and all(isinstance(part, dict) for part in inner) else None


def _whole(found: Sequence[object], fields: tuple[str, ...]) -> list[Record]:
    return [record for record in map(_texts, found) if all(record.get(field) for field in fields)]


def _texts(record: object) -> Record:
    """The record's texts and numbers, tidied; anything else in it is dropped."""
    if not isinstance(record, dict):
        return {}
    return {
        str(name): tidy(str(value))
        for name, value in record.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool)
    }


def _blocks(reply: str, fields: tuple[str, ...]) -> Iterator[Record]:
    """The records of lines "HEADLINE: …", "BODY: …", "QUOTE: …" or of broken JSON; a field that comes again begins one.

    Goes once through the reply: general repairers of JSON take minutes for a hostile one of this length.
    """
    marks = list(_marks(fields).finditer(reply))
    record: dict[str, str] = {}
    for at, here in enumerate(marks):
        name = here["name"].lower()
        if name in record:
            yield record
            record = {}
        after = reply[here.end() : marks[at + 1].start() if at + 1 < len(marks) else len(reply)].strip()
        told = _value(after) if here["json"] else _line(after)
        if told is not None:
            record[name] = told
    if record:
        yield record


@lru_cache(maxsize=4)
def _marks(fields: tuple[str, ...]) -> re.Pattern[str]:
    name = rf"(?P<name>{'|'.join(fields)})"
    decorated = r"^[ \t>*_#\-\d.()\[\]`]{0,20}"
    return re.compile(rf"(?:(?P<json>[\"'])|{decorated}){name}[*_`\"'\]]{{0,4}}\s{{0,4}}:\**", re.I | re.MULTILINE)


def _value(after: str) -> str | None:
    """The JSON text that `after` begins with, up to its closing quote; None where the reply breaks off before it."""
    mark = after[:1]
    if mark not in ('"', "'"):
        return ""
    closing = re.compile(rf"(?<!\\){mark}\s*(?=[,}}\]]|$)").search(after, 1)
    if closing is None:
        return None
    inner = after[1 : closing.start()]
    try:
        return str(json.loads(f'"{inner}"'))
    except ValueError:
        return inner.replace(f"\\{mark}", mark).replace("\\n", " ")


def _line(after: str) -> str:
    """A blank line ends the field: chat may follow."""
    return re.split(r"\n\s*\n", after, maxsplit=1)[0].strip(" \n`\"'")
