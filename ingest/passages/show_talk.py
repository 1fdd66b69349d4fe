"""Which sentences are about the talk, the show or something to buy rather than about the world. Pure; for English."""

import re

_SHOW_BUSINESS = re.compile(
    r"\b(?:welcome (?:back|to)|subscrib\w+ (?:to|on|now)|thanks? (?:for|you|so)|thank you|next (?:week|episode)|"
    r"(?:this|the last|last|the next|an|our|previous|that) (?:show|episode|podcast|conversation|interview|webinar|"
    r"panel|session)|"
    r"(?:the|our|my|your) (?:show|podcast|episode|listeners?|guests?|newsletter|audience)|"
    r"(?:our|my) (?:slack|community|website)|show notes|podcast|listeners|listening (?:to|in)|tun(?:e|ing) in|"
    r"join(?:ed|ing)? (?:us|me|by)|check (?:it|them|that|us|this) ?out|reach out to (?:me|us)|follow (?:me|us)|"
    r"on (?:twitter|linkedin|youtube)|github\.com|dot com|\w\.(?:com|io|ai|org|dev)\b|sponsors?|co-?hosts?|goodbye|"
    r"take care|"
    r"see you|good (?:morning|afternoon|evening)|happy new year|my name is|i'?m your host|on today'?s|today we|"
    r"today i|shout[ -]?out|links? (?:in|to)|breakout|hot take|lightning round|"
    r"(?:read|wrote|write|publish\w*) (?:a|the|this|that|your|my) (?:book|article|blog|post|essay|piece|paper))\b",
    re.IGNORECASE,
)
_TO_SOMEONE = re.compile(
    r"\b(?:you (?:mentioned|said|asked|were|wrote|talked|spoke|described|noted|raised|brought up|told|two|guys|"
    r"mention|said|'?re saying|are saying|and i|built|started|founded|joined|worked|did|had|know,)|"
    r"your (?:question|point|book|podcast|article|talk|post|background|story|experience|career|journey|work|advice|"
    r"thoughts|take|perspective|opinion|view)|"
    r"as (?:i|you|we) (?:said|mentioned|talked|just|know|were)|like (?:i|you|we) (?:said|mentioned)|"
    r"i (?:was saying|mentioned|said|just said|was telling|told you)|"
    r"you just (?:described|said|mentioned|explained|talked|showed|asked|told|made|brought)|"
    r"we (?:talked|spoke|were talking|discussed|mentioned|just (?:talked|said))|"
    r"(?:going|go|come|coming|get|getting|circle|circling|jump|step) back (?:to|a)|earlier|a (?:second|minute|moment) "
    r"ago|tell (?:us|me)|i'?m (?:curious|wondering|"
    r"excited|happy|glad|sure you)|curious about|i wonder|i'?d (?:love|be curious|add)|"
    r"i (?:want|wanted|just want|would love|would like) to (?:ask|hear|talk|know|go|get|come|push|say|make sure|"
    r"mention|share)|"
    r"good question|great question|"
    r"you'?ve (?:\w+ )?(?:described|mentioned|said|talked|written|seen|been|had|got|done|built|worked)|"
    r"we'?ve (?:talked|been talking|discussed|heard|mentioned)|speaking of|right\?|good point|great point|nice to|"
    r"pleasure|appreciate|"
    r"congrat\w*|let'?s \w+|let me|one thing to|(?:things?|points?) (?:to|i want to|i'd) (?:call out|mention|note|"
    r"say|add|point out)|"
    r"(?:your|any) feedback|hear from you|i have (?:launched|founded|started)|google (?:it|him|her|them)|"
    r"you'?re going to find|"
    r"i'?ll (?:say|tell|give|just|never|add|start|"
    r"share|be)|talk(?:ing)? about (?:this|that|it|how|your)|when i say|what i mean|i mean|if i (?:recall|remember)|"
    r"correct me|you'?re right|that'?s right|absolutely right|agree with|to (?:your|this|that|my) point|"
    r"(?:give|take) (?:you|me) an? (?:\w+ )?example|for those (?:who|of you|that)|"
    r"in this (?:case|example|context|situation)|above|below|i (?:don'?t|do not) (?:know if|know what you|"
    r"remember|recall)|"
    r"(?:another|other) (?:one|point|example|piece|part|aspect)|"
    r"(?:first|second|third|last|final|next|two|three|four|few|couple)(?: of)? (?:things?|points?|questions?|parts?|"
    r"pieces|takeaways|reasons|categories|answers?|ones?)|"
    r"(?:i|we) (?:call|called) (?:it|them|this|that)|"
    r"guess what|by the way|please)\b",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"\b(?:sign up|free trial|visit us|promo code|use code|discount|learn more at|get started|today at|head (?:over )?"
    r"to|our (?:product|platform|app|tool|software|customers|sponsor|solution|service)s?|join (?:us|over|almost|"
    r"thousands|the)|seamless(?:ly)?|all-in-one|enterprise-grade|world-class|cutting-edge|"
    r"game[- ]chang\w+|total control|trusted by|loved by|used by (?:thousands|over|\d)|"
    r"(?:helps?|lets?|enables?|allows?|empowers?) (?:you|your|teams|companies|businesses|developers|marketers)|"
    r"we (?:help|offer|provide|support|enable|make it easy)|you'?ll be able to|full disclosure|will (?:now|"
    r"automatically)|shipped with|brought "
    r"to you|powered by|make sure to|check out|now available|of your choice|in minutes|money[- ]back)\b",
    re.IGNORECASE,
)
_NAMED_TOOL = re.compile(
    r"(?:^|[.;] |and )[A-Z]\w{2,}(?: [A-Z]\w+)?(?:'s [\w-]+(?: [\w-]+){0,3})? "
    r"(?:helps?|lets?|allows?|enables?|offers?|provides?|makes it easy|gives you|supports|integrates|combines|"
    r"keeps you|"
    r"is (?:an?|the) (?:[\w-]+ ){0,5}(?:platform|tool|library|engine|framework|app|plugin|extension|database|startup|"
    r"product|suite|service|package|project|software|solution)\b)"
)
_INTRODUCES = re.compile(
    r"\b(?:[A-Z]\w+|he|she|who|I|i)(?: is|'m| am| was|'s) (?:an?|the|now|currently|formerly|chief|head|vp|ceo|"
    r"co-?founder)\b "
    r"(?:[\w-]+ ){0,5}?(?i:officer|product|coach|author|founder|co-?founder|ceo|cto|host|professor|executive|"
    r"director|vp|"
    r"speaker|head of|partner|writer|investor|engineer|leader|manager|guest)\b|"
    r"\byou (?:are|were|'re) (?:the|one of|employee|[A-Z])|\bcompany founded in\b|"
    r"\b[Ii](?:'ve| have| am|'m| was)(?: been)? (?:\w+ing )?(?:working|work) (?:as|at|for|with)\b|"
    r"\b(?:is|are|was) (?:called|named|short for|stands for|known as)\b"
)


