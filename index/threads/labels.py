"""Names a thread as a person would jot it down: a short noun phrase of its members, "China open-source AI". Pure.

A phrase is a run of content words in one of the members that ends in a noun; it is worth what its words are worth, and
a word the more of the members use it, the rarer it is elsewhere. What is a noun is told from the company a word keeps:
"the price", "of price", but "to build", "we build".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from language.countries import COUNTRIES
from language.lists import listed
from language.words import STOP_WORDS, rarity, stem, terms

_LONGEST = 60  # characters; by judgement, not measured: about a line of a list
_CLAUSE = re.compile(r"[.,;:!?()\"“”\n–—]+\s*|\s'|'\s")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_WORDS = 3  # of a phrase; "open-source" is one
_COMMON_ENOUGH = 0.4  # share of the members that a name or a topic must stand in to be set beside the best phrase
_STILL_FITS = 0.5  # worth of a label beside the best one, from which it stays
_LENGTH = {1: 1.0, 2: 1.5, 3: 1.65}
_SHOWN = 60  # members that are read

_BEFORE_NOUNS = frozenset(
    "a an the this that these those my your our their his her its of in on for with about from by at no any some each "
    "every more new".split()
)
_BEFORE_VERBS = frozenset(
    "to i you we they he she it who can could will would should must may might don't doesn't didn't can't won't not "
    "let's i'll you'll we'll they'll i'd you'd we'd they'd never always also just".split()
)
_NO_TOPICS = STOP_WORDS | frozenset(listed("no_topics"))

_ADJECTIVES = frozenset(
    "commercial deep digital human mobile natural neural open open-source political public quick social "
    "synthetic".split()
)

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How the archive uses words: in how many of `texts` texts each stem occurs, and which words are mostly verbs."""

    uses: Mapping[str, int]
    texts: int
    verbs: frozenset[str]

    def rarity(self, part: str) -> float:
        """Of the rarest word in it: "open-source" is one part of two stems."""
        return max(rarity(self.uses.get(word, 0), self.texts + 20) for word in part.split("-"))


def wording_of(texts: Sequence[str]) -> Wording:
    uses: Counter[str] = Counter()
    company: dict[str, list[int]] = defaultdict(lambda: [1, 0])
    for text in texts:
        uses.update(set(terms(text)))
        for clause in _CLAUSE.split(text):
            tokens = [token.lower().replace("’", "'") for token in _TOKEN.findall(clause)]
            for before, token in pairwise(tokens):
                if before in _BEFORE_NOUNS or before in _BEFORE_VERBS:
                    company[token][before in _BEFORE_VERBS] += 1
    verbs = frozenset(each for each, (noun, verb) in company.items() if verb > noun)
    return Wording(uses=uses, texts=len(texts), verbs=verbs)


def headline_label(headline: str) -> str:
    """The name of a thread with one member."""
    return _shortened(headline)


def label(members: Sequence[str], wording: Wording, *, now: str = "", taken: Collection[str] = ()) -> str:
    """A short name for texts, none of those `taken`; `now`, the name they have, as long as it fits.

    The headline when there is one member, or nothing is shared.
    """
    if len(members) < 2:
        return _shortened(members[0].strip().partition("\n")[0])
    choice = _Choice(members[:_SHOWN], wording)
    others = {name.casefold() for name in taken}
    if now.casefold() not in others and choice.fits(now):
        return now
    names = (name for name in choice.names() if name.casefold() not in others)
    return next(names, _shortened(members[0].strip().partition("\n")[0]))


