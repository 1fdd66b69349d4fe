"""The words of a topic's name, made one with their other forms: "hiring" and "hired", "EU" and "Europe". Pure.

Coarser than language/words.py: who follows "hiring" wants "hire" too, where search has another stemmer for that.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from language.words import terms

Keys = tuple[str, ...]

# As written → one word that stands for all of them. With their capitals: "Fed" is not "fed".
_SAME = {
    "AI": ("artificial intelligence", "Artificial Intelligence", "Artificial intelligence", "A.I."),
    "Europe": ("EU", "E.U.", "European Union"),
    "USA": ("United States", "United States of America"),
    "Britain": ("UK", "United Kingdom"),
    "Federalreserve": ("Fed", "Federal Reserve"),
    "LLM": ("large language model", "Large language model", "large language models", "Large language models"),
    "Kubernetes": ("k8s", "K8s", "K8S"),
}
_BY_FORM = {form: one for one, forms in _SAME.items() for form in forms}
_FORM = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(form) for form in sorted(_BY_FORM, key=len)[::-1]) + r")(?!\w)")
_ENDINGS = ("ing", "ed", "er", "ic", "e")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def keys(text: str) -> Keys:
    """One key a content word, in order, repeats kept."""
    return tuple(_key(stem) for stem in terms(_FORM.sub(lambda found: _BY_FORM[found.group()], text)))


def tokens(name: str) -> list[tuple[str, Keys]]:
    """(as written, its keys) of each word of a name; "open-source" is one."""
    plain = _FORM.sub(lambda found: _BY_FORM[found.group()], name)
    found = [(token.replace("-", " "), keys(token.replace("-", " "))) for token in _TOKEN.findall(plain)]
    return [(token, parts) for token, parts in found if parts]


def pairs(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Each word with the next."""
    return frozenset(pairwise(words))


@lru_cache(maxsize=100_000)
def _key(stem: str) -> str:
    if not stem.isalpha() or len(stem) < 4:
        return stem
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem.removesuffix(ending)
    return stem
