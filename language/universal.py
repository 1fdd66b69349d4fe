"""Turns the trees of spaCy's English pipeline into those of Universal Dependencies, which the rules read. Pure.

spaCy hangs a noun on its preposition, what is said on "be", and each member of a list on the one before (ClearNLP's
guidelines). Universal Dependencies hang the preposition on the noun, "be" on what is said, and all members on the first
(https://universaldependencies.org/u/overview/syntax.html).
"""

from collections.abc import Sequence
from itertools import pairwise

_NAMES = {
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nmod": "compound",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
# What is left of these once prepositions and copulas have been turned.
_REMAINS = {
    "acomp": "xcomp",
    "agent": "obl:agent",
    "attr": "xcomp",
    "dative": "iobj",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "prep": "case",
}
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_BE = frozenset("be is are was were am been being 's 're 'm ai".split())
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass"})
_DEPENDENT = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "csubj", "xcomp"})
_VERBS = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
_NOUNS = ("NN", "PRP", "DT", "CD", "WP", "WDT", "EX", "$")
# What a clause is to its sentence, and what the thing is that it names: "of what they sell", "that is what they sell".
_OF_THINGS = {"csubj": "nsubj", "acl": "nmod", "advcl": "obl", "ccomp": "attr"}
_CONDITIONS = frozenset("if because since although though while unless".split())
_FREE_RELATIVES = frozenset("what whatever whoever".split())
# "It works, I think" stays inside "I think"; "it works, they pay" are two sentences side by side.
_VIEWS = frozenset(
    "think thinks thought say says said believe guess know knows suppose mean means bet hope feel argue tell told find "
    "found see imagine assume suspect call ask asked".split()
)


def universal(
    words: Sequence[str], tags: Sequence[str], labels: Sequence[str], heads: Sequence[int]
) -> tuple[list[str], list[int]]:
    """(labels, heads) of a sentence whose tree spaCy read as `labels` and `heads`; a root is its own head."""
    draft = _Draft(words, tags, labels, heads)
    draft.part_clauses()
    draft.part_subjects()
    draft.turn_prepositions()
    draft.flatten_lists()
    draft.turn_copulas()
    return [_REMAINS.get(label, label) for label in draft.labels], draft.heads


def _renamed(label: str, tag: str) -> str:
    if (label, tag) == ("aux", "TO"):
        return "mark"
    if label == "nmod" and tag.startswith("JJ"):
        return "amod"
    return _NAMES.get(label, label)


