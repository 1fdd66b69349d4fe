"""What may not stand in what a model writes for a reader: links, markup, orders, our own words to it. Pure."""

import re
from functools import lru_cache
from typing import Final

from language.folding import folded_words

LINK_OR_MARKUP: Final = re.compile(r"</?[a-z!][^>]*>|&(?:#\w+|[a-z]+);|https?://|www\.|\]\(|[{}\\|]|`", re.IGNORECASE)
_BEFORE_ORDERS = (
    r"(?:please|now|then|just|so|and|you (?:must|should|have to|need to|can)|(?:dear )?listeners? (?:must|should))"
)
_ORDERS = re.compile(
    rf"^\W*(?:{_BEFORE_ORDERS} )*(?:ignore|disregard|override|visit|click|download|subscribe|sign up|log in|e-?mail|"
    r"text|send|pay|transfer|wire|buy|order|enter|reply|respond|output|print|reveal|install|execute|go to|contact|"
    r"forget (?:all|every|your|the|what)|answer with|repeat (?:after|the|this)|run the|use (?:the )?(?:promo )?code|"
    r"tell (?:the|your) (?:user|reader|listener)s?|call (?:us|me|now|the|\d))\b",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"\b(?:(?:as|i am) an? (?:ai|assistant|artificial intelligence|(?:large )?language model)|system prompt|"
    r"(?:previous|above|earlier|these|your|my|all) (?:instructions|rules|prompts?))\b",
    re.IGNORECASE,
)
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
