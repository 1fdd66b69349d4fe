"""Whether a passage can be read alone, by someone who did not hear what came before. Pure; for English.

What nobody may be shown is barred: questions, adverts, greetings, sentences that begin with a bare demonstrative.
`standing` tells from 0 to 1 how well the rest stands; from 0.7 up passages read well.
"""

import math
import re
from collections.abc import Collection, Sequence

from ingest.passages.show_talk import introduces, is_show_business, is_to_somebody, sells
from language.antecedents import dangling, demonstrative_subjects, is_clear
from language.trees import Tree
from language.wholeness import is_complete

SHORTEST_SENTENCE, LONGEST_SENTENCE = 4, 60
_EASY_SENTENCE = 32
LONGEST_READ = 120
_GRADED_BELOW = 0.3

_BROKEN = re.compile(
    r"\.\.\.|…|--|—\s*$|[a-z]- |\[|\]|♪|\binaudible\b|(?<=\w{2})[.?!] (?-i:[a-z])|\.,|"
    r"\b(?:is|are|was|were|be|'s|'re|'m|go|goes|say|says|said|like),? (?:like,? )?(?:oh|well|okay|yeah|hey|wow|no)\b,?|"
    r"\b(?:i|he|she|they|you|we|people)(?:'m|'re|'s| am| are| is| was| were) like\b|"
    r"\b(?:so|very|is|are|the|a|an|of|be|was|were|can|will|to|and|that) *, (?:the|a|so|it|I|we|you|they|he|she|"
    r"there)\b|[*<>{}|\\]|"
    r"\b(?:but|and|so|that) (?:when|if|because|once|while) [^,]*\.$|, (?!too|though|either|right|again|"
    r"respectively|then)\w+\.$|"
    r"\b(?:i (?:think|guess|mean|believe)|says?|said|like|because|that|which|the|an?|of|and|or|but|so|if|has been|"
    r"whether|really|very)\.$|"
    r"\b(?:it|that|this)(?:'s| is) (?:you|we|they|he|she|i)\b|\b[a-d]\) ",
    re.IGNORECASE,
)
# Openings that hang on the sentence before, whatever the parse makes of them.
_HANGS = re.compile(
    r"^(?:how|whereas|so that|the fact that|in (?:this|that) |which|who|whose|than|or|nor|then|where|another|others?\b|"
    r"both|neither|"
    r"either|such|also|too|same|the same|that'?s|here|there you|it'?s like|for example|for instance|instead|"
    r"therefore|thus|"
    r"hence|"
    r"similarly|likewise|otherwise|as well|if not|not really|not just|not only|maybe not|even so|(?:some|all|most|many|"
    r"none|part|each|one|any) of (?:them|those|these|that|it|this|which)|"
    r"what (?:he|she|they|this|that|it) |why |yeah|yep|yes|no\b,|"
    r"thanks?|hello|hi\b|hey|exactly|absolutely|from there|to do (?:that|this|so)|in (?:both|either) cases?|"
    r"the (?:other|same|latter|former|second|third|next|last|first|final|opposite|flip)\b|on the (?:other|flip)|"
    r"at (?:that|this) point|in other words|again\b|one is\b|more importantly|even more|even (?:then|there)|"
    r"one (?:that|thing|was|example|way|of an?)\b|"
    r"just like|kind of|sort of|because|(?:at|in|by|for|to|of|with|from) which|a lot of (?:it|them|those|these|that)|"
    r"(?:first|second|third|secondly|thirdly)\b,?|all (?:of )?(?:this|that|these|those)|for (?:that|this|them|him|"
    r"her|me|us)|"
    r"any of|of those|of these)\b|^(?:(?:number )?(?:one|two|three|four|[1-9]))[,.:]|^step \w+\b",
    re.IGNORECASE,
)
_SAYS_THAT = re.compile(
    r"(?:^|[.;,] (?:and |but |so |because |i think |i mean )?)(?:that|this)(?:'s|’s| is| was| means| will| would|"
    r" can)\b",
    re.IGNORECASE,
)
_BEGINS_POINTING = re.compile(
    r"^(?:(?:and|but|so|or|because|then|well|now|i think|i mean),? )*(?:this|that|these|those)"
    r"(?:['’]s|(?! (?:year|month|week|day|time|kind|sort|type)\b) (?:\w+ly |also |just |all )?"
    r"(?:is|are|was|were|will|would|can|could|has|have|had|means?|makes?|gives?|gets?|takes?|allows?|comes?|goes|"
    r"happens?|"
    r"changes?|works?|leads?|does|do|did|should|may|might|\w+n['’]t))\b",
    re.IGNORECASE,
)
_REPLIES = re.compile(
    r"^(?:yeah|yep|yes|right|exactly|sure|totally|absolutely|no|okay|ok|oh|uh-huh|mm-?hmm|got it|definitely|true|"
    r"wow|well)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:like that|do that|did that|does that|doing that|do this|doing this|done that|about that|with that|"
    r"by that|for that|"
    r"that one|that way|this way|that stuff|those things|these things|this thing|that thing|this one|of that|to that|"
    r"all of that|all this|all that|any of that|the same (?:thing|way|time|reason|idea|problem)|right there|"
    r"over there|in "
    r"there|"
    r"(?:with|of|about|on|in|to|by|from|for|like|than|at|into|through|after|before) (?:this|these|those|"
    r"that)(?=[,.;]|$)|"
    r"at (?:that|this) point|(?:one|more|all|some|each|any|both|many|five|three|two) of (?:these|those|them)|"
    r"those guys|these guys|that guy|this guy|the guest|the (?:image|screen|slide|chart|"
    r"graph|picture|diagram|demo|quote)|out there in|aforementioned|do so|doing so|did so|same here|these days)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^(?:(?:what|how|why|when|where|who) (?:do|does|did|is|are|was|were|can|could|would|should|will|has|"
    r"have)\b(?! important)|"
    r"(?:do|does|did|is|are|was|were|can|could|would|should|will|has|have|isn't|aren't|don't) (?:you|we|they|it|"
    r"he|she|i|there|"
    r"that|this|the|people)\b)",
    re.IGNORECASE,
)
# What others say or might say is not what the speaker claims.
_QUOTES = re.compile(
    r'["“”]|\b(?:you|we|people|they|one) (?:might|could|can|would|may) (?:say|argue|think|ask)\b', re.IGNORECASE
)
_VAGUE = re.compile(
    r"\b(?:stuff|things?|thingy|whatever|somehow|something|or something|and so on|and so forth|et cetera|etc|"
    r"kind of|sort of|"
    r"a lot|lots|gonna|wanna|guess|super|cool|awesome|crazy|fun|pretty|really|basically|literally|actually|just|like|"
    r"very|incredibly|amazing|there)\b",
    re.IGNORECASE,
)
_SOFT_TALK = re.compile(
    r"\b(?:i want to|i'?d (?:love|like|say|just|also)|i (?:don'?t|do not) know|not sure|the answer|number (?:one|"
    r"two|three)|"
    r"it'?s like|i would say|i'?m sure|i swear|i just want|i always say|i really|other thing|another (?:one|thing|"
    r"reason|way))\b",
    re.IGNORECASE,
)
_ARGUES = re.compile(
    r"\b(?:if|because|need|must|should|never|always|only|than|more|less|cannot|can't|don't|won't|doesn't|not|"
    r"unless|without|most|every|"
    r"have to|means|leads|whether)\b",
    re.IGNORECASE,
)
_SELF = frozenset("i me my myself mine".split())
_US = frozenset("we us our ours ourselves".split())
_THOUGHT = frozenset("think believe guess feel say argue find know suspect bet mean see".split())
# What "we" do when all of us are meant.
_ALL_OF_US = frozenset(
    "need have live tend want think know see can should must feel forget remember understand learn talk say call use "
    "make ask look get".split()
)


