"""Whether two texts of a card say the same words, so that a reader would read them twice. Pure."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")


def said_twice(body: str, quote: str) -> bool:
    """Whether the body holds the quote, or is the quote with words taken out, whatever its case and punctuation.

    A body that has a word of its own says something that the quote does not.
    """
    said, words = _words(body), _words(quote)
    return bool(words) and (_within(words, said) or _in_order(said, words))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _in_order(few: Sequence[str], many: Sequence[str]) -> bool:
    """Every one of the few among the many, in their order."""
    left = iter(many)
    return bool(few) and all(word in left for word in few)
