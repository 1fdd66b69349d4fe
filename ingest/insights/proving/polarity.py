"""Whether a headline affirms what is denied, or denies what is affirmed, where no single word settles it.

The headline is held beside its opposite: which of the two is nearer to what was said and to the claim's own body, and
do the clauses that speak of it deny? Learned by bench/training/train_polarity.py. For English. Of headlines that deny
it knows little more than how seldom that is true, so that it only ever doubts.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder
from ingest.insights.proving.bearing import Logistic, read_logistic
from ingest.insights.proving.grounds import Array
from language.folding import folded_words
from language.negation import NEGATIONS, stance
from language.words import STOP_WORDS, stem

WEIGHTS = Path(__file__).with_suffix(".json")
_CLAUSES = re.compile(r"(?<=[.!?…])\s+|[,;:]\s+|\s[-–—]\s")
_SHORTEST_CLAUSE = 3  # words; by judgement: fewer hold no predicate
# Tried by left-out shows with 6, 12 and 24: the second tells most.
_NEAREST = 12.0
_SCOPE = 2  # content words after the place of the denial that it denies first; by judgement
_REACH = 3  # as many words a denial in what was said is taken to deny; see language/negation.py


def is_doubtful(headline: str, opposite: str, said: str, body: str, embedder: Embedder) -> bool:
    """Whether the opposite of the headline is told by its words and its body far rather than itself."""
    weights = shipped()
    return weights.probability(features(headline, opposite, said, body, embedder)) < weights.refused_below


@cache
def shipped() -> Logistic:
    return read_logistic(WEIGHTS, "polarity")


def features(headline: str, opposite: str, said: str, body: str, embedder: Embedder) -> list[float]:
    """Each turns its sign when headline and opposite change places."""
    clauses = [_clauses(text) for text in (said, body)]
    vectors = np.array(embedder.embed([headline, opposite, said, body, *clauses[0], *clauses[1]]), dtype=float)
    own, other, wholes = vectors[0], vectors[1], vectors[2:4]
    parts = vectors[4 : 4 + len(clauses[0])], vectors[4 + len(clauses[0]) :]
    way = float(_negates(headline)) - float(_negates(opposite))
    scope = _scope(headline, opposite)
    found = [way]
    for text, rows, whole, part in zip((said, body), clauses, wholes, parts, strict=True):
        nearness = part @ ((own + other) / 2)
        denying = np.array([_negates(row) for row in rows], dtype=float)
        share = _share(nearness, denying)
        affirmed, denied = _of_scope(text, scope)
        found += [
            float(whole @ (own - other)),
            float((part @ own).max() - (part @ other).max()),
            way * share,
            way * (2 * float(denying[nearness.argmax()]) - 1) * float(nearness.max()),
            way * affirmed,
            way * denied,
            way * affirmed * (1 - share),
            way * min(3, sum(word in NEGATIONS for word in _folded(text))),
        ]
    return found


def _clauses(text: str) -> list[str]:
    return [each for each in _CLAUSES.split(text) if len(each.split()) >= _SHORTEST_CLAUSE] or [text]


def _negates(text: str) -> bool:
    return any(word in NEGATIONS for word in _folded(text))


def _folded(text: str) -> list[str]:
    return list(folded_words(text.replace("’", "'")))


def _share(nearness: Array, denying: Array) -> float:
    """How much of what speaks of it denies: clauses weighed by their nearness."""
    weights = np.exp(_NEAREST * (nearness - nearness.max()))
    return float(weights @ denying / weights.sum())


def _scope(one: str, other: str) -> Sequence[str]:
    """The stems right after the place where one of the two denies and the other does not."""
    left, right = one.split(), other.split()
    same = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    rest = max(left, right, key=len)[same:]
    content = [word for word in _folded(" ".join(rest)) if word not in NEGATIONS | STOP_WORDS and len(word) > 1]
    return [stem(word) for word in content[:_SCOPE]]


def _of_scope(text: str, scope: Sequence[str]) -> tuple[float, float]:
    """Which share of the stems the text affirms without denying them, and which it denies."""
    told, wanted = stance(text, _REACH), frozenset(scope)
    affirmed, denied = wanted & (told.affirmed - told.denied), wanted & told.denied
    return len(affirmed) / max(1, len(wanted)), len(denied) / max(1, len(wanted))
