"""Spoken words read without their stumbles: by deletion alone, no word changed, added or moved. Pure; for English.

Quotes alone are read so; language/fillers.py puts words otherwise and serves to parse and weigh what may be chosen.
What goes are fillers, words said twice and starts that break off. Of what stays nothing changes but the case of a
sentence's first letter and the marks beside what went. Negations, numbers, names and doubts stay (guards.py).
"""

import re
from collections.abc import Iterator, Sequence

from language.deletion.candidates import Run, runs
from language.deletion.guards import may_go
from language.deletion.weighing import likelihood
from language.deletion.words import Word, words_of
from language.fillers import closed, unpaused
from language.grammar import Grammar

Spans = tuple[tuple[int, int], ...]

# From which likelihood a run goes: where out of fold nine in ten of the marked runs that passed were left out by the
# reader too (head 38 of 44, within 40 of 44, repeat 18 of 19, restart 12 of 13; bench/training/train_deletion.py). Of
# "end" there are too few to tell. A sound always goes.
_SURE = {"sound": 0.0, "head": 0.75, "within": 0.7, "end": 0.7, "repeat": 0.75, "restart": 0.7}
_MOST_UNSEEN = 3  # words in a row that may go without a mark: as many as a filler has
GAP = "…"
_ENDS = re.compile(r"[.?!]+[\"”’)]*$")


def left_out(text: str, grammar: Grammar) -> Spans:
    """The characters of `text` (start, end) that are better not read, in order."""
    words = words_of(text, grammar)
    gone = _gone(words)
    if gone.count(False) == 0:
        return ()
    return tuple(_spans(words, gone, True))


def shown(text: str, grammar: Grammar) -> Spans:
    """The characters of `text` that are read; none where all are."""
    words = words_of(text, grammar)
    gone = _gone(words)
    if not any(gone) or all(gone):
        return ()
    kept = list(_spans(words, gone, False))
    ends = [start for start, _ in kept[1:]]
    inner = [_without_comma(text, span, following) for span, following in zip(kept, ends, strict=False)]
    return (*inner, kept[-1])


def _without_comma(text: str, span: tuple[int, int], following: int) -> tuple[int, int]:
    """Without the comma before an aside, where the aside has one behind it."""
    start, end = span
    is_aside = text[start:end].endswith(",") and text[end:following].rstrip().endswith(",")
    return (start, end - 1) if is_aside else span


def edited(text: str, spans: Spans) -> str:
    """The `spans` of the text that are read, as sentences; "…" where more than three words in a row went."""
    told = ""
    at = 0
    for start, end in spans or ((0, len(text)),):
        told = _joined(told, text[at:start], unpaused(text[start:end]))
        at = end
    return closed(told)


def _gone(words: Sequence[Word]) -> list[bool]:
    """Whether each word goes: the likeliest runs first, none that overlaps one before it."""
    weighed = [(likelihood(words, run), run) for run in runs(words) if may_go(words, run)]
    gone = [False] * len(words)
    for sure, run in sorted(weighed, key=lambda pair: (-pair[0], pair[1].first)):
        if sure >= _SURE[run.kind] and not any(gone[run.first : run.last]) and _leaves_words(words, gone, run):
            gone[run.first : run.last] = [True] * (run.last - run.first)
    return gone


def _leaves_words(words: Sequence[Word], gone: Sequence[bool], run: Run) -> bool:
    """Whether what follows is there to be read on: nothing is begun again with words that go themselves."""
    return run.kind not in {"repeat", "restart"} or (run.last < len(words) and not gone[run.last])


def _spans(words: Sequence[Word], gone: Sequence[bool], wanted: bool) -> Iterator[tuple[int, int]]:
    """Runs of words that go, or of those that stay; a comma before an aside goes with it."""
    first = 0
    while first < len(words):
        last = first
        while last < len(words) and gone[last] == gone[first]:
            last += 1
        if gone[first] == wanted:
            yield words[first].start, words[last - 1].end
        first = last


def _joined(told: str, between: str, piece: str) -> str:
    """What was told and the next piece, with the marks that belong between them where `between` is left out."""
    if not told:
        return piece[:1].upper() + piece[1:]
    out = between.strip()
    closing = re.search(r"[.?!…]+[\"”’)]*$", out)
    if _ENDS.search(told) or (closing and not piece[:1].islower()):
        if not _ENDS.search(told):
            told = told.rstrip(" ,;:-–—") + "."
        piece = piece[:1].upper() + piece[1:]
    gap = f" {GAP}" if len(re.findall(r"[^\s]*\w\S*", out)) > _MOST_UNSEEN else ""
    return f"{told}{gap} {piece}"