def may_be_read(sentence: str) -> bool:
    """Whether it pays to parse the sentence at all: a part of it may be shown."""
    return SHORTEST_SENTENCE <= len(sentence.split()) <= LONGEST_READ and not sentence.endswith("?")


def may_be_shown(sentence: str) -> bool:
    """Neither question nor advert nor greeting, and not too long to read. Before the parse, for it is cheap."""
    return (
        SHORTEST_SENTENCE <= len(sentence.split()) <= LONGEST_SENTENCE
        and sentence.endswith((".", '."', ".”"))
        and _QUESTION.match(sentence) is None
        and not (is_show_business(sentence) or sells(sentence))
    )


def flaws(tree: Tree) -> float:
    """What keeps the sentence by itself from being read with ease, 0 to 1 and more: debris, fragments, words to
    somebody.
    """
    text = tree.text
    cost = 0.0 if is_complete(tree) else 0.45
    cost += 0.45 if _BROKEN.search(text) or text.count('"') % 2 or text.count("“") != text.count("”") else 0.0
    cost += 0.45 if is_to_somebody(text) else 0.0
    cost += 0.3 if introduces(text) else 0.0
    cost += 0.2 if _QUOTES.search(text) else 0.0
    return cost + (0.12 if len(text.split()) > _EASY_SENTENCE else 0.0)


