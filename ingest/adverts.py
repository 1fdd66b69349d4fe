"""Which seconds of an episode are advertising. Pure: words in, spans out, times in seconds from the start of the audio.

A sentence is marked by what only adverts say ("use code", "dot com slash"); marks close together are one advert, which
then grows over neighbours that name the same brand or sell. A lone weak mark is talk about a product and stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import split_segments
from ingest.advert_cues import BACK_TO_TALK, OPENER_BRAND, OPENERS, SELLS, SITE_NAME, is_advert_title, mark
from store.types import Chapter, Segment, Span, Transcript

JOIN_SECONDS = 45.0  # an advert says something telling at least this often
BRAND_SECONDS = 60.0  # how far from its web address an advert still names its brand
LONGEST_PITCH_SECONDS = 30.0  # how far a pitch without any mark may reach back from the first one
PAUSE_SECONDS = 0.9  # inserted adverts are cut in with a gap
BREAK_SECONDS = 90.0  # adverts of one break stand no further apart, if what is between them sells
SELLING_SHARE = 0.4
ENOUGH = 4.5  # one strong mark and one more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Sentences `first` to `last`, inclusive, that belong to one advert or to a row of them."""

    first: int
    last: int
    reason: str


def find_adverts(transcript: Transcript, chapters: Sequence[Chapter]) -> list[Span]:
    """The adverts in order, not overlapping, at sentence borders except where a chapter says otherwise."""
    sentences = split_segments(transcript.segments)
    if not sentences:
        return []
    blocks = _bridged([_grown(block, sentences) for block in _blocks(sentences)], sentences)
    spans = [
        Span(start=sentences[block.first].start, end=sentences[block.last].end, reason=block.reason) for block in blocks
    ]
    return _merged(spans + _chapter_spans(chapters, sentences[-1].end))


def _chapter_spans(chapters: Sequence[Chapter], talk_end: float) -> list[Span]:
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    ends = [*(chapter.start for chapter in ordered[1:]), talk_end]
    return [
        Span(start=chapter.start, end=end, reason=f"chapter “{chapter.title}”")
        for chapter, end in zip(ordered, ends, strict=False)
        if end > chapter.start and is_advert_title(chapter.title)
    ]


def _blocks(sentences: Sequence[Segment]) -> list[_Block]:
    """Runs of marked sentences with no longer gap than JOIN_SECONDS, which together weigh ENOUGH."""
    marks = [mark(sentence.text) for sentence in sentences]
    runs: list[list[int]] = []
    for position in (position for position, (weight, _) in enumerate(marks) if weight):
        if runs and _joinable(sentences, runs[-1][-1], position):
            runs[-1].append(position)
        else:
            runs.append([position])
    return [
        _Block(first=run[0], last=run[-1], reason=_telling([marks[i] for i in run]))
        for run in runs
        if sum(marks[i][0] for i in run) >= ENOUGH or any(marks[i][1] in OPENERS for i in run)
    ]


def _telling(marks: Sequence[tuple[float, str]]) -> str:
    """The reason a person would give: how the advert opens, or else its surest mark."""
    return max(marks, key=lambda mark: (mark[1] in OPENERS, mark[0]))[1]


def _joinable(sentences: Sequence[Segment], before: int, after: int) -> bool:
    if sentences[after].start - sentences[before].end > JOIN_SECONDS:
        return False
    return not any(BACK_TO_TALK.search(sentence.text) for sentence in sentences[before + 1 : after])


def _grown(block: _Block, sentences: Sequence[Segment]) -> _Block:
    """Out to the farthest sentence that names the advert's brand, then back over the pitch before it."""
    brands = _brands(sentences[block.first : block.last + 1])
    first, last = block.first, block.last
    for position in range(block.first - 1, -1, -1):
        if sentences[block.first].start - sentences[position].start > BRAND_SECONDS or _ends_talk(sentences[position]):
            break
        if _names(sentences[position].text, brands):
            first = position
    for position in range(block.last + 1, len(sentences)):
        if sentences[position].end - sentences[block.last].end > BRAND_SECONDS or _ends_talk(sentences[position]):
            break
        if _names(sentences[position].text, brands):
            last = position
    return _Block(first=_pitch_start(first, sentences), last=last, reason=block.reason)


def _pitch_start(first: int, sentences: Sequence[Segment]) -> int:
    """An advert that opens without a mark begins at a gap in the sound, and sells from there on."""
    opening = sentences[first].text
    if mark(opening)[1] in OPENERS:
        return first
    for position in range(first, 0, -1):
        if sentences[first].start - sentences[position].start > LONGEST_PITCH_SECONDS:
            break
        if sentences[position].start - sentences[position - 1].end >= PAUSE_SECONDS:
            pitch = sentences[position : first + 1]
            sells = sum(bool(SELLS.search(sentence.text)) for sentence in pitch)
            return position if 2 * sells >= len(pitch) else first
    return first


def _bridged(blocks: Sequence[_Block], sentences: Sequence[Segment]) -> list[_Block]:
    """Joins adverts of one break: what stands between them sells too."""
    bridged: list[_Block] = []
    for block in blocks:
        before = bridged[-1] if bridged else None
        if before and (block.first <= before.last or _is_break(sentences, before.last, block.first)):
            bridged[-1] = _Block(first=before.first, last=max(before.last, block.last), reason=before.reason)
        else:
            bridged.append(block)
    return bridged


def _is_break(sentences: Sequence[Segment], before: int, after: int) -> bool:
    between = sentences[before + 1 : after]
    if sentences[after].start - sentences[before].end > BREAK_SECONDS or any(_ends_talk(each) for each in between):
        return False
    return sum(bool(SELLS.search(sentence.text)) for sentence in between) >= SELLING_SHARE * len(between)


def _ends_talk(sentence: Segment) -> bool:
    return bool(BACK_TO_TALK.search(sentence.text))


def _brands(sentences: Sequence[Segment]) -> set[str]:
    """The brands an advert names, as single folded words or joined pairs ("warby parker" and "warbyparker.com")."""
    text = " ".join(sentence.text for sentence in sentences)
    names = {re.split(r"[\s.]", site)[0].lower() for site in SITE_NAME.findall(text)}
    names |= {_folded(name) for name in OPENER_BRAND.findall(text)}
    return {name for name in names if len(name) > 3}


def _names(text: str, brands: set[str]) -> bool:
    folded = _folded(text)
    return any(brand in folded for brand in brands)


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end + 2.0:
            last = merged[-1]
            merged[-1] = Span(start=last.start, end=max(last.end, span.end), reason=last.reason)
        else:
            merged.append(span)
    return merged
