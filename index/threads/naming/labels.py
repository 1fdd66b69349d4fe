"""Names a thread as a person would jot it down: a noun phrase of two to five words that its members share. Pure.

A phrase of one of the members is worth what its words are worth, and a word the more of the members use it, the rarer
it is elsewhere. What no other member says makes a name too narrow and counts against it. Where one phrase leaves out
much of what the members share, a second one is set beside it: "Memory and attention", "China open-source AI".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from index.threads.naming.noun_phrases import LONGEST, NounPhrase, calls, noun_phrases_of, plural
from language.countries import COUNTRIES
from language.everyday_words import is_ordinary
from language.lists import phrases
from language.words import rarity, stem, terms, words

_LONGEST_HEADLINE = 60  # characters; by judgement, not measured: about a line of a list
SHORTEST = 2  # words of a name; LONGEST of noun_phrases the most
_SHOWN = 60  # members that are read; by judgement, not measured
# Chosen together by reading the names of 37 threads of 211 claims written by hand (bench/reading/thread_labels.py).
_SHARED = 0.25  # share of the members, two at least, that use a word from which on it is shared
_NARROW = 0.35  # what a word of one member alone costs, as a share of what it would be worth if all used it
_HEADED = 1.0  # more for a word, that all headlines have
# Of its worth, for a word that no headline has and fewer than _USED members: "clowns" of two claims on fears.
_INCIDENTAL, _USED = 0.5, 3
_AGAIN = 1.0  # more for a phrase, that all members have
_ONCE = 0.7  # of its worth, for a phrase that only one of three members or more has
_BARE = 0.8  # of its worth, for a single word: "methods" says less than "test methods"
_BESIDE = 0.5  # share of the members that must use a word of the phrase that is set beside the best one
_TOGETHER = 0.7  # share from which on a name and a topic are one: "China open-source AI", not "China and AI"
_JOINED = 0.75  # what the second phrase of two is worth beside the first, where they are one
_AND = 0.5  # and where an "and" joins them
_OF_TWO = 0.9  # what two phrases are worth beside one that says as much
_OF_TWO_AND = 0.76  # the same where an "and" joins them
# And where both are single words that name nobody, "brain and dangers"; read on the 38 threads that these became.
_LOOSE = 0.88
_HEAP = 4  # words; by judgement: "language model compound errors" was none
_STILL_FITS = 0.85  # worth of a label beside the best one, from which it stays
_ASKED = 40  # phrases that are looked at as one of two

_SAYS_NOTHING = phrases("no_topics") | phrases("vague_subjects") | phrases("light_words") | phrases("groups")
_EMPTY_STEMS = frozenset(stem(word) for word in _SAYS_NOTHING)
_SOMETHING_ELSE = ("ness", "hood", "ship", "ism")  # "mindfulness" has the stem of "mind" and is a topic

_ROOT = 5  # letters; by judgement, not measured
_LINKED = re.compile(r" (?:of|for|in|and) ")
_INNER = re.compile(r"['’]s? | (?:of|for|in|and) ")

Stems = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the archive uses words: in how many of `texts` texts each stem occurs."""

    uses: Mapping[str, int]
    texts: int

    def rarity(self, word: str) -> float:
        return rarity(self.uses.get(word, 0), self.texts + 20)


def wording_of(texts: Sequence[str]) -> Wording:
    return wording_of_stems([terms(text) for text in texts])


def wording_of_stems(stems: Collection[Sequence[str]]) -> Wording:
    """`stems` are terms(text) of each text."""
    return Wording(uses=Counter(word for each in stems for word in set(each)), texts=len(stems))


def headline_label(headline: str) -> str:
    """The name of a thread with one member."""
    return _shortened(headline.strip().partition("\n")[0])


def label(members: Sequence[str], wording: Wording, *, now: str = "", taken: Collection[str] = ()) -> str:
    """A short name for texts, none of those `taken`; `now`, the name they have, as long as it fits.

    The headline when there is one member, or nothing is shared.
    """
    if len(members) < SHORTEST:
        return headline_label(members[0])
    choice = _Choice(members[:_SHOWN], wording)
    others = {name.casefold() for name in taken}
    names = [name for name in choice.names() if name.text.casefold() not in others]
    if now.casefold() not in others and choice.still_fits(now, names):
        return now
    return names[0].text if names else headline_label(members[0])