# What is said to a language model that may be reading along.
_TO_A_MACHINE = re.compile(
    r"</?\w+>|[{}]|\b(?:ignore|disregard|forget) (?:all |any |your |the |my |previous |prior |earlier )*"
    r"(?:instructions|prompts?|rules)\b|\bsystem prompt\b|\byou are (?:now )?an? (?:ai|assistant|language model)\b",
    re.IGNORECASE,
)


def is_show_business(sentence: str) -> bool:
    """Greetings and the running of the show."""
    return _SHOW_BUSINESS.search(sentence) is not None


def is_to_somebody(sentence: str) -> bool:
    """Words said to the person in the room or to a machine, and talk about the talk."""
    return _TO_SOMEONE.search(sentence) is not None or _TO_A_MACHINE.search(sentence) is not None


def sells(sentence: str) -> bool:
    """The tone of an advert, or praise of a product by its name."""
    return _ADVERT.search(sentence) is not None or _NAMED_TOOL.search(sentence) is not None


def introduces(sentence: str) -> bool:
    """Who somebody is or what something is called: no news of the world."""
    return _INTRODUCES.search(sentence) is not None


_FILLER = re.compile(
    r"^(?:(?:and|so|but|well|oh),? )?(?:yeah|yes|yep|right|okay|ok|sure|you know|i mean|exactly|absolutely|"
    r"of course|totally|so|like|"
    r"you see|uh|um|hmm|let me think|let'?s see|i think|i guess|"
    r"(?:that|this|it)(?:'s| is| was) (?:(?:a|an|the|so|very|really|super|pretty|just|kind of) )*(?:interesting|"
    r"huge|great|"
    r"important|big|key|crazy|amazing|fascinating|big deal|cool|powerful|hard|tough|fun|true|critical|wild|funny|"
    r"it|thing)|"
    r"(?:let me|i'?ll|i can) give you an? (?:\w+ )?example|does that make sense|does it make sense|why|how so|"
    r"why is that|"
    r"makes sense|make sense|got it)(?:,? (?:right|you know|yeah|okay))*[.?!…,]*$",
    re.IGNORECASE,
)


_TURNS = re.compile(
    r"\b(?:not|no|never|but|wrong|false|however|unless|except|\w+n['’]t|instead|only|rather|if|or)\b", re.IGNORECASE
)
_MOST_PASSED_OVER = 12  # words


def is_filler(sentence: str) -> bool:
    """Whether a sentence may be passed over between two others: a filler, or one so short that denies and limits
    nothing.
    """
    bare = sentence.strip()
    if _FILLER.match(bare):
        return True
    return len(bare.split()) <= _MOST_PASSED_OVER and _TURNS.search(bare) is None
