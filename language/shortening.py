"""What a parsed sentence claims, in fewer words: its assertions, each shortened at the borders of its clauses. Pure.

Words are only left out, never added or moved, so that a short form says what the speaker said. What limits a claim
stays: a condition, a negation's reason, the first half of a "but"; what it is wrapped in goes: "I think that", "the
reality is that".
"""

import re
from collections.abc import Iterator
from itertools import combinations

from language.lists import cue_lists
from language.trees import Tree

_OWN_VIEW = frozenset(
    "think believe guess feel say argue find found know see saw notice noticed realize realized learned learn suspect "
    "bet discovered".split()
)
_SHARED_FINDING = frozenset("know find found see saw learned realized noticed discovered".split())
_HOLLOW = frozenset(
    "reality truth fact thing point problem challenge issue trick lesson irony key beauty news takeaway line "
    "downside upside kicker insight".split()
)
_OTHERS_VIEW = frozenset("think thinks believe say says claim argue hope fear want assume thought said worry".split())
_CONDITIONS = frozenset("if when unless until once while whenever where".split())
_REASONS = frozenset("because since as so while whereas although though cause 'cause".split())
_GIVES_REASON = frozenset("because since cause 'cause".split())
_EMPHASIS = frozenset(
    "actually basically literally really obviously essentially definitely certainly honestly truly "
    "fundamentally clearly".split()
)
_EXAMPLES = frozenset("like including such especially versus regardless with without".split())
_LEAD_IN = cue_lists("language/lists/lead_ins.toml")["lead_in"].pattern
_MOST_CUTS = 5  # by judgement, not measured: at most 2 ** 5 ways to shorten an assertion


def short_forms(tree: Tree, longest: int) -> Iterator[str]:
    """Up to three short forms of at most `longest` words for each assertion of the sentence, the fullest first."""
    for clause, start in _assertions(tree, tree.root, 0):
        found = 0
        for places in _cuts(tree, clause, start):
            text = polished(tree.words(places))
            if len(text.split()) <= longest:
                yield text
                found += 1
            if found == 3:
                break


def polished(text: str) -> str:
    """Without openings that tie it to what came before, commas left over, and the full stop."""
    bare = re.sub(r"\s+([,.;:])", r"\1", re.sub(r",(?:\s*,)+", ",", text)).strip(" ,;:.–—-")
    bare = _LEAD_IN.sub("", bare).strip(" ,;:–—-")
    return bare[:1].upper() + bare[1:]


def _assertions(tree: Tree, clause: int, start: int) -> Iterator[tuple[int, int]]:
    """(head, first word) of the clauses that the speaker states as true."""
    inner = inner_clause(tree, clause, start)
    if inner is not None:
        yield from _assertions(tree, *inner)
        return
    separate = _joined(tree, clause)
    if not any(tree.word(mark) in {"but", "yet", "or"} for at in separate for mark in tree.children(at, "cc")):
        yield clause, start
    elif not any(tree.word(mark) == "or" for at in separate for mark in tree.children(at, "cc")):
        yield clause, -1 - start  # only together with its "but"
    if not is_conditional(tree, clause):
        for at in separate:
            yield from _assertions(tree, at, tree.under(at)[0])


def inner_clause(tree: Tree, clause: int, start: int = 0) -> tuple[int, int] | None:
    """The clause inside "I think that...", "it turns out that...", "the reality is that...", "what I found is "
    "that..."."""
    subject = tree.subject(clause)
    if tree.is_negated(clause) and not tree.children(clause, "nsubj:outer"):
        return None
    inside = [at for at in tree.children(clause, "ccomp", "csubj") if at > clause and tree.is_finite(at)]
    if inside and subject is not None and _asks_nothing(tree, inside[0]):
        who, verb = tree.word(subject), tree.word(clause)
        if (who == "i" and verb in _OWN_VIEW) or (who == "we" and verb in _SHARED_FINDING):
            return inside[0], tree.under(inside[0])[0]
        if who == "it" and verb in {"turns", "turned"}:
            return inside[0], tree.under(inside[0])[0]
    outer = tree.children(clause, "nsubj:outer", "csubj:outer")
    marks = [at for at in tree.children(clause, "mark") if tree.word(at) == "that"]
    if outer and marks and start <= outer[0] < marks[0] < clause and _is_hollow(tree, outer[0]):
        return clause, marks[0] + 1
    return None


