"""What a passage is worth to a reader, 0 to 1: an absolute measure, the same for every episode. Pure; for English.

Claims count: reasons, contrasts, numbers, comparisons, what holds in general. Faults in standing alone count against.
"""

import math
import re
from collections.abc import Sequence

from ingest.standing import faults

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
        r"(?:\$ ?)?\b\d[\d,.]*\b ?(?:%|percent|million|billion|times|years|people|companies|dollars|x\b)?|"
        r"\b(?:half|twice|double|triple|tenfold)\b",
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
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w&.]*[a-zA-Z]")
_WORD = re.compile(r"[a-z][a-z'’]+")
_FUNCTION = frozenset(
    """a about after again all also am an and any are as at back be because been before being but by can could did do
    does doing don't for from get go going got had has have he her here him his how i i'd i'll i'm i've if in into
    is it it's its just kind know like lot made make many me mean more most much my no not now of off on one only
    or other our out over own people really right said same say see she should so some something such than that
    that's the their them then there there's these they they're thing things think this those through time to too
    up us use very want was way we we're well were what when where which while who why will with would yeah yes
    you you're your""".split()
)


def worth_of(sentences: Sequence[str], setting: float = 0.0) -> float:
    """What cleaned `sentences` are worth to a reader, 0 to 1: an absolute measure, the same for every episode.

    `setting` adds what the place in the talk says.
    """
    text = " ".join(sentences)
    claims = sum(weight * min(2, len(pattern.findall(text))) for weight, pattern in _CUES)
    words = text.lower().split()
    content = sum(word.strip(".,;:!?\"'") not in _FUNCTION for word in words) / max(1, len(words))
    names = min(3, len(set(_NAME.findall(text))))
    score = 0.8 * claims + 7.0 * (content - 0.45) + 0.1 * names - 0.25 * len(sentences) - 2.0 * faults(sentences)
    return 1 / (1 + math.exp(-(score + setting - 1.3) / 1.3))


def content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in _FUNCTION]
