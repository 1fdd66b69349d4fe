"""A result cut down to what answers: a sentence and one beside it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from index.search.hits import Hit
from index.search.landing import said_shares
from language.sentences import split
from store.records.transcripts import Segment


def clamped(hit: Hit) -> Hit:
    """A passage cut down to its best sentence and one beside it: what the speaker says next, else what went before."""
    at = next((at for at, each in enumerate(hit.sentences) if each.start >= hit.start), None)
    if at is None:
        return hit
    shown = _around(hit.sentences, at)
    return replace(hit, sentences=shown, text=" ".join(each.text for each in shown), end=shown[-1].end)


def excerpt(text: str, asked: Sequence[str]) -> str:
    """The same of what was written or said in one voice: its best sentence is the one that says most of the stems that
    were asked for, else the first.
    """
    sentences = [Segment(start=0.0, end=0.0, text=each) for each in split(text)]
    if not sentences:
        return text
    shares = said_shares(sentences, asked)
    at = max(range(len(sentences)), key=lambda position: (shares[position], -position))
    return " ".join(each.text for each in _around(sentences, at))


def _around(sentences: Sequence[Segment], at: int) -> tuple[Segment, ...]:
    after, before, own = sentences[at + 1 : at + 2], sentences[max(0, at - 1) : at], sentences[at]
    goes_on = after and after[0].speaker == own.speaker
    return (own, *after) if goes_on or not before else (*before, own)
