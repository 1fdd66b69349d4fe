"""Words of a text as threads, answers and sentence picking compare them: lower case, no stop words, stemmed. Pure.

Full-text search has Tantivy's stemmer (index/library/words.py).
"""

import re
from functools import lru_cache
from math import log

from snowballstemmer.english_stemmer import EnglishStemmer

from language.countries import COUNTRY_OF
from language.lists import listed

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

STOP_WORDS = frozenset(listed("stop_words"))
QUESTION_WORDS = frozenset(listed("question_words"))


def words(text: str) -> list[str]:
    """Lower-case words; "U.S." and "E.U." are made one word, and "US" another, for "us" means something else."""
    plain = re.sub(r"\b([A-Z])\.([A-Z])\.", r"\1\2", text.replace("’", "'"))
    return [word.lower() for word in WORD.findall(re.sub(r"\bUS\b", "USA", plain))]


def terms(text: str) -> list[str]:
    """Stems of the content words, in order."""
    return [stem(word) for word in content_words(text)]


def content_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def rarity(uses: float, texts: float) -> float:
    """How much a word tells that `uses` of `texts` texts hold, above 0: the inverse document frequency of BM25."""
    return log((texts + 1) / (uses + 0.5))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share (Snowball's English stemmer); of a country's adjective the country."""
    word = word.removesuffix("'s")
    if word in COUNTRY_OF or not word.isalpha():
        return COUNTRY_OF.get(word, word)
    return str(EnglishStemmer().stemWord(word))  # one each: a stemmer keeps the word, and pages run in threads
