"""Whether a passage can be read alone, by someone who did not hear what came before. Pure; for English.

What nobody may be shown is barred: questions, adverts, greetings, sentences that begin with a bare demonstrative.
`standing` tells from 0 to 1 how well the rest stands; from 0.7 up passages read well.
"""

import math
import re
from collections.abc import Collection, Sequence

from ingest.passages.show_talk import introduces, is_show_business, is_to_somebody, sells
from language.antecedents import dangling, demonstrative_subjects, is_clear
from language.fillers import clean
from language.lists import cue_lists
from language.trees import Tree
from language.wholeness import is_complete

# Words, by judgement, not measured: what is shown, what reads with ease.
SHORTEST_SENTENCE, LONGEST_SENTENCE = 4, 60
_EASY_SENTENCE = 32


class _Cost:
    """What each fault takes from 1. By hand, on passages read one by one while writing; no number was measured by
    itself. What is left is one trait of passage_traits.py, whose learned weights correct it.
    """

    # A sentence by itself.
    FRAGMENT = BROKEN = TO_SOMEBODY = 0.45
    INTRODUCES = 0.3
    QUOTES_OTHERS = 0.2
    LONG = 0.12
    # A passage: what it needs from before it.
    LOOSE = HANGS = ADDRESSES = 0.5
    POINTS = 0.4  # "this" or "that" as a subject
    BEGINS_POINTING_BACK, POINTS_BACK = 0.4, 0.12
    BARE_DEFINITE_FIRST, BARE_DEFINITE, MOST_DEFINITES = 0.12, 0.06, 3
    # How it talks.
    SIDE_BY_SIDE = 0.15  # clauses with nothing between them
    VAGUE, FREE_VAGUE = 4.0, 0.03  # a share of the words, beyond a free share
    SOFT_TALK, MOST_SOFT_TALK = 0.2, 2
    WALK_THROUGH = PAST = 0.2
    LATER_STORY = 0.3
    # Who "I" and "we" are.
    MOST_SELFHOOD = 0.55
    I_THINK, OTHER_I = 0.04, 0.25
    ALL_OF_US, OTHER_WE = 0.12, 0.4


# By judgement, not measured: below it the rest fades to 0 and keeps its order.
_GRADED_BELOW = 0.3

_LISTS = cue_lists("ingest/passages/standing.toml")
_BROKEN = _LISTS["broken"].pattern
# Openings that hang on the sentence before, whatever the parse makes of them.
_HANGS = re.compile(f"{_LISTS['hangs'].text}|{_LISTS['counts'].text}", re.IGNORECASE)
_SAYS_THAT = re.compile(
    r"(?:^|[.;,] (?:and |but |so |because |i think |i mean )?)(?:that|this)(?:'s|’s| is| was| means| will| would|"
    r" can)\b",
    re.IGNORECASE,
)
_BEGINS_POINTING = _LISTS["begins_pointing"].pattern
_REPLIES = re.compile(
    r"^(?:yeah|yep|yes|right|exactly|sure|totally|absolutely|no|okay|ok|oh|uh-huh|mm-?hmm|got it|definitely|true|"
    r"wow|well)\b",
    re.IGNORECASE,
)
# Of 1,931 marked passages those with such a mark were well said in 46 %, those without in 72 %.
_BREAKS_OFF = re.compile(r"\.\.\.|…|--|[—–-]\s*$")
# Of 80 marked passages that end at a comma, a dash or nothing 13 % are good, of the others 30 %.
_STOPS = re.compile(r"[.?!…][\"'”’)\]]*\s*$")
_POINTS_BACK = _LISTS["points_back"].pattern
_QUESTION = _LISTS["question"].pattern
# What others say or might say is not what the speaker claims.
_QUOTES = re.compile(
    r'["“”]|\b(?:you|we|people|they|one) (?:might|could|can|would|may) (?:say|argue|think|ask)\b', re.IGNORECASE
)
_VAGUE = _LISTS["vague"].pattern
_SOFT_TALK = _LISTS["soft_talk"].pattern
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
    cost = 0.0 if is_complete(tree) else _Cost.FRAGMENT
    cost += _Cost.BROKEN if _BROKEN.search(text) or is_cut_from_a_reading(text) else 0.0
    cost += _Cost.TO_SOMEBODY if is_to_somebody(text) else 0.0
    cost += _Cost.INTRODUCES if introduces(text) else 0.0
    cost += _Cost.QUOTES_OTHERS if _QUOTES.search(text) else 0.0
    return cost + (_Cost.LONG if len(text.split()) > _EASY_SENTENCE else 0.0)


