"""Whether a passage can be read alone, by someone who did not hear what came before. Pure; for English.

Faults are weights: at DISQUALIFYING and above a passage is not shown.
"""

import re
from collections.abc import Sequence

DISQUALIFYING = 1.0

_START = re.compile(
    r"^(?:how|whereas|so that|the fact that|in (?:this|that) |he|she|they|him|them|his|their|this|these|those|that|"
    r"that's|that’s|they're|they’re|he's|she's|here's|here|there you|"
    r"it|its|which|who|whose|because|then|than|or|nor|where|another|others?|both|neither|either|such|also|too|same|"
    r"the (?:other|same|latter|former|second|third|next|last|first|final)(?: (?:one|thing|part|piece|question|point))?|"
    r"one (?:is|was|of them)|for example|for instance|instead|therefore|thus|hence|similarly|likewise|otherwise|"
    r"as well|"
    r"let's|let me|let us|i'm gonna|i'll|i'd|i (?:forget|know|remember|don't know|mean|guess)|if i|my|mine|our|"
    r"ours|your|yours|if not|not really|not just|maybe not|even so|kind of|sort of|"
    r"some of (?:them|those|these|that)|all of (?:them|those|these|that)|most of (?:them|those|these|that)|none of|"
    r"part of (?:it|that)|"
    r"what (?:he|she|they|this|that) |why (?:this|that)|how (?:this|that)|yeah|yes|no,|thanks?|hello|hi\b|hey|"
    r"welcome|in that|at that|on that|with that|after that|from there|to do that)\b",
    re.IGNORECASE,
)
# "It is hard to...", "It takes years to...": nothing is referred to.
_EMPTY_IT = re.compile(
    r"^it(?:'s|’s| is| was| takes| took| turns| matters| doesn't matter| does not matter| can be|"
    r" may be) .{0,60}?\b(?:to|that|when|if|who|what)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"\b(?:like that|of that|do that|did that|does that|doing that|about that|with that|by that|for that|from that|"
    r"to that|in that (?:way|case|sense)|"
    r"that one|that way|that kind of|that sort of|that stuff|that thing|those things|these things|this thing|this one|"
    r"and that's|but that's|that's (?:the|why|what|how|a|an|where|when|like|really|just|been|not|something|"
    r"actually|kind)|that was|that would be|that is (?:the|a|why|what)|"
    r"this is|this was|these are|those are|all of that|all this|all that|any of that|same thing|there's that|"
    r"right there|over there|in there|out there|"
    r"(?:with|of|about|on|in|to|by|from|for|like|than|at|into|through) (?:this|these|those)|the guest|these guys|"
    r"those guys|that guy|this guy|the former|the latter|aforementioned)\b",
    re.IGNORECASE,
)
_TO_SOMEONE = re.compile(
    r"\b(?:you (?:mentioned|said|asked|were|just|guys|wrote|talked|spoke|described|noted|raised|brought up|two|"
    r"all)|your (?:question|point|book|podcast|article|talk|post|background|story)|"
    r"as (?:i|you|we) (?:said|mentioned)|like (?:i|you|we) said|i (?:was saying|mentioned|said earlier)|"
    r"we (?:talked|spoke|were talking|discussed|mentioned|just)|going back to|"
    r"earlier|a (?:second|minute|moment) ago|tell (?:us|me)|i'?m curious|curious about|i wonder|i'?d love to|"
    r"i want to ask|"
    r"good question|great question|you'?ve (?:just )?(?:described|mentioned|said|talked|written)|we'?ve (?:talked|"
    r"had|been talking|discussed|heard)|speaking of|right\?|good point|great point|excited to|happy to|glad to|"
    r"nice to|pleasure|appreciate|congrat\w*|let's (?:talk|dig|dive|get|move|go|start|say)|i'?ll (?:say|tell|give|"
    r"just))\b",
    re.IGNORECASE,
)
_SHOW_BUSINESS = re.compile(
    r"\b(?:welcome (?:back|to)|subscrib\w+|thanks? (?:for|you|so)|thank you|next (?:week|episode|time)|"
    r"this (?:show|episode|podcast)|"
    r"(?:the|our|my) (?:show|podcast|episode|listeners?|guest|newsletter)|(?:our|my) (?:slack|community|audience|"
    r"website)|show notes|podcast|listeners|listening|tun(?:e|ing) in|join(?:ed|ing)? (?:us|me|by)|"
    r"check (?:it )?out|reach out|follow (?:me|us)|on (?:twitter|linkedin)|github\.com|dot com|\.com|sponsors?|"
    r"on air|co-?host|"
    r"goodbye|take care|see you|good morning|good afternoon|happy new year|my name is|i'?m your host|on today's|"
    r"today we|today i|shout[ -]?out|link in)\b",
    re.IGNORECASE,
)
_PRONOUNS = re.compile(
    r"\b(?:he|she|they|him|her|them|his|their|it|its|it's|they're|this|these|those)\b", re.IGNORECASE
)
_OF_TIME = re.compile(r"\bthis (?:year|month|week|decade|century|day|moment|time)\b", re.IGNORECASE)
_SELF = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|myself|we|we're|we've|we'd|we'll|us|our|ours)\b", re.IGNORECASE)
_STORY = re.compile(
    r"\b(?:i (?:was|had|did|went|got|started|remember|said|told|joined|worked|came|used to|decided|grew|love|like)|"
    r"we (?:were|had|did|went|got|started|joined|came|used to|decided)|"
    r"i've been|my (?:wife|husband|kids?|son|daughter|dad|mom|friend|father|mother|career|background|journey))\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:our|my) (?:own |new |current |main |core )?(?:products?|platform|company|teams?|customers?|users?|apps?|"
    r"tools?|software|clients?|business|startup|engine|system|stack|service|site|database|code ?base|project|users)\b|"
    r"\bwe(?:'ve|’ve| have| had)? (?:\w+ly )?(?:built|launched|released|shipped|raised|acquired|hired|support|offer|"
    r"provide|made|created|developed|wrote|added|moved|ended up|realized|found out)\b",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"\.\.\.|…|--|—\s*$|[a-z]- |\[|\]|♪|\binaudible\b|[\"“”]|(?<=\w{2})[.?!] (?-i:[a-z])|"
    r"\b(?:so|very|is|are|the|a|an|of) *, (?:the|a|so|it|I|we|you|they)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:stuff|things?|thingy|whatever|somehow|something like|and so on|and so forth|et cetera|etc|kind of|"
    r"sort of|a lot of|gonna|wanna|guess|"
    r"super|cool|awesome|crazy|fun|pretty|really|basically|literally|actually|just|like)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\bplease\b|^(?!In|Of)[A-Z][a-z]+, (?:take|tell|give|explain|go|you|what|how|do|I|we|thank)\b|^(?:fine|"
    r"exactly|sorry|sure)\b|\bI want to (?:push|ask|go|come|talk)\b",
    re.IGNORECASE,
)
_VOCATIVE = re.compile(
    r"(?:^|, )(?!\w+ly\b|\w+times\b|Today|Tomorrow|Now|Then|So|Yes|No|Here|There|Instead|However|Otherwise|Often|First|"
    r"Second|Third|Again|Plus|Also|Maybe|Perhaps|Therefore|Still|Meanwhile|In|Of)[A-Z][a-z]+, "
    r"(?:we|you|I|what|how|do|tell|did|can|could|take|give|thank|yeah)\b"
)
_ANSWER = re.compile(r"^you (?:would|should have|mean|think|said|are saying|run|wrote|keep)\b", re.IGNORECASE)
_BIOGRAPHY = re.compile(
    r"\b(?:[A-Z]\w+|he|she|who) (?:is|was) (?:an?|the|now|currently|chief|head|vp|ceo|"
    r"co-?founder)\b (?:[\w-]+ ){0,5}?(?:officer|product|coach|author|founder|co-?founder|ceo|cto|host|professor|"
    r"executive|director|vp|speaker|head of|"
    r"partner|writer|investor|engineer at|leader)\b|\byou (?:are|were) (?:the|an?|one of|employee|[A-Z])|"
    r"\bcompany founded in\b"
)
_CONTENT = re.compile(r"\b[a-z][a-z'-]{3,}\b", re.IGNORECASE)


