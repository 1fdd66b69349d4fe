"""What may not stand in what a model writes for a reader: links, markup, orders, our own words to it. Pure."""

import re
from functools import lru_cache
from typing import Final

from language.folding import folded_words
from language.lists import cue_lists

LINK_OR_MARKUP: Final = re.compile(r"</?[a-z!][^>]*>|&(?:#\w+|[a-z]+);|https?://|www\.|\]\(|[{}\\|]|`", re.IGNORECASE)
_LISTS = cue_lists("index/proof/trespass.toml")
_ORDERS = _LISTS["orders"].pattern
_ABOUT_ITSELF = _LISTS["about_itself"].pattern
_COPIED = 6  # words in a row


def trespasses(text: str, rules: str) -> bool:
    """Whether `text` gives an order, speaks of itself as a machine, or repeats `rules`, what the model was told."""
    return bool(_ORDERS.search(text) or _ABOUT_ITSELF.search(text) or _runs(text) & _runs_of_rules(rules))


@lru_cache(maxsize=4)
def _runs_of_rules(rules: str) -> frozenset[tuple[str, ...]]:
    return _runs(rules)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = folded_words(text)
    return frozenset(tuple(said[at : at + _COPIED]) for at in range(len(said) - _COPIED + 1))
