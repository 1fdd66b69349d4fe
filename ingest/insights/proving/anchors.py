"""The names and numbers of a claim's sentence: whether the talk says them, and near what carries the sentence. Pure.

A talk names many and counts much. A name or a number from elsewhere in it is as wrong as an invented one, unless it
belongs to what the whole talk is about.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from index.proof.attribution import name_parts
from index.proof.names import names_in, proper_words
from index.proof.support import SHORT_FOR, Amounts, Ground, amounts, ground, unsupported_names
from ingest.insights.proving.grounds import Grounds
from ingest.insights.proving.places import Place, Places
from language import numbers
from language.folding import closed_up, folded_words, plain
from language.grammar import Grammar
from language.words import terms

# Each of the following was chosen on 522 names and 90 numbers of 200 claims that a strong reader wrote on twelve talks,
# with 422 of those names put in each other's place: 95 % of the true ones pass, and 12 % of the others.
# Words between a name or number and what carries the sentence (true names 77 %, others 5 %).
CLOSE = 100
# Farther off, at most REGION words from the quote, it must be said among the sentence's own words: AROUND words on
# either side of it hold LEAST_SHARED of their weight.
REGION, AROUND, LEAST_SHARED = 400, 25, 0.15
# What a stretch of the talk is about is named there again and again: so often within WIDE words of the quote, and once
# within NEAREST.
WIDE, AGAIN, NEAREST = 700, 5, 300
# What the feed names in titles, notes and credits, within so many words of the quote.
TOLD = 400
# Who somebody is, is said close to the name when they are introduced: within the first OPENING words of a talk, or
# where both names are said. It belongs to a sentence that names them at most BESIDE_NAME words away, or to their own
# "we": so many of those words near the quote, of what the talk names so many times.
INTRODUCED, OPENING, BESIDE_NAME = 30, 1_000, 10
OURS, OWN_NAMED, MAIN_NAMED = 3, 4, 20
# A number is said in what carries the sentence, or within REGION so close to its words. Where another number
# stands among more of them, by OUTDONE of their weight, it is that one's place.
BESIDE, OUTDONE = 12, 0.2
_THE_TWO = re.compile(r"\b(?:the|these|those) two\b(?! (?:\w+ )?(?:hundred|thousand|million|billion|percent))")
# "Ann Lee of the Northwind community", "Ann Lee, who runs Northwind" is left to what is said near.
_OF_A_HOUSE = re.compile(
    r"(?P<person>[A-Z][\w’'-]+) (?:of|from|at) (?:the )?(?P<house>[A-Z][\w&]*(?:[ -][A-Z][\w&]*)*)"
)
_SHAPED = re.compile(r"[A-Z\d]")
# Of what is counted in a few, one is said somewhere anyway: there the sentence's words stand right beside.
SMALL, AT_HAND = 10, 4
_WE = re.compile(r"\b(?:we|our|us|we['’]\w+|i|i['’]\w+|my)\b", re.IGNORECASE)


class Anchors:
    """What of names and numbers a talk says, and where. `about` is what the feed tells: titles, notes, credits."""

    def __init__(self, grounds: Grounds, about: Sequence[str], people: Sequence[str], grammar: Grammar) -> None:
        self._grounds = grounds
        self._grammar = grammar
        self._words = grounds.talk.texts
        self._places = Places(grounds.talk)
        self._said: Ground = ground((grounds.talk.content, *about, *people))
        self._told = frozenset(folded_words(" ".join((*about, *people))))
        self._told_amounts = amounts(about)
        self._all_amounts = amounts((grounds.talk.content, *about))
        self.proper = proper_words(self._words)
        self._people, self._about = people, about
        self._heard = frozenset[str]().union(*map(name_parts, people))

    @cached_property
    def _introduced(self) -> Mapping[str, frozenset[str]]:
        """Folded part of a person's name → the folded words with capitals that are said where they are introduced."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for person in self._people:
            parts = name_parts(person)
            for at in self._introductions(parts):
                said = self._words[max(0, at - INTRODUCED) : at + INTRODUCED]
                proper = {form for word in said for form in closed_up(word) if form in self.proper}
                for part in parts:
                    found[part] |= proper
            for part in parts:
                found[part] |= self._told_beside(parts)
        return {part: frozenset(names) for part, names in found.items()}

    def _told_beside(self, parts: frozenset[str]) -> set[str]:
        """The names that the feed tells within INTRODUCED words of the person's."""
        found: set[str] = set()
        for text in self._about:
            told = text.split()
            for at, word in enumerate(told):
                if parts & frozenset(folded_words(word)):
                    beside = " ".join(told[max(0, at - INTRODUCED) : at + INTRODUCED])
                    found |= {form for name in names_in(beside, self.proper) for form in closed_up(name)}
        return found

    def _introductions(self, parts: frozenset[str]) -> Iterator[int]:
        for part in parts:
            for at in self._places.of_words.get(part, ()):
                beside = {form for word in self._words[max(0, at - 2) : at + 3] for form in folded_words(word)}
                if at < OPENING or len(parts & beside) > 1:
                    yield at

    @property
    def known(self) -> frozenset[str]:
        """The folded words that the talk or the feed says."""
        return self._said.words

    def names_in(self, sentence: str) -> list[str]:
        """Its names. A first word that is neither known nor an everyday one is a name where the grammar says so."""
        found = names_in(sentence, self.proper)
        if not found or not sentence.startswith(found[0]):
            return found
        opening, *rest = found[0].split(" ", 1)
        if plain(opening) in self.proper or _SHAPED.search(opening[1:]) or self._opens_with_a_name(sentence):
            return found
        return rest + found[1:]

    def _opens_with_a_name(self, sentence: str) -> bool:
        (tokens,) = self._grammar.parse([sentence])
        return bool(tokens) and tokens[0].tag in ("NNP", "NNPS")

    def invented(self, sentence: str) -> list[str]:
        """The names and numbers of the sentence that neither the talk nor the feed gives anywhere."""
        names = self.names_in(sentence)
        missing = [name for name in unsupported_names(sentence, names, self._said) if not self._is_told_apart(name)]
        counted = numbers.stated(_without_figures(sentence, names))
        return missing + [number.shown for number in counted if not _counted(number, self._all_amounts)]

    def _is_told_apart(self, name: str) -> bool:
        """Whether a word is said in another form, or two words of other companions are said beside each other."""
        parts = folded_words(name)
        if len(parts) < 2:
            return bool(self._places.mentions(name.casefold()))
        places = [self._places.mentions(part) for part in parts]
        return any(abs(one - other) <= BESIDE for one in places[0] for other in places[-1])

    def distant(
        self, sentence: str, wanted: frozenset[str], carrying: Sequence[Place], quote: Place, speaker: str | None
    ) -> list[str]:
        """Those that are said, but not where the sentence is carried. `wanted` are the sentence's terms.

        What belongs to the `speaker` or to somebody named in the sentence may be said where they are introduced.
        """
        names = self.names_in(sentence)
        far = [
            name
            for name in names
            if not self._is_owned(name, sentence, quote, speaker) and not self._is_close(name, wanted, carrying, quote)
        ]
        return far + [
            number.shown
            for number in numbers.stated(_without_figures(sentence, names))
            if not _counted(number, self._told_amounts) and not self._is_near(number.value, wanted, carrying, quote)
        ]

    def _is_owned(self, name: str, sentence: str, quote: Place, speaker: str | None) -> bool:
        """Whether the name is where somebody beside it in the sentence works, or what the speaker calls "we"."""
        parts = frozenset(closed_up(name))
        if any(parts & self._introduced.get(part, frozenset()) for part in self._named_beside(name, sentence)):
            return True
        times = min((len(self._places.mentions(part)) for part in parts), default=0)
        ours = len(_WE.findall(self._grounds.talk.between(quote.first - CLOSE, quote.last + CLOSE))) >= OURS
        if self._has_nearer_rival(parts, sentence, quote, speaker):
            return False
        if times >= MAIN_NAMED and (ours or any(self._named_beside(name, sentence))):
            return True
        return ours and times >= OWN_NAMED and bool(parts & self._owned_by(speaker))

    def _owned_by(self, person: str | None) -> frozenset[str]:
        parts = name_parts(person) if person else frozenset[str]()
        return frozenset[str]().union(*(self._introduced.get(part, frozenset()) for part in parts))

    def _has_nearer_rival(self, parts: frozenset[str], sentence: str, quote: Place, speaker: str | None) -> bool:
        """Whether another name that is the speaker's own, often named and not in the sentence, is nearer to the quote:
        "we" is one of two companies."""
        told = frozenset(closed_up(sentence))
        near = self._nearest(parts, quote)
        rivals = (
            name
            for name in self._owned_by(speaker) - told - parts
            if len(name) > 2 and len(self._places.mentions(name)) >= MAIN_NAMED
        )
        return any(self._nearest({rival}, quote) < min(near, CLOSE) for rival in rivals)

    def _nearest(self, parts: Iterable[str], quote: Place) -> int:
        return min((quote.apart(at) for part in parts for at in self._places.mentions(part)), default=len(self._words))

    def misplaced(self, sentence: str) -> bool:
        """Whether it says that somebody who is heard is of a house that is not named where they are introduced."""
        for found in _OF_A_HOUSE.finditer(sentence):
            person, house = frozenset(closed_up(found["person"])), frozenset(closed_up(found["house"]))
            often = all(len(self._places.mentions(part)) >= MAIN_NAMED for part in house)
            if not person & self._heard or often or house & self._told:
                continue
            if not house & frozenset[str]().union(*(self._introduced.get(part, frozenset()) for part in person)):
                return True
        return False

    def _named_beside(self, name: str, sentence: str) -> Iterator[str]:
        """The folded parts of names of those heard that stand close to the name in the sentence."""
        said = [frozenset(closed_up(word.removesuffix("'s").removesuffix("’s"))) for word in sentence.split()]
        own = [at for at, word in enumerate(said) if word & frozenset(closed_up(name))]
        for at, word in enumerate(said):
            if any(abs(at - place) <= BESIDE_NAME for place in own):
                yield from word & self._heard

    def _is_close(self, name: str, wanted: frozenset[str], carrying: Sequence[Place], quote: Place) -> bool:
        parts = [part for part in folded_words(name) if not part.isdigit()]
        # "AI" and "API" are said in every second talk, and name nobody; nor do "Generative AI" and "Chinese AI".
        if not parts or any(part.upper() in SHORT_FOR for part in parts) or self._heard.intersection(parts):
            return True
        places = sorted({at for part in parts for at in self._places.mentions(part)})
        nearest = min((quote.apart(at) for at in places), default=len(self._words))
        if nearest <= TOLD and self._told.intersection(parts):
            return True
        if not self._is_told_together(parts):
            return False
        if any(place.apart(at) <= CLOSE for at in places for place in carrying):
            return True
        if nearest <= NEAREST and sum(quote.apart(at) <= WIDE for at in places) >= AGAIN:
            return True
        own = wanted - frozenset(terms(name))
        near = (at for at in places if quote.apart(at) <= REGION)
        return any(self._grounds.share(own, self._places.spoken_around(at, AROUND)) >= LEAST_SHARED for at in near)

    def _is_told_together(self, parts: Sequence[str]) -> bool:
        """Whether the first and the last word of a name are somewhere said beside each other, as if one."""
        if len(parts) < 2:
            return True
        firsts, lasts = self._places.mentions(parts[0]), self._places.mentions(parts[-1])
        return any(abs(one - other) <= len(parts) + 1 for one in firsts for other in lasts)

    def _is_near(self, value: float, wanted: frozenset[str], carrying: Sequence[Place], quote: Place) -> bool:
        places = [at for at in self._places.of_amounts.get(value, []) if quote.apart(at) <= REGION]
        counts = value <= SMALL
        inside = [at for at in places if any(place.apart(at) == 0 for place in carrying)]
        if inside and (not counts or any(self._beside(at, wanted, AT_HAND) for at in inside)):
            return True
        own = max((self._beside(at, wanted) for at in places), default=0.0)
        close = max((self._beside(at, wanted, AT_HAND) for at in places), default=0.0) if counts else own
        return close > 0 and own + OUTDONE >= self._best_beside(wanted, quote, value)

    def _beside(self, at: int, wanted: frozenset[str], reach: int = BESIDE) -> float:
        return self._grounds.share(wanted, self._places.spoken_around(at, reach))

    def _best_beside(self, wanted: frozenset[str], quote: Place, value: float) -> float:
        """How much of the sentence is said beside any other number near the quote."""
        others = (
            at
            for other, places in self._places.of_amounts.items()
            if other not in (value, 1.0)
            for at in places
            if quote.apart(at) <= REGION and at not in self._places.of_amounts[value]
        )
        return max((self._beside(at, wanted) for at in others), default=0.0)


def _without_figures(sentence: str, names: Sequence[str]) -> str:
    """The sentence without the names that hold figures: "GPT-5" counts nothing."""
    for name in names:
        if any(map(str.isdigit, name)):
            sentence = sentence.replace(name, " ")
    return _THE_TWO.sub(" ", sentence)


def _counted(number: numbers.Number, counted: Amounts) -> bool:
    return number.value in (counted.percentages if number.percent else counted.values)
