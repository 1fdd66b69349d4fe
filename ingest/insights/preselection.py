"""Which stretches of a talk a model is shown: those that may hold insights, each with a little before it. Pure.

A talk is mostly greeting, story and small talk; what is not sent costs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.records.transcripts import Segment, Span, held_by

# A talk that fits into one request is sent whole.
SENT_WHOLE_WORDS = 1_500
# Of what a strong reader found most worth telling in twelve talks, three quarters of the talk hold 95.5 %, half of it
# 68 % (bench/claims.py, "sent"); of the passages that editors of 132 interviews chose half holds 79 %
# (bench/model_cost.py, which tells the tokens).
SHARE = 0.75
# A longer turn is judged and sent in parts.
PART_WORDS = 120
# What is sent of the part before: a question, mostly, that says what the answer is about.
CONTEXT_WORDS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPart:
    """Sentences `first` to `last` (exclusive) of the talk, one speaker's; `score` says how likely they are worth it."""

    first: int
    last: int
    words: int
    score: float


def stretches(
    sentences: Sequence[Segment], adverts: Sequence[Span], scores: Sequence[float] | None, *, share: float = SHARE
) -> list[list[Segment]]:
    """The talk without adverts in runs of sentences that follow each other, of which the best `share` by words.

    `scores` has a number for each sentence; None sends everything.
    """
    parts = list(_parts(sentences, adverts, scores))
    total = sum(part.words for part in parts)
    chosen = parts if scores is None or total <= SENT_WHOLE_WORDS else _best(parts, share * total)
    sent = {at for part in chosen for at in range(part.first, part.last)}
    if len(chosen) < len(parts):
        open_to = {at for part in parts for at in range(part.first, part.last)}
        sent |= {at for part in chosen for at in _before(part, sentences, open_to)}
        # The sentence after a cut ends the thought that the one before it may have begun.
        sent |= {part.last for part in chosen if part.last in open_to}
    return list(_runs(sentences, sorted(sent)))


def _parts(sentences: Sequence[Segment], adverts: Sequence[Span], scores: Sequence[float] | None) -> Iterator[TalkPart]:
    first, words = 0, 0
    for at, sentence in enumerate(sentences):
        barred = held_by(adverts, sentence.start, sentence.end) is not None
        turned = at > first and sentence.speaker != sentences[at - 1].speaker
        if words and (barred or turned or words >= PART_WORDS):
            yield _part(first, at, words, scores)
            words = 0
        if barred:
            continue
        if not words:
            first = at
        words += len(sentence.text.split())
    if words:
        yield _part(first, len(sentences), words, scores)


def _part(first: int, last: int, words: int, scores: Sequence[float] | None) -> TalkPart:
    best = sorted(scores[first:last], reverse=True)[:2] if scores is not None else [0.0]
    return TalkPart(first=first, last=last, words=words, score=sum(best) / len(best))


def _best(parts: Sequence[TalkPart], most_words: float) -> list[TalkPart]:
    chosen: list[TalkPart] = []
    words = 0
    for part in sorted(parts, key=lambda part: -part.score):
        if words >= most_words:
            break
        chosen.append(part)
        words += part.words
    return chosen


def _before(part: TalkPart, sentences: Sequence[Segment], open_to: set[int]) -> Iterator[int]:
    words = 0
    for at in range(part.first - 1, -1, -1):
        words += len(sentences[at].text.split())
        if at not in open_to or words > CONTEXT_WORDS:
            return
        yield at


def _runs(sentences: Sequence[Segment], sent: Sequence[int]) -> Iterator[list[Segment]]:
    run: list[Segment] = []
    for before, at in zip([None, *sent], sent, strict=False):
        if run and before is not None and at != before + 1:
            yield run
            run = []
        run.append(sentences[at])
    if run:
        yield run
