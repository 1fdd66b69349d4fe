"""What of a passage's words, setting and grammar may tell whether a reader finds it good. Pure; for English.

Words are counted for every candidate; grammar, which takes a parse, for the best by words only.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import isnan, log, nan

from ingest.passages.setting import Setting
from ingest.passages.standing import flaws, standing
from language.antecedents import dangling, demonstrative_subjects
from language.trees import Tree

_OPENING, _END = 0.06, 0.94  # of the talk, by judgement: introductions, thanks and goodbyes
_SHORT, _LONG = 25, 60  # words, by judgement: where a quote begins to be short or long
_POINTING = r"(?:it|this|that|they|them|these|those|he|she|it's|that's|they're|him|her|his|their|its)"
_A_WORD = {
    "you": r"\b(?:you|your|you're|you'll|you've)\b",
    "we": r"\b(?:we|our|us|we're)\b",
    "I": r"\b(?:i|my|me|i'm|i've)\b",
    "pronouns": r"\b(?:it|this|that|they|them|these|those|he|she|it's|that's|they're)\b",
    "past": r"\b(?:was|were|had|did|went|said|\w{3,}ed)\b",
    "vague": r"\b(?:thing|things|stuff|something|someone|kind|sort|lot|bunch|way)\b",
    "digits": r"\d",
    "commas": r",",
}
_COUNTED = {
    "causes": r"\b(?:because|so that|therefore|means|lead|leads|cause|drive)\b",
    "turns": r"\b(?:but|however|instead|rather|not)\b",
    "compares": r"\b(?:than|more|less|most|better|best|biggest)\b",
    "stops": r"[.!]",
    "quotes": r"[\"“]",
    "numbers": r"\d+|\b(?:hundred|thousand|million|billion|percent|half|twice|double)\b",
}
_THERE = {
    "quotes others": r"[\"“]",
    "contrasts": r"\b(?:but|however|instead|rather than|not just|isn't|whereas|actually)\b",
    "reasons": r"\b(?:because|so that|which means|that's why|the reason|therefore)\b",
    "general": r"\b(?:people|companies|most|every|always|never|teams|founders|developers|the brain|you)\b",
}
_MOST_COUNTED, _MOST_NAMES = 3, 4  # by judgement, not measured: a list of them says no more
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]")
_PAUSES = re.compile(r"\.\.\.|…|--")
_LINKS = re.compile(r"(?:and|but|so|because|or|yeah|well|right|no|yes|oh|okay)\b", re.IGNORECASE)
_ONES_OWN = frozenset({"i", "we", "i'm", "you", "i've"})
_TAGS = {
    "nouns": "NN NNS",
    "names by tag": "NNP NNPS",
    "verbs": "VB VBD VBG VBN VBP VBZ",
    "pronouns by tag": "PRP",
    "adjectives": "JJ",
    "told in the past": "VBD",
    "modals": "MD",
    "interjections": "UH",
    "joined": "CC",
    "prepositions": "IN",
}


def of_words(quote: str, sentences: Sequence[str], *, asked: bool, setting: Setting) -> dict[str, float]:
    """`quote` as said, `sentences` cleaned; `asked`: somebody else spoke right before. NaN is what cannot be told."""
    text = " ".join(sentences)
    words, opening = text.split(), sentences[0].lower().split()
    count, spoken, names = max(1, len(words)), max(1, len(quote.split())), len(_NAME.findall(text))
    return {
        "length": log(count),
        "sentences": len(sentences),
        "short": count < _SHORT,
        "long": count > _LONG,
        "letters a word": len(text) / count,
        **{name: _count(pattern, text) / count for name, pattern in _A_WORD.items()},
        **{name: min(_MOST_COUNTED, _count(pattern, text)) for name, pattern in _COUNTED.items()},
        **{name: _count(pattern, text) > 0 for name, pattern in _THERE.items()},
        "names": min(_MOST_NAMES, names),
        "names any": names > 0,
        "pauses": _PAUSES.search(quote) is not None,
        "points at once": _count(rf"\b{_POINTING}\b", sentences[0]) / max(1, len(opening)),
        "begins pointing": re.match(_POINTING + r"\b", sentences[0], re.IGNORECASE) is not None,
        "begins with a link": _LINKS.match(quote) is not None,
        "begins with oneself": bool(opening) and opening[0] in _ONES_OWN,
        "fillers": (spoken - count) / spoken,
        "answers": asked,
        **_of_setting(setting),
    }


def _of_setting(setting: Setting) -> dict[str, float]:
    unknown = isnan(setting.place)
    return {
        "in the opening": nan if unknown else setting.place < _OPENING,
        "at the end": nan if unknown else setting.place > _END,
        "share of the speaker": setting.share,
        "main speaker": setting.leads,
    }


def of_grammar(trees: Sequence[Tree]) -> dict[str, float]:
    """`trees` of the cleaned sentences."""
    tags = Counter(token.tag for tree in trees for token in tree.tokens)
    total = max(1, sum(tags.values()))
    return {
        "stands alone": standing(trees),
        "flaws": sum(flaws(tree) for tree in trees) / len(trees),
        "loose": min(_MOST_COUNTED + 1, len(dangling(trees))),
        "demonstratives": min(_MOST_COUNTED, demonstrative_subjects(trees)),
        **{name: sum(tags[tag] for tag in each.split()) / total for name, each in _TAGS.items()},
    }


def _count(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.IGNORECASE))
