"""What a person typed, taken apart for the word index. Pure; no syntax can make it fail."""

import re
import unicodedata
from dataclasses import dataclass

from language.words import QUESTION_WORDS, STOP_WORDS, letter_pairs, runs_of_letters, spaced

_QUOTED = re.compile(r"[\"“”„«»「」『』]([^\"“”„«»「」『』]+)[\"“”«»「」『』]")
# Letters and figures, with the vowel signs of Indic, Arabic and Hebrew letters, which Python calls no letters.
_PART = re.compile(r"(?:[^\W_]|(?<=\w)[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff])+")
_SPACED = re.compile(r"\S+")
_LONGEST = 2000  # characters of a query that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuery:
    """`words` may each occur, `names` weigh more and match to the letter, `phrases` must occur.

    Everything is lower case; names and phrases are runs of words, so that "GPT-4o" is ("gpt", "4o"). In scripts without
    spaces a letter is a word, and each two neighbours a name. `run` are all words as they stand, small ones too.
    """

    words: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    run: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.names or self.phrases)


def parse(query: str) -> WordQuery:
    """Stop words and words of asking are dropped unless nothing else is left."""
    text = unicodedata.normalize("NFC", query[:_LONGEST].replace("’", "'"))
    phrases = [tuple(_PART.findall(spaced(quoted).lower())) for quoted in _QUOTED.findall(text)]
    tokens = _SPACED.findall(text)
    words = [part for token in tokens for part in _PART.findall(_without_clitic(spaced(token).lower()))]
    names = [tuple(_PART.findall(spaced(token).lower())) for token in tokens if _is_name(token)]
    names += [tuple(pair) for token in tokens for run in runs_of_letters(token) for pair in letter_pairs(run)]
    content = [word for word in words if word not in STOP_WORDS and word not in QUESTION_WORDS]
    content = content or [word for word in words if word not in STOP_WORDS] or words
    return WordQuery(
        words=tuple(dict.fromkeys(content)),
        names=tuple(dict.fromkeys(name for name in names if name)),
        phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)),
        run=tuple(_PART.findall(spaced(text).lower())),
    )


def _without_clitic(token: str) -> str:
    """What's → what, don't → do, so that the stop list knows them."""
    return re.sub(r"(n't|'(s|re|ve|ll|d|m))\b", "", token)


def _is_name(token: str) -> bool:
    """H20, GPT-4o, Q3, open-source: told by its digits or the mark inside it."""
    bare = token.strip("\"'“”«»()[].,;:!?")
    return any(c.isdigit() for c in bare) or bool(re.search(r"[^\W_][-.+/&][^\W_]", bare))
