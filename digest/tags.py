"""Tags, under which a reader files what they saved: as they are typed, and as other programs take them. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from digest.wording import plain, shortened

Tags = Mapping[str, tuple[str, ...]]  # insight id → its tags, by the alphabet
NO_TAGS: Final[Tags] = {}
LONGEST = 40  # letters; by judgement, not measured: a tag is a word or two, and stands on one line of a phone
_APART = re.compile(r"[^\w/-]+")


def typed_tag(typed: str, known: Iterable[str]) -> str:
    """On one line without a leading "#", as the one of the `known` that differs by case alone; may be empty."""
    told = shortened(plain(typed).lstrip("# "), LONGEST)
    return next((tag for tag in known if tag.casefold() == told.casefold()), told)


def one_word(tag: str) -> str:
    """As Obsidian and Readwise take it: letters, digits, strokes and hyphens, and not of digits alone."""
    word = _APART.sub("-", tag).strip("-")
    return f"_{word}" if word.isdecimal() else word
