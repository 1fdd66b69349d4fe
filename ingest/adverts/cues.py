"""What only adverts say, as speech recognition and publishers write it. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from language.lists import cue_lists
from language.web_addresses import ENDING

_CHAPTER = re.compile(r"\b(?:sponsors?|sponsored|ads?|adverts?|advertisements?|ad break|promo)\b", re.IGNORECASE)
_NOT_CHAPTER = re.compile(
    r"\b(?:on|of|about|why|how|without|market|business|industry|tech|revenue|model)\b", re.IGNORECASE
)

_SITE = rf"\w[\w-]*{ENDING}"
_SLASH = r"\s*(?:/|\bslash\b|forward slash)\s*\w+"

_LISTS = cue_lists("ingest/adverts/cues.toml", SITE=_SITE, SLASH=_SLASH)
BACK_TO_TALK = _LISTS["back_to_talk"].pattern
OPENERS = frozenset({"brought to you by", "names its sponsor", "a word from our sponsor", "support for this show"})
_STRONG = [(_LISTS["strong"].alone(cue), cue.name) for cue in _LISTS["strong"].cues]
_MEDIUM = [(_LISTS["medium"].alone(cue), cue.name) for cue in _LISTS["medium"].cues]
_OPENER_BRAND = re.compile(
    r"\b(?:brought to you by|sponsored by|presented by|supported by|comes from)\s+((?:[A-Z][\w'&]*\s?){1,3})"
)
_SITE_NAME = re.compile(rf"\b{_SITE}", re.IGNORECASE)
_SHORTEST_NAME = 4  # letters, by judgement: names are looked for in folded text, where shorter ones lie in other words


def is_advert_title(title: str) -> bool:
    return bool(_CHAPTER.search(title)) and len(title.split()) <= 6 and not _NOT_CHAPTER.search(title)


@lru_cache(maxsize=4096)  # an hour's sentences, each looked at for several ends
def mark(text: str) -> tuple[float, str]:
    """How surely this sentence is part of an advert, and the first thing that says so."""
    strong = [reason for pattern, reason in _STRONG if pattern.search(text)]
    medium = [reason for pattern, reason in _MEDIUM if pattern.search(text)]
    reasons = [*strong, *medium]
    weight = _LISTS["strong"].weight * len(strong) + _LISTS["medium"].weight * len(medium)
    return weight, reasons[0] if reasons else ""


def sponsors_in(texts: Sequence[str]) -> frozenset[str]:
    """Who an advert is for, by its web address and by how it opens; folded, "warbyparker"."""
    text = " ".join(texts)
    names = {re.split(r"[\s.]", site)[0].lower() for site in _SITE_NAME.findall(text)}
    names |= {folded(name) for name in _OPENER_BRAND.findall(text)}
    return frozenset(name for name in names if len(name) >= _SHORTEST_NAME)


def folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
