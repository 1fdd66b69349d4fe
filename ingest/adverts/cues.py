"""What only adverts say, as speech recognition and publishers write it. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

_CHAPTER = re.compile(r"\b(?:sponsors?|sponsored|ads?|adverts?|advertisements?|ad break|promo)\b", re.IGNORECASE)
_NOT_CHAPTER = re.compile(
    r"\b(?:on|of|about|why|how|without|market|business|industry|tech|revenue|model)\b", re.IGNORECASE
)

# What is read as ".com", " .com" or "dot com".
_SITE = r"\w[\w-]*(?:\s?\.|\s+dot\s+)(?:com|org|net|io|ai|co|tv|fm|us|ca|team|app|dev|shop|health|gov|edu)\b"
_SLASH = r"\s*(?:/|\bslash\b|forward slash)\s*\w+"

_STRONG: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:is|are|was|today|episode|show|podcast)? ?(?:brought|bring(?:s|"
        r"ing)?) (?:\w+ )?to you (?:today )?by (?!the same\b)",
        "brought to you by",
    ),
    (
        r"\b(?:episode|show|podcast|program|segment) (?:of [^.?!]{1,40} )?(?:is |was )?(?:made possible|presented|"
        r"sponsored|supported) by\b",
        "brought to you by",
    ),
    (r"\b(?:today'?s|our|this (?:week|episode|show|podcast)'?s|the show'?s) (?:\w+ )?sponsors?\b", "names its sponsor"),
    (r"\bsponsors? (?:of|for) (?:this|today|the|our)\b", "names its sponsor"),
    (
        r"\b(?:a )?(?:quick |short |brief )?(?:word|message)s? from (?:our|the|today|this|one of our)\b",
        "a word from our sponsor",
    ),
    (r"\bsupport for (?:this|the|today|our)\b[^.?!]{0,60}\b(?:comes?|is provided|from)\b", "support for this show"),
    (rf"{_SITE}{_SLASH}", "a web address with a slash"),
    (rf"\bvisit (?:us at |our |the )?(?:\w+ ){{0,2}}{_SITE}", "visit a web address"),
    (r"\b(?:use|using|enter|with|apply) (?:my |our |the |promo |offer |discount |coupon |that )*code\b", "use code"),
    (r"\b(?:promo|offer|coupon|discount|referral) code\b", "promo code"),
    (r"\bat check ?out\b", "at checkout"),
    (r"\bfree trial\b", "free trial"),
    (r"\b(?:\d+|\w+ty|ten|fifteen) ?(?:%|percent) off\b|\$\d+ off\b", "percent off"),
    (r"\bfree shipping\b|\bmoney[- ]back guarantee\b|\bno credit card required\b", "free shipping"),
    (r"\bpaid advertisement\b|\ban? \w+ ad\.", "says that it is an advert"),
    (r"\b(?:restrictions|conditions|terms|limits)(?: and (?:conditions|exclusions))?(?: may)? apply\b", "terms apply"),
    (
        r"\btaxes and fees extra\b|\bmember fdic\b|\bequal housing lender\b|\bupfront payment\b|\bfull terms at\b",
        "small print",
    ),
    (
        r"\bsee \w+(?: \w+)?(?: \.com)? for details\b|\bask your doctor\b|\btalk to (?:an?|your) (?:\w+ )?doctor\b",
        "small print",
    ),
    (r"\b(?:let them know|tell them) (?:that )?(?:i|we|\w+) sent you\b", "tell them I sent you"),
    (r"\bthank(?:s| you)(?: so much)? (?:to )?\w+(?: \w+)? for (?:sponsoring|supporting)\b", "thanks its sponsor"),
    (r"\b(?:only in theaters|rated r\b|now playing|streaming (?:now|only) on|only on netflix)\b", "a film advert"),
)
_MEDIUM: tuple[tuple[str, str], ...] = (
    (
        rf"(?:\b(?:go|head|over|check out|learn more|more|sign up|up|shop|only|today|start|book|schedule|get|"
        rf"is) (?:over )?(?:to|at|on|today at)?\s*){_SITE}",
        "a web address",
    ),
    (
        r"\b(?:sign up|get started|learn more|find out more|start your|shop|order|book|download|try it|switch|"
        r"head to|buy) (?:\w+ ){0,3}(?:today|now|for free|at)\b",
        "asks to buy",
    ),
    (
        r"\blimited time\b|\bfor your first (?:month|order|year)\b|\boff (?:your|their) (?:first|next|entire)\b",
        "limited offer",
    ),
    (
        r"\byour (?:first|next) (?:order|month|purchase|box)\b|\bspecial offer\b|\bexclusive (?:offer|deal|discount)\b",
        "limited offer",
    ),
    (
        r"\bdownload the \w+(?: \w+)? app\b|\b(?:available|find \w+) (?:wherever|everywhere|in stores|at your)\b",
        "asks to buy",
    ),
    (
        r"\b(?:follow|listen|subscribe|find) (?:\w+ ){0,6}wherever you (?:get|listen)\b|\btune in to\b",
        "advertises a show",
    ),
    (
        r"\b(?:\$\d+(?:\.\d+)?|\d+ (?:dollars|bucks)) (?:a|per) (?:month|week)\b|\bprice guarantee\b|"
        r"\bno (?:long-?term )?contracts?\b",
        "names its price",
    ),
    (
        r"\b(?:is|are) here to help\b|\bhas you covered\b|\bhave you covered\b|\bsave (?:up to|big|money|time)\b|"
        r"\bup to \d+ ?% \b",
        "sells",
    ),
    (r"\bside effects\b|\bonce[- ]daily\b|\bprescription\b|\blicensed (?:in|by)\b", "small print"),
)
BACK_TO_TALK = re.compile(
    r"\b(?:welcome (?:back )?to|back to (?:the show|our|my conversation|the conversation|this)|we'?re back|"
    r"i'?m joined by|hello and welcome)\b",
    re.IGNORECASE,
)
OPENERS = frozenset({"brought to you by", "names its sponsor", "a word from our sponsor", "support for this show"})
_STRONG_RULES = [(re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in _STRONG]
_MEDIUM_RULES = [(re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in _MEDIUM]
_OPENER_BRAND = re.compile(
    r"\b(?:brought to you by|sponsored by|presented by|supported by|comes from)\s+((?:[A-Z][\w'&]*\s?){1,3})"
)
_SITE_NAME = re.compile(rf"\b{_SITE}", re.IGNORECASE)
_SHORTEST_NAME = 4


def is_advert_title(title: str) -> bool:
    return bool(_CHAPTER.search(title)) and len(title.split()) <= 6 and not _NOT_CHAPTER.search(title)


@lru_cache(maxsize=4096)  # an hour's sentences, each looked at for several ends
def mark(text: str) -> tuple[float, str]:
    """How surely this sentence is part of an advert, and the first thing that says so."""
    strong = [reason for pattern, reason in _STRONG_RULES if pattern.search(text)]
    medium = [reason for pattern, reason in _MEDIUM_RULES if pattern.search(text)]
    reasons = [*strong, *medium]
    return 3.0 * len(strong) + 1.5 * len(medium), reasons[0] if reasons else ""


def sponsors_in(texts: Sequence[str]) -> frozenset[str]:
    """Who an advert is for, by its web address and by how it opens; folded, "warbyparker"."""
    text = " ".join(texts)
    names = {re.split(r"[\s.]", site)[0].lower() for site in _SITE_NAME.findall(text)}
    names |= {folded(name) for name in _OPENER_BRAND.findall(text)}
    return frozenset(name for name in names if len(name) >= _SHORTEST_NAME)


def folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
