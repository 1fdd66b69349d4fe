"""The clauses of a parsed sentence: what each says of whom, and which words belong to it. Pure.

Labels are those of Universal Dependencies: the head of "the grid is full" is "full", that of "prices will fall" "fall".
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from language.grammar import Token

_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"})
_OUTER = frozenset({"nsubj:outer", "csubj:outer"})
_HELPERS = frozenset({"aux", "aux:pass", "cop"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
# "there's three": the small parser tags some of these forms otherwise.
_FINITE_FORMS = frozenset("is are was were has have had does do did 's 're 've can will should must may might".split())


class Tree:
    """One sentence. Words are named by their place in it."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tuple(tokens)
        self._words = [token.text.lower().replace("’", "'") for token in tokens]
        self._children: list[list[int]] = [[] for _ in tokens]
        for at, token in enumerate(tokens):
            if token.head != at:
                self._children[token.head].append(at)
        self.root = next((at for at, token in enumerate(tokens) if token.head == at), 0)

    def word(self, at: int) -> str:
        return self._words[at]

    def tag(self, at: int) -> str:
        return self.tokens[at].tag

    def dep(self, at: int) -> str:
        return self.tokens[at].dep

    def head(self, at: int) -> int:
        return self.tokens[at].head

    def children(self, at: int, *labels: str) -> list[int]:
        """What hangs on `at`, in order; with `labels` only what hangs on it by one of these."""
        return [child for child in self._children[at] if not labels or self.tokens[child].dep in labels]

    def under(self, at: int, without: Collection[int] = ()) -> list[int]:
        """`at` and all that hangs on it, in order, leaving out `without` and what hangs on those."""
        found, waiting = [], [at]
        while waiting:
            place = waiting.pop()
            if place not in without:
                found.append(place)
                waiting.extend(self._children[place])
        return sorted(found)

    def above(self, at: int) -> Iterator[int]:
        """What `at` hangs on, and what that hangs on, up to the root."""
        while self.tokens[at].head != at:
            at = self.tokens[at].head
            yield at

    def lasts(self, at: int) -> int:
        return self.under(at)[-1]

    def is_noun(self, at: int) -> bool:
        return self.tokens[at].tag in _NOUNS

    def is_plural(self, at: int) -> bool:
        """Whether a noun counts more than one: by its form, its members, or its nature ("people")."""
        joined = any(self.is_noun(other) for other in self.children(at, "conj"))
        return self.tokens[at].tag in {"NNS", "NNPS"} or joined or self.word(at) in _MANY

    def finite_verb(self, clause: int) -> int | None:
        """The word of the clause that has a tense: "will" of "prices will fall", "is" of "the grid is full"."""
        helpers = self.children(clause, *_HELPERS)
        if self.children(clause, *_OUTER):  # "is" in "the reality is that prices fall" belongs to the reality
            inner = self.subject(clause)
            helpers = [at for at in helpers if inner is None or at > inner]
        for at in (*helpers, clause):
            token = self.tokens[at]
            if token.tag in _FINITE or (at != clause and self.word(at) in _FINITE_FORMS):
                return at
        return None

    def subject(self, clause: int) -> int | None:
        """The clause's own subject; a clause that fills a slot ("the reality is that...") has an outer one besides."""
        found = self.children(clause, *_SUBJECTS)
        return found[0] if found else None

    def is_finite(self, clause: int) -> bool:
        """Whether the clause has a subject and, not before it, a verb with a tense."""
        subject, verb = self.subject(clause), self.finite_verb(clause)
        return subject is not None and verb is not None and subject < verb

    def is_negated(self, clause: int) -> bool:
        return any(self.word(at) in _NEGATIONS for at in (clause, *self._children[clause]))

    @cached_property
    def clauses(self) -> tuple[int, ...]:
        """The heads of all clauses with a tense, main ones and dependent ones."""
        return tuple(at for at in range(len(self.tokens)) if self.finite_verb(at) is not None)

    def words(self, places: Sequence[int]) -> str:
        """The text of these words as it was written; a comma that is left without a neighbour goes."""
        shown = ""
        for at in places:
            token = self.tokens[at]
            gap = at > 0 and self.tokens[at - 1].end < token.start
            shown += (" " if gap and shown else "") + token.text
        return shown


_NEGATIONS = frozenset("not n't never no nobody nothing none hardly rarely neither nor cannot".split())
_MANY = frozenset("people children men women folks police staff majority everyone everybody data media team".split())
