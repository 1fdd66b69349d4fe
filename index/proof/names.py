"""The names in a written sentence, each as long as it goes: "New Relic", "AI21", "Lip-Bu Tan". Pure.

At the head of a sentence a capital tells nothing; there the talk decides, which writes names with a capital inside its
sentences, and the everyday words do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from language.everyday_words import is_ordinary
from language.folding import plain
from language.lists import phrases

_TOKEN = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*(?:-\d[\w.]*)?", re.UNICODE)
_GENITIVE = re.compile(r"['’]s?$")
_GAP = re.compile(r"[ \-‐‑&]{1,3}|\.\s?(?=[A-Z])")
_ENDS = re.compile(r"[.?!…:\"“”]\W*$")
_TITLED = 0.6  # of the longer words with a capital: a headline set in capitals, as headlines of papers are
_LONG = 3  # letters; shorter words keep their small letters in titles


def proper_words(words: Sequence[str]) -> frozenset[str]:
    """The folded words that a talk's `words`, in order, write with a capital inside a sentence more often than not."""
    large: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for before, word in zip([".", *words], words, strict=False):
        for token in _TOKEN.findall(word):
            if token[:1].islower():
                small[_folded(token)] += 1
            elif any(map(str.isupper, token)) and not _ENDS.search(before) and token not in ("I",):
                large[_folded(token)] += 1
    return frozenset(word for word, count in large.items() if count > small[word])


def names_in(sentence: str, proper: Iterable[str] = ()) -> list[str]:
    """The names of one written sentence in order, without genitives; `proper` are words known to be names."""
    known = frozenset(proper)
    tokens = list(_TOKEN.finditer(sentence))
    long = [token[0] for token in tokens if len(token[0]) > _LONG and token[0][0].isalpha()]
    titled = len(long) > 2 and sum(word[0].isupper() for word in long) > _TITLED * len(long)
    runs: list[tuple[int, int]] = []
    for at, token in enumerate(tokens):
        opens = at == 0 or titled or bool(_ENDS.search(sentence[: token.start()]))
        if not _is_name(token[0], opens, known):
            continue
        if runs and at and runs[-1][1] == tokens[at - 1].end() and _goes_on(sentence, tokens[at - 1], token):
            runs[-1] = (runs[-1][0], token.end())
        else:
            runs.append((token.start(), token.end()))
    return list(dict.fromkeys(_GENITIVE.sub("", sentence[first:last]) for first, last in runs))


def _is_name(word: str, opens: bool, known: frozenset[str]) -> bool:
    if not any(map(str.isupper, word)) or word == "I" or word.startswith(("I'", "I’")):
        return False
    bare = _GENITIVE.sub("", word)
    if any(map(str.isupper, bare[1:])) or bare.casefold() in phrases("names_like_words"):
        return True
    return not opens or _folded(word) in known or not is_ordinary(bare, ())


def _goes_on(sentence: str, before: re.Match[str], token: re.Match[str]) -> bool:
    """Whether two words with capitals are one name: nothing but a space or hyphen parts them, and no genitive."""
    return _GENITIVE.search(before[0]) is None and _GAP.fullmatch(sentence[before.end() : token.start()]) is not None


def _folded(word: str) -> str:
    return plain(_GENITIVE.sub("", word))
