"""Which words are English, by the list of pyspellchecker: 160,000 words and forms, names and mistakes left out."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker


def is_english(word: str) -> bool:
    """Whether the lower-case `word` stands in the list. The first question costs a fifth of a second."""
    return word in _listed()


def common(word: str) -> int:
    """How often the list's sources (film subtitles) say the lower-case `word`; 0 where it does not stand there."""
    return int(_listed()[word])


@lru_cache(maxsize=1)
def _listed() -> "SpellChecker":
    # Read where it is asked for: only a search for a word that nobody said needs it.
    from spellchecker import SpellChecker

    return SpellChecker(language="en")
