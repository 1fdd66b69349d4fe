"""Who speaks: the name as a line shows it, and a word on who that is, as the feed's notes tell it. Pure."""

import re
from collections.abc import Iterable, Sequence

from index.proof.attribution import ANY_CALLING, is_somebody
from language.lists import cue_lists
from language.sentences import split
from language.words import STOP_WORDS

# By judgement, not measured: longer ones are a life told, or no name at all.
_LONGEST_NAME, _LONGEST_ROLE = 50, 70
_CALLED = rf"(?:[\w’'&/.-]+,? ){{0,7}}?(?i:{ANY_CALLING})\b"
_HOUSE = r"[A-Z0-9][\w’'&.-]*(?: (?:of |for |and |& )?[A-Z0-9][\w’'&.-]*){0,5}"
PARTS = {
    "CALLING": ANY_CALLING,
    "ROLE": rf"{_CALLED}(?:,? (?:and |& |/ )?{_CALLED})?",
    "HOUSE": rf"(?: (?:at|of|for|with|behind|from) (?:the )?{_HOUSE})?",
    "SMALL": "former|early|chief|senior|principal|lead|research|founding|managing|executive|technical|co",
}  # of speaker.toml
_VEIL = "\ue000"  # stands for the name, so that the patterns are the same for everybody
_PATTERNS = {name: cues.pattern for name, cues in cue_lists("index/people/speaker.toml", **PARTS, NAME=_VEIL).items()}
_APART = _PATTERNS.pop("apart")
_JOINED = frozenset({"from", "of", "at"})
_TELLS = frozenset(
    "join joins joined talk talks tells shares is was are show episode podcast along alongside together".split()
)


def called(label: str | None) -> str | None:
    """The name without titles behind a comma or in brackets; None for "Speaker 2" and for what is no name."""
    name = re.split(r"[,(|/]", label or "")[0].strip()
    return name if name and is_somebody(name) and len(name) <= _LONGEST_NAME else None


def told_of(name: str, notes: str, people: Iterable[str]) -> str | None:
    """What the notes say that the person called so is: "founder of Tern"; None where they do not say it."""
    others = _others(name, people)
    found = (pattern.search(sentence) for pattern in _PATTERNS.values() for sentence in _on(name, notes, others))
    roles = (match["role"].strip(" ,.") for match in found if match)
    return next((role for role in roles if _may_be_told(role, others)), None)


def introduced(label: str | None, notes: str, people: Iterable[str]) -> str | None:
    """As `told_of`, else whatever stands apart behind the name: "a partner at a small fund", "who plans power lines".

    It stands by itself, beside the name, and fits no line that goes on. A first name alone may be anybody's.
    """
    name = called(label)
    if name is None or " " not in name:
        return None
    people = tuple(people)
    others = _others(name, people)
    apart = [match["role"].strip() for each in _on(name, notes, others) if (match := _APART.search(each))]
    fits = (role for role in apart if len(role) <= _LONGEST_ROLE and not _names(role, others))
    return told_of(name, notes, people) or next(fits, None)


def _others(name: str, people: Iterable[str]) -> list[str]:
    return [other for other in map(called, people) if other and other != name]


def _on(name: str, notes: str, others: Sequence[str]) -> list[str]:
    """The sentences that hold the name, which is veiled."""
    return [_veiled(sentence, name, others) for sentence in split(notes) if name.split(maxsplit=1)[0] in sentence]


def _veiled(sentence: str, name: str, others: Sequence[str]) -> str:
    """With the whole name veiled, and the first one where nobody else who is heard has it."""
    first, _, rest = name.partition(" ")
    bare = sentence.replace(_VEIL, "").replace(name, _VEIL)
    shared = any(other.split()[0].casefold() == first.casefold() for other in others)
    return re.sub(rf"\b{re.escape(first)}\b", _VEIL, bare) if rest and not shared else bare


def _may_be_told(role: str, others: Sequence[str]) -> bool:
    """Not too long, not begun in the middle of a clause, and of nobody else."""
    opens_wrong = role.partition(" ")[0] in STOP_WORDS - _JOINED or not _TELLS.isdisjoint(role.split())
    return len(role) <= _LONGEST_ROLE and not opens_wrong and not _names(role, others)


def _names(role: str, others: Sequence[str]) -> bool:
    return any(other in role for other in others) or _VEIL in role


def who(name: str, role: str | None) -> str:
    """As a line goes on after it: "Ines Okafor, founder of Tern,", "Ines Okafor from Tern"."""
    if role is None:
        return name
    return f"{name}{joint(role)}{role}" + joint(role).strip()


def joint(role: str) -> str:
    """What stands between a name and it: a space before "from Tern", else a comma."""
    return " " if role.partition(" ")[0] in _JOINED else ", "
