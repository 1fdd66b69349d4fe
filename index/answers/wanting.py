"""What a question wants to be told, a person, a moment or an amount, and whether a text tells one. Pure."""

from typing import Final, Literal

from index.proof.names import names_in
from language import numbers
from language.folding import folded_words
from language.lists import cue_lists

Want = Literal["person", "date", "number"]

_WANTS: Final[tuple[Want, ...]] = ("person", "date", "number")
_LISTS: Final = cue_lists("index/answers/wanting.toml")


def wants(question: str) -> frozenset[Want]:
    """Nothing for most questions, and for what is none."""
    return frozenset(want for want in _WANTS if _LISTS[f"asks_{want}"].pattern.search(question))


def tells(text: str, wanted: frozenset[Want], question: str, speaker: str | None = None) -> bool:
    """Whether `text`, said by `speaker`, holds all that is `wanted`. A person that the question names is no answer."""
    return all(_tells(want, text, question, speaker) for want in wanted)


def _tells(want: Want, text: str, question: str, speaker: str | None) -> bool:
    if want == "number":
        return any(numbers.contained(text)) or bool(_LISTS["tells_number"].pattern.search(text))
    if want == "date":
        return bool(_LISTS["tells_date"].pattern.search(text))
    asked = frozenset(folded_words(question))
    named = (word for name in names_in(text) for word in folded_words(name))
    spoken = folded_words(text)
    return any(word not in asked for word in named) or (bool(speaker) and ("i" in spoken or "my" in spoken))
