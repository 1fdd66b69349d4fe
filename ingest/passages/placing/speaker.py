"""Who speaks: the name as a line shows it, and a word on who that is, as the feed's notes tell it. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from index.proof.attribution import is_somebody
from language.lists import phrases
from language.sentences import split
from language.words import STOP_WORDS

# By judgement, not measured: longer ones are a life told, or a parse gone wrong.
_LONGEST_NAME, _LONGEST_ROLE = 50, 70
_CALLING = "|".join(sorted((phrases("callings") | phrases("persons")) - phrases("no_callings"), key=len, reverse=True))
_CALLED = rf"(?:[\w’'&/.-]+,? ){{0,7}}?(?:{_CALLING})\b"
_ROLE = rf"{_CALLED}(?:,? (?:and |& |/ )?{_CALLED})?"
_HOUSE = (
    r"(?: (?:at|of|for|with|behind|from) (?:the )?[A-Z0-9][\w’'&.-]*(?: (?:of |for |and |& )?[A-Z0-9][\w’'&.-]*){0,5})?"
)
_SMALL = "former|early|chief|senior|principal|lead|research|founding|managing|executive|technical|co"
_ENDS = r"(?=\s*(?:[,.;:()!?|–—-]|$)| (?:to|who|whose|about|joins?|and|talks?|on|where|as|is|was|for|in)\b)"


def called(label: str | None) -> str | None:
    """The name without titles behind a comma or in brackets; None for "Speaker 2" and for what is no name."""
    name = re.split(r"[,(|/]", label or "")[0].strip()
    return name if name and is_somebody(name) and len(name) <= _LONGEST_NAME else None


def told_of(name: str, notes: str, people: Iterable[str]) -> str | None:
    """What the notes say that the person called so is: "founder of Tern"; None where they do not say it."""
    alone, others = _alone(name, people), [other for other in map(called, people) if other and other != name]
    for sentence in split(notes):
        for pattern in _patterns(name, alone):
            found = pattern.search(sentence)
            if found and _may_be_told(found["role"], others):
                return found["role"].strip(" ,.")
    return None


def _may_be_told(role: str, others: Sequence[str]) -> bool:
    """Not too long, not begun in the middle of a clause, and of nobody else."""
    opens_wrong = role.partition(" ")[0] in STOP_WORDS - {"from", "of", "at"}
    return len(role) <= _LONGEST_ROLE and not opens_wrong and not any(other in role for other in others)


def _alone(name: str, people: Iterable[str]) -> str | None:
    """The first name, where nobody else who is heard has it."""
    first, _, rest = name.partition(" ")
    others = {person.split()[0].casefold() for person in people if person.split() and called(person) != name}
    return first if rest and first.casefold() not in others else None


def _patterns(name: str, first: str | None) -> Iterator[re.Pattern[str]]:
    whole = re.escape(name)
    before = rf"(?:[A-Z][\w’'&.-]* |(?:{_SMALL})[ -]){{0,5}}(?:(?i:{_CALLING}))"
    yield re.compile(rf"\b{whole}(?:,| is| –| -|,? who is)? \(?(?:(?:an?|the) )?(?P<role>(?i:{_ROLE}){_HOUSE}){_ENDS}")
    yield re.compile(rf"(?P<role>\b{before}) {whole}\b")
    if first:
        yield re.compile(rf"\b{re.escape(first)}, (?:(?:an?|the) )?(?P<role>(?i:{_ROLE}){_HOUSE}){_ENDS}")
    for form in (whole, re.escape(first)) if first else (whole,):
        house = r"[A-Z0-9][\w’'&.-]*(?: [A-Z0-9][\w’'&.-]*){0,3}"
        yield re.compile(rf"\b{form} (?P<role>(?:from|of|at) {house}){_ENDS}")
