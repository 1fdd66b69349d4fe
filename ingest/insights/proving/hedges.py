"""Carries over to a sentence the doubt with which its numbers were said: "some $40,000" becomes "about $40,000". Pure.

Writers drop it easily, and a number without it says more than was said.
"""

import re
from typing import Final

_AMOUNT = r"[$€£]?\d[\d,]*(?:\.\d+)?%?"
# What may stand before a number in speech, and how it is written.
_SAID: Final = {
    "about": "about around roughly approximately nearly almost maybe perhaps probably like some",
    "more than": "over above",
    "up to": "",
    "at least": "",
    "less than": "under below",
    "close to": "",
}
_WRITTEN = {spoken: written for written, words in _SAID.items() for spoken in (written, *words.split())}
_ANY = "|".join(sorted(_WRITTEN, key=len, reverse=True))
_HEDGED = re.compile(rf"\b({_ANY}),?\s+(?:an?\s+|the\s+)?({_AMOUNT})", re.IGNORECASE)
# A written number is not touched behind any of these: it is hedged already, or part of a range or a date.
_BEFORE = re.compile(
    rf"(?:\b(?:{_ANY}|just|only|exactly|to|and|or|from|in|by|of|since|until|than)|[-–])\s*$", re.IGNORECASE
)


def hedged(sentence: str, said: str) -> str:
    """The sentence with the hedges of its amounts that were `said` with one and stand without any."""
    known = {_bare(amount): _WRITTEN[word.lower()] for word, amount in _HEDGED.findall(said)}
    parts: list[str] = []
    at = 0
    for found in re.finditer(rf"(?<![\w.,-]){_AMOUNT}(?![\w-])", sentence):
        word = known.get(_bare(found[0]))
        if word and not _BEFORE.search(sentence[: found.start()]):
            opening = word.capitalize() if found.start() == 0 else word
            parts += [sentence[at : found.start()], f"{opening} "]
            at = found.start()
    return "".join([*parts, sentence[at:]])


def _bare(amount: str) -> str:
    return amount.strip("$€£%.,").replace(",", "")
