"""The sentences that answer without a language model: two or three of a passage, as they were said. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.answers.wanting import Want, tells
from index.search.hits import Hit
from index.search.landing import said_shares
from store.records.transcripts import Segment

# By judgement, not measured: what is read at a glance; a longer sentence stands alone.
_SENTENCES, _WORDS = 3, 110
_SHORTEST = 4  # words; by judgement, not measured: "Yeah, exactly." tells nothing by itself
# What all of the question's words in one sentence weigh beside a cosine, as in landing; a question asks and does not
# answer. By judgement, not measured.
_BY_WORDS, _ASKED = 0.4, 0.6
# "You can't change what you don't measure, right?" tells and asks nothing.
_TAG = re.compile(
    r", (?:right|yeah|ok(?:ay)?|you know|correct|huh|no|(?:\w+n['’]t|is|are|do|does) (?:it|they|you|we))\?$"
)


def quoted(hit: Hit, question: str, stems: Sequence[str], wanted: frozenset[Want]) -> Hit | None:
    """The hit at the sentences of it that answer best, which are its text; None where none tells what is wanted."""
    if hit.headline or not hit.sentences:
        return hit if tells(f"{hit.headline or ''} {hit.text}", wanted, question, hit.speaker) else None
    runs = [run for run in _runs(hit.sentences) if _tells(run, hit, question, wanted)]
    if not runs:
        return None
    scores = _scores(hit, stems)
    best = max(runs, key=lambda run: (max(scores[at] for at in run) + _shared(run, scores), -run[0]))
    first, last = hit.sentences[best[0]], hit.sentences[best[-1]]
    return replace(
        hit,
        text=" ".join(hit.sentences[at].text for at in best),
        sentence=first.text,
        speaker=first.speaker or hit.speaker,
        start=first.start,
        end=max(last.end, first.start),
        sentences=tuple(hit.sentences[at] for at in best),
        near=(),
        also=(),
    )


def _runs(sentences: Sequence[Segment]) -> list[list[int]]:
    """The positions of each run of up to three sentences of one speaker that tell something; what is thrown in or only
    nods is passed over.
    """
    runs = []
    for first, opening in enumerate(sentences):
        if len(opening.text.split()) < _SHORTEST:
            continue
        run, words = [first], len(opening.text.split())
        for at in range(first + 1, len(sentences)):
            length = len(sentences[at].text.split())
            if sentences[at].speaker != opening.speaker or len(run) == _SENTENCES or words + length > _WORDS:
                break
            if length >= _SHORTEST:
                run.append(at)
                words += length
        runs.append(run)
    return runs


def _tells(run: Sequence[int], hit: Hit, question: str, wanted: frozenset[Want]) -> bool:
    text = " ".join(hit.sentences[at].text for at in run)
    return tells(text, wanted, question, hit.sentences[run[0]].speaker)


def _scores(hit: Hit, stems: Sequence[str]) -> list[float]:
    near = [*hit.near, *[0.0] * (len(hit.sentences) - len(hit.near))]
    shares = said_shares(hit.sentences, stems)
    asks = [_ASKED if _asks(sentence.text) else 1.0 for sentence in hit.sentences]
    return [ask * (max(0.0, cosine) + _BY_WORDS * share) for ask, cosine, share in zip(asks, near, shares, strict=True)]


def _shared(run: Sequence[int], scores: Sequence[float]) -> float:
    """What the sentences say together: a turn that is cut short says less."""
    return sum(scores[at] for at in run) / _SENTENCES


def _asks(text: str) -> bool:
    return text.endswith("?") and not _TAG.search(text)
