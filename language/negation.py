"""Words that say of others that they are not so, and whether one sentence turns round what another says. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from language.folding import folded_words
from language.words import STOP_WORDS, stem

# What says of the words after it that they are not so.
DENIALS: Final = frozenset(
    """not never nor neither hardly barely cannot aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt
    mustnt neednt shouldnt wasnt werent wont wouldnt""".split()
)
NEGATIONS: Final = DENIALS | frozenset("no none nothing nobody nowhere without rarely seldom unless".split())
_DENYING = NEGATIONS | frozenset("fail fails failed refuse refuses refused deny denies denied lack lacks".split())
# They deny nothing of what follows.
_ONLY_SOUNDS_SO = re.compile(
    r"\b(?:never been (?:more|so|as|better)|not (?:only|just|merely|least)|no doubt|nothing but|no (?:more|less) than|"
    r"(?:why|could|couldn't|can't) not|don't (?:forget|miss)|not to mention)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.,;:!?—–]|\b(?:but|because|although|though|while|whereas|so that)\b", re.IGNORECASE)
# A bound on the number that follows, which a claim may not add.
_BOUNDS = tuple(
    re.compile(rf"\b(?:{words}) (?=[$£€]?\d|(?:a|two|three|four|five|six|seven|eight|nine|ten|half|\w+teen|\w+ty)\b)")
    for words in ("more than|over|at least|above|exceeding", "less than|fewer than|under|at most|below|up to|within")
)
_REACH = 3  # content words after a denial that it is taken to deny
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("more", "less fewer"),
        ("most", "least fewest"),
        ("higher highest", "lower lowest"),
        ("bigger biggest larger largest", "smaller smallest"),
        ("better best", "worse worst"),
        ("faster fastest quicker", "slower slowest"),
        ("cheaper cheapest", "dearer costlier pricier"),
        ("longer longest", "shorter shortest"),
        ("easier easiest", "harder hardest"),
        ("increase increases increased increasing grow grows grew growing rise rises rose rising", "decrease decreases "
         "decreased decreasing decline declines declined declining fall falls fell falling shrink shrinks shrank"),
        ("always", "never"),
        ("before", "after"),
        ("succeed succeeds succeeded success", "fail fails failed failure"),
        ("bought buy buys", "sold sell sells"),
        ("accept accepts accepted", "reject rejects rejected refuse refuses refused decline declined"),
        ("hire hires hired", "fire fires fired"),
        ("win wins won", "lose loses lost"),
        ("enough", "insufficient"),
        ("possible", "impossible"),
        ("legal", "illegal"),
        ("safe", "unsafe dangerous"),
    )
)  # fmt: skip


def turned_round(claim: str, said: str) -> bool:
    """Whether `claim` denies what `said` affirms or the reverse, has the opposite of a word, or bounds a number."""
    denied, affirmed = _polarity(claim)
    said_denied, said_affirmed = _polarity(said)
    if (denied - affirmed) & (said_affirmed - said_denied) or (affirmed - denied) & (said_denied - said_affirmed):
        return True
    if any(bound.search(claim.lower()) and not bound.search(said.lower()) for bound in _BOUNDS):
        return True
    own, other = frozenset(folded_words(claim)), frozenset(folded_words(said))
    return any(_swapped(own, other, *pair) or _swapped(own, other, *reversed(pair)) for pair in _OPPOSITES)


def _swapped(own: frozenset[str], other: frozenset[str], one: frozenset[str], opposite: frozenset[str]) -> bool:
    return bool(own & one and not own & opposite and other & opposite and not other & one)


def _polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of the content words that `text` denies, and of those that it affirms."""
    denied: set[str] = set()
    affirmed: set[str] = set()
    for clause in _CLAUSE.split(_ONLY_SOUNDS_SO.sub(" ", text.replace("’", "'"))):
        left = 0
        for word in _joined_denials(folded_words(clause)):
            if word in _DENYING:
                left = _REACH
            elif word not in STOP_WORDS and len(word) > 1:
                (denied if left else affirmed).add(stem(word))
                left = max(0, left - 1)
    return frozenset(denied), frozenset(affirmed)


def _joined_denials(words: Iterable[str]) -> list[str]:
    """ "dont" and "wont" are single words already; "can not" is "not"."""
    return [word for word in words if word != "can"]
