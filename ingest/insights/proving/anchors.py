"""The names and numbers of a claim's sentence: whether the talk says them, and near what carries the sentence. Pure.

A talk names many and counts much. A name or a number from elsewhere in it is as wrong as an invented one, unless it
belongs to what the whole talk is about.
"""

import re
from collections.abc import Sequence

from index.proof.names import names_in, proper_words
from index.proof.support import SHORT_FOR, Amounts, Ground, amounts, full_names, ground, unsupported_names
from ingest.insights.proving.counts import BESIDE, Counts
from ingest.insights.proving.grounds import Grounds
from ingest.insights.proving.owners import Owners
from ingest.insights.proving.places import Place, Places
from ingest.insights.proving.slots import slot_of
from language import numbers
from language.folding import folded_words, plain
from language.grammar import Grammar
from language.words import terms

# Each of the following was chosen on 522 names of 200 claims that a strong reader wrote on twelve talks,
# with 422 of those names put in each other's place: 95 % of the true ones pass, and 12 % of the others.
# Words between a name and what carries the sentence (true names 77 %, others 5 %).
CLOSE = 100
# Farther off, at most REGION words from the quote, it must be said among the sentence's own words: AROUND words on
# either side of it hold LEAST_SHARED of their weight.
REGION, AROUND, LEAST_SHARED = 400, 25, 0.15
# What a stretch of the talk is about is named there again and again: so often within WIDE words of the quote, and once
# within NEAREST.
WIDE, AGAIN, NEAREST = 700, 5, 300
# What the feed names in titles, notes and credits, within so many words of the quote.
TOLD = 400
_THE_TWO = re.compile(r"\b(?:the|these|those) two\b(?! (?:\w+ )?(?:hundred|thousand|million|billion|percent))")
_SHAPED = re.compile(r"[A-Z\d]")


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
        self._counts = Counts(grounds, self._places)
        self._owners = Owners(grounds.talk, self._places, self.proper, about, people)
        self._heard = self._owners.heard
        self._full = [frozenset(folded_words(person)) for person in people]

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
        missing += [f"{one} {two}" for one, two in full_names(sentence) if self._is_renamed(one, two)]
        counted = numbers.stated(_without_figures(sentence, names))
        return missing + [number.shown for number in counted if not _counted(number, self._all_amounts)]

    def _is_renamed(self, first: str, last: str) -> bool:
        """Whether somebody heard is given another's last name: "Ann Oxbow" of Ann Lee, where nobody says so."""
        own = frozenset(folded_words(first))
        known = [parts for parts in self._full if own <= parts and len(parts) > len(own)]
        if not known or self._heard.intersection(folded_words(last)):
            return False
        return last not in self._said.after.get(first, frozenset())

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
        (read,) = self._grammar.parse([sentence]) if names else ((),)
        far = [
            name
            for name in names
            if not self._owners.owned(name, sentence, slot_of(name, read), quote, speaker)
            and not self._is_close(name, wanted, carrying, quote)
        ]
        counted = self._counts.distant(_without_figures(sentence, names), wanted, carrying, quote)
        return far + [number.shown for number in counted if not _counted(number, self._told_amounts)]

    def misplaced(self, sentence: str) -> bool:
        """Whether it says that somebody who is heard is of a house that is not named where they are introduced."""
        return self._owners.misplaced(sentence)

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
        return any(abs(one - other) <= len(parts) for one in firsts for other in lasts)


def _without_figures(sentence: str, names: Sequence[str]) -> str:
    """The sentence without the names that hold figures: "GPT-5" counts nothing."""
    for name in names:
        if any(map(str.isdigit, name)):
            sentence = sentence.replace(name, " ")
    return _THE_TWO.sub(" ", sentence)


def _counted(number: numbers.Number, counted: Amounts) -> bool:
    return number.value in (counted.percentages if number.percent else counted.values)
