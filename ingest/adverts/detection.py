"""Which seconds of an episode are advertising. Pure: words in, spans out, times in seconds from the start of the audio.

Each sentence has odds of being advertising (`weights.py`), raised by what the publisher and other episodes tell. The
likeliest way through the talk, in which going into an advert and out of it costs, gives the spans. What is found is
then known: the same text read again, though nothing else gives it away, is found by going through the talk again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ingest.adverts.cues import OPENERS, folded, is_advert_title, mark, sponsors_in
from ingest.adverts.features import Numbers
from ingest.adverts.show_memory import Shingles, ShowMemory, always_said, repeated, said_twice, shingles, span_over
from ingest.adverts.sponsor_chapters import selling, with_ends
from ingest.adverts.weights import AdvertWeights, load_weights
from language.sentences import split_segments
from store.records.episodes import Chapter
from store.records.transcripts import Segment, Span, Transcript

# Chosen on the seven episodes of bench/adverts.py, each with weights that had not seen it.
BORDER = 12.0  # what going into an advert costs, and coming out
PAUSE_EASES = 3.0  # inserted adverts are cut in with a gap
PAUSE_SECONDS = 0.9
OPENING_EASES = 6.0
ANNOUNCED = ("brought to you by", "support for this show")
MORE_LIKELY = 1.2  # training showed fewer adverts than there are
MOST_ODDS = 5.0
ODDS_SECONDS = 4.0  # odds count for each so many seconds,
LONGEST_SECONDS = 15.0  # of which a sentence counts for at most so many
READINGS = 3
SHORTEST_ADVERT = 8.0
JOIN_SECONDS = 3.0
LEAST_SOLD = 0.6  # where an advert ends: in between, duller sentences stay
CERTAIN, STRONG_MARK = 8.0, 3.0

# What raises the odds. The first was chosen on those seven, too; the others by judgement, not measured: the seven name
# no speakers, have no chapters and are measured without other episodes of their shows.
KNOWN_TEXT = 12.0
BRIEF_SPEAKER, BRIEF_SECONDS = 1.5, 90.0
ADVERT_CHAPTER = 2.0  # one kept out of the contents, or with a sponsor's name
KNOWN_SPONSOR = 1.0

READ_AGAIN = "repeated in this episode"
READ_IN_OTHERS = "repeated in other episodes"
ONLY_HEARD_HERE = "a voice that is heard only here, and sells"
SOUNDS = "sounds like an advert"


def find_adverts(
    transcript: Transcript,
    chapters: Sequence[Chapter],
    *,
    show: ShowMemory | None = None,
    weights: AdvertWeights | None = None,
) -> list[Span]:
    """The adverts in order, not overlapping, at sentence borders except where a chapter says otherwise.

    `weights` are the shipped ones unless a measurement brings its own.
    """
    sentences = split_segments(transcript.segments)
    if not sentences:
        return []
    memory = show.without(sentences) if show else ShowMemory()
    weights = weights or load_weights()
    sold = weights.sold(sentences)
    brief = _brief_speakers(sentences)
    odds = weights.odds(sentences, sold) + MORE_LIKELY + _hints(sentences, chapters, memory, brief)
    known = memory.advertised
    for _ in range(READINGS):
        blocks = _blocks(sentences, odds + KNOWN_TEXT * (repeated(sentences, known) >= 0.5))
        found = [sentence for block in blocks for sentence in sentences[block.start : block.stop]]
        known |= shingles(found)
    again = memory.advertised | said_twice(found)
    spans = []
    for block in blocks:
        run = _trimmed(sentences[block.start : block.stop], sold[block.start : block.stop], again)
        spans.append(span_over(run, _reason(run, memory, brief, again)))
    return _merged(spans + selling(chapters, transcript, spans), always_said(sentences, memory))


def _hints(sentences: Sequence[Segment], chapters: Sequence[Chapter], memory: ShowMemory, brief: set[str]) -> Numbers:
    """What speaks for an advert besides the talk itself, in log odds."""
    named = [
        (start, end)
        for chapter, start, end in with_ends(chapters, sentences[-1].end)
        if not chapter.listed or is_advert_title(chapter.title)
    ]
    hints = np.zeros(len(sentences))
    for at, sentence in enumerate(sentences):
        said = folded(sentence.text)
        hints[at] += KNOWN_SPONSOR * any(name in said for name in memory.sponsors)
        hints[at] += BRIEF_SPEAKER * (sentence.speaker in brief)
        hints[at] += ADVERT_CHAPTER * any(start <= sentence.start < end for start, end in named)
    return hints


def _brief_speakers(sentences: Sequence[Segment]) -> set[str]:
    """Who is heard in one short stretch only, in a talk of others."""
    heard: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences):
        if sentence.speaker:
            heard[sentence.speaker].append(at)
    return {
        speaker
        for speaker, places in heard.items()
        if len(heard) > 2 and sentences[places[-1]].end - sentences[places[0]].start < BRIEF_SECONDS
    }


def _blocks(sentences: Sequence[Segment], odds: Numbers) -> list[range]:
    """The runs of sentences that the likeliest way through the talk calls adverts (Viterbi, two states)."""
    gains = np.clip(odds, -MOST_ODDS, MOST_ODDS) * _seconds(sentences) / ODDS_SECONDS
    pauses = [False, *(bool(after.start - before.end > PAUSE_SECONDS) for before, after in pairwise(sentences))]
    opened = [mark(sentence.text)[1] in ANNOUNCED for sentence in sentences]
    talk, advert = 0.0, -BORDER / 2  # an episode often opens with an advert
    came: list[tuple[bool, bool]] = []  # for each sentence, whether talk and advert are best reached from an advert
    for gain, pause, opens in zip(gains.tolist(), pauses, opened, strict=True):
        leaving = BORDER - PAUSE_EASES * pause
        entering = leaving - OPENING_EASES * opens
        came.append((advert - leaving > talk, advert > talk - entering))
        talk, advert = max(talk, advert - leaving), max(advert, talk - entering) + gain
    marks: list[bool] = []
    here = advert > talk
    for from_advert in reversed(came):
        marks.append(here)
        here = from_advert[here]
    return list(_runs(marks[::-1], sentences))


def _trimmed(run: Sequence[Segment], sold: Numbers, again: Shingles) -> Sequence[Segment]:
    """The stretch of a block that sells most by its own words: odds reach over into the talk beside an advert."""
    certain = (repeated(run, again) >= 0.5) | np.array([mark(sentence.text)[0] >= STRONG_MARK for sentence in run])
    lengths = np.array([len(sentence.text.split()) for sentence in run])
    gains = (sold / np.sqrt(lengths + 3) - LEAST_SOLD + CERTAIN * certain) * _seconds(run)
    best, first, last = -np.inf, 0, len(run)
    total, begin = 0.0, 0
    for at, gain in enumerate(gains.tolist()):
        total, begin = (total + gain, begin) if total > 0 else (gain, at)
        if total > best:
            best, first, last = total, begin, at + 1
    return run[first:last]


def _seconds(sentences: Sequence[Segment]) -> Numbers:
    return np.array([min(sentence.end - sentence.start, LONGEST_SECONDS) for sentence in sentences])


def _runs(marks: Sequence[bool], sentences: Sequence[Segment]) -> Iterator[range]:
    at = 0
    while at < len(marks):
        end = at + 1
        while end < len(marks) and marks[end] == marks[at]:
            end += 1
        if marks[at] and sentences[end - 1].end - sentences[at].start >= SHORTEST_ADVERT:
            yield range(at, end)
        at = end


def _reason(block: Sequence[Segment], memory: ShowMemory, brief: set[str], again: Shingles) -> str:
    """What a person would name: how the advert opens, that it was heard before, its surest mark, who reads it."""
    marks = [mark(sentence.text) for sentence in block]
    opening = next((reason for _, reason in marks if reason in OPENERS), "")
    surest = max(marks)[1]
    sponsors = sorted(sponsors_in([sentence.text for sentence in block]) & memory.sponsors)
    tellings = (
        opening,
        READ_IN_OTHERS if np.mean(repeated(block, memory.advertised)) >= 0.5 else "",
        surest,
        f"names {sponsors[0]}, a sponsor of the show" if sponsors else "",
        READ_AGAIN if np.mean(repeated(block, again)) >= 0.5 else "",
        ONLY_HEARD_HERE if any(sentence.speaker in brief for sentence in block) else "",
        SOUNDS,
    )
    return next(filter(None, tellings))


def _merged(adverts: Sequence[Span], fixed: Sequence[Span]) -> list[Span]:
    """All in order: adverts that touch are one, and what else is said in every episode stands between them."""
    merged: list[Span] = []
    for span in sorted(adverts, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end + JOIN_SECONDS:
            last = merged[-1]
            merged[-1] = Span(start=last.start, end=max(last.end, span.end), reason=last.reason)
        else:
            merged.append(span)
    free = [each for each in fixed if not any(each.start < span.end and span.start < each.end for span in merged)]
    return sorted(merged + free, key=lambda span: span.start)
