"""Whether the numbers of a claim's sentence are said of the same thing, and close to what carries it. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.insights.proving.grounds import Grounds
from ingest.insights.proving.places import Place, Places, amounts_at
from ingest.insights.proving.units import COUNT, says_of_the_same, unit_at
from language import numbers
from language.lists import phrases
from language.words import stem, terms

# Each of the following was chosen on 90 numbers of 200 claims that a strong reader wrote, beside the same claims with
# another number. One is said in what carries the sentence, or within REGION words of the quote so close to its words.
# Where another number stands among more of them, by OUTDONE of their weight, it is that one's place.
REGION, BESIDE, OUTDONE = 400, 12, 0.2
# Of what is counted in a few, one is said somewhere anyway: there the sentence's words stand right beside.
SMALL, AT_HAND = 10, 4
# Words after a number that may be what it counts: "two devoted users".
NOUN_WITHIN = 2
# "Three sets of tests" count tests; by judgement, not measured.
LISTED_WITHIN = 3
_MOST_COUNTED = 5  # by judgement: nobody counts more up without saying the number
# What a writer calls that which somebody tells one by one.
_PARTS = frozenset(stem(word) for word in phrases("parts_counted"))
_ONE = frozenset("a an one another".split())
_MARKS = ".,;:?!…"
_DIGITS = 6  # of a share that is compared: sums of the same weights differ in the last ones by their order


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A number as a sentence states it: of which `units`, before which terms (`counted`, or farther off `listed`),
    beside which other numbers, and all terms of the sentence."""

    value: float
    units: frozenset[str]
    counted: frozenset[str]
    listed: frozenset[str]
    others: frozenset[float]
    wanted: frozenset[str]

    @property
    def is_small(self) -> bool:
        return self.value <= SMALL


class Counts:
    """Looked up in one talk."""

    def __init__(self, grounds: Grounds, places: Places) -> None:
        self._grounds = grounds
        self._places = places
        self._words = grounds.talk.texts

    def distant(
        self, sentence: str, wanted: frozenset[str], carrying: Sequence[Place], quote: Place
    ) -> Iterator[numbers.Number]:
        """The numbers of the sentence that are not said of the same, where it is carried."""
        written = sentence.split()
        found = amounts_at(written)
        for number in numbers.stated(sentence):
            at = found.get(number.value, [])
            stated = Stated(
                value=number.value,
                units=frozenset(unit_at(written, place) for place in at),
                counted=frozenset[str]().union(*(_counted_at(written, place) for place in at)),
                listed=frozenset[str]().union(*(_counted_at(written, place, LISTED_WITHIN) for place in at)),
                others=frozenset(found) - {number.value},
                wanted=wanted,
            )
            if not self._is_near(stated, carrying, quote) and not self._is_counted_up(stated, carrying):
                yield number

    def _is_counted_up(self, stated: Stated, carrying: Sequence[Place]) -> bool:
        """Whether the words that carry it tell so many things one by one, which the sentence counts.

        "A table of this, a table of that, a table of those" are three tables; two reasons have a "second part".
        """
        if not 1 < stated.value <= _MOST_COUNTED or stated.units != {COUNT}:
            return False
        said = [word for place in carrying[:1] for word in self._words[place.first : place.last]]
        if any(stated.value in _times(term, said) for term in stated.listed):
            return True
        around = [word for place in carrying for word in self._words[max(0, place.first - BESIDE) : place.last]]
        places = [numbers.ordinal(word.strip(_MARKS).casefold()) or 0 for word in around]
        return bool(stated.listed & _PARTS) and max(places, default=0) == stated.value

    def _is_near(self, stated: Stated, carrying: Sequence[Place], quote: Place) -> bool:
        near = [at for at in self._places.of_amounts.get(stated.value, []) if quote.apart(at) <= REGION]
        of_units = [[at for at in near if self._is_of(unit, at, carrying)] for unit in stated.units]
        places = sorted(set().union(*of_units)) if all(of_units) else []
        if not places or self._is_told_otherwise(stated, places, carrying):
            return False
        inside = [at for at in places if _lies_in(at, carrying)]
        if inside and (not stated.is_small or any(self._beside(at, stated.wanted, AT_HAND) for at in inside)):
            return True
        own = self._most_beside(places, stated.wanted)
        close = self._most_beside(places, stated.wanted, AT_HAND) if stated.is_small else own
        return close > 0 and own + OUTDONE >= self._most_beside(self._elsewhere(stated.value, quote), stated.wanted)

    def _is_of(self, unit: str, at: int, carrying: Sequence[Place]) -> bool:
        """Whether the number there may count the `unit`."""
        return says_of_the_same(unit, unit_at(self._words, at), carried=_lies_in(at, carrying))

    def _is_told_otherwise(self, stated: Stated, places: Sequence[int], carrying: Sequence[Place]) -> bool:
        """Whether what carries the sentence counts the same with a number that the sentence does not state: it is that
        one.

        The same is what bears the same noun. Else the other number stands among more of the sentence's words, of small
        ones among as many, and the sentence's own is not among what carries it.
        """
        rivals = self._rivals(stated, carrying)
        if any(stated.counted & _counted_at(self._words, at) for at in rivals):
            return not any(stated.counted & _counted_at(self._words, at) for at in places)
        if any(_lies_in(at, carrying) for at in places):
            return False
        own = self._most_beside(places, stated.wanted)
        theirs = [self._beside(at, stated.wanted) for at in rivals]
        return max(theirs, default=-1.0) > own or (stated.is_small and own in theirs)

    def _rivals(self, stated: Stated, carrying: Sequence[Place]) -> list[int]:
        """Where the words that carry the sentence hold other numbers of the same unit."""
        known = {stated.value, *stated.others, 1.0}
        return [
            at
            for value, places in self._places.of_amounts.items()
            if value not in known
            for at in places
            if _lies_in(at, carrying) and unit_at(self._words, at) in stated.units
        ]

    def _elsewhere(self, value: float, quote: Place) -> Iterator[int]:
        """Where any other number is said near the quote."""
        own = self._places.of_amounts[value]
        for other, places in self._places.of_amounts.items():
            if other not in (value, 1.0):
                yield from (at for at in places if quote.apart(at) <= REGION and at not in own)

    def _most_beside(
        self, places: Collection[int] | Iterator[int], wanted: frozenset[str], reach: int = BESIDE
    ) -> float:
        return max((self._beside(at, wanted, reach) for at in places), default=0.0)

    def _beside(self, at: int, wanted: frozenset[str], reach: int = BESIDE) -> float:
        return round(self._grounds.share(wanted, self._places.spoken_around(at, reach)), _DIGITS)


def _counted_at(words: Sequence[str], at: int, within: int = NOUN_WITHIN) -> frozenset[str]:
    """What the number there may count; nothing where another word tells its unit."""
    if unit_at(words, at) != COUNT:
        return frozenset()
    return frozenset(terms(" ".join(words[at + 1 : at + 1 + within])))


def _times(term: str, said: Sequence[str]) -> tuple[int, int]:
    """How often the term is said, and how often with an "a" before it."""
    places = [at for at, word in enumerate(said) if term in terms(word)]
    return len(places), sum(said[at - 1].casefold() in _ONE for at in places if at)


def _lies_in(at: int, places: Sequence[Place]) -> bool:
    return any(place.apart(at) == 0 for place in places)
