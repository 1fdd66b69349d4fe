"""Counts what no shown insight may have: a word list's view, strict and simple, that shares nothing with the choosing.

    faults_of(headline, body) -> which of "pronoun", "question", "advert", "length"
    shares(insights) -> the share of insights with each

"pronoun": a pronoun of the third person or a demonstrative that the text begins with, or a sentence that says something
of a bare demonstrative, or the headline's subject is one. "It" is let pass where it stands for nothing ("it takes years
to"), and after the first sentence, where a pronoun may have its noun.
"""

import re
from collections import Counter
from collections.abc import Iterable

SHORTEST, LONGEST = 25, 75  # words
_SENTENCE = re.compile(r"(?<=[.!?])[\"”']?\s+(?=[A-Z“\"'])")
_OPENERS = r"(?:(?:and|but|so|or|well|now|also|then|because|i think|i believe|i mean|you know|in fact|of course),? )*"
_DEMONSTRATIVE = re.compile(
    rf"^{_OPENERS}(?:(?:this|that|these|those)(?:'s|’s| (?:is|are|was|were|will|would|can|could|has|have|had|means?|"
    r"makes?|"
    r"gives?|gets?|takes?|allows?|comes?|goes|happens?|changes?|works?|leads?|does|do|did|should|may|might|isn['’]t|"
    r"doesn['’]t|wasn['’]t|really|also|just|actually|all)\b))",
    re.IGNORECASE,
)
_POINTS = re.compile(
    rf"^{_OPENERS}(?:he|she|they|him|her|them|his|hers|their|theirs|its|these|those|this (?!year|week|month|decade|"
    r"century|day|morning|time)|that (?:\w+ )?(?:is|was|one|way)|it)\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    rf"^{_OPENERS}it(?:'s|’s|'ll|’ll|['’]d| \w+(?:n['’]t)?)(?: [\w'’-]+){{0,14}}? "
    r"(?:to|that|when|if|who|how|what|whether|\w+ing)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^(?:what|how|why|when|where|who) (?:do|does|did|are|is|can|could|would|should|will) (?:you|we|they|i|he|"
    r"she|it|people)\b",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\b(?:sponsors?|sponsored|promo|use code|discount|free trial|sign up|brought to you|dot com|\w+\.(?:com|io)/|"
    r"limited time|money[- ]back|learn more at|visit us|book a demo|get started (?:today|for free|at)|off your first|"
    r"terms and conditions|today at [a-z]+\.(?:com|io|ai)|loved by|trusted by)\b",
    re.IGNORECASE,
)


def faults_of(headline: str, body: str) -> frozenset[str]:
    sentences = _SENTENCE.split(body)
    points = any(_POINTS.match(text) and not _EMPTY_IT.match(text) for text in (headline, sentences[0]))
    found = {
        "pronoun": points or any(_DEMONSTRATIVE.match(text) for text in (headline, *sentences)),
        "question": any(_QUESTION.search(text) for text in (headline, *sentences)),
        "advert": _ADVERT.search(body) is not None,
        "length": not SHORTEST <= len(body.split()) <= LONGEST,
    }
    return frozenset(name for name, is_so in found.items() if is_so)


def shares(insights: Iterable[tuple[str, str]]) -> dict[str, float]:
    """(headline, body) of each insight → the share with each fault."""
    counts, total = Counter[str](), 0
    for headline, body in insights:
        counts.update(faults_of(headline, body))
        total += 1
    return {name: round(counts[name] / max(1, total), 4) for name in ("pronoun", "question", "advert", "length")}
