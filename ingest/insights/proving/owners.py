"""Whether a name is where somebody works, or what a speaker calls "we": it need not be said again where that is told.

Who somebody is, is said close to the name when they are introduced: within the first words of a talk, or where both
names are said. Pure.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from index.proof.attribution import ANY_CALLING, name_parts
from index.proof.names import names_in
from index.proof.support import SHORT_FOR
from ingest.insights.proof import Talk
from ingest.insights.proving.places import Place, Places
from ingest.insights.proving.slots import Slot
from language.everyday_words import is_ordinary
from language.folding import closed_up, folded_words

# Each of the following was chosen, as those of anchors.py, on the names of 200 claims that a strong reader wrote.
# The first OPENING words of a talk introduce; what is said INTRODUCED words from a name belongs to it, in a sentence
# that has both at most BESIDE_NAME words apart.
INTRODUCED, OPENING, BESIDE_NAME = 30, 1_000, 10
# To the speaker's own "we": so many of those words at most CLOSE from the quote, of what the talk names so many times.
CLOSE = 100
OURS, OWN_NAMED, MAIN_NAMED = 3, 4, 20
# Of two that may be "we", the one that is named so many times as often.
DWARFED = 3
# Words from a name to a noun that stands with it: "the Northwind community", "the community around Northwind".
WITH_NOUN = 3
_WE = re.compile(r"\b(?:we|our|us|we['’]\w+|i|i['’]\w+|my)\b", re.IGNORECASE)
_HOUSE = r"(?P<house>[A-Z][\w&]*(?:[ -][A-Z][\w&]*)*)"
_CALLED = rf"(?:[\w-]+ )?(?:{ANY_CALLING})"
# "Ann Lee of the Northwind community" is left to what is said near.
_OF_A_HOUSE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<person>[A-Z][\w’'-]+) (?:of|from|at) (?:the )?{_HOUSE}",
        rf"{_HOUSE}(?:['’]s)? (?i:{_CALLED}) (?P<person>[A-Z][\w’'-]+)",
        rf"(?P<person>[A-Z][\w’'-]+), (?:a|an|the) {_HOUSE} (?i:{_CALLED})\b",
    )
)


class Owners:
    """Looked up in one talk. `about` is what the feed tells, `people` all who are heard."""

    def __init__(
        self, talk: Talk, places: Places, proper: frozenset[str], about: Sequence[str], people: Sequence[str]
    ) -> None:
        self._talk = talk
        self._places = places
        self._proper = proper
        self._about, self._people = about, people
        self._told = frozenset(folded_words(" ".join((*about, *people))))
        self.heard = frozenset[str]().union(*map(name_parts, people))

    def owned(self, name: str, sentence: str, slot: Slot, quote: Place, speaker: str | None) -> bool:
        """Whether the name is where somebody beside it in the sentence works, or what the speaker calls "we"."""
        parts = frozenset(closed_up(name))
        often = self._named(parts) >= MAIN_NAMED
        if (slot.acted_on and not often) or (slot.of_noun and not self.is_said_with(parts, slot.of_noun)):
            return False
        if any(parts & self._introduced.get(part, frozenset()) for part in self._named_beside(name, sentence)):
            return True
        if parts & self._owned_by(speaker) and self._is_of_a_calling(name, sentence):
            return True
        ours = len(_WE.findall(self._talk.between(quote.first - CLOSE, quote.last + CLOSE))) >= OURS
        if self._has_rival(parts, sentence, quote, speaker):
            return False
        if often and (ours or any(self._named_beside(name, sentence))):
            return True
        return ours and self._named(parts) >= OWN_NAMED and bool(parts & self._owned_by(speaker))

    @staticmethod
    def _is_of_a_calling(name: str, sentence: str) -> bool:
        """Whether somebody is called by it: "Oxbow's chief engineer", the "engineer at Oxbow"."""
        named = re.escape(name)
        before = rf"\b{named}['’]s? (?:\w+ ){{0,{WITH_NOUN}}}(?i:{ANY_CALLING})\b"
        behind = rf"(?i:\b(?:{ANY_CALLING})) (?:of|at|from) (?:the )?{named}\b"
        return bool(re.search(f"{before}|{behind}", sentence))

    def misplaced(self, sentence: str) -> bool:
        """Whether it says that somebody who is heard is of a house that is not named where they are introduced."""
        return any(self._is_elsewhere(found) for pattern in _OF_A_HOUSE for found in pattern.finditer(sentence))

    def _is_elsewhere(self, found: re.Match[str]) -> bool:
        person, house = frozenset(closed_up(found["person"])), frozenset(closed_up(found["house"]))
        often = all(len(self._places.mentions(part)) >= MAIN_NAMED for part in house)
        is_name = house <= frozenset(part for name in names_in(found.string, self._proper) for part in closed_up(name))
        if not person & self.heard or not is_name or often or house & self._told:
            return False
        return not house & frozenset[str]().union(*(self._introduced.get(part, frozenset()) for part in person))

    def is_said_with(self, parts: Iterable[str], noun: str) -> bool:
        """Whether the talk says the name and the noun close to each other."""
        nouns = [at for part in closed_up(noun) for at in self._places.mentions(part)]
        return any(abs(at - other) <= WITH_NOUN for part in parts for at in self._mentions(part) for other in nouns)

    def _mentions(self, part: str) -> list[int]:
        """Where the talk says the part of a name; of an everyday word, where it is written as one."""
        places = self._places.mentions(part)
        return [at for at in places if self._talk.texts[at][:1].isupper()] if is_ordinary(part, ()) else places

    def _named(self, parts: Iterable[str]) -> int:
        return min((len(self._mentions(part)) for part in parts), default=0)

    def _owned_by(self, person: str | None) -> frozenset[str]:
        parts = name_parts(person) if person else frozenset[str]()
        return frozenset[str]().union(*(self._introduced.get(part, frozenset()) for part in parts))

    def _has_rival(self, parts: frozenset[str], sentence: str, quote: Place, speaker: str | None) -> bool:
        """Whether another name that is the speaker's own, often named and not in the sentence, is nearer to the quote
        or much more often named: "we" is one of two companies."""
        told = frozenset(closed_up(sentence)) | parts
        near, times = self._nearest(parts, quote), self._named(parts)
        if any(
            self._nearest({rival}, quote) < min(near, CLOSE) for rival in self._main & self._owned_by(speaker) - told
        ):
            return True
        return any(self._named({rival}) >= DWARFED * times for rival in self._main - told)

    @cached_property
    def _main(self) -> frozenset[str]:
        """The names of no person heard that are said MAIN_NAMED times; "AI" names nobody."""
        names = (name for name in self._proper - self.heard if len(name) > 2 and name.upper() not in SHORT_FOR)
        return frozenset(name for name in names if self._named({name}) >= MAIN_NAMED)

    def _nearest(self, parts: Iterable[str], quote: Place) -> int:
        every = len(self._talk.texts)
        return min((quote.apart(at) for part in parts for at in self._mentions(part)), default=every)

    def _named_beside(self, name: str, sentence: str) -> Iterator[str]:
        """The folded parts of names of those heard that stand close to the name in the sentence."""
        said = [frozenset(closed_up(word.removesuffix("'s").removesuffix("’s"))) for word in sentence.split()]
        own = [at for at, word in enumerate(said) if word & frozenset(closed_up(name))]
        for at, word in enumerate(said):
            if any(abs(at - place) <= BESIDE_NAME for place in own):
                yield from word & self.heard

    @cached_property
    def _introduced(self) -> Mapping[str, frozenset[str]]:
        """Folded part of a person's name → the folded words with capitals that are said where they are introduced."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        words = self._talk.texts
        for person in self._people:
            parts = name_parts(person)
            for at in self._introductions(parts):
                said = words[max(0, at - INTRODUCED) : at + INTRODUCED]
                proper = {form for word in said for form in closed_up(word) if form in self._proper}
                for part in parts:
                    found[part] |= proper
            for part in parts:
                found[part] |= self._told_beside(parts)
        return {part: frozenset(names) for part, names in found.items()}

    def _introductions(self, parts: frozenset[str]) -> Iterator[int]:
        words = self._talk.texts
        for part in parts:
            for at in self._places.of_words.get(part, ()):
                beside = {form for word in words[max(0, at - 2) : at + 3] for form in folded_words(word)}
                if at < OPENING or len(parts & beside) > 1:
                    yield at

    def _told_beside(self, parts: frozenset[str]) -> set[str]:
        """The names that the feed tells within INTRODUCED words of the person's."""
        found: set[str] = set()
        for text in self._about:
            told = text.split()
            for at, word in enumerate(told):
                if parts & frozenset(folded_words(word)):
                    beside = " ".join(told[max(0, at - INTRODUCED) : at + INTRODUCED])
                    found |= {form for name in names_in(beside, self._proper) for form in closed_up(name)}
        return found
