"""Where a talk says a word, abbreviation or amount, by its words' places. Pure; no word of an advert is a mention."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.proof.support import COUNTRY_NAMED, SHORT_FOR
from ingest.insights.proof import Talk
from language import numbers
from language.folding import closed_up, folded_words
from language.words import stem, terms, words

_SHORT_OF = {said: short.casefold() for short, said in SHORT_FOR.items()}
_LONGEST_SHORT = 4  # words that an abbreviation stands for
_LONGEST_NUMBER = 6  # words: "two million three hundred and forty" is told by its parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words `first` to `last` (exclusive) of the talk."""

    first: int
    last: int

    def apart(self, at: int) -> int:
        """How many words lie between."""
        return max(0, self.first - at, at - (self.last - 1))


def amounts_at(words: Sequence[str]) -> dict[float, list[int]]:
    """Value → the words at which a number of that value begins, in digits or in words."""
    found: defaultdict[float, list[int]] = defaultdict(list)
    for at in range(len(words)):
        window = words[at : at + _LONGEST_NUMBER]
        for value in _values(window) - _values(window[1:]):
            found[value].append(at)
    return found


def _values(words: Sequence[str]) -> Counter[float]:
    return Counter(number.value for number in numbers.contained(" ".join(words)))


class Places:
    """Looked up by folded word and by value; each index is made at its first use."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._words = talk.texts

    def mentions(self, part: str) -> list[int]:
        """Where the talk says the word or its other number."""
        forms = {part, part.removesuffix("s"), f"{part}s", stem(part), COUNTRY_NAMED.get(part, part)}
        return sorted({at for form in forms for at in self.of_words.get(form, ())})

    @cached_property
    def of_words(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        barred = self._talk.is_barred
        for at, word in enumerate(self._words):
            if barred(at, at + 1):
                continue
            for form in {*folded_words(word), *closed_up(word), *map(stem, words(word))}:
                found[form].append(at)
            for short in self._shortened_at(at):
                found[short].append(at)
            if at + 1 < len(self._words):  # "Activity Pub" may be written "ActivityPub"
                found["".join(folded_words(f"{word} {self._words[at + 1]}"))].append(at)
        return found

    def _shortened_at(self, at: int) -> Iterator[str]:
        """What the words from there on may be written as: "us" where "United States" is said, "ai" for what it is."""
        following = [closed_up(word) for word in self._words[at : at + _LONGEST_SHORT]]
        forms = [parts[0] if len(parts) == 1 else "" for parts in following]
        for count in range(2, len(forms) + 1):
            if all(word[:1].isupper() for word in self._words[at : at + count]):
                yield "".join(form[:1] for form in forms[:count])
            short = _SHORT_OF.get(" ".join(forms[:count]))
            if short:
                yield short

    @cached_property
    def of_amounts(self) -> dict[float, list[int]]:
        """Value → the words at which a number of that value begins, in digits or in words."""
        return amounts_at(self._words)

    @cached_property
    def _terms_at(self) -> Sequence[frozenset[str]]:
        return [frozenset(terms(word)) for word in self._words]

    def spoken_around(self, at: int, reach: int) -> frozenset[str]:
        return frozenset[str]().union(*self._terms_at[max(0, at - reach) : at + reach + 1])