def breaks_off(spoken: str) -> bool:
    """Whether the words as said stop short, at their end or on the way."""
    return _BREAKS_OFF.search(spoken) is not None


def goes_on(spoken: str) -> bool:
    """Whether the words as said do not end where a sentence does."""
    return _STOPS.search(spoken) is None


def is_cut_from_a_reading(text: str) -> bool:
    """Whether somebody's words are quoted in it that begin before it or end after it: they are not the speaker's."""
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def opens_well(trees: Sequence[Tree]) -> bool:
    """Whether the first sentence is whole, points at nothing said before it and does not only follow from it."""
    opening = trees[0].text
    pointing = _BEGINS_POINTING.match(opening) is not None or _HANGS.search(opening) is not None
    return not pointing and is_complete(trees[0]) and all(loose.sentence > 0 for loose in dangling(trees))


def only_follows(spoken: str) -> bool:
    """Whether the words as spoken only follow from what was said before: "For example", "Similarly", "Also"."""
    return _HANGS.match(clean(spoken)) is not None


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
    score -= _Cost.LOOSE * len(loose)
    score -= _Cost.HANGS * (_HANGS.search(trees[0].text) is not None) + _Cost.ADDRESSES * _addresses(trees, names)
    score -= _Cost.POINTS * (demonstrative_subjects(trees) + len(_SAYS_THAT.findall(text)))
    back_at_once, back = len(_POINTS_BACK.findall(trees[0].text)), len(_POINTS_BACK.findall(text))
    score -= _Cost.BEGINS_POINTING_BACK * back_at_once + _Cost.POINTS_BACK * back
    score -= _Cost.SIDE_BY_SIDE * sum(any(tree.dep(at) == "parataxis" for at in tree.clauses) for tree in trees)
    score -= _Cost.VAGUE * max(0.0, len(_VAGUE.findall(text)) / words - _Cost.FREE_VAGUE)
    score -= _Cost.SOFT_TALK * min(_Cost.MOST_SOFT_TALK, len(_SOFT_TALK.findall(text)))
    score -= sum(
        (_Cost.BARE_DEFINITE_FIRST if tree is trees[0] else _Cost.BARE_DEFINITE) * _bare_definites(tree, text)
        for tree in trees
    )
    score -= _Cost.WALK_THROUGH if all(_is_walk_through(tree) for tree in trees) else 0.0
    score -= _Cost.PAST if sum(_is_past(tree, tree.root) for tree in trees) * 2 > len(trees) else 0.0
    score -= sum(_Cost.LATER_STORY for tree in trees[1:] if _tells_a_story(tree))
    score -= min(_Cost.MOST_SELFHOOD, sum(_selfhood(tree) for tree in trees))
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
    return min(found, _Cost.MOST_DEFINITES)


def _addresses(trees: Sequence[Tree], names: Collection[str]) -> bool:
    return any(token.text.casefold() in names for tree in trees for token in tree.tokens)


def _selfhood(tree: Tree) -> float:
    """What a speaker who says "I" and "we" leaves open: who "we" are most, what "I" did some, what "I think" little."""
    cost = 0.0
    for at in range(len(tree.tokens)):
        word, clause = tree.word(at), tree.head(at)
        if word in _SELF:
            subject = tree.dep(at).startswith("nsubj")
            cost += _Cost.I_THINK if subject and tree.word(clause) in _THOUGHT else _Cost.OTHER_I
        elif word in _US:
            general = (
                tree.dep(at).startswith("nsubj") and tree.word(clause) in _ALL_OF_US and not _is_past(tree, clause)
            )
            cost += _Cost.ALL_OF_US if general else _Cost.OTHER_WE
    return cost


def _is_past(tree: Tree, clause: int) -> bool:
    verb = tree.finite_verb(clause)
    return verb is None or tree.tag(verb) == "VBD" or tree.word(verb) in {"had", "did", "was", "were", "'d"}
