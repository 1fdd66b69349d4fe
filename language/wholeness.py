"""Whether a spoken sentence was finished: a subject, a verb with a tense, and nothing that belongs to neither. Pure."""

from language.trees import Tree

_OPENS_CLAUSE = frozenset("that because if whether although though while since unless until".split())
_DEBRIS = frozenset({"reparandum", "dep", "orphan", "vocative", "goeswith", "dislocated"})


def is_complete(tree: Tree) -> bool:
    """Whether subject and verb are there and nothing lies about that belongs to neither."""
    if not tree.is_finite(tree.root) or _is_subordinate(tree):
        return False
    if any(token.dep in _DEBRIS for token in tree.tokens):
        return False
    return not (_is_question(tree) or _trails_off(tree) or _runs_on(tree) or _breaks_off(tree))


def _is_subordinate(tree: Tree) -> bool:
    """ "Once you are in.": a clause whose main clause was never said; "a natural, maybe": an attribute without its
    noun.
    """
    subject = tree.subject(tree.root)
    marks = [at for at in tree.children(tree.root, "mark") if subject is None or at < subject]
    opened = marks and not tree.children(tree.root, "nsubj:outer")
    asked = [at for at in tree.children(tree.root, "advmod") if tree.tag(at) == "WRB" and at < tree.root]
    bare = tree.tag(tree.root).startswith("JJ") and any(tree.tag(at) == "DT" for at in tree.children(tree.root, "det"))
    return bool(opened or asked or bare)


def _is_question(tree: Tree) -> bool:
    """Recognised talk drops the mark: "what do people", "is it", "if they sell, who buys"."""
    verb, subject = tree.finite_verb(tree.root), tree.subject(tree.root)
    asks = subject is not None and tree.tag(subject) in {"WP", "WDT"} and tree.word(subject) != "that"
    if subject is not None and asks and not tree.children(subject, "acl:relcl"):
        return True
    return (
        verb is not None
        and subject is not None
        and tree.tag(0) in {"WP", "WRB", "VBZ", "VBP", "VBD", "MD", "WDT"}
        and (verb < subject or tree.tag(0) == "WDT")
    )


def _trails_off(tree: Tree) -> bool:
    last = next((at for at in reversed(range(len(tree.tokens))) if tree.dep(at) != "punct"), 0)
    if tree.dep(last).startswith("nsubj"):
        return True
    return (
        tree.dep(last) in {"cc", "det", "mark", "case", "aux", "discourse"}
        and not (tree.dep(last) == "case" and tree.head(last) < last - 1)
        and tree.tag(last) not in {"RP"}
    )


def _breaks_off(tree: Tree) -> bool:
    """A clause that was opened and never said: "the reason is that influencer marketing, especially here"."""
    for at in range(len(tree.tokens)):
        if tree.dep(at) == "mark" and tree.word(at) in _OPENS_CLAUSE:
            verb = tree.finite_verb(tree.head(at))
            if verb is None or verb < at:
                return True
        if tree.dep(at) == "acl:relcl" and tree.finite_verb(at) is None and not tree.tag(at).startswith("VB"):
            return True
        if tree.tag(at) in {"VBZ", "VBP", "MD"} and _is_unbound(tree, at):
            return True
    return False


def _is_unbound(tree: Tree, verb: int) -> bool:
    """A verb with a tense and without a subject that no other clause shares with it: "there is a tool is written
    in".
    """
    dep = tree.dep(verb)
    if dep in {"aux", "aux:pass", "cop", "conj", "ROOT", "acl:relcl", "parataxis", "fixed", "discourse"}:
        return False
    return tree.subject(verb) is None and not any(tree.tag(at) in {"WP", "WDT", "WRB"} for at in tree.children(verb))


def _runs_on(tree: Tree) -> bool:
    """Clauses set side by side, as when somebody begins anew: more than one, or one without a mark between."""
    beside = [at for at in tree.clauses if tree.dep(at) == "parataxis"]
    loose = [
        at
        for at in tree.clauses
        if tree.dep(at) == "ccomp" and tree.head(at) == tree.root and at < tree.root and not tree.children(at, "mark")
    ]
    return len(beside) > 1 or any(at > tree.root and not _is_parted(tree, at) for at in beside) or len(loose) > 1


def _is_parted(tree: Tree, clause: int) -> bool:
    first = tree.under(clause)[0]
    marks = {tree.word(at) for at in (first, first - 1) if at >= 0}
    return bool(marks & {",", ";", ":", "-", "–", "—"})