class _Draft:
    """A tree while it is being turned."""

    def __init__(self, words: Sequence[str], tags: Sequence[str], labels: Sequence[str], heads: Sequence[int]) -> None:
        self.words = [word.lower().replace("’", "'") for word in words]
        self.tags = tags
        self.labels = [_renamed(label, tag) for label, tag in zip(labels, tags, strict=True)]
        self.heads = list(heads)

    def part_clauses(self) -> None:
        """Of two sentences in one breath the first is the head, of an "if" and what follows from it the second."""
        for at, label in enumerate(self.labels):
            head = self.heads[at]
            if label == "ccomp" and at < head and self._is_beside(at, head):
                self._raise(at, "parataxis")
            elif label == "ccomp" and head < at and self._follows_from(at, head):
                self._raise(at, "advcl")
            elif label == "acl:relcl" and any(self.tags[child] == "TO" for child in self._children(at, "mark")):
                self.labels[at] = "acl"

    def part_subjects(self) -> None:
        """ "The hardest part of a house, the roof is old": of two subjects the first was dropped for the second."""
        for at in range(len(self.labels)):
            before = [child for child in self._children(at, "nsubj") if child < at]
            for dropped, taken in pairwise(before):
                if "," in self.words[dropped:taken]:
                    self.labels[dropped] = "dislocated"

    def turn_prepositions(self) -> None:
        """The object takes the place of its preposition, innermost first: "out of the house"."""
        for at in self._deepest_first():
            held = self._held(at)
            if held is not None:
                is_clause = self.labels[held] == "pcomp" and self.tags[held].startswith(("VB", "MD"))
                label = self._of_phrase(at, is_clause=is_clause)
                self._take_over(held, "mark" if is_clause else "case")
                self.labels[held] = label
                self._free_relative(held)
            elif self.labels[at] in _PREPOSITIONS and self.tags[at] in {"IN", "TO", "RP"}:
                self.labels[at] = "obl" if self._is_stranded(at) else "case"
            elif self.labels[at] == "pcomp" and self.tags[at] in {"IN", "TO"}:
                self.labels[at] = "fixed"  # "because of"

    def flatten_lists(self) -> None:
        """All members hang on the first; "and" and the comma on the member after them."""
        for at, label in enumerate(self.labels):
            if label == "conj":
                while self.labels[self.heads[at]] == "conj":
                    self.heads[at] = self.heads[self.heads[at]]
        for at, label in enumerate(self.labels):
            if label == "cc" or self.words[at] == ",":
                first = self.heads[at]
                first = self.heads[first] if self.labels[first] == "conj" else first
                later = [member for member in self._children(first, "conj") if member > at]
                if later and at > first and (label == "cc" or self._is_next(at, later[0])):
                    self.heads[at] = later[0]

    def turn_copulas(self) -> None:
        """What is said takes the place of "be"; where a clause is said, the subject of "be" stays outside it."""
        for at in self._deepest_first():
            for subject in self._children(at, "csubj"):
                self._free_relative(subject)
            if self.words[at] not in _BE or self.labels[at] in {"aux", "aux:pass", "case"}:
                continue
            said = self._said(at)
            if any(self.tags[child] == "EX" for child in self._children(at)):
                for child in self._children(at, "attr"):
                    self.labels[child] = "nsubj"  # "there is a way"
            elif said is not None:
                self._turn_copula(at, self._free_relative(said))

    def _turn_copula(self, be: int, said: int) -> None:
        if self._children(said, *_SUBJECTS, "expl"):
            for subject in self._children(be, "nsubj", "csubj"):
                self.labels[subject] += ":outer"
        self._take_over(said, "cop")

    def _held(self, at: int) -> int | None:
        """What a preposition stands before: an object, a clause, or another preposition's object."""
        if self.tags[at] in _VERBS:
            return None
        found = self._children(at, "pobj")
        if self.labels[at] in {*_PREPOSITIONS, "conj"} and self.tags[at] in {"IN", "TO", "VBG", "RP", "RB"}:
            found = found or self._children(at, "pcomp")
        if self.labels[at] in _PREPOSITIONS:
            found = found or [child for child in self._children(at, "obl", "advcl") if child > at]
        return found[0] if found else None

    def _of_phrase(self, at: int, *, is_clause: bool) -> str:
        """The label of the phrase that the preposition `at` begins."""
        label, head = self.labels[at], self.heads[at]
        if label == "agent" or label not in {*_PREPOSITIONS, "pcomp", "pobj", "mark", "advmod", "aux"}:
            return label  # a root or a member of a list keeps its place
        on_noun = self.tags[head].startswith(_NOUNS)
        if is_clause:
            return "acl" if on_noun else "advcl"
        return "nmod" if on_noun else "obl"

    def _is_stranded(self, at: int) -> bool:
        """Whether the object was said before: "the house we live in", "something to rely on"."""
        place = self.heads[at]
        while self.labels[place] not in _DEPENDENT and self.heads[place] != place:
            place = self.heads[place]
        return self.labels[place] in _DEPENDENT or self.tags[0].startswith("W")

    def _is_beside(self, first: int, later: int) -> bool:
        before = [at for at in self._children(later, *_SUBJECTS, "expl") if at < first]
        told = self.words[later] in _VIEWS or self._children(first, "mark")
        return not before and not told

    def _follows_from(self, clause: int, condition: int) -> bool:
        """spaCy sometimes reads "if they sell, we buy" as an "if" without an end that holds the rest."""
        opened = [at for at in self._children(condition, "mark") if self.words[at] in _CONDITIONS and at < condition]
        is_main = self.labels[condition] == "ROOT" and bool(self._children(clause, *_SUBJECTS))
        return bool(opened) and is_main and "," in self.words[condition:clause]

    def _said(self, be: int) -> int | None:
        """What is said of the subject: a noun or an adjective, else a clause, else a phrase that follows."""
        named = self._children(be, "attr", "acomp", "oprd")
        later = [at for at in self._children(be) if at > be]
        clauses = [at for at in later if self.labels[at] in {"ccomp", "xcomp"}]
        phrases = [at for at in later if self.labels[at] == "obl" or self.words[at] in {"here", "there"}]
        times = [at for at in later if self.labels[at] == "advcl"]
        return next(iter([*named, *clauses, *phrases, *times]), None)

    def _free_relative(self, clause: int) -> int:
        """The head of "what they sell": the "what" that stands for a thing, while the clause says which."""
        what = next((at for at in self._children(clause) if self.words[at] in _FREE_RELATIVES and at < clause), None)
        if what is None or self.labels[clause] not in _OF_THINGS:
            return clause
        self._raise(what, "acl:relcl")
        self.labels[what] = _OF_THINGS[self.labels[what]]
        for mark in self._children(clause, "mark"):
            if mark < what:
                self.heads[mark], self.labels[mark] = what, "case"
        return what

    def _raise(self, at: int, label: str) -> None:
        """`at` changes places with its head, which hangs on it by `label` and keeps what else hangs on it."""
        head = self.heads[at]
        self.heads[at] = at if self.heads[head] == head else self.heads[head]
        self.labels[at] = self.labels[head]
        self.heads[head], self.labels[head] = at, label

    def _take_over(self, at: int, label: str) -> None:
        """`at` changes places with its head, which hangs on it by `label` and leaves it what else hung there."""
        head = self.heads[at]
        for child in self._children(head):
            if child != at:
                self.heads[child] = at
        self._raise(at, label)

    def _is_next(self, at: int, member: int) -> bool:
        """Whether nothing but the member's own words stands between."""
        return all(member in self._line(between) for between in range(at + 1, member))

    def _line(self, at: int) -> list[int]:
        """`at` and all that it hangs on."""
        found = [at]
        while self.heads[found[-1]] != found[-1]:
            found.append(self.heads[found[-1]])
        return found

    def _children(self, at: int, *labels: str) -> list[int]:
        return [
            child
            for child, head in enumerate(self.heads)
            if head == at and child != at and (not labels or self.labels[child] in labels)
        ]

    def _deepest_first(self) -> list[int]:
        return sorted(range(len(self.heads)), key=lambda at: -len(self._line(at)))