@dataclass(slots=True)
class _Uses:
    """How a phrase is written, and in how many members."""

    forms: Counter[NounPhrase] = field(default_factory=Counter)
    members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    text: str
    worth: float


class _Choice:
    """The phrases that could name some texts, and what each is worth."""

    def __init__(self, members: Sequence[str], wording: Wording) -> None:
        self._wording = wording
        self._count = len(members)
        self._users = Counter(word for text in members for word in set(terms(text)))
        heads = [text.partition("\n") for text in members]
        self._heads = Counter(word for head, _, body in heads if body for word in set(terms(head)))
        derived = {stem(word) for text in members for word in words(text) if word.endswith(_SOMETHING_ELSE)}
        self._empty = _EMPTY_STEMS - derived
        self._plurals = {word for text in members for word in words(text) if word.endswith("s")}
        self._uses: dict[tuple[str, ...], _Uses] = defaultdict(_Uses)
        read = noun_phrases_of(members)
        for found in (read[text] for text in members):
            for phrase in found:
                self._uses[phrase.stems].forms[phrase] += 1
            for stems in {phrase.stems for phrase in found}:
                self._uses[stems].members += 1

    def names(self) -> list[_Name]:
        """Best first, those of one word last."""
        alone = [_Name(text=_written([form]), worth=self._worth(stems)) for stems, form in self._ranked]
        found = {name.text: name for name in [*self._pairs(), *alone]}
        return sorted(found.values(), key=lambda name: (len(name.text.split()) < SHORTEST, -name.worth, name.text))

    def still_fits(self, now: str, names: Sequence[_Name]) -> bool:
        """Whether `now` has the form of a name, and is not much worse than the best of `names`."""
        stems = terms(now)
        if not SHORTEST <= len(now.split()) <= LONGEST or not stems or not all(self._users[word] for word in stems):
            return False
        if not names:
            return True
        worth = next((name.worth for name in names if name.text == now), None)
        if worth is not None:
            return worth >= _STILL_FITS * names[0].worth
        return self._said(frozenset(stems)) >= _STILL_FITS * self._said(frozenset(terms(names[0].text)))

    @cached_property
    def _ranked(self) -> list[tuple[tuple[str, ...], NounPhrase]]:
        """The phrases that hold something shared, best first, as they are written most."""
        whole = [stems for stems, uses in self._uses.items() if any(form.whole for form in uses.forms)]
        shared = [stems for stems in whole if any(self._is_shared(word) for word in stems)]
        ordered = sorted(shared, key=lambda stems: (-self._worth(stems), stems))
        return [(stems, _commonest(self._uses[stems].forms, self._plurals)) for stems in ordered]

    def _pairs(self) -> Iterator[_Name]:
        """Two phrases side by side that share no word."""
        some = self._ranked[:_ASKED]
        for at, (stems, form) in enumerate(some):
            for others, other in some[at + 1 :]:
                if _akin(stems, others) or min(self._reach(stems), self._reach(others)) < _BESIDE:
                    continue
                both = {*stems, *others}
                found = None if any(both <= set(each) for each in self._said_again) else self._joined(form, other)
                if found:
                    text, share = found
                    worth = self._worth(stems) + share * self._worth(others)
                    loose = _LOOSE if self._is_bare(stems) and self._is_bare(others) and not _does(form, other) else 1.0
                    yield _Name(text=text, worth=worth * loose * (_OF_TWO if share == _JOINED else _OF_TWO_AND))

    @cached_property
    def _said_again(self) -> list[tuple[str, ...]]:
        """The phrases that several members have."""
        return [stems for stems, _ in self._ranked if self._uses[stems].members > 1]

    def _joined(self, form: NounPhrase, other: NounPhrase) -> tuple[str, float] | None:
        size = len(form.text.split()) + len(other.text.split())
        one, two = self._is_name(form), self._is_name(other)
        close = min(self._reach(form.stems), self._reach(other.stems)) >= _TOGETHER
        called = calls(form.head) or calls(other.head)
        if one != two and close and not called and _is_plain(form if two else other) and size <= LONGEST:
            return _written([form, other] if one else [other, form]), _JOINED
        if size < LONGEST and not _LINKED.search(f"{form.text} {other.text}"):
            return f"{_written([form])} and {_inside(other)}", _AND
        return None

    def _worth(self, stems: tuple[str, ...]) -> float:
        uses = self._uses[stems].members
        once = _ONCE if uses == 1 and (self._count > 2 or self._is_heaped(stems)) else 1.0
        vague = _BARE if self._is_bare(stems) else 1.0
        told = frozenset(stems).difference(*(form.callings for form in self._uses[stems].forms))
        return self._said(told) * once * vague * (1 + _AGAIN * (uses - 1) / self._count)

    def _is_bare(self, stems: tuple[str, ...]) -> bool:
        """Whether it is a single word, and no name."""
        return len(stems) == 1 and not any(self._is_name(form) for form in self._uses[stems].forms)

    def _is_heaped(self, stems: tuple[str, ...]) -> bool:
        """Whether it is as many common words in a row as one seldom says: one of them may be a verb."""
        forms = self._uses[stems].forms
        return all(len(form.words) >= _HEAP and not form.holds_name and not _LINKED.search(form.text) for form in forms)

    def _said(self, stems: Stems) -> float:
        return sum(self._weight(word) for word in sorted(stems))

    def _weight(self, word: str) -> float:
        if word in self._empty:
            return 0.0
        rare = self._wording.rarity(word)
        headed = _INCIDENTAL if self._is_incidental(word) else 1 + _HEADED * self._heads[word] / self._count
        if self._is_shared(word):
            return self._users[word] / self._count * rare * headed
        return -_NARROW * rare

    def _is_shared(self, word: str) -> bool:
        return word not in self._empty and self._users[word] >= max(2.0, _SHARED * self._count)

    def _is_incidental(self, word: str) -> bool:
        """Whether it is told by the way: no headline has it, and few members use it."""
        return bool(self._heads) and not self._heads[word] and self._users[word] < _USED

    def _reach(self, stems: Sequence[str]) -> float:
        """Share of the members that use the commonest word of a phrase."""
        return max(self._users[word] for word in stems) / self._count

    def _is_name(self, form: NounPhrase) -> bool:
        return form.stems[0] in COUNTRIES or (form.name and not all(word.isupper() for word in form.words))


