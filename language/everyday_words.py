"""Which capitalised words may open a sentence without being names. Pure."""

import re
from collections.abc import Container
from functools import lru_cache

from language.lists import phrases

# What makes a new word of an everyday one: an unlisted "decarbonize" is no name, an unlisted "Beijing" may be one.
_BEGINNINGS = tuple("un re non de dis mis over under pre post anti micro multi cyber bio geo eco counter".split())
_BEGINNING = re.compile(rf"^(?:{'|'.join(_BEGINNINGS)})")
_ENDINGS = tuple(
    "ing s es ed er ers ion ions ation ations ization isation ment ments ness ity ities ly y ies ism isms ist ists "
    "ance or ors able ible ibility ability ous ful less al ally ize ise izes ises ized ised izing ising izer izers "
    "ship ships".split()
)
_SHORTEST_STEM = 4  # letters: of three, "Peter" would be made of "pet"


def is_ordinary(word: str, known: Container[str]) -> bool:
    """Whether `word` is an everyday one: listed, said in the talk (`known`, folded), or made of such a one."""
    folded = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    parts = folded.split("-")
    return folded in known or all(_is_listed(part) or part in known for part in parts)


@lru_cache(maxsize=50_000)  # words: a talk opens sentences with the same few thousand
def _is_listed(word: str) -> bool:
    bare = _BEGINNING.sub("", word)
    return any(form in phrases("everyday_words") for start in {word, bare} for form in _roots(start))


def _roots(word: str) -> list[str]:
    """The word, and what it may be made of: "refactorings" of "refactor", "tokenizer" of "token"."""
    stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    return [word] + [root for stem in stems if len(stem) >= _SHORTEST_STEM for root in (stem, f"{stem}e", f"{stem}y")]
