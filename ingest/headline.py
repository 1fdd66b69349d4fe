"""The claim of a passage in one line: its strongest sentence, shortened at clause borders. Pure; for English.

Words are only left out, never added or moved, so the headline says what the speaker said. A condition ("if", "when"), a
negation's reason and the first half of a "but" are never cut off: what would be left claims something else.
"""

import re
from collections.abc import Iterator

from ingest.cleaning import cased

LONGEST_WORDS = 20
USUAL_WORDS = 15  # longer only when no cut leaves a claim
SHORTEST_WORDS = 5

_AUXILIARIES = frozenset(
    "is are was were be been has have had do does did can could will would should must may might cannot isn't aren't "
    "wasn't weren't hasn't haven't doesn't don't didn't can't couldn't won't wouldn't shouldn't it's that's there's "
    "they're you're we're he's she's what's who's i'm you'll they'll we'll it'll you've they've we've ain't".split()
)
_VERBS = (
    "make need want get take give come go become mean work build use drive cost help keep lead let think know see "
    "say tell "
    "run sell buy pay earn win lose fail grow shrink rise fall change move turn start stop begin end create "
    "destroy raise "
    "lower cut save spend waste measure matter count depend require rely allow enable force prevent hurt kill "
    "break fix "
    "solve learn teach train test ship release launch open close own hold bring put set show prove find look feel seem "
    "appear stay remain live die eat sleep read write speak hear listen talk ask answer explain describe believe trust "
    "doubt fear love hate hire fire quit join leave choose pick decide plan expect hope try attempt offer provide "
    "deliver produce generate add remove reduce increase improve beat compete scale cause affect shape define "
    "determine "
    "replace shift push pull carry send receive attack protect defend dominate control limit support serve treat cure "
    "deserve demand supply outperform exceed reach hit miss cover contain include consist belong share trade "
    "invest fund "
    "borrow lend owe charge price value reward punish copy steal adopt adapt accept refuse reject ignore avoid "
    "remember "
    "forget understand recognise recognize realise realize discover invent design develop operate manage handle "
    "solve store "
    "power burn heat cool connect compare differ vary overestimate underestimate tend happen exist emerge "
    "disappear follow "
    "attract retain convert click scroll search download upload install deploy host update upgrade migrate collect "
    "gather "
    "analyse analyze predict forecast optimise optimize automate simplify complicate argue claim suggest imply reveal "
    "hide travel arrive wait watch play sit stand act behave respond react adjust balance combine separate split merge"
).split()
_IRREGULAR = (
    "made got took gave came went became meant built drove kept led knew saw said told ran sold bought paid won lost "
    "grew shrank rose fell began spent hurt broke learnt taught held brought put set shown found felt lived ate "
    "slept wrote "
    "spoke heard left chose hit stole forgot understood sat stood lies lay sits beats"
).split()


def _forms(verb: str) -> Iterator[str]:
    yield verb
    yield f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"
    yield f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")


_FINITE = _AUXILIARIES | frozenset(form for verb in _VERBS for form in _forms(verb)) | frozenset(_IRREGULAR)
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
_RELATIVE = frozenset({"who", "that", "which", "where", "whose", "when", "if", "while"})
_TWO_SENTENCES = re.compile(r"\w[.?!] [A-Z]")
_GERUND = re.compile(r"^(?:never |not )?(?!(?:every|no|any|some)thing\b)[a-z]+ing\b", re.IGNORECASE)
_OPEN_ENDS = re.compile(
    r"(?:\b(?:as well|too|either|there|then|in this|in that)$)|\b(?:this|these|those|that's|he|she|they|him|his|"
    r"them|i|me|my|myself|gonna|you know|stuff|here)\b",
    re.IGNORECASE,
)


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
    if _BAD_START.search(text) or _BAD_END.search(text) or _OPEN_ENDS.search(text):
        return False
    if _REPORTED.search(text) or '"' in text or text.count("(") != text.count(")"):
        return False
    if _TWO_SENTENCES.search(text) or (_GERUND.search(text) and not _AUXILIARIES & {word.lower() for word in words}):
        return False
    if any(not has_verb(["it", *tail.split()]) for tail in _SUBORDINATE.split(text)[1:]):
        return False
    return has_verb(words) and (whole or not _CONDITION.search(text))


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


def has_verb(words: list[str]) -> bool:
    """Whether `words` hold a verb that says something of their subject; by a list of common verbs, not by grammar."""
    bare = [re.sub(r"[^\w']", "", word.lower().replace("’", "'")) for word in words]
    verbs = [at for at, word in enumerate(bare) if word in _FINITE and _is_verb_place(words, bare, at)]
    relative = next((at for at, word in enumerate(bare) if word in _RELATIVE), len(bare))
    # The first verb of "people who are less technical" belongs to "who": the sentence still needs its own.
    return len(verbs) > (1 if verbs and relative < verbs[0] else 0)


def _is_verb_place(words: list[str], bare: list[str], at: int) -> bool:
    """Not first, not after "to" or an article, and no mere attribute between commas ("tested, trusted software")."""
    if at == 0 or bare[at - 1] in {"to", "the", "a", "an", "of", "my", "your", "given"}:
        return False
    return not (bare[at].endswith("ed") and (words[at].endswith(",") or words[at - 1].endswith(",")))


def _polished(text: str) -> str:
    return cased(text.strip().rstrip(".,;:–—- ").strip())