def _akin(stems: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the two say the same with one of their words: "sponsor" and "sponsorship"."""
    return any(one[:_ROOT] == other[:_ROOT] for one in stems for other in others)


def _does(*forms: NounPhrase) -> bool:
    """Whether one names something that is done: "experts and labeling"."""
    return any(form.text.endswith("ing") for form in forms)


def _is_plain(form: NounPhrase) -> bool:
    """Whether a name may stand before it as if it were one of its words."""
    if all(word.isupper() for word in form.words):
        return False
    return not _INNER.search(form.text) and (form.words[0].isupper() or not form.words[0][:1].isupper())


def _commonest(forms: Counter[NounPhrase], plurals: Collection[str]) -> NounPhrase:
    """As it is written most, "fine-tuning" before "fine-tune"; as many where the members speak of several."""
    whole = [form for form in forms if form.whole] or list(forms)
    best = min(whole, key=lambda form: (not form.text.endswith("ing"), -forms[form], -len(form.text), form.text))
    named = [form for form in whole if form.name and form.text == best.text]
    if named or not best.single:
        return named[0] if named else best
    counted = any(form.counted for form in whole) or plural(best.words[-1]).casefold() in plurals
    return replace(best, counted=counted)


def _written(parts: Sequence[NounPhrase]) -> str:
    said = " ".join([*(_inside(part, last=False) for part in parts[:-1]), _inside(parts[-1], last=True)])
    return said[:1].upper() + said[1:]


def _inside(form: NounPhrase, *, last: bool = True) -> str:
    """As it stands inside a line."""
    first, text = form.words[0], form.of_many if last else form.text
    plain = first[1:] == first[1:].lower() and is_ordinary(first, ()) and not form.name
    return text[:1].lower() + text[1:] if plain else text


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST_HEADLINE:
        return words
    return words[:_LONGEST_HEADLINE].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
