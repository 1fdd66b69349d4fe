"""Where a name stands in a sentence: who acts or owns, what is acted upon, or what sort of thing a noun is. Pure."""

from dataclasses import dataclass

from index.proof.attribution import CALLINGS
from language.folding import closed_up
from language.grammar import Sentence, Token

_ACTED_ON = frozenset("obj iobj obl nmod".split())
_COMMON = frozenset("NN NNS".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`of_noun`: the noun that the name says the sort of, "disks" for "SSD disks". `acted_on`: neither the one who
    acts or owns nor where a person is from."""

    of_noun: str | None = None
    acted_on: bool = False


def slot_of(name: str, sentence: Sentence) -> Slot:
    """Of the first place where the name stands."""
    parts = frozenset(closed_up(name))
    own = [at for at, token in enumerate(sentence) if parts.intersection(closed_up(token.text))]
    first = next((at for at in own if sentence[at].head not in own), None)
    if first is None:
        return Slot()
    token, head = sentence[first], sentence[sentence[first].head]
    if token.dep == "compound":
        # "rack maker Oxbow clash", "Oxbow screens sellers": verbs that look like nouns.
        opens = own[0] == 0 or sentence[own[0] - 1].tag in _COMMON
        return Slot() if opens or head.tag not in _COMMON or _is_calling(head, sentence) else Slot(of_noun=head.text)
    return Slot(acted_on=token.dep in _ACTED_ON and not _is_calling(head, sentence))


def _is_calling(noun: Token, sentence: Sentence) -> bool:
    """Whether it is what somebody is, or somebody: "founder", "co-founder", "Lee"."""
    at = sentence.index(noun)
    words = [noun.text.casefold(), *(token.text.casefold() for token in sentence[at : at + 3])]
    return noun.tag in ("NNP", "NNPS") or bool(CALLINGS.intersection(words))
