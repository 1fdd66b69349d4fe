"""A spoken passage as words, each with its mark, its tag and its place in the sentence. Pure but for the parser."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from language.grammar import Grammar, Token
from language.sentences import split

# A word with the marks that cling to it, and the dashes or dots that stand behind it alone.
_WORD = re.compile(r"[^\s\w]*\w[^\s—–]*(?:\s*(?:[—–]+|-{1,2}(?=\s|$)|\.{3,}|…)[,.]?)*")
_BARE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_CLOSES = re.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`start` and `end` count the passage's characters, marks included; `bare` is the word in small letters.

    `mark` is what stands behind it up to the next word: "," or " --". `first` and `last` say whether it begins or ends
    its sentence; `tag` is Penn's of its first part, `closing` of its last: "it's" is PRP and VBZ.
    """

    text: str
    bare: str
    start: int
    end: int
    mark: str
    tag: str
    closing: str
    sentence: int
    first: bool
    last: bool

    @property
    def breaks(self) -> bool:
        """Whether the speech is broken off behind it, as transcribers write it."""
        return any(sign in self.mark for sign in ("-", "—", "–", "...", "…"))

    @property
    def pauses(self) -> bool:
        return self.breaks or any(sign in self.mark for sign in ",;:.?!")


def words_of(text: str, grammar: Grammar) -> tuple[Word, ...]:
    """The words of the passage in order."""
    sentences = list(_sentences(text))
    parsed = grammar.parse([text[start:end] for start, end in sentences])
    return tuple(
        word
        for at, ((start, end), tokens) in enumerate(zip(sentences, parsed, strict=True))
        for word in _of_sentence(text, start, end, tokens, at)
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for sentence in split(text):
        parts = sentence.split()
        start = text.index(parts[0], at)
        for part in parts:
            at = text.index(part, at) + len(part)
        yield start, at


def _of_sentence(text: str, start: int, end: int, tokens: Sequence[Token], at: int) -> Iterator[Word]:
    found = list(_WORD.finditer(text, start, end))
    for place, word in enumerate(found):
        within = [t for t in tokens if word.start() <= t.start + start < word.end() and _BARE.search(t.text)]
        bare = _BARE.search(word.group())
        if bare is None:
            continue
        yield Word(
            text=word.group(),
            bare=_plain(bare.group()),
            start=word.start(),
            end=word.end(),
            mark=word.group()[bare.end() :],
            tag=within[0].tag if within else "",
            closing=within[-1].tag if within else "",
            sentence=at,
            first=place == 0,
            last=place == len(found) - 1,
        )


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")
