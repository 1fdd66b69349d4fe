"""Which runs of a spoken sentence's clauses can be said without the rest of it. Pure; for English.

People talk in sentences that go on: "and ... and ... so ...". Where one main clause ends and the next begins a passage
may begin or end, too. What limits a clause stays with it: a condition, the "but" that turns it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from language.shortening import inner_clause, is_conditional
from language.trees import Tree

_TURNS = frozenset({"but", "yet", "or", "nor", "except", "though"})
_BINDS = frozenset({"or", "nor"})
_MOST = 4  # borders, by judgement, not measured: bounds the runs of a sentence to 15, each of which is parsed
_SHORTEST = 5  # words, by judgement: as short as a headline may be


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of clauses: `opens` when nothing of the sentence is cut off before it, `closes` when nothing after it."""

    text: str
    opens: bool
    closes: bool


def pieces(tree: Tree) -> Iterator[Piece]:
    """The whole sentence first, then its parts: all but the first clauses, all but the last, those between."""
    yield Piece(tree.text, opens=True, closes=True)
    borders = _borders(tree)[:_MOST]
    starts = [0, *(at for at in borders if not _links(tree, at) & _BINDS)]
    ends = [*(at for at in borders if not _links(tree, at) & _TURNS), len(tree.tokens)]
    for start in starts:
        for end in ends:
            if start < end and (start, end) != (0, len(tree.tokens)):
                text = tree.text[tree.tokens[start].start : tree.tokens[end - 1].end]
                if len(text.split()) >= _SHORTEST:
                    yield Piece(text.strip(" ,;:–—-"), opens=start == 0, closes=end == len(tree.tokens))


def _borders(tree: Tree) -> list[int]:
    """Where, after the first, main clauses with subjects of their own begin."""
    found = []
    waiting = [tree.root]
    while waiting:
        clause = waiting.pop()
        inner = inner_clause(tree, clause)
        if inner is not None and inner[0] != clause:
            waiting.append(inner[0])
        if is_conditional(tree, clause):
            continue
        for at in tree.children(clause, "conj", "parataxis"):
            first = tree.under(at)[0]
            if at > clause and tree.is_finite(at) and _stands_apart(tree, at, first):
                found.append(first)
                waiting.append(at)
    return sorted(set(found))


def _stands_apart(tree: Tree, clause: int, first: int) -> bool:
    """Whether nothing after `first` hangs on what is before it but through `clause`, and a comma or an "and" is
    there.
    """
    mine = set(tree.under(clause))
    later = [at for at in range(first, max(mine) + 1) if at not in mine and tree.dep(at) != "punct"]
    parted = (
        bool(_links(tree, first)) or tree.word(first) in {",", ";"} or (first > 0 and tree.dep(first - 1) == "punct")
    )
    return not later and parted


def _links(tree: Tree, first: int) -> set[str]:
    return {tree.word(at) for at in range(first, min(first + 3, len(tree.tokens))) if tree.dep(at) == "cc"}


def spoken(sentence: str, text: str) -> tuple[int, int]:
    """Which words of the spoken `sentence` the cleaned `text` holds: (first, last), `last` exclusive."""
    said, shown = _bare(sentence), _bare(text)
    blocks = [b for b in SequenceMatcher(a=said, b=shown, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return 0, len(said)
    first, last = blocks[0], blocks[-1]
    return max(0, first.a - first.b), min(len(said), last.a + last.size + len(shown) - last.b - last.size)


def _bare(text: str) -> Sequence[str]:
    return ["".join(letter for letter in word.casefold() if letter.isalnum()) for word in text.split()]
