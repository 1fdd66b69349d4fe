"""The sentence that says the opposite: its main verb denied, or its denial taken away. Pure.

For comparing, not for showing: "never" stands where a writer would say "does not".
"""

from language.grammar import Sentence
from language.negation import denies
from language.trees import Tree

_HELPERS = ("aux", "aux:pass", "cop")
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_DENY = frozenset({"not", "n't", "never"})
_DO = frozenset({"do", "does", "did"})
_BE = frozenset({"is", "are", "was", "were"})


def opposite(sentence: str, tokens: Sentence) -> str | None:
    """None where the main verb is not found, or something else than it is denied."""
    tree = Tree(sentence, tokens)
    denials = [at for at in tree.children(tree.root) if tree.word(at) in _DENY and at < tree.root + 2]
    if len(denials) == 1:
        return _without(tree, denials[0])
    if denies(sentence):
        return None
    finite = [at for at in (*tree.children(tree.root, *_HELPERS), tree.root) if tree.tag(at) in _FINITE]
    if not finite:
        return None
    verb = tokens[finite[0]]
    if finite[0] != tree.root or tree.word(finite[0]) in _BE:
        return f"{sentence[: verb.end]} not{sentence[verb.end :]}"
    return f"{sentence[: verb.start]}never {sentence[verb.start :]}"


def _without(tree: Tree, denial: int) -> str:
    first = denial - 1 if denial and tree.word(denial - 1) in _DO else denial
    before, after = tree.text[: tree.tokens[first].start], tree.text[tree.tokens[denial].end :]
    return f"{before.rstrip()} {after.lstrip()}".strip()
