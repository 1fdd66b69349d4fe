"""How each sentence of a talk may read in a passage: whole or in part, at its start or after another sentence. Pure.

A form is cleaned, whole, about the world, parsed, and has its headline beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.passages.headline import HeadlineClaim, claims
from ingest.passages.pieces import Piece, pieces
from ingest.passages.show_talk import is_filler
from ingest.passages.standing import may_be_read, may_be_shown
from language.fillers import clean
from language.grammar import Grammar
from language.trees import Tree


@dataclass(frozen=True, slots=True)
class Form:
    """`opens` and `closes` tell whether the form begins and ends where its sentence does."""

    tree: Tree
    opens: bool
    closes: bool
    claim: HeadlineClaim | None

    @property
    def count(self) -> int:
        return len(self.tree.text.split())


@dataclass(frozen=True, slots=True)
class Forms:
    """Of one sentence: how it may start a passage, how it may follow, and whether it may be passed over."""

    starting: tuple[Form, ...]
    following: tuple[Form, ...]
    is_filler: bool

    @property
    def whole(self) -> Form | None:
        return next((form for form in self.following if form.closes), None)


class _Parsed:
    """Trees by text, each text parsed once."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._trees: dict[str, Tree] = {}

    def read(self, texts: Iterable[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._trees]
        for text, tokens in zip(new, self._grammar.parse(new), strict=True):
            self._trees[text] = Tree(text, tokens)

    def tree(self, text: str) -> Tree:
        return self._trees[text]


def forms(sentences: Sequence[str], grammar: Grammar) -> list[Forms]:
    """The forms of each sentence as spoken; an empty text (an advert's) has none."""
    parsed = _Parsed(grammar)
    starting = _pieces([clean(sentence, opens=True) for sentence in sentences], parsed, opens=True)
    following = _pieces([clean(sentence) for sentence in sentences], parsed, opens=False)
    parsed.read(piece.text for row in (*starting, *following) for piece in row)
    before = [None, *(_whole(row, parsed) for row in starting[:-1])]
    places: list[tuple[int, bool, Piece]] = []
    for at in range(len(sentences)):
        places += [(at, True, piece) for piece in starting[at]]
        places += [(at, False, piece) for piece in following[at]]
    found = claims([(parsed.tree(p.text), None if starts else before[at]) for at, starts, p in places], grammar)
    rows: list[tuple[list[Form], list[Form]]] = [([], []) for _ in sentences]
    for (at, starts, piece), claim in zip(places, found, strict=True):
        form = Form(parsed.tree(piece.text), piece.opens, piece.closes, claim)
        rows[at][0 if starts else 1].append(form)
    return [
        Forms(tuple(start), tuple(follow), is_filler(sentence))
        for (start, follow), sentence in zip(rows, sentences, strict=True)
    ]


def _pieces(texts: Sequence[str], parsed: _Parsed, *, opens: bool) -> list[list[Piece]]:
    readable = [text if may_be_read(text) else "" for text in texts]
    parsed.read(text for text in readable if text)
    return [list(_cleaned(parsed.tree(text), opens=opens)) if text else [] for text in readable]


def _cleaned(tree: Tree, *, opens: bool) -> Iterator[Piece]:
    for piece in pieces(tree):
        if opens or piece.opens:
            text = clean(piece.text, opens=opens)
            if may_be_shown(text):
                yield Piece(text, piece.opens, piece.closes)


def _whole(row: Sequence[Piece], parsed: _Parsed) -> Tree | None:
    return next((parsed.tree(piece.text) for piece in row if piece.opens and piece.closes), None)