def is_reply(spoken: str) -> bool:
    """Whether the words as spoken answer somebody: a border between speakers where the transcript names none."""
    return _REPLIES.match(spoken) is not None


def standing(trees: Sequence[Tree], names: Collection[str] = ()) -> float:
    """How well a passage stands alone; 0 = it may not be shown at all. `names`: of those who talk, folded."""
    text = " ".join(tree.text for tree in trees)
    loose = dangling(trees)
    if any(_BEGINS_POINTING.match(tree.text) for tree in trees) or any(
        (each.sentence, each.at) == (0, 0) for each in loose
    ):
        return 0.0
    words = len(text.split())
    score = 1.0 - sum(flaws(tree) for tree in trees)
    score -= 0.5 * len(loose)
    score -= 0.5 * (_HANGS.search(trees[0].text) is not None) + 0.5 * _addresses(trees, names)
    score -= 0.4 * (demonstrative_subjects(trees) + len(_SAYS_THAT.findall(text)))
    score -= 0.4 * len(_POINTS_BACK.findall(trees[0].text)) + 0.12 * len(_POINTS_BACK.findall(text))
    score -= 0.15 * sum(any(tree.dep(at) == "parataxis" for at in tree.clauses) for tree in trees)
    score -= 4.0 * max(0.0, len(_VAGUE.findall(text)) / words - 0.03)
    score -= 0.2 * min(2, len(_SOFT_TALK.findall(text)))
    score -= sum((0.12 if tree is trees[0] else 0.06) * _bare_definites(tree, text) for tree in trees)
    score -= 0.2 if all(_is_walk_through(tree) for tree in trees) else 0.0
    score -= 0.2 if sum(_is_past(tree, tree.root) for tree in trees) * 2 > len(trees) else 0.0
    score -= sum(0.3 for tree in trees[1:] if _tells_a_story(tree))
    score -= min(0.55, sum(_selfhood(tree) for tree in trees))
    return min(1.0, score) if score >= _GRADED_BELOW else _GRADED_BELOW * math.exp(score / _GRADED_BELOW - 1)


def _tells_a_story(tree: Tree) -> bool:
    """What I, he or she did once."""
    subject = tree.subject(tree.root)
    return subject is not None and tree.word(subject) in {"i", "he", "she"} and tree.word(tree.root) not in _THOUGHT


def _is_walk_through(tree: Tree) -> bool:
    """ "You put it there, you get this": how something is done, with nobody and nothing named as what is spoken of."""
    subject = tree.subject(tree.root)
    return subject is not None and tree.tag(subject) in {"PRP", "EX", "DT"} and not _ARGUES.search(tree.text)


def _bare_definites(tree: Tree, text: str) -> int:
    """How often "the predictions" are spoken of that nothing in the passage tells more of."""
    found = 0
    for at in range(len(tree.tokens)):
        noun = tree.head(at)
        if (
            tree.word(at) == "the"
            and tree.dep(at) == "det"
            and tree.tag(noun) in {"NN", "NNS"}
            and not is_clear(tree, noun)
        ):
            found += text.lower().count(tree.word(noun)) == 1
    return min(found, 3)


def _addresses(trees: Sequence[Tree], names: Collection[str]) -> bool:
    return any(token.text.casefold() in names for tree in trees for token in tree.tokens)


def _selfhood(tree: Tree) -> float:
    """What a speaker who says "I" and "we" leaves open: who "we" are most, what "I" did some, what "I think" little."""
    cost = 0.0
    for at in range(len(tree.tokens)):
        word, clause = tree.word(at), tree.head(at)
        if word in _SELF:
            subject = tree.dep(at).startswith("nsubj")
            cost += 0.04 if subject and tree.word(clause) in _THOUGHT else 0.25
        elif word in _US:
            general = (
                tree.dep(at).startswith("nsubj") and tree.word(clause) in _ALL_OF_US and not _is_past(tree, clause)
            )
            cost += 0.12 if general else 0.4
    return cost


def _is_past(tree: Tree, clause: int) -> bool:
    verb = tree.finite_verb(clause)
    return verb is None or tree.tag(verb) == "VBD" or tree.word(verb) in {"had", "did", "was", "were", "'d"}
