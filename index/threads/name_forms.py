"""The words of a topic's name, made one with their other forms: "hiring" and "hired", "EU" and "Europe". Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

from language.countries import LONG_NAMES
from language.words import terms

Keys = tuple[str, ...]

# As written → one word that stands for all of them. With their capitals: "Fed" is not "fed".
_SAME = {
    "AI": ("artificial intelligence", "Artificial Intelligence", "Artificial intelligence"),
    "Federalreserve": ("Fed", "Federal Reserve"),
    "LLM": ("large language model", "Large language model", "large language models", "Large language models"),
    "Kubernetes": ("k8s", "K8s", "K8S"),
}
_BY_FORM = dict(LONG_NAMES) | {form: one for one, forms in _SAME.items() for form in forms}
_FORM = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(form) for form in sorted(_BY_FORM, key=len)[::-1]) + r")(?!\w)")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def keys(text: str) -> Keys:
    """One key a content word, in order, repeats kept."""
    return tuple(terms(_FORM.sub(lambda found: _BY_FORM[found.group()], text)))


def tokens(name: str) -> list[tuple[str, Keys]]:
    """(as written, its keys) of each word of a name; "open-source" is one."""
    plain = _FORM.sub(lambda found: _BY_FORM[found.group()], name)
    found = [(token.replace("-", " "), keys(token.replace("-", " "))) for token in _TOKEN.findall(plain)]
    return [(token, parts) for token, parts in found if parts]


def pairs(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Each word with the next."""
    return frozenset(pairwise(words))
