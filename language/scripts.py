"""Texts in scripts that put no spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. Pure."""

import re
import unicodedata

_LETTERS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0002fa1f"
)
_RUN = re.compile(f"[{_LETTERS}]+")
_LETTERS_A_WORD = 2  # of Chinese and Japanese words most have two letters; Thai ones have more


def is_unspaced(text: str) -> bool:
    return _RUN.search(text) is not None


def spaced(text: str) -> str:
    """The text with each letter of such a script a word of its own, without its tone and vowel marks, so that a run of
    letters is found as a run of words is; all other text as it is, accents joined to their letters."""
    return _RUN.sub(_apart, unicodedata.normalize("NFC", text))


def word_count(text: str) -> int:
    """Words between spaces; where a script has none, two letters count as a word."""
    if not is_unspaced(text):
        return len(text.split())
    letters = sum(len(run) for run in _RUN.findall(text))
    return len(_RUN.sub(" ", text).split()) + max(1, letters // _LETTERS_A_WORD)


def _apart(run: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFKC", run[0])
    return f" {' '.join(letter for letter in letters if letter.isalnum())} "