def faults(sentences: Sequence[str]) -> float:
    """How much keeps the passage of cleaned `sentences` from standing alone."""
    first, text = sentences[0], " ".join(sentences)
    words = max(1, len(text.split()))
    total = 0.0
    if _START.search(first) and not _EMPTY_IT.search(first):
        total += DISQUALIFYING
    if any(_VOCATIVE.search(sentence) for sentence in sentences) or _ANSWER.search(first):
        total += DISQUALIFYING
    if any(sentence.rstrip('"”').endswith("?") for sentence in sentences):
        total += DISQUALIFYING
    if _SHOW_BUSINESS.search(text) or _TO_SOMEONE.search(text):
        total += DISQUALIFYING
    total += 0.9 * len(_POINTS_BACK.findall(first)) + 0.15 * len(_POINTS_BACK.findall(text))
    total += 0.8 * _dangling(first)
    total += 0.35 * len(_BROKEN.findall(text))
    total += sum(0.3 for sentence in sentences if len(sentence.split()) < 6)
    total += sum(0.5 for sentence in (first, sentences[-1]) if len(sentence.split()) < 5 or _ADDRESS.search(sentence))
    total += 0.6 * len(_BIOGRAPHY.findall(text))
    total += 6.0 * max(0.0, len(_SELF.findall(text)) / words - 0.03)
    total += 0.25 * len(_STORY.findall(text)) + 0.3 * len(_OWN.findall(text))
    return total + 4.0 * max(0.0, len(_VAGUE.findall(text)) / words - 0.04)


def _dangling(first: str) -> int:
    """Pronouns of the first sentence that come before anything they could stand for."""
    return sum(
        len(_CONTENT.findall(_PRONOUNS.sub("", first[: match.start()]))) < 3
        for match in _PRONOUNS.finditer(_OF_TIME.sub("", _EMPTY_IT.sub("", first)))
    )
