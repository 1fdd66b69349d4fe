"""Reads the records out of a model's reply: fenced, prefixed with chat, or cut off in the middle. Pure."""

import json
from collections.abc import Mapping

import json_repair

from store.errors import Unusable

Record = Mapping[str, str]


class ReplyUnusable(Unusable):
    """The model's reply holds nothing that can be read as the records asked for."""

    def __init__(self, reply: str) -> None:
        super().__init__("the language model's reply could not be read")
        self.reply = reply


def records(reply: str, *, fields: tuple[str, ...], key: str) -> list[Record]:
    """The objects of the list under `key` (or of a bare list) that have every one of `fields` as text.

    An empty list is an answer: nothing was worth a record. Raises ReplyUnusable when there is no such list.
    """
    found = _objects(_parsed(reply), key)
    if found is None:
        raise ReplyUnusable(reply)
    whole = [record for record in map(_texts, found) if all(record.get(field) for field in fields)]
    if found and not whole:
        raise ReplyUnusable(reply)
    return whole


def _parsed(reply: str) -> object:
    opening = min((at for at in (reply.find("{"), reply.find("[")) if at >= 0), default=-1)
    if opening < 0:
        raise ReplyUnusable(reply)
    try:
        return json.loads(reply)
    except ValueError:
        return json_repair.loads(reply[opening:])


def _objects(parsed: object, key: str) -> list[object] | None:
    """The list that `parsed` is or holds. Text after the JSON makes json_repair return a list of both."""
    if isinstance(parsed, dict):
        inner = parsed.get(key)
        return inner if isinstance(inner, list) else None
    if isinstance(parsed, list):
        nested = next((held for part in parsed if (held := _held(part, key)) is not None), None)
        return parsed if nested is None and all(isinstance(part, dict) for part in parsed) else nested
    return None


def _held(part: object, key: str) -> list[object] | None:
    return _objects(part, key) if isinstance(part, dict) else None


def _texts(record: object) -> Record:
    """The record's text fields, without surrounding spaces; anything else in it is dropped."""
    if not isinstance(record, dict):
        return {}
    return {str(name): " ".join(value.split()) for name, value in record.items() if isinstance(value, str)}
