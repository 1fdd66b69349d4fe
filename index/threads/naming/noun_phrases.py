"""The noun phrases of a text, each with all shorter ones that could stand alone. Pure, but for what was read before."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from language.everyday_words import is_ordinary
from language.grammar import Sentence, Token, english
from language.lists import phrases
from language.sentences import split
from language.words import STOP_WORDS, terms

LONGEST = 5  # words
_NOUNS = frozenset("NN NNS NNP NNPS".split())
_BEFORE_NOUNS = frozenset("JJ VBN VBG".split())
_ONE = frozenset("a an each every one another".split())
_AS_ONE = ("ics", "sales", "news", "sports")  # plurals that go before nouns
_LINKS = frozenset("of for in and".split())
_CALLINGS = phrases("callings") | phrases("persons")
_HYPHENS = frozenset("-‐‑")
_EMPTY = STOP_WORDS | phrases("no_topics") | phrases("vague_subjects")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """`words` as written, `stems` of its content words; `name` when it is written as one, wherever it stands.

    `single` when it is one thing or a mass, `counted` when it is said to be one of several: "a podcast sponsorship".
    `whole` unless it was cut out of a longer run of nouns: "maker Oxbow" of "rack maker Oxbow". `after` is the folded
    word before it and its adjectives, "" where they open the sentence.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    name: bool
    single: bool
    counted: bool
    whole: bool
    after: str

    @property
    def text(self) -> str:
        return " ".join(self.words).replace(" 's", "'s").replace(" ’s", "’s").replace("s '", "s'").replace("s ’", "s’")

    @property
    def head(self) -> str:
        return next((word for word, after in pairwise(self.words) if after in _LINKS), self.words[-1])

    @property
    def holds_name(self) -> bool:
        capitals = (
            word for at, word in enumerate(self.words) if word[:1].isupper() and (at or not is_ordinary(word, ()))
        )
        return any(capitals)

    @property
    def callings(self) -> frozenset[str]:
        """Stems of what somebody is called beside a name: the makers of Oxbow are not what is told of Oxbow."""
        return frozenset(each for word in self.words if self.holds_name and calls(word) for each in terms(word))

    @property
    def of_many(self) -> str:
        """As a topic: "podcast sponsorships", not "podcast sponsorship", where one of them is spoken of."""
        return plural(self.text) if self.counted else self.text


Phrases = tuple[NounPhrase, ...]

# Texts, 7 KB each. A run names a thread after each regrouping, by up to 60 members; a morning reads some hundred.
_MOST_READ = 2_000
_AT_ONCE = 12  # texts: sixty take 38 MB meanwhile and no less time, twelve 4 MB (240 texts of the simulated year)
_read: dict[str, Phrases] = {}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with what a hyphen joins to it; `kind`: N(oun), A(djective), S (the genitive's), L(ink), D(eterminer)."""

    text: str
    kind: str
    capital: bool
    one: bool
    many: bool


def noun_phrases(text: str) -> Phrases:
    """In the order of the text, repeats kept; none of more than LONGEST words, none that ends in an empty word."""
    return noun_phrases_of([text])[text]


def noun_phrases_of(texts: Iterable[str]) -> dict[str, Phrases]:
    """Text → noun_phrases(text). Texts that are parsed together cost little more than half of what they cost apart."""
    wanted = dict.fromkeys(texts)
    found = {text: phrases for text in wanted if (phrases := _read.get(text)) is not None}
    unread = [text for text in wanted if text not in found]
    for at in range(0, len(unread), _AT_ONCE):
        made = _parsed(unread[at : at + _AT_ONCE])
        if len(_read) + len(made) > _MOST_READ:
            _read.clear()
        _read.update(made)
        found |= made
    return found


def _parsed(texts: Sequence[str]) -> dict[str, Phrases]:
    sentences = [_sentences(text) for text in texts]
    read = iter(english().parse([sentence for listed in sentences for sentence in listed]))
    return {
        text: tuple(phrase for sentence in islice(read, len(listed)) for phrase in _of_sentence(_words(sentence)))
        for text, listed in zip(texts, sentences, strict=True)
    }


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.splitlines() if line.strip() for sentence in split(line)]


def _of_sentence(words: Sequence[_Word]) -> Iterator[NounPhrase]:
    for start, first in enumerate(words):
        if first.kind not in ("N", "A") or _is_empty(first):
            continue
        links = size = 0
        for end in range(start, min(len(words), start + LONGEST + 2)):
            kind = words[end].kind
            size += kind != "S"
            links += kind == "L"
            if size > LONGEST or links > 1 or (end > start and not _goes_on(words[end - 1], words[end])) or not kind:
                break
            if kind == "N" and not _is_empty(words[end]):
                yield _phrase(words, start, end + 1)


