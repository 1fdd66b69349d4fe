"""Whether a claim lays words in the mouth of somebody who did not say them. Pure.

"Altman says …" is only true of a quote that Altman says. A person who is not heard in the talk may be reported on, but
then the talk names them close by.
"""

import re
from collections.abc import Sequence
from typing import Final

from language.everyday_words import is_ordinary
from language.folding import folded_words
from language.lists import phrases

# By what people are introduced, "founder" and "chief economist"; the longest first, for a pattern.
CALLINGS: Final = (phrases("callings") | phrases("persons")) - phrases("no_callings")
ANY_CALLING: Final = "|".join(sorted(CALLINGS, key=len, reverse=True))
_SAYS = f"(?:{'|'.join(sorted(phrases('verbs_of_saying')))})"
_VIEW = f"(?:{'|'.join(sorted(phrases('nouns_of_saying')))})"
_NAME = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,3}"
_ASIDE = r"(?:, [^,.]{1,80},)?(?: \w+ly| also| then| now| once| himself| herself| both| has| have| had)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<who>{_NAME}){_ASIDE} {_SAYS}\b",
        rf"\b{_SAYS} (?P<who>{_NAME})(?=[,.;]|$)",
        rf"\b[Aa]s (?P<who>{_NAME}) (?:puts|put|sees|saw) it",
        rf"\b(?:[Aa]ccording to|[Ii]n the (?:view|words|opinion|experience) of|[Ff]or) (?P<who>{_NAME})(?=[,.;]|$)",
        rf"(?P<who>{_NAME})['’]s? (?:own )?{_VIEW}\b",
    )
)
# A word that is nobody's name in the talk, in small letters to pass for none: "musk says".
_WHISPERED = re.compile(r"\b(?P<who>[a-z][a-z-]+) (?:says|said|argues|argued|believes|thinks|claims|warns|predicts)\b")
_NOBODY = re.compile(r"(?:speakers?|spk|hosts?|guests?|interviewer|interviewee|unknown|narrator|s)?[\s_-]*\d*", re.I)
_SHORTEST_NAME = 3  # letters; by judgement, not measured: shorter parts ("de", "Al", "Dr") name nobody for sure


def attributed(text: str) -> list[str]:
    """Those whom `text` makes say something, in the order of the patterns."""
    found = [match["who"] for pattern in _PATTERNS for match in pattern.finditer(text)]
    return list(dict.fromkeys(_called(name) for name in found))


def _called(name: str) -> str:
    """The name without the "In" or "But" that opens the sentence, without whose it is, and without the genitive."""
    bare = re.sub(r"['’]s?$", "", name)
    first, _, rest = re.split(r"['’]s ", bare)[-1].partition(" ")
    return rest if rest and is_ordinary(first, ()) else f"{first} {rest}".strip()


def misattributed(text: str, *, speaker: str | None, people: Sequence[str], near: str) -> bool:
    """Whether `text` gives the words to another than the `speaker` of its quote.

    `people` are all who are heard; `near` is what is said around the quote. Where the transcript does not say who
    speaks, nobody of `people` can be proved to have said it.
    """
    label = name_parts(speaker) if speaker and is_somebody(speaker) else frozenset()
    named = [name_parts(person) for person in people]
    # A transcript may call "Brooks" or "Nadia" whom the feed calls Nadia Brooks.
    own = label.union(*(parts for parts in named if parts & label))
    others = frozenset[str]().union(*named) - own
    heard = frozenset(folded_words(near))
    for name in attributed(text):
        parts = name_parts(name)
        if not parts & own and not is_ordinary(name, ()) and (parts & others or not parts <= heard):
            return True
    return False


def whispered(text: str) -> list[str]:
    """Words in small letters that are made to say something."""
    return [match["who"] for match in _WHISPERED.finditer(text)]


def is_somebody(speaker: str) -> bool:
    """Whether a transcript's label is a name, not "Speaker 2"."""
    return not _NOBODY.fullmatch(speaker.strip())


def name_parts(name: str) -> frozenset[str]:
    """The words of a name by which one may be called."""
    return frozenset(part for part in folded_words(re.sub(r"['’]s?\b", "", name)) if len(part) >= _SHORTEST_NAME)
