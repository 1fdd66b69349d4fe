"""Cuts a transcript into the passages that search returns. Pure.

Passages of about 180 words without overlap: longer ones find better, the embedder reads about 190 words, and overlap
stores 1.6 times the vectors for no gain once duplicates are dropped (measured on QMSum).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from math import inf, log

from language.sentences import split_segments
from language.words import word_count
from store.records.transcripts import Chunk, Segment, Span, Transcript, held_by


def cut(episode_id: int, transcript: Transcript, adverts: Sequence[Span]) -> list[Chunk]:
    """Passages of whole sentences in order. Adverts are left out, and no passage reaches across one."""
    passages = [passage for stretch in _stretches(transcript, adverts) for passage in cut_stretch(stretch)]
    return [
        Chunk(
            id=f"{episode_id}-{position}",
            episode_id=episode_id,
            start=passage[0].start,
            end=max(sentence.end for sentence in passage),
            speaker=_main_speaker(passage),
            sentences=tuple(replace(sentence, words=()) for sentence in passage),
        )
        for position, passage in enumerate(passages)
    ]


def _stretches(transcript: Transcript, adverts: Sequence[Span]) -> Iterator[list[Segment]]:
    """Runs of content sentences between adverts."""
    stretch: list[Segment] = []
    for sentence in split_segments(transcript.segments):
        crossed = stretch and any(stretch[-1].start < span.start < span.end <= sentence.end for span in adverts)
        skipped = held_by(adverts, sentence.start, sentence.end) is not None
        if stretch and (skipped or crossed):
            yield stretch
            stretch = []
        if not skipped:
            stretch.append(sentence)
    if stretch:
        yield stretch


def _main_speaker(passage: Sequence[Segment]) -> str | None:
    said: Counter[str | None] = Counter()
    for sentence in passage:
        said[sentence.speaker] += len(sentence.text.split())
    return said.most_common(1)[0][0]


WORDS = 180  # on QMSum longer passages find better than shorter ones, but the embedder reads about 190
_MOST = 270  # half as long again as WORDS: by judgement, not measured
# What a cut after a long turn earns, and what it earns besides when a question follows. By judgement, not measured.
_FLOOR = 0.3
_QUESTION = 0.6
_LONG_TURN = 40  # words; after shorter ones a change of speaker is the give and take of one exchange


def cut_stretch(sentences: Sequence[Segment]) -> list[Sequence[Segment]]:
    """The passages in order; none longer than 270 words unless a sentence is."""
    said = [0, *accumulate(word_count(sentence.text) for sentence in sentences)]
    gains = _gains(sentences, said)
    costs, begins = [0.0], [0]
    for end in range(1, len(said)):
        cost, begin = inf, end - 1
        for start in range(end - 1, -1, -1):
            words = said[end] - said[start]
            if words > _MOST and start < end - 1:
                break
            whole = costs[start] - gains[start] + log(max(words, 1) / WORDS) ** 2
            if whole < cost:
                cost, begin = whole, start
        costs.append(cost)
        begins.append(begin)
    cuts = [len(sentences)]
    while cuts[-1] > 0:
        cuts.append(begins[cuts[-1]])
    return [sentences[start:end] for start, end in pairwise(reversed(cuts))]


def _gains(sentences: Sequence[Segment], said: Sequence[int]) -> list[float]:
    """What a cut before each sentence earns."""
    gains = [0.0] * len(said)
    first = before = 0
    for speaker, turn in groupby(sentences, key=lambda sentence: sentence.speaker):
        texts = [sentence.text for sentence in turn]
        if first and speaker is not None:
            asks = any(text.endswith("?") for text in texts)
            gains[first] = min(1.0, before / _LONG_TURN) * (_FLOOR + _QUESTION * asks)
        before = said[first + len(texts)] - said[first]
        first += len(texts)
    return gains
