"""The claim of a passage in one line: its strongest sentence, shortened at clause borders. Pure; for English.

Words are only left out, never added or moved, so the headline says what the speaker said. A condition ("if", "when"), a
negation's reason and the first half of a "but" are never cut off: what would be left claims something else.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ingest.clauses import AUXILIARIES, has_verb, is_statement
from ingest.cleaning import cased

LONGEST_WORDS = 20
USUAL_WORDS = 15  # longer only when no cut leaves a claim
SHORTEST_WORDS = 5

_LEAD_IN = re.compile(
    r"^(?:(?:i (?:really |do |also |always |still |just |personally )?(?:think|believe|guess|feel|suspect|"
    r"would say|would argue|know|say)(?: like)?(?: that)?|i'?d (?:say|argue)(?: that)?|"
    r"(?:and )?(?:so )?my (?:view|take|opinion|sense|belief|guess) is(?: that)?|in my (?:view|opinion|"
    r"experience),?|from my (?:perspective|point of view),?|"
    r"(?:what|the thing that) (?:i|we)(?:'ve| have)? (?:found|learned|noticed|seen|realized|discovered|"
    r"think)(?: \w+)? is(?: that)?|"
    r"(?:the )?(?:point|thing|fact|reality|truth|reason|bottom line|good news|bad news|interesting (?:thing|part)|"
    r"idea) is(?:,| that)|it turns out(?: that)?|turns out(?: that)?|"
    r"in fact|for example|for instance|obviously|basically|essentially|at the end of the day|in reality|in general|"
    r"generally(?: speaking)?|actually|"
    r"honestly|frankly|of course|in other words|ultimately|fundamentally|interestingly|unfortunately|fortunately|"
    r"remember|"
    r"again|finally|now|so|first off|first of all|certainly|as you know|there'?s no (?:doubt|question)(?: that)?|"
    r"(?:the )?(?:research|data|evidence) (?:shows|suggests)(?: that)?)\s*,?\s+)+",
    re.IGNORECASE,
)
# Where a clause ends and what follows may be left out.
_CUT = re.compile(
    r"\s*[;:]\s+|\s+[–—-]{1,2}\s+|,\s+(?=(?:which|where|whereas|although|though|so|and|meaning|especially|"
    r"including|such as|as opposed|"
    r"because|since|rather than|like|not|you know|right|with|making|giving|leaving|letting|"
    r"i|i'm|you|you're|we|we're|they|they're|he|she|it|it's|there's|that's|this|these|those|obviously|maybe|or|"
    r"regardless|"
    r"depending|whether|at least|for example|for instance|even|given|usually|basically|essentially|as)\b)|"
    r"\s+(?=because\b)|"
    r"\s+(?=and (?:i|i'm|you|you're|we|we're|they|they're|he|she|it|it's|that's|this|there's|there|then|so|if|when)\b)|"
    r"\s+(?=so that\b)|\s+(?=which (?:is|means|makes)\b)",
    re.IGNORECASE,
)
_TURN = re.compile(r"[,;]?\s+\bbut\s+(?:actually\s+|really\s+|in fact,?\s+|in reality,?\s+)?", re.IGNORECASE)
_CONDITION = re.compile(
    r"^(?:if|when|while|because|since|although|though|as|once|unless|until|before|after|where|whether|even|given|"
    r"by|in|on|at|for|with|to)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|no|none|nobody|nothing|\w+n['’]t)\b", re.IGNORECASE)
_REPORTED = re.compile(
    r"\b(?:people|everyone|everybody|they|you|some|many|folks|we|most people) (?:\w+ )?(?:think|thought|say|said|"
    r"believe|believed|assume|assumed|imagine|hear|complain\w*)\b|"
    r"\b(?:might|may|would|could|used to) (?:think|say|believe|assume|expect)\b|\b(?:seems?|sounds?|supposedly|"
    r"allegedly)\b|\bit's like\b|\bimagine\b",
    re.IGNORECASE,
)
_BAD_END = re.compile(
    r"\b(?:the|a|an|of|to|in|on|at|for|with|from|by|and|or|but|so|that|this|which|who|is|are|was|were|be|been|as|"
    r"than|then|if|when|because|"
    r"very|really|just|like|my|your|our|their|his|her|its|not|also|even|about|into|can|will|would|should|could|i|"
    r"we|you|they|it|"
    r"think|say|know|mean|some|any|these|those|one|what|how|where|want|way|kind|sort|have|has|had|do|does|did)\W*$",
    re.IGNORECASE,
)
_BAD_START = re.compile(
    r"^(?:whenever|especially|think about|a (?:classic|good|great) example|all the \w+ you|"
    r"and|but|so|or|because|whereas|in some cases|some like|one of the (?:early|other|first) ones|trying|"
    r"having|going|looking|"
    r"\w+n['’]t|you (?:take|remember|see|know)|might|may|must|be|still be|up|down|around|"
    r"can|could|is|are|was|were|do|does|did|will|would|should|has|had|being|which|that|this|these|those|they|he|"
    r"she|it|its|their|his|her|them|then|than|if|when|while|where|who|whose|as|to|"
    r"like|such|also|here|there(?! (?:is|are|was|were|will|has|have)\b|['’]s\b)|i|i'm|i've|i'd|i'll|my|me|we|we're|"
    r"we've|our|let's|let|maybe|not|with|without|for|by|in order|even|yes|no|well|"
    r"that's|they're|it's|he's|she's|what|how|why|one is|one of them|imagine|say|just|until|unless|since|although|"
    r"though|whether|once|before|after)\b",
    re.IGNORECASE,
)
# What follows these must be a clause of its own, or the headline was cut in the middle of one.
_SUBORDINATE = re.compile(r"\b(?:because|while|whereas|although|, and)\s+", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"\w{2}[.?!] \w|[?!] ")
# Speech that starts anew: "founders are so, good founders", "the reality is when you outsource".
_RESTARTED = re.compile(
    r"\b(?:so|very|is|are|was|were|the|a|an|of|to|and|that|with|in|or|for|kind of|sort of), |"
    r"^(?:the )?(\w+), .*, (?:the )?\1\b|^(the \w+)\b.*, \2\b|\bthat if\b|\bbecause if\b[^,]*$|[*]|, [\w-]+$|"
    r"\b(?:is|are|was|were) (?:i|you|we|they)\b|^\w+, (?:was|is|are|were|not)\b|"
    r"(?<!because)(?<!and)(?<!but)(?<!that)(?<!if)(?<!when)(?<!where)(?<!so)(?<!,)(?<!is)(?<!until)(?<!why)(?<!than)(?<!^)"
    r" (?:there's|they're|he's|she's) |"
    r"\b(?:is|are|was|were) (?:when|if|instead|from|like|what|probably$|\w+ly$)",
    re.IGNORECASE,
)
# What points at something said before, or counts off a list.
_REFERS_BACK = re.compile(
    r"\b(?:ones|(?:in|after|before|during|since) that)\b|\bthat(?=\s+(?:to|for|with|from|by|into)\b|[,.;]|$)|"
    r"^(?:the )?(?:other|second|third|next|last|same)\b|^(?:another|an example|number \w+|one|two|three|four|first|"
    r"second|third|step \w+)(?:,| is\b| was\b| are\b)|^(?:you've got|you have|you had|we)\b|\btalks? about\b|"
    r"^(?:\w+, )?there (?:(?:was|were)\b|(?:is|are) (?:two|three|four|five|a|an|some|lots)\b)|"
    r"\bshould (?:listen|read|watch|follow|subscribe|check)\b",
    re.IGNORECASE,
)
_GERUND = re.compile(r"^(?:never |not )?(?!(?:every|no|any|some)thing\b)[a-z]+ing\b", re.IGNORECASE)
_OPEN_ENDS = re.compile(
    r"(?:\b(?:as well|too|either|there|then|in this|in that)$)|\b(?:this|these|those|that's|he|she|they|him|his|"
    r"them|i|me|my|myself|gonna|you know|stuff|here)\b",
    re.IGNORECASE,
)


# Who somebody is, what a product is, advice to buy it or to look somewhere: no news of the world.
_INTRODUCES = re.compile(
    r"\b(?:is|was|are) (?:(?:the|an?|our|now) )*(?:[\w-]+ ){0,2}(?i:co-?founders?|ceo|cto|coo|vp|host|author|"
    r"chief [\w ]+ officer)\b|"
    r"^(?:[A-Z][\w.]+ ){1,3}(?:is|was) (?:an?|the|one of the) (?:[\w'’-]+ ){0,5}(?:platform|tool|library|engine|"
    r"framework|app|plugin|extension|binary|startup|product|suite|service|software)\b|"
    r"^[A-Z][a-z]+ (?:your|yourself)\b|\byou(?:'ll| can| will) (?:see|find|hear)\b"
)
_FLAWS = (_BAD_START, _BAD_END, _OPEN_ENDS, _REPORTED, _TWO_SENTENCES, _RESTARTED, _REFERS_BACK, _INTRODUCES)


def headline(sentence: str) -> str | None:
    """A claim of SHORTEST_WORDS to LONGEST_WORDS words cut from the cleaned `sentence`, None without one."""
    found = [shown for cut, shown in _versions(sentence) if is_claim(shown, whole=not cut)]
    usual = [shown for shown in found if len(shown.split()) <= USUAL_WORDS]
    if usual:
        return max(usual, key=lambda shown: len(shown.split()))
    return min(found, key=lambda shown: len(shown.split()), default=None)


def is_claim(text: str, *, whole: bool = True) -> bool:
    """Whether `text` reads as a statement of its own."""
    words = text.split()
    if not SHORTEST_WORDS <= len(words) <= LONGEST_WORDS or text.endswith("?") or "..." in text or "…" in text:
        return False
    if any(flaw.search(text) for flaw in _FLAWS) or '"' in text or text.count("(") != text.count(")"):
        return False
    if _is_list(words) or (_GERUND.search(text) and not AUXILIARIES & {word.lower() for word in words}):
        return False
    if any(not has_verb(["it", *tail.split()]) for tail in _SUBORDINATE.split(text)[1:]):
        return False
    return is_statement(text) and (whole or not _CONDITION.search(text))


def _is_list(words: list[str]) -> bool:
    """Three things or more in a row, or one phrase said of three: "A has a phone, B has a phone, C has a phone"."""
    pairs = Counter(pairwise(words))
    return max(pairs.values(), default=0) >= 3 or sum(word.endswith(",") for word in words) > 0.2 * len(words)


def _versions(sentence: str) -> Iterator[tuple[bool, str]]:
    """The sentence and what is left of it when clauses go, with whether something was cut."""
    bare = _polished(_LEAD_IN.sub("", sentence))
    yield False, bare
    turn = list(_TURN.finditer(bare))
    clauses = [bare[turn[-1].end() :]] if turn else [bare]
    for clause in clauses:
        shown = _polished(_LEAD_IN.sub("", clause))
        if turn:
            yield True, shown
        for cut in _CUT.finditer(shown):
            left, right = shown[: cut.start()], shown[cut.end() :]
            if right.lower().startswith(("because", "since", "not", "rather")) and _NEGATION.search(left):
                continue
            if right.lower().startswith(("and", "so ")) and not _is_clause(right):
                continue
            yield True, _polished(left)


def _is_clause(text: str) -> bool:
    """Whether what follows "and" is a statement with a subject of its own, not one more member of a list."""
    return has_verb(text.split()[2:8])


def _polished(text: str) -> str:
    return cased(text.strip().rstrip(".,;:–—- ").strip())
