"""Whether the names and numbers of a claim occur in what it is drawn from. Pure.

A name is a capitalised word that is not merely the first of its sentence; a number is compared by value and by being a
percentage: "twenty" supports 20, "3 percent" supports 3%. Names may come from anywhere in the sources, numbers only
from near the quote: a talk holds so many that any one is said somewhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from language import numbers
from language.countries import COUNTRY_OF
from language.everyday_words import is_ordinary
from language.folding import closed_up, folded_words, plain
from language.lists import phrases
from language.sentences import split

_NAME_TOKEN = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*(?:-\d+\w*)?", re.UNICODE)
_VERSION = re.compile(r"-\d+\w*$")
COUNTRY_NAMED = {**COUNTRY_OF, "us": "america"}  # a name here, for it is written with a capital
_PEOPLE_OF = ("ns", "ans", "ians", "ese", "ish", "an", "ian", "n", "s")
# Short for words that are said in full; any others must be capitalised where they are said.
SHORT_FOR = {
    "AI": "artificial intelligence",
    "API": "application programming interface",
    "CEO": "chief executive",
    "CFO": "chief financial officer",
    "CTO": "chief technology officer",
    "EU": "european union",
    "EV": "electric vehicle",
    "EVS": "electric vehicles",
    "GDP": "gross domestic product",
    "GPU": "graphics processing unit",
    "GPUS": "graphics processing units",
    "HR": "human resources",
    "IPO": "initial public offering",
    "LLM": "large language model",
    "LLMS": "large language models",
    "ML": "machine learning",
    "PR": "public relations",
    "RD": "research and development",
    "UN": "united nations",
    "UX": "user experience",
    "VC": "venture capital",
    "VCS": "venture capitalists",
}
# Names whose shape is an everyday word's.
_NAMES_ALL_THE_SAME = phrases("names_like_words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the sources say, as sets to look in. `after`: which capitalised words follow a capitalised one."""

    words: frozenset[str]
    roots: frozenset[str]
    phrases: str
    initials: frozenset[str]
    after: Mapping[str, frozenset[str]]
    foreign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """The numbers that may be stated."""

    values: frozenset[float]
    percentages: frozenset[float]


@lru_cache(maxsize=4)
def ground(sources: tuple[str, ...]) -> Ground:
    words: list[str] = []
    capitals: list[list[str]] = []
    for source in sources:
        words += [*folded_words(source), *closed_up(source)]
        capitals += _capital_runs(source)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for run in capitals:
        for first, second in pairwise(run):
            after[first].add(second)
    letters = "".join(words)
    return Ground(
        words=frozenset(words) | {first + second for first, second in pairwise(words)},
        roots=frozenset(root for word in words for root in _roots(word)),
        phrases=f" {' '.join(words)} ",
        initials=frozenset("".join(word[0] for word in run) for run in capitals),
        after={first: frozenset(seconds) for first, seconds in after.items()},
        foreign=sum(not letter.isascii() for letter in letters) > 0.1 * len(letters),
    )


def amounts(sources: Sequence[str]) -> Amounts:
    found = [number for source in sources for number in numbers.contained(source)]
    return Amounts(
        values=frozenset(number.value for number in found),
        percentages=frozenset(number.value for number in found if number.percent),
    )


def unsupported_terms(text: str, said: Ground, counted: Amounts) -> list[str]:
    """The names and numbers of `text`, as written there, that `said` does not name or `counted` does not hold."""
    missing = unsupported_names(text, list(_names(text, said)), said)
    missing += [
        number.shown
        for number in numbers.stated(text)
        if number.value not in (counted.percentages if number.percent else counted.values)
    ]
    return list(dict.fromkeys(missing))


def unsupported_names(text: str, names: Sequence[str], said: Ground) -> list[str]:
    """Of the `names` of `text` those that `said` does not name, and those that are mixed of two or only look alike."""
    words = [word for name in names for word in name.split()]
    missing = [word for word in words if not _is_named(word, said)]
    missing += [f"{first} {second}" for first, second in full_names(text) if _is_mixed(first, second, said)]
    missing += [word for word in _NAME_TOKEN.findall(text) if _is_disguised(word, said)]
    return list(dict.fromkeys(missing))


