"""What a written claim is worth to a reader, judged by its words alone. Pure; for English.

Claims count: reasons, contrasts, numbers, comparisons, what holds in general. Passages of the talk itself are ranked by
what was learned (ingest/passages/ranking.py); that was learned from speech, and does not fit what a model writes.
"""

import math
import re
from collections.abc import Sequence

from language.words import _FUNCTION

_CLAIM_CUES: tuple[tuple[float, str], ...] = (
    (
        0.6,
        r"\bbecause\b|\btherefore\b|\bas a result\b|\bwhich means\b|\bleads? to\b|\bthe reason\b|\bdue to\b|"
        r"\bin order to\b|\bso that\b|\bdrives?\b|\bcauses?\b",
    ),
    (
        0.5,
        r"\bbut\b|\bhowever\b|\binstead\b|\brather than\b|\bwhereas\b|\bnot just\b|\bunlike\b|\bdespite\b|"
        r"\bcompared\b|\bopposite\b|\bin contrast\b|\bwhile\b",
    ),
    (
        0.6,
        r"\$ ?\d|(?<![\w.-])\d[\d,.]* ?(?:%|percent|million|billion|trillion|times|years|months|weeks|days|hours|"
        r"minutes|people|companies|dollars|x)(?!\w)|\b(?:half|twice|double|triple|tenfold)\b",
    ),
    (
        0.4,
        r"\b(?:more|less|fewer|better|worse|bigger|smaller|faster|slower|cheaper|harder|easier|higher|lower|"
        r"stronger) (?:\w+ ){0,3}than\b|\b(?:most|biggest|largest|hardest|best|worst|fastest|cheapest|least|"
        r"greatest)\b",
    ),
    (
        0.9,
        r"\bthe (?:\w+ )?(?:biggest|real|main|most important|hardest|key|only|whole|best|fundamental|core|"
        r"number one|true|first) (?:\w+ ){0,3}(?:is|was|are|of)\b",
    ),
    (
        0.6,
        r"\b(?:mistake|misconception|lesson|secret|bottleneck|advantage|trade-?offs?|incentives?|moat|paradox|risk|"
        r"opportunity|myth|principle|rule of thumb|strategy|leverage|shift)\b",
    ),
    (
        0.4,
        r"\b(?:never|always|every|nobody|no one|everyone|everybody|only|must|cannot|can't|no longer|almost all|"
        r"most)\b",
    ),
    (
        0.4,
        r"\b(?:people|companies|teams|founders|customers|users|organizations|businesses|engineers|developers|"
        r"researchers|models|patients|students|leaders|governments|investors|markets?|countries)\b",
    ),
    (
        0.4,
        r"\b(?:if you|when you|the more|the less|the better|turns? out|it takes|tends? to|will|going to be|"
        r"in the future|within)\b",
    ),
    (0.3, r"\b(?:should|need to|have to|ought to|makes? sense|matters|depends on|requires?)\b"),
)
_CUES = [(weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in _CLAIM_CUES]
# What a talk holds besides claims: guesses, what somebody did, what a product is or does.
_COUNTER_CUES = [
    (weight, re.compile(pattern))
    for weight, pattern in (
        (
            0.25,
            r"(?i)\b(?:maybe|probably|perhaps|possibly|hopefully|allegedly|i don't know|not sure|i guess|i suppose|"
            r"who knows|i feel like|in a way|or something|if i remember|for those who|in case)\b",
        ),
        (
            0.15,
            r"(?i)\b(?:i|we|he|she)(?:'ve|’ve)? (?:\w+ly )?(?:\w{2,}ed|was|were|had|went|got|saw|came|took|made|built|"
            r"wrote|ran|told|said|met|left|sold|bought|put|gave|found|thought|knew|did|began)\b",
        ),
        (
            0.6,
            r"\b[A-Z]\w{2,} (?:is|was) (?:now )?(?:an?|the|our|one of the) (?:[\w-]+ ){0,4}(?:platform|tool|"
            r"library|engine|framework|app|plugin|extension|database|binary|startup|company|product|suite|service|package|project)\b",
        ),
        (0.5, r"\b[A-Z]\w{3,} (?:helps|lets|allows|enables|offers|provides|makes it easy|gives you|has published)\b"),
        (0.5, r"(?i)\b(?:is|are|was) (?:called|named|short for|located|known as|available|embedded)\b"),
        (
            0.4,
            r"(?i)\b(?:intuitive|seamless(?:ly)?|all-in-one|enterprise-grade|world-class|groundbreaking|cutting-edge|"
            r"total control|your (?:customers|team|business|company|brand))\b",
        ),
    )
]
_ARGUES = re.compile(
    r"\b(?:because|therefore|as a result|means?|leads? to|reason|due to|so that|so|drives?|causes?|but|however|instead|"
    r"rather|whereas|unlike|despite|while|not|than|most|only|if|when|makes?|cannot|no|never|every|without|\w+n['’]t)\b|"
    r"\d|%",
    re.IGNORECASE,
)
_SHARE_OF_COMMAS = 0.1
_DENSEST = 0.72  # the share of content words above which speech is a list
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&.]*[a-zA-Z]")


def worth_of(sentences: Sequence[str]) -> float:
    """What `sentences` are worth to a reader, 0 to 1: an absolute measure, the same for every episode."""
    text = " ".join(sentences)
    claims = sum(weight * _diminished(len(pattern.findall(text))) for weight, pattern in _CUES)
    claims -= sum(weight * min(3, len(pattern.findall(text))) for weight, pattern in _COUNTER_CUES)
    words = text.lower().split()
    claims -= 6.0 * max(0.0, text.count(",") / max(1, len(words)) - _SHARE_OF_COMMAS)
    claims -= 0.0 if _ARGUES.search(text) else 0.5
    content = sum(word.strip(".,;:!?\"'") not in _FUNCTION for word in words) / max(1, len(words))
    names = min(3, len(set(_NAME.findall(text))))
    score = 0.8 * claims + 7.0 * (min(content, _DENSEST) - 0.45) + 0.1 * names - 0.25 * len(sentences)
    return 1 / (1 + math.exp(-(score - 0.7) / 1.3))


def _diminished(count: int) -> float:
    """A second cue of a kind says half as much as the first, a third nothing: lists and repetitions claim no more."""
    return min(count, 1) + 0.5 * min(max(count - 1, 0), 1)
