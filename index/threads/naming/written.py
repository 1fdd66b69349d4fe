"""Whether a name that a language model wrote for a thread may stand: held against the members' words by program."""

from collections.abc import Collection, Iterable

from index.threads.matter import matter
from index.threads.naming.labels import SHORTEST
from index.threads.naming.noun_phrases import LONGEST
from language.grammar import english
from language.words import terms

_ROOT = 5  # letters that near forms share, "label" and "labelling"; by judgement, not measured
_LONGEST_WORD = 30  # characters; by judgement, not measured
_FINITE = frozenset("VBZ VBP VBD MD WRB".split())
_HEADS = ("NN", "VBG")
_MARKS = frozenset('.,;:!?"“”()[]<>{}|/\\\n')


def stands(name: str, members: Iterable[str], heard: Iterable[str], taken: Collection[str]) -> bool:
    """Whether `name` is a noun phrase of two to five of the members' words, no speaker's name, and no other thread's.

    `members` are what each is about (index/threads/matter.py), `heard` the names of all who speak in their episodes.
    """
    words = name.split()
    if not SHORTEST <= len(words) <= LONGEST or max(map(len, words)) > _LONGEST_WORD or _MARKS & set(name):
        return False
    if matter(name, heard) != name or name.casefold() in {other.casefold() for other in taken}:
        return False
    return still_said(name, members) and _is_noun_phrase(name)


def still_said(name: str, members: Iterable[str]) -> bool:
    """Whether the members use each content word of the name, or a near form of it."""
    stems, said = terms(name), {word for text in members for word in terms(text)}
    return bool(stems) and all(word in said or _near(word, said) for word in stems)


def _near(word: str, said: Collection[str]) -> bool:
    return len(word) >= _ROOT and any(other[:_ROOT] == word[:_ROOT] for other in said)


def _is_noun_phrase(name: str) -> bool:
    """As it stands after "about": by itself the parser takes "heat pumps" for a command."""
    tokens = english().parse([f"This is about {name}."])[0]
    heads = [token for at, token in enumerate(tokens) if token.head == at]
    return all(token.tag.startswith(_HEADS) for token in heads) and not any(
        token.tag in _FINITE for token in tokens[3:]
    )
