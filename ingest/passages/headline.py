"""The claim of a sentence in one line: the strongest of its short forms that is a statement of its own; for English.

Every short form is parsed again by itself: what a wrong parse cut falls apart then, and is not shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.passages.show_talk import introduces, is_show_business, is_to_somebody, sells
from language.antecedents import dangling, demonstrative_subjects, is_clear, is_empty_it, is_of_time
from language.grammar import Grammar
from language.lists import cue_lists, phrases
from language.shortening import polished, short_forms
from language.trees import Tree
from language.wholeness import is_complete

# Words, by judgement, not measured; a model is asked for 14 at most, clauses that are cut do not always end there.
SHORTEST_WORDS, LONGEST_WORDS = 5, 16
LEAST_CONTENT = 3
_USUAL_WORDS = range(7, 15)
# How strength adds up: by hand, on headlines read one by one while writing; no number was measured by itself. What
# comes out decides whether a clause stands over a quote (ingest/insights/own_words.py).
_TO_BEGIN_WITH = 0.55
_CUE, _MOST_CUES = 0.07, 3  # strong ones add it, weak ones take it
_GENERAL = 0.12  # a plural without "the" as its subject
_ADVICE = 0.12  # to "you"
_EMPTY_SUBJECT = 0.2  # "it" and "there"
_UNTOLD_SUBJECT = 0.12  # "the company", of which nothing more is told
_STORY = 0.25  # in the past
_UNUSUAL_LENGTH = 0.08
_LATER = 0.05  # for each sentence that stands before it in the passage
_SHARE_OF_STATEMENT = 0.3  # of its strength, for what is a statement and no claim
LEAST_STRENGTH = 0.02  # for what can be read and is no statement

_LISTS = cue_lists("ingest/passages/headline.toml")
_SELF = frozenset("i me my myself mine we us our ours ourselves".split())
_POINTING = frozenset("he she they it him her them this that these those which who how like".split())
_BARE = frozenset("he she they it him her them this that these those we i who which what there".split())
_VAGUE_SUBJECTS = phrases("vague_subjects")
_BAD_ENDS = _LISTS["bad_ends"].pattern
_REPORTED = _LISTS["reported"].pattern
_LIGHT = phrases("light_words")
_MANNER = re.compile(
    r"\b(?:like that|that way|this way|do that|do this|do so|the (?:exact |very )?same|such a|such an|that one|"
    r"so that)\b",
    re.I,
)
# What makes advice to "you" a claim.
_ADVISES = _LISTS["advises"].pattern
_WEAK = _LISTS["weak"].pattern
_STRONG = _LISTS["strong"].pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineClaim:
    """A headline and how much it claims, 0 to 1. `borrowed`: its subject, when that is named in the sentence before."""

    text: str
    strength: float
    borrowed: str = ""


def claims(sentences: Sequence[tuple[Tree, Tree | None]], grammar: Grammar) -> list[HeadlineClaim | None]:
    """The best headline of each sentence, given with the one before it; None where it has none."""
    drafts = [(at, *draft) for at, (tree, before) in enumerate(sentences) for draft in _drafts(tree, before)]
    texts = list(dict.fromkeys(f"{text}." for _, text, _ in drafts))
    rated = {text: _rated(Tree(text, tokens)) for text, tokens in zip(texts, grammar.parse(texts), strict=True)}
    best: list[HeadlineClaim | None] = [None] * len(sentences)
    for at, text, borrowed in drafts:
        score = rated[f"{text}."]
        known = best[at]
        if score is not None and (known is None or score > known.strength):
            best[at] = HeadlineClaim(text=text, strength=score, borrowed=borrowed)
    return best


def headline_of(trees: Sequence[Tree], grammar: Grammar) -> HeadlineClaim | None:
    """The strongest headline of a passage; an earlier sentence rather than a later one when they are close."""
    before = [None, *trees[:-1]]
    found = [
        (claim.strength - _LATER * at, claim)
        for at, claim in enumerate(claims(list(zip(trees, before, strict=True)), grammar))
        if claim is not None
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _rated(tree: Tree) -> float | None:
    if is_claim(tree):
        return strength(tree)
    if _is_statement(tree):
        return _SHARE_OF_STATEMENT * strength(tree)
    return LEAST_STRENGTH if _is_readable(tree) else None


def _is_readable(tree: Tree) -> bool:
    """Neither too long nor a question nor beginning with a pointer: all that can be said for some headlines."""
    count = len(tree.text.split())
    begins = tree.word(0) not in _POINTING or is_empty_it(tree, 0)
    finished = _BAD_ENDS.search(tree.text.removesuffix(".")) is None and _REPORTED.search(tree.text) is None
    return (
        SHORTEST_WORDS <= count <= LONGEST_WORDS
        and begins
        and finished
        and '"' not in tree.text
        and not _is_talk(tree.text)
    )


def _is_statement(tree: Tree) -> bool:
    """Less than a claim, but whole and clear: a headline for want of a better one."""
    text = tree.text.removesuffix(".")
    count = len(text.split())
    subject = tree.subject(tree.root)
    if not SHORTEST_WORDS <= count <= LONGEST_WORDS or subject is None or not is_complete(tree) or _is_talk(text):
        return False
    if dangling([tree]) or demonstrative_subjects([tree]) or _BAD_ENDS.search(text) or _is_patched(tree):
        return False
    return not (tree.word(0) in _POINTING and not is_empty_it(tree, 0))


def _is_talk(text: str) -> bool:
    return is_show_business(text) or is_to_somebody(text) or sells(text) or introduces(text)


def _drafts(tree: Tree, before: Tree | None) -> list[tuple[str, str]]:
    """(text, borrowed subject) of every form short enough to be a headline."""
    found = []
    for text in dict.fromkeys(short_forms(tree, LONGEST_WORDS)):
        first, _, rest = text.partition(" ")
        named = _meant(first.lower(), before) if before is not None else None
        if named:
            found.append((polished(f"{named} {rest}"), named))
        elif len(text.split()) >= SHORTEST_WORDS:
            found.append((text, ""))
    return found


def _meant(pronoun: str, before: Tree) -> str | None:
    """The subject of the sentence before, where a pronoun that opens this one can mean nothing else by its number."""
    subject = before.subject(before.root)
    if pronoun not in {"they", "it"} or subject is None or not before.is_noun(subject):
        return None
    if before.is_plural(subject) != (pronoun == "they"):
        return None
    places = before.under(subject)
    rivals = [
        at
        for at in range(len(before.tokens))
        if at not in places
        and before.is_noun(at)
        and before.is_plural(at) == (pronoun == "they")
        and before.dep(at) in {"obj", "nsubj", "conj"}
    ]
    return None if rivals or len(places) > 6 or not _is_clear(before, subject) else before.words(places)


def is_claim(tree: Tree) -> bool:
    """Whether a short form, parsed by itself, is a statement that a stranger can read."""
    text = tree.text.removesuffix(".")
    subject = tree.subject(tree.root)
    if subject is None or not _is_statement(tree) or any(tree.word(at) in _SELF for at in range(len(tree.tokens))):
        return False
    if any(flaw.search(text) for flaw in (_REPORTED, _MANNER)) or '"' in text or "“" in text:
        return False
    if _is_cut_off(tree, subject) or not (_is_clear(tree, subject) and _agrees(tree, tree.root)):
        return False
    if _content(tree) < LEAST_CONTENT:
        return False
    return not (tree.word(0) in _BARE and not is_empty_it(tree, 0)) and not _is_idle(tree, subject)


def _content(tree: Tree) -> int:
    """How many words of the headline say something: nouns, names, numbers, adjectives, verbs that are no mere
    helpers.
    """
    return sum(
        token.tag.startswith(("NN", "JJ", "CD", "VB"))
        and token.dep not in {"aux", "aux:pass", "cop"}
        and tree.word(at) not in _LIGHT
        for at, token in enumerate(tree.tokens)
    )


def _is_idle(tree: Tree, subject: int) -> bool:
    """A scene ("you have ten people in a room") or a "would" that hangs on no "if"."""
    if tree.word(subject) == "you" and not _ADVISES.search(tree.text):
        return True
    supposes = any(tree.word(at) == "would" for at in tree.children(tree.root, "aux"))
    return supposes and "if" not in tree.text.lower().split()


def _is_patched(tree: Tree) -> bool:
    """Two pieces that no grammar joins: "Insurance against delay, investors do not fear", "less than anybody
    carries news".
    """
    root = tree.root
    opening = [at for at in tree.children(root, "obl:unmarked", "advcl", "dep") if at < root and tree.is_noun(at)]
    stray = any(not is_of_time(tree.word(at)) and not tree.children(at, "case", "mark", "cop") for at in opening)
    compared = [tree.head(at) for at in range(len(tree.tokens)) if tree.word(at) == "than" and tree.dep(at) == "mark"]
    return stray or any(tree.children(at, "obj") for at in compared)


def _is_cut_off(tree: Tree, subject: int) -> bool:
    """A single comma between what is spoken of and what is said: "each hospital, has"."""
    verb = tree.finite_verb(tree.root)
    between = [at for at in range(subject, verb or subject) if tree.word(at) == ","]
    return len(between) == 1 and tree.word(verb - 1 if verb else subject) == ","


def _is_clear(tree: Tree, subject: int) -> bool:
    """No "the company" and no "one thing" as what the claim is about, unless the claim says which."""
    parts = tree.children(subject)
    described = any(tree.dep(at) in {"nmod", "acl", "acl:relcl", "nmod:poss", "compound"} for at in parts)
    if tree.word(subject) in _VAGUE_SUBJECTS:
        return described
    definite = any(tree.word(at) == "the" for at in parts)
    named = bool(tree.children(subject, "compound"))  # "the data scientist role"
    return not definite or named or is_clear(tree, subject)


def _agrees(tree: Tree, clause: int) -> bool:
    """Whether subject and verb agree in number: where they do not, the parse is wrong or the speech broke."""
    subject, verb = tree.subject(clause), tree.finite_verb(clause)
    if subject is None or verb is None or tree.tag(verb) not in {"VBZ", "VBP"}:
        return True
    if tree.tag(subject) == "NN" and not tree.is_plural(subject) and not tree.children(subject, "conj"):
        counted = any(tree.word(at) in {"lot", "number", "majority", "couple", "bunch"} for at in (subject,))
        return tree.tag(verb) == "VBZ" or counted or tree.word(verb) in {"'s"}
    return not (tree.tag(subject) == "NNS" and tree.tag(verb) == "VBZ" and tree.word(verb) not in {"'s"})


def strength(tree: Tree) -> float:
    """How much of a claim a headline is, 0 to 1: what holds in general claims more than advice, praise or a story."""
    subject, verb = tree.subject(tree.root), tree.finite_verb(tree.root)
    assert subject is not None and verb is not None  # noqa: S101, PT018 - is_claim made sure
    text, count = tree.text, len(tree.text.split())
    strong, weak = (min(_MOST_CUES, len(cues.findall(text))) for cues in (_STRONG, _WEAK))
    score = _TO_BEGIN_WITH + _CUE * strong - _CUE * weak
    if tree.tag(subject) == "NNS" and not any(tree.word(at) == "the" for at in tree.children(subject)):
        score += _GENERAL
    if tree.word(subject) == "you":
        score -= _ADVICE
    if tree.word(subject) in {"it", "there"}:
        score -= _EMPTY_SUBJECT
    if any(tree.word(at) == "the" for at in tree.children(subject)) and not is_clear(tree, subject):
        score -= _UNTOLD_SUBJECT
    if tree.tag(verb) == "VBD":
        score -= _STORY
    return max(0.0, min(1.0, score - (0.0 if count in _USUAL_WORDS else _UNUSUAL_LENGTH)))
