"""What a question means after the ones before it: "and what about Europe?", "who said that?", "why?". Pure.

A question that does not stand alone is searched for together with the one that it hangs on; rules on its words decide,
so that the same talk leads to the same passages with a language model and without.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from index.chat import Message, quoted
from index.search.hits import Hit
from language.countries import COUNTRY_OF
from language.lists import cue_lists
from language.words import QUESTION_WORDS, STOP_WORDS, stem, words

_REMEMBERED = 3  # turns that a model is told of
_LETTERS_A_TURN = 600
_LONGEST: Final = 300  # letters of a search query
_NAMED_AFTER = 8  # words of the answer that "why?" is asked about

_LISTS = cue_lists("index/answers/conversation.toml")
_OFFERS_ANOTHER = re.compile(
    r"^(?:(?:and|but|or|so|also|then)\b[\s,]*)?(?:(?:what|how) about\b\s*)?(?:the )?", re.IGNORECASE
)
_ASKS_ON = _LISTS["asks_on"].pattern
_ASKS_WHENCE = _LISTS["asks_whence"].pattern
_POINTS_BACK = _LISTS["points_back"].pattern
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
OPENS_A_QUESTION = frozenset(
    "what who whom whose which when where why how do does did is are was were can could".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredTurn:
    """A question that was answered. `searched` is what was looked for, `root` the question that it hangs on."""

    question: str
    searched: str
    root: str
    told: str
    sources: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`words` as asked; `searched` stands alone. `of_sources` are what "who said that?" asks about."""

    words: str
    searched: str
    root: str
    earlier: tuple[AnsweredTurn, ...] = ()
    of_sources: tuple[Hit, ...] = ()


def question(asked: str, earlier: Sequence[AnsweredTurn] = ()) -> Question:
    """What `asked` means after `earlier`, oldest first."""
    plain = " ".join(asked.split())
    searched, root = _standing(plain, earlier[-1]) if earlier else (plain, plain)
    whence = earlier[-1].sources if earlier and _ASKS_WHENCE.match(plain) else ()
    return Question(words=plain, searched=searched, root=root, earlier=tuple(earlier), of_sources=whence)


def history(earlier: Sequence[AnsweredTurn]) -> list[Message]:
    """The last turns, cut to a length, for a language model."""
    return [
        message
        for turn in earlier[-_REMEMBERED:]
        for message in (_said("user", turn.question), _said("assistant", turn.told))
    ]


def _said(role: Literal["user", "assistant"], text: str) -> Message:
    return Message(role=role, content=quoted(text)[:_LETTERS_A_TURN] or "NONE")


def _standing(asked: str, last: AnsweredTurn) -> tuple[str, str]:
    """What to search for, and the root that the next question may hang on."""
    if _ASKS_WHENCE.match(asked):
        return last.searched, last.root
    if _ASKS_ON.match(asked):
        return _shortened(f"{last.root} {' '.join(_content(last.told)[:_NAMED_AFTER])}"), last.root
    bare = _OFFERS_ANOTHER.sub("", asked, count=1) or asked
    opened = bare != asked
    own = _content(bare)
    if _points_back(bare):
        both = _shortened(f"{bare} {' '.join(_without(_content(last.searched), own))}")
        return both, both
    if (opened and not _is_whole(bare)) or len(own) <= 1:
        return _shortened(_exchanged(last.root, bare) or f"{last.root} {bare}"), last.root
    return bare, bare


def _points_back(asked: str) -> bool:
    """Whether a pronoun stands for something that the question itself has not named before it."""
    found = _POINTS_BACK.search(asked)
    before = asked[: found.start()] if found else ""
    return found is not None and len(_content(before)) < 2 and not _NAME.search(before)


def _is_whole(asked: str) -> bool:
    """Whether it is a question by itself although it begins with "and"."""
    first = words(asked)[:1]
    return bool(first) and first[0] in OPENS_A_QUESTION and len(_content(asked)) >= 2


def _exchanged(root: str, other: str) -> str | None:
    """`root` with its country, year or only name replaced by that of `other`; None where there is no such pair."""
    for kind in (_countries, _YEAR.findall, _names):
        old, new = kind(root), kind(f"x {other}")
        if len(old) == 1 and len(new) == 1 and len(_content(other)) <= len(_content(new[0])):
            return root.replace(old[0], new[0])
    return None


def _countries(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text) if word.lower() in COUNTRY_OF]


def _names(text: str) -> list[str]:
    """Names of people and firms; "AI" and "GPUs" name neither."""
    return [name for name in _NAME.findall(text) if not _countries(name) and not name[:2].isupper()]


def _content(text: str) -> list[str]:
    """The words as they are written, without stop words and words of asking."""
    found = re.findall(r"[^\W_]+(?:[-'’.][^\W_]+)*", text)
    return [word for word in found if not frozenset({word.lower().replace("’", "'")}) & (STOP_WORDS | QUESTION_WORDS)]


def _without(some: Sequence[str], others: Sequence[str]) -> list[str]:
    known = {stem(word.lower()) for word in others}
    return [word for word in some if stem(word.lower()) not in known]


def _shortened(query: str) -> str:
    plain = " ".join(query.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rpartition(" ")[0]
