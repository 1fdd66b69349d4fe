"""Insights in the speakers' own words: the passages of a talk that claim something and stand alone. Pure; for English.

A candidate is 1-4 sentences and 25-70 words of one speaker outside the adverts. It must have a headline and stand
without what came before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.passages.forms import Form, Forms, forms
from ingest.passages.headline import HeadlineClaim
from ingest.passages.pieces import spoken
from ingest.passages.standing import is_reply, standing
from language.everyday_words import is_ordinary
from language.grammar import Grammar
from language.trees import Tree
from store.records.transcripts import Segment, Span, held_by

# The form of an insight's body, as proposals.py asks a model for it: set by judgement, not measured.
SHORTEST_WORDS = 25
LONGEST_WORDS = 70
MOST_SENTENCES = 4
# By judgement, not measured: five of a short talk, so that a morning can be filled; ten from an hour on.
SECONDS_PER_INSIGHT = 360.0
FEWEST, MOST = 5, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A candidate: `first` and `last` (inclusive) count the talk's sentences; `quote` is verbatim, the rest cleaned.

    `standing`: how well it stands alone, `strength`: how much its headline claims, both 0 to 1.
    """

    first: int
    last: int
    start: float
    end: float
    speaker: str | None
    quote: str
    headline: str
    body: str
    sentences: tuple[str, ...]
    standing: float
    strength: float


def wanted_count(seconds: float) -> int:
    return max(FEWEST, min(MOST, round(seconds / SECONDS_PER_INSIGHT)))


def candidates(sentences: Sequence[Segment], adverts: Sequence[Span], grammar: Grammar) -> list[Passage]:
    """The passages that may be shown, overlapping ones too: for each first and last sentence the one that stands
    best.
    """
    names = _names(sentences)
    outside = ["" if held_by(adverts, sentence.start, sentence.end) else sentence.text for sentence in sentences]
    read = forms(outside, grammar)
    found: dict[tuple[int, int], Passage] = {}
    for first, row in enumerate(read):
        for form in row.starting:
            for last, shown in _runs(sentences, read, first, form):
                passage = _passage(sentences, first, last, shown, names)
                known = found.get((first, last))
                if passage is not None and (known is None or passage.standing > known.standing):
                    found[first, last] = passage
    return list(found.values())


def _names(sentences: Sequence[Segment]) -> frozenset[str]:
    """The names of those who talk, part by part: who is called by name is in the room."""
    parts = {part.casefold() for sentence in sentences for part in (sentence.speaker or "").split()}
    return frozenset(part for part in parts if len(part) > 2 and part.isalpha() and not is_ordinary(part, ()))


def _runs(
    sentences: Sequence[Segment], read: Sequence[Forms], first: int, opening: Form
) -> Iterator[tuple[int, list[Form]]]:
    """(last sentence, forms in order) of every run that begins with `opening` and is neither too short nor too long."""
    shown, words = [opening], opening.count
    if words >= SHORTEST_WORDS:
        yield first, shown
    for last in range(first + 1, min(first + 2 * MOST_SENTENCES, len(sentences))):
        if not shown[-1].closes or len(shown) == MOST_SENTENCES or _is_border(sentences, first, last):
            return
        for form in read[last].following:
            if not form.closes and SHORTEST_WORDS <= words + form.count <= LONGEST_WORDS:
                yield last, [*shown, form]
        whole = read[last].whole
        if whole is not None:
            shown, words = [*shown, whole], words + whole.count
            if words > LONGEST_WORDS:
                return
            if words >= SHORTEST_WORDS:
                yield last, shown
        elif not read[last].is_filler:
            return


def _is_border(sentences: Sequence[Segment], first: int, last: int) -> bool:
    """Whether somebody else begins to speak: by name, or by a reply where the transcript names nobody."""
    speaker = sentences[first].speaker
    return sentences[last].speaker != speaker or (speaker is None and is_reply(sentences[last].text))


def _passage(
    sentences: Sequence[Segment], first: int, last: int, shown: Sequence[Form], names: frozenset[str]
) -> Passage | None:
    claim = _best(shown)
    trees = [form.tree for form in shown]
    body = " ".join(tree.text for tree in trees)
    if claim is None or not SHORTEST_WORDS <= len(body.split()) <= LONGEST_WORDS:
        return None
    stands = standing(trees, names)
    if not stands:
        return None
    words, (quoted, end) = _quoted(sentences[first : last + 1], trees)
    return Passage(
        first=first,
        last=last,
        start=sentences[first].start,
        end=sentences[last].end,
        speaker=sentences[first].speaker,
        quote=" ".join(words[quoted:end]),
        headline=claim.text,
        body=body,
        sentences=tuple(tree.text for tree in trees),
        standing=stands,
        strength=claim.strength,
    )


def _quoted(said: Sequence[Segment], trees: Sequence[Tree]) -> tuple[list[str], tuple[int, int]]:
    """All words of the sentences, and which of them the passage holds."""
    rows = [sentence.text.split() for sentence in said]
    words = [word for row in rows for word in row]
    first = spoken(said[0].text, trees[0].text)[0]
    last = len(words) - len(rows[-1]) + spoken(said[-1].text, trees[-1].text)[1]
    return words, (first, last)


def _best(shown: Sequence[Form]) -> HeadlineClaim | None:
    """The strongest headline; an earlier sentence rather than a later one when they are close."""
    found = [
        (form.claim.strength - 0.05 * at, form.claim)
        for at, form in enumerate(shown)
        if form.claim is not None
        and (not form.claim.borrowed or (at and form.claim.borrowed in shown[at - 1].tree.text))
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