def _asks_nothing(tree: Tree, clause: int) -> bool:
    """Not "I know what it is", "I see if it works"."""
    first = tree.under(clause)[0]
    return tree.tag(first) not in {"WP", "WRB", "WDT"} and tree.word(first) not in {"if", "whether"}


def _is_hollow(tree: Tree, outer: int) -> bool:
    under = [tree.word(at) for at in tree.under(outer)]
    return tree.word(outer) in _HOLLOW or ("what" in under and not _OTHERS_VIEW & set(under))


def _joined(tree: Tree, clause: int) -> list[int]:
    """Clauses with subjects of their own that are set beside this one by "and", "but", "so" or a comma."""
    return [at for at in tree.children(clause, "conj", "parataxis") if at > clause and tree.is_finite(at)]


def is_conditional(tree: Tree, clause: int) -> bool:
    """Whether the clause holds only if or when something else does, or is itself such a condition."""
    opened = [
        at for other in (clause, *tree.children(clause, "advcl")) for at in tree.children(other, "mark", "advmod")
    ]
    return any(tree.word(at) in _CONDITIONS for at in opened)


def _cuts(tree: Tree, clause: int, start: int) -> Iterator[list[int]]:
    """The words of the clause with less and less of what may go."""
    whole, start = start < 0, start if start >= 0 else -1 - start
    always = {at for at in tree.children(clause, "discourse", "vocative", "cc") if at < clause}
    always |= {at for at in tree.children(clause, "parataxis") if tree.finite_verb(at) is not None and not whole}
    always |= {at for at in tree.children(clause, "mark") if clause != tree.root}
    always |= set() if whole else set(_joined(tree, clause))
    always |= {at for at in range(len(tree.tokens)) if _is_emphasis(tree, at)}
    optional = [at for at in tree.under(clause) if at != clause and _may_go(tree, at, clause)][-_MOST_CUTS:]
    found = []
    for count in range(len(optional) + 1):
        for gone in combinations(optional, count):
            left = always | set(gone) | {at for part in gone for at in _commas(tree, part)}
            places = [at for at in tree.under(clause, left) if at >= start]
            found.append(places)
    yield from sorted(found, key=len, reverse=True)


def _commas(tree: Tree, part: int) -> list[int]:
    """The commas on both sides of what is left out."""
    places = tree.under(part)
    beside = (places[0] - 1, places[-1] + 1)
    return [at for at in beside if 0 <= at < len(tree.tokens) and tree.word(at) == ","]


def _is_emphasis(tree: Tree, at: int) -> bool:
    head = tree.head(at)
    return (
        tree.word(at) in _EMPHASIS and tree.dep(at) == "advmod" and not tree.is_negated(head) and not tree.children(at)
    )


def _may_go(tree: Tree, at: int, clause: int) -> bool:
    dep, first = tree.dep(at), tree.under(at)[0]
    after_comma = first > 0 and "," in {tree.word(first), tree.word(first - 1)}
    if dep in {"acl:relcl", "acl", "appos"}:
        return after_comma
    if dep == "advcl":
        marks = {tree.word(mark) for mark in tree.children(at, "mark", "advmod")}
        if marks & _GIVES_REASON and tree.is_negated(clause):
            return False
        return at > clause and bool(marks & _REASONS or (after_comma and not marks & _CONDITIONS and "to" not in marks))
    if dep == "conj":
        linked = {tree.word(mark) for mark in tree.children(at, "cc")}
        is_verb = tree.tag(at).startswith("VB") and tree.head(at) == clause
        return is_verb and linked == {"and"} and not tree.is_negated(clause)
    if dep in {"nmod", "obl"} and after_comma and at > clause:
        return any(tree.word(mark) in _EXAMPLES for mark in tree.children(at, "case"))
    return False
