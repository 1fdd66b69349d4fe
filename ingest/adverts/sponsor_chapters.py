"""What chapters that name a sponsor say of a transcript: seconds that sell, or a hole in it. Pure.

Such a chapter says where the audio has an advert. A transcript heard from that audio holds its words. A published one
often leaves them out: by its clock, real talk then lies under the chapter, and interpolated times run over it.
"""

from collections.abc import Iterator, Sequence

from ingest.adverts.cues import is_advert_title
from store.records.episodes import Chapter
from store.records.transcripts import PUBLISHED, Span, Transcript, held_by

LONGEST_CHAPTER = 300.0  # a longer "Sponsor" only lacks a chapter after it
# By judgement, not measured: interpolated times are off by as much as the adverts that were left out before them.
_NEAR_SECONDS = 120.0


def with_ends(chapters: Sequence[Chapter], talk_end: float) -> Iterator[tuple[Chapter, float, float]]:
    """The chapters with their start and end."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    for at, chapter in enumerate(ordered):
        end = ordered[at + 1].start if at + 1 < len(ordered) else talk_end
        if end > chapter.start:
            yield chapter, chapter.start, end


def sponsored(chapters: Sequence[Chapter], talk_end: float) -> list[Span]:
    """What the chapters give away as adverts."""
    return [
        Span(start=start, end=end, reason=f"chapter “{chapter.title}”")
        for chapter, start, end in with_ends(chapters, talk_end)
        if end - start <= LONGEST_CHAPTER and is_advert_title(chapter.title)
    ]


def selling(chapters: Sequence[Chapter], transcript: Transcript, found: Sequence[Span]) -> list[Span]:
    """The sponsors' chapters that are adverts in this transcript, whose own words gave `found` away.

    All of them where it has the clock of the audio. Else those in which an advert was found: that one shows that the
    transcript says the adverts, and that its clock is right there.
    """
    known = sponsored(chapters, transcript.segments[-1].end)
    if transcript.approximate:
        return []
    if transcript.checked or not transcript.source.startswith(PUBLISHED):
        return known
    return [span for span in known if any(held_by([span], each.start, each.end) for each in found)]


def unsaid(chapters: Sequence[Chapter], transcript: Transcript, found: Sequence[Span]) -> list[Span]:
    """The sponsors' chapters of whose advert the transcript, its times interpolated, holds no word: holes in it."""
    if not transcript.approximate:
        return []
    return [
        hole
        for hole in sponsored(chapters, transcript.segments[-1].end)
        if not any(each.start < hole.end + _NEAR_SECONDS and hole.start - _NEAR_SECONDS < each.end for each in found)
    ]
