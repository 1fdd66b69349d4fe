"""Which words of a passage point at something that the passage does not say. Pure; for English.

A pronoun is held by a noun before it that could be meant: of its number, of its kind, close by. More is not asked:
which noun is meant would take knowledge of the world.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from language.lists import phrases
from language.trees import Tree

_ONE_PERSON = frozenset("he she him her his hers himself herself".split())
_MANY = frozenset("they them their theirs themselves".split())
_THING = frozenset("it its itself".split())
_POINTERS = frozenset("this that these those".split())
_PERSONS = phrases("persons")
_ANYBODY = frozenset("someone somebody everyone everybody anyone anybody nobody whoever person who each".split())
# What one calls "they" though it is one: those who work there.
_GROUPS = phrases("groups")
_OF_TIME = frozenset("year month week decade century day moment time morning evening point age era world".split())
# "this kind of product", "that type of company": the noun is named after it.
_KINDS = frozenset("kind sort type way".split())
_MEASURES = _OF_TIME | frozenset(
    "hour minute second percent percentage dollar time thing lot way kind sort type bit number term sense fact reason "
    "bunch case step place part".split()
)
_CALENDAR = frozenset(
    "spring summer autumn fall winter night weekend quarter monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december".split()
)
_BACK = 2  # sentences
# Nouns after "the" that stand for something named before: never clear by themselves.
_POINTING_NOUNS = phrases("pointing_nouns")
# "The" and one of these is clear to everybody; "the company" is not.
_ONLY_ONES = phrases("clear_to_all")
_IT_VERBS = phrases("verbs_of_it")
_IT_THAT = frozenset({"csubj", "csubj:pass", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "csubj:outer"})


@dataclass(frozen=True, slots=True)
class Dangling:
    """A word of sentence number `sentence` with nothing to stand for."""

    sentence: int
    at: int


def dangling(trees: Sequence[Tree]) -> list[Dangling]:
    """The pronouns, demonstratives and "the company"s of the passage that nothing before them in it can mean."""
    return [
        Dangling(number, at)
        for number, tree in enumerate(trees)
        for at in range(len(tree.tokens))
        if _points(tree, at) and not _is_held(trees, number, at)
    ]


def demonstrative_subjects(trees: Sequence[Tree]) -> int:
    """How many clauses say something of a bare "this", "that", "these" or "those"."""
    return sum(
        tree.word(at) in _POINTERS
        and tree.dep(at).startswith(("nsubj", "csubj", "expl"))
        and not _is_relative(tree, at)
        for tree in trees
        for at in range(len(tree.tokens))
    )


def is_empty_it(tree: Tree, at: int) -> bool:
    """Whether "it" stands for nothing: "it takes years to", "it is hard to", "it turns out that"."""
    if tree.word(at) != "it":
        return False
    if tree.dep(at) == "expl":
        return True
    if not tree.dep(at).startswith("nsubj"):
        return False
    clause = tree.head(at)
    follows = [child for child in tree.children(clause, *_IT_THAT) if child > clause]
    opened = [
        child
        for child in follows
        if tree.tag(child) != "VBG" and any(tree.word(mark) in {"to", "that", "for"} for mark in tree.children(child))
    ]
    described = bool(tree.children(clause, "cop"))  # "it is a huge effort to"
    return bool(opened) and (described or tree.word(clause) in _IT_VERBS)


def is_clear(tree: Tree, noun: int) -> bool:
    """Whether "the" and this noun say which: by what is said of it, or because there is one for everybody."""
    said = tree.children(noun, "nmod", "acl", "acl:relcl", "nmod:poss", "ccomp")
    most = any(tree.tag(at) in {"JJS", "RBS"} for at in tree.under(noun))
    return bool(said) or most or tree.word(noun) in _ONLY_ONES or tree.tag(noun).startswith("NNP")


def is_of_time(word: str) -> bool:
    """Whether a noun measures time or how much: "this year, prices fell" needs no preposition."""
    return word in _OF_TIME or word in _CALENDAR or _stem(word) in _MEASURES


def _points(tree: Tree, at: int) -> bool:
    word, dep = tree.word(at), tree.dep(at)
    if word in _ONE_PERSON or word in _MANY:
        return True
    if word in _THING:
        return not is_empty_it(tree, at)
    if word in _POINTERS:
        return _is_demonstrative(tree, at)
    if word == "the" and dep == "det":
        noun = tree.head(at)
        return tree.word(noun) in _POINTING_NOUNS and not _is_described(tree, noun)
    if word == "both":
        return tree.dep(at) == "det" and tree.is_plural(tree.head(at)) and not tree.children(tree.head(at), "conj")
    return word in {"ones", "latter", "former"} and not _is_described(tree, at)


def _is_demonstrative(tree: Tree, at: int) -> bool:
    """A "that" that points: no relative, no conjunction, no "that much"; "this year" and "those who" explain
    themselves.
    """
    dep, head = tree.dep(at), tree.head(at)
    if _is_relative(tree, at) or dep in {"mark", "advmod", "cc", "fixed", "case"}:
        return False
    if dep == "det":
        if tree.word(head) in _OF_TIME or (tree.word(head) in _KINDS and tree.children(head, "nmod")):
            return False
        explained = tree.children(
            head, "acl", "acl:relcl", "ccomp", *(["nmod"] if tree.word(at) in {"this", "those"} else [])
        )
        return not any(child > head for child in explained)
    return not (
        tree.word(at) in {"those", "that"} and any(c > at for c in tree.children(at, "acl:relcl", "acl", "nmod"))
    )


def _is_relative(tree: Tree, at: int) -> bool:
    """The "that" of "tools that sell": whatever the tag, its clause or the one above hangs on a noun."""
    if tree.word(at) != "that":
        return tree.tag(at) in {"WDT", "WP"}
    clauses = [tree.head(at), tree.head(tree.head(at))]
    return any(tree.dep(clause) == "acl:relcl" and at < clause for clause in clauses)


def _is_described(tree: Tree, noun: int) -> bool:
    return any(
        tree.dep(child) in {"nmod", "acl", "acl:relcl", "compound", "amod", "nmod:poss", "appos", "ccomp", "conj"}
        for child in tree.children(noun)
    )


def _is_held(trees: Sequence[Tree], number: int, at: int) -> bool:
    tree, word = trees[number], trees[number].word(at)
    if word in _POINTERS and tree.dep(at) == "det":
        return _is_named(trees, number, tree.head(at), at)
    if word in {"the", "both"}:
        return _is_named(trees, number, tree.head(at), at)
    if word in {"ones", "latter", "former"}:
        return False
    if word in _POINTERS:
        if tree.dep(at).startswith(("nsubj", "csubj")):
            return False
        if word in {"this", "that"}:
            return number > 0  # what the sentence before says
        word = "they"
    return any(
        _could_mean(trees[place], noun, word)
        for place in range(max(0, number - _BACK), number + 1)
        for noun in range(len(trees[place].tokens) if place < number else at)
        if not (place == number and noun in tree.above(at))  # "the reason it works": not the reason works
    )


def _is_named(trees: Sequence[Tree], number: int, noun: int, before: int) -> bool:
    """Whether the noun itself, in either number, was said before."""
    stem = _stem(trees[number].word(noun))
    return any(
        _stem(trees[place].word(at)) == stem
        for place in range(number + 1)
        for at in range(len(trees[place].tokens) if place < number else before)
        if trees[place].is_noun(at)
    )


def _could_mean(tree: Tree, noun: int, pronoun: str) -> bool:
    """Whether the word at `noun` can be what the pronoun stands for."""
    word, is_noun = tree.word(noun), tree.is_noun(noun)
    if tree.dep(noun) in {"compound", "flat"} and tree.is_noun(tree.head(noun)):
        return False
    if _stem(word) in _MEASURES or word in _OF_TIME:
        return False
    if pronoun in _MANY:
        return (
            (is_noun and (tree.is_plural(noun) or _stem(word) in _GROUPS or _stem(word) in _PERSONS))
            or (word in _ANYBODY or word in {"those", "many", "most", "some", "others"})
            or tree.tag(noun) == "NNP"
        )
    if pronoun in _THING:
        return is_noun and not tree.is_plural(noun) and word not in _PERSONS
    acts = tree.dep(noun).startswith("nsubj") or tree.dep(noun) in {"obj", "conj", "ROOT"}
    return acts and (tree.tag(noun) == "NNP" or word in _PERSONS)


def _stem(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
