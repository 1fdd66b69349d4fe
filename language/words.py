"""Words of a text as threads, answers and sentence picking compare them: lower case, no stop words, stemmed. Pure.

Full-text search has Tantivy's stemmer (index/library/words.py). Chinese, Japanese, Thai, Lao, Khmer and Burmese put no
spaces between words.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise
from math import log

from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.german_stemmer import GermanStemmer
from snowballstemmer.greek_stemmer import GreekStemmer
from snowballstemmer.russian_stemmer import RussianStemmer

from language.countries import COUNTRY_OF
from language.lists import listed

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

_INITIALS = re.compile(r"\b([A-Z])\.([A-Z])\.")
_STATES = re.compile(r"\bUS\b")

STOP_WORDS = frozenset(listed("stop_words"))
QUESTION_WORDS = frozenset(listed("question_words"))

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0002fa1f"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_WITH_KOREAN = re.compile(f"[{_UNSPACED}\uac00-\ud7af]+")  # whose words have spaces, and grow particles at their end
# Grave, acute, dot and diaeresis, Greek breathings and circumflex, Arabic vowel signs, hamza and the stretching stroke.
_ACCENTS = dict.fromkeys([0x300, 0x301, 0x307, 0x308, 0x313, 0x314, 0x342, 0x345, *range(0x64B, 0x656), 0x670, 0x640])
# Letters at a stem's end that may be another in its word: two at most in all 160,572 English words of pyspellchecker.
_CHANGING = 2
_LETTERS_A_WORD = 2  # of Chinese and Japanese words most have two letters; Thai ones have more


def words(text: str) -> list[str]:
    """Lower-case words; "U.S." and "E.U." are made one word, and "US" another, for "us" means something else.

    Scripts without spaces give pairs of letters.
    """
    plain = _INITIALS.sub(r"\1\2", text.replace("’", "'"))
    plain = _STATES.sub("USA", plain) if "US" in plain else plain
    if plain.isascii():
        return WORD.findall(plain.lower())
    plain = _WITH_KOREAN.sub(lambda run: f" {' '.join(letter_pairs(run[0]))} ", plain)
    return [word.lower() for word in WORD.findall(plain)]


def terms(text: str) -> list[str]:
    """Stems of the content words, in order."""
    return [stem(word) for word in content_words(text)]


def said_of(stems: Collection[str], text: str) -> set[str]:
    """Those of the stems that are among terms(text). A stem begins as its word does ("dying" and "die" are as far apart
    as any), so that most words are not stemmed for it.
    """
    beginnings = tuple({stem[: max(1, len(stem) - _CHANGING)] for stem in stems})
    likely = [
        word for word in content_words(text) if word.startswith(beginnings) or word.removesuffix("'s") in COUNTRY_OF
    ]
    return {stem(word) for word in likely}.intersection(stems)


def content_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]


def rarity(uses: float, texts: float) -> float:
    """How much a word tells that `uses` of `texts` texts hold, above 0: the inverse document frequency of BM25."""
    return log((texts + 1) / (uses + 0.5))


@lru_cache(maxsize=10_000)
def beginning_of(word: str) -> str:
    """What a German word keeps in its forms and compounds: "Wärmepumpen" begins as "Wärmepumpenpflicht" does. Words in
    Cyrillic letters are taken for Russian, Greek ones for Greek."""
    russian, greek = (
        any("\u0400" <= letter <= "\u04ff" for letter in word),
        any("\u0370" <= c <= "\u03ff" for c in word),
    )
    stemmer = RussianStemmer() if russian else GreekStemmer() if greek else GermanStemmer()
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share (Snowball's English stemmer); of a country's adjective the country."""
    word = word.removesuffix("'s")
    if word in COUNTRY_OF or not word.isalpha():
        return COUNTRY_OF.get(word, word)
    return str(EnglishStemmer().stemWord(word))  # one each: a stemmer keeps the word, and pages run in threads


def is_unspaced(text: str) -> bool:
    return _RUN.search(text) is not None


def spaced(text: str) -> str:
    """The text with each letter of such a script, and of Korean, a word of its own, without its tone and vowel marks,
    so that a run of letters is found as a run of words is; all other text as it is, but for accents that are as often
    left out as written, in Greek, Russian and Arabic, too."""
    return _WITH_KOREAN.sub(lambda run: f" {' '.join(_letters(run[0]))} ", _without_accents(text))


def _without_accents(text: str) -> str:
    """A mark that makes another letter, such as the one on й, stays."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFD", text).translate(_ACCENTS)
    return unicodedata.normalize("NFC", bare)


def runs_of_letters(text: str) -> list[str]:
    """The stretches of `text` in such scripts, and in Korean."""
    return _WITH_KOREAN.findall(text)


def letter_pairs(run: str) -> list[str]:
    """Each two neighbours among the letters of `run`; the letter where there is but one."""
    letters = _letters(run)
    return [a + b for a, b in pairwise(letters)] or letters


def _letters(run: str) -> list[str]:
    return [letter for letter in unicodedata.normalize("NFKC", run) if letter.isalnum()]


def word_count(text: str) -> int:
    """Words between spaces; where a script has none, two letters count as a word."""
    if not is_unspaced(text):
        return len(text.split())
    letters = sum(len(run) for run in _RUN.findall(text))
    return len(_RUN.sub(" ", text).split()) + max(1, letters // _LETTERS_A_WORD)