def _is_named(name: str, said: Ground) -> bool:
    folded = closed_up(name)
    whole = "".join(folded)
    if _VERSION.search(name):  # "GPT-5" is not said by who says GPT-4 and five
        return whole in said.words
    if whole in said.words or all(piece in said.words for piece in folded):
        return True
    if name.removesuffix("s").isupper() and len(whole) >= 2:
        if whole.removesuffix("s") in said.words:
            return True
        short = SHORT_FOR.get(whole.upper())
        if whole in said.initials or (short is not None and f" {short}" in said.phrases):
            return True  # "AI" where the talk says "artificial intelligence"
    return bool(_roots(whole) & said.roots)


def _is_mixed(first: str, second: str, said: Ground) -> bool:
    """Whether this is the first name of one and the last name of another: each is only known with somebody else's."""
    known = said.after.get(first.casefold(), frozenset())
    last = second.casefold()
    if not known or last in known:
        return False
    return last not in said.after and any(last in seconds for seconds in said.after.values())


def _is_disguised(word: str, said: Ground) -> bool:
    """Whether letters of another script pose as ours: "Nvidiа" with a Cyrillic "а" would be no name that is known."""
    folded = plain(word)
    return not folded.isascii() and not said.foreign and folded not in said.words


def _roots(word: str) -> frozenset[str]:
    """The word and what it may be the people, the plural or the possessive of: "chinese" gives "china" too."""
    found = {word, COUNTRY_NAMED.get(word, word)}
    for ending in _PEOPLE_OF:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 4:
            found |= {stem, f"{stem}a", f"{stem}y", f"{stem}e"}
    return frozenset(found)


def _names(text: str, said: Ground) -> Iterator[str]:
    for sentence in split(text):
        tokens = _NAME_TOKEN.findall(sentence)
        long = [word for word in tokens if len(word) > 3 and word[0].isalpha()]
        titled = len(long) > 2 and sum(word[0].isupper() for word in long) > 0.6 * len(long)
        for position, word in enumerate(tokens):
            if not any(letter.isupper() for letter in word) or word == "I" or word.startswith(("I'", "I’")):
                continue
            shape_says_name = any(letter.isupper() for letter in word[1:]) or word.casefold() in _NAMES_ALL_THE_SAME
            if (position == 0 or titled) and not shape_says_name and _is_everyday(word, said):
                continue
            yield re.sub(r"['’]s?$", "", word)


def _is_everyday(word: str, said: Ground) -> bool:
    """An ordinary word, or another form of one or of a word of the talk: "Flying" where it says "fly"."""
    if is_ordinary(word, said.words):
        return True
    folded = word.casefold()
    bare = [folded.removesuffix(ending) for ending in ("ing", "ed", "s", "er", "ers") if folded.endswith(ending)]
    stems = [stem for short in bare for stem in (short, f"{short}e") if len(stem) >= 3]
    return any(is_ordinary(stem, said.words) for stem in stems)


def full_names(text: str) -> Iterator[tuple[str, str]]:
    """Each two words with capitals that follow each other, folded."""
    for run in _capital_runs(text):
        yield from pairwise(run)


def _capital_runs(text: str) -> list[list[str]]:
    """Runs of capitalised words with nothing but a space between, folded: "when Sam Altman met" gives sam, altman."""
    runs: list[list[str]] = [[]]
    for word in text.split():
        bare = word.strip("\"'“”‘’()[],.;:!?")
        if bare[:1].isupper() and bare != "I":
            runs[-1].append(plain(re.sub(r"['’]s?$", "", bare)))
        else:
            runs.append([])
        if runs[-1] and (not word[-1:].isalnum() or re.search(r"['’]s?$", bare)):
            runs.append([])
    return [[part for part in run if part] for run in runs if len(run) > 1]