class _Choice:
    """The phrases that could name some texts, and what each is worth."""

    def __init__(self, members: Sequence[str], wording: Wording) -> None:
        self._wording = wording
        self._count = len(members)
        self._forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
        self._used: Counter[Phrase] = Counter()
        self._users: Counter[str] = Counter()
        for text in members:
            found = list(_phrases(text, wording.verbs))
            for phrase, form in found:
                self._forms[phrase][form] += 1
            self._used.update({phrase for phrase, _ in found})
            self._users.update({part for phrase, _ in found for part in phrase})

    def names(self) -> Iterator[str]:
        """Best first."""
        shared = [phrase for phrase in self._used if max(self._users[part] for part in phrase) >= self._enough()]
        ranked = sorted(shared, key=lambda phrase: (-self._worth(phrase), phrase))[:20]
        for phrase in ranked:
            beside = self._beside(phrase)
            parts = [phrase, beside] if beside else [phrase]
            parts.sort(key=lambda part: not self._is_name(part))
            yield self._written(parts)

    def fits(self, name: str) -> bool:
        """Whether `name` is a phrase of theirs, and not much worse than the best."""
        parts = [part for part in (_key(token) for token in _TOKEN.findall(name)) if part]
        if not parts or len(parts) > 2 * _WORDS or min(self._users[part] for part in parts) < self._enough():
            return False
        best = max((self._worth(phrase) for phrase in self._used), default=0.0)
        return self._worth(tuple(parts[:_WORDS])) >= _STILL_FITS * best

    def _enough(self) -> float:
        return max(2.0, self._count / 4)

    def _worth(self, phrase: Phrase) -> float:
        """The mean worth of its words, more for two or three, more when the whole of it comes again."""
        said = [(self._users[part] / self._count) * self._wording.rarity(part) for part in phrase]
        again = 1.0 + 0.5 * (self._used[phrase] - 1) / self._count if self._used[phrase] else 0.7
        return sum(said) / len(said) * _LENGTH[min(3, len(phrase))] * again

    def _beside(self, best: Phrase) -> Phrase | None:
        """A name for a topic, a topic for a name, if the two are both common."""
        common = [
            phrase
            for phrase, used in self._used.items()
            if used >= max(2, _COMMON_ENOUGH * self._count)
            and self._is_name(phrase) != self._is_name(best)
            and not set(_words(phrase)) & set(_words(best))
        ]
        return max(common, key=lambda phrase: (self._worth(phrase), phrase), default=None)

    def _is_name(self, phrase: Phrase) -> bool:
        """Written with a capital nearly always, not only where a sentence begins."""
        if phrase[0] in COUNTRIES:
            return True
        forms = self._forms[phrase]
        return sum(n for form, n in forms.items() if form[:1].isupper()) >= 0.9 * sum(forms.values())

    def _written(self, parts: Iterable[Phrase]) -> str:
        words = " ".join(_commonest(self._forms[part]) for part in parts)
        return _shortened(words if any(c.isupper() for c in words.split()[0]) else words[:1].upper() + words[1:])


def _phrases(text: str, verbs: Collection[str]) -> Iterator[tuple[Phrase, str]]:
    """(stems, as written) of each run of content words that ends in a noun; marks, stop words and verbs part runs."""
    for clause in _CLAUSE.split(text):
        tokens = [token.removesuffix("'s").removesuffix("’s") for token in _TOKEN.findall(clause)]
        stems = [_key(token) for token in tokens]
        for size in range(1, _WORDS + 1):
            for at in range(len(tokens) - size + 1):
                phrase, written = stems[at : at + size], tokens[at : at + size]
                if all(phrase) and len(set(phrase)) == size and _is_noun_phrase(phrase, written, verbs):
                    yield tuple(phrase), " ".join(written)


def _is_noun_phrase(phrase: Sequence[str], written: Sequence[str], verbs: Collection[str]) -> bool:
    *before, last = written
    if any(word.lower() in verbs and not word.endswith("ing") for word in before):
        return False
    if last.lower() in verbs and not (last.endswith("ing") and before):
        return False
    return not phrase[-1].isdigit() and last.lower() not in _ADJECTIVES and not last.endswith(("ly", "ed"))


def _key(token: str) -> str:
    """One stem a token, "" for a word that names nothing; a country and its adjective share one."""
    lower = token.lower().replace("’", "'")
    if lower in _NO_TOPICS or len(lower) < 2:
        return ""
    return stem(lower) if lower.isalpha() else "-".join(terms(lower))


def _words(phrase: Phrase) -> list[str]:
    return [word for part in phrase for word in part.split("-")]


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