def _goes_on(before: _Word, word: _Word) -> bool:
    """Whether two neighbours may stand in one phrase: of "AI teams test models" the parser makes four nouns."""
    if word.kind in ("L", "D"):
        return before.kind == ("N" if word.kind == "L" else "L")
    parted = before.kind == "N" and not before.capital and word.kind in ("N", "A") and not word.capital
    two = (before.many and not before.text.endswith(_AS_ONE)) or (word.kind == "A" and not word.text.endswith("ing"))
    return not (parted and two)


def _phrase(words: Sequence[_Word], start: int, end: int) -> NounPhrase:
    said = words[start:end]
    bearing = [word for word in said if word.kind in ("N", "A")]
    name = all(word.capital for word in bearing)
    begins = _begins(words, start) or (name and not words[start - 1].capital)
    ends = end == len(words) or words[end].kind not in ("N", "A") or (name and not words[end].capital)
    texts = tuple(word.text for word in said)
    alone = end == len(words) or (words[end].kind not in ("N", "A", "S") and words[end].text not in ("and", "or"))
    linked = any(word.kind == "L" for word in said)
    determined = start > 0 and words[start - 1].text.casefold() in _ONE
    single = said[-1].one and not name and not linked
    counted = single and determined and alone
    return NounPhrase(
        texts, tuple(terms(" ".join(texts))), name, single, counted, begins and ends, _before(words, start)
    )


def _before(words: Sequence[_Word], start: int) -> str:
    return next((word.text.casefold() for word in reversed(words[:start]) if word.kind != "A"), "")


def calls(word: str) -> bool:
    """Whether somebody may be called so: a founder, the makers."""
    folded = word.casefold()
    return folded in _CALLINGS or folded.removesuffix("s") in _CALLINGS


def plural(text: str) -> str:
    """By the rule: a label may tell of "mans" where it would of men, and then nobody else said so."""
    if text.endswith(("s", "x", "z", "ch", "sh")):
        return f"{text}es"
    return f"{text[:-1]}ies" if re.search(r"[^aeiou]y$", text) else f"{text}s"


def _begins(words: Sequence[_Word], start: int) -> bool:
    """Whether nothing but adjectives stands before, of what belongs together; a "what" makes verbs look like nouns."""
    while start and words[start - 1].kind in ("A", "D"):
        start -= 1
    return start == 0 or (words[start - 1].kind not in ("N", "S") and words[start - 1].text.casefold() != "what")


def _is_empty(word: _Word) -> bool:
    return word.text.casefold() in _EMPTY or any(letter.isdigit() for letter in word.text[:1]) or len(word.text) < 2


def _words(sentence: Sentence) -> list[_Word]:
    groups: list[list[Token]] = []
    for token in sentence:
        joined = groups and groups[-1][-1].end == token.start and token.tag != "POS"
        if joined and (_is_hyphen(token) or _is_hyphen(groups[-1][-1])) and groups[-1][0].tag != "POS":
            groups[-1].append(token)
        else:
            groups.append([token])
    return [_word(group, opens=at == 0) for at, group in enumerate(groups)]


def _is_hyphen(token: Token) -> bool:
    """The tagger takes that of "co-founder" for a noun."""
    return token.tag == "HYPH" or token.text in _HYPHENS


def _word(group: Sequence[Token], *, opens: bool) -> _Word:
    text = "".join(token.text for token in group)
    if opens and group[-1].tag == "VBG" and len(group) == 1:  # "Managing sponsorships takes a hire"
        return _Word(text, "", capital=False, one=False, many=False)
    capital = text[:1].isupper() and (not opens or text[1:] != text[1:].lower() or not is_ordinary(text, ()))
    tag = "" if capital else group[-1].tag
    return _Word(text, _kind(group, text, capital=capital), capital, one=tag == "NN", many=tag == "NNS")


def _kind(group: Sequence[Token], text: str, *, capital: bool) -> str:
    last = group[-1]
    if last.tag == "POS":
        return "S"
    if last.tag in _NOUNS or (capital and text.casefold() not in STOP_WORDS and last.tag != "CD"):
        return "N"
    if len(group) > 1 and last.tag == "VBG":  # "fine-tuning"
        return "N"
    if last.tag in _BEFORE_NOUNS and (last.tag == "JJ" or last.dep in ("amod", "compound")):
        return "A"
    if text in _LINKS:
        return "L"
    return "D" if last.tag == "DT" else ""
