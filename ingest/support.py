"""Whether the names and numbers of a claim occur in what it is drawn from. Pure.

A name is a capitalised word that is not merely the first of its sentence; a number is compared by value and by being a
percentage: "twenty" supports 20, "3 percent" supports 3%.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.sentences import split
from ingest import numbers
from ingest.ordinary import is_ordinary
from ingest.proof import closed_up, folded_words

_NAME_TOKEN = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*", re.UNICODE)
_SAME = (frozenset({"us", "usa", "america", "american", "americans"}), frozenset({"uk", "britain", "british"}))
_PEOPLE_OF = ("ns", "ans", "ians", "ese", "ish", "an", "ian", "n", "s")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the sources say, as sets to look in."""

    words: frozenset[str]
    roots: frozenset[str]
    initials: str
    values: frozenset[float]
    percentages: frozenset[float]


def unsupported_terms(text: str, sources: Sequence[str]) -> list[str]:
    """The names and numbers of `text`, as written there, that occur in none of `sources`."""
    ground = _ground(tuple(sources))
    missing = [name for name in _names(text, ground) if not _is_named(name, ground)]
    missing += [
        number.shown
        for number in numbers.stated(text)
        if number.value not in (ground.percentages if number.percent else ground.values)
    ]
    return list(dict.fromkeys(missing))


@lru_cache(maxsize=4)
def _ground(sources: tuple[str, ...]) -> _Ground:
    words: list[str] = []
    found: list[numbers.Number] = []
    for source in sources:
        words += [*folded_words(source), *closed_up(source)]
        found += numbers.contained(source)
    pairs = {first + second for first, second in pairwise(words)}
    known = frozenset(words) | pairs
    return _Ground(
        words=known,
        roots=frozenset(root for word in words for root in _roots(word)),
        initials="".join(word[0] if len(word) > 3 else " " for word in words),
        values=frozenset(number.value for number in found),
        percentages=frozenset(number.value for number in found if number.percent),
    )


def _is_named(name: str, ground: _Ground) -> bool:
    folded = closed_up(name)
    whole = "".join(folded)
    if whole in ground.words or all(piece in ground.words for piece in folded):
        return True
    if name.isupper() and 2 <= len(whole) <= 5 and whole in ground.initials:
        return True  # "AI" where the talk says "artificial intelligence"
    if any(whole in same and same & ground.words for same in _SAME):
        return True
    return bool(_roots(whole) & ground.roots)


def _roots(word: str) -> frozenset[str]:
    """The word and what it may be the people, the plural or the possessive of: "chinese" gives "china" too."""
    found = {word}
    for ending in _PEOPLE_OF:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4:
            found |= {stem, f"{stem}a", f"{stem}y", f"{stem}e"}
    return frozenset(found)


def _names(text: str, ground: _Ground) -> Iterator[str]:
    for sentence in split(text):
        tokens = _NAME_TOKEN.findall(sentence)
        long = [word for word in tokens if len(word) > 3 and word[0].isalpha()]
        titled = len(long) > 2 and sum(word[0].isupper() for word in long) > 0.6 * len(long)
        for position, word in enumerate(tokens):
            if not any(letter.isupper() for letter in word) or word == "I" or word.startswith(("I'", "I’")):
                continue
            shape_says_name = any(letter.isupper() for letter in word[1:])
            if (position == 0 or titled) and not shape_says_name and is_ordinary(word, ground.words):
                continue
            yield re.sub(r"['’]s?$", "", word)
