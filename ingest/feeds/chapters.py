"""Reads the chapters file that a feed names in `podcast:chapters`. Pure: bytes in, chapters out, all of it hostile.

Format: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

import json
import math
from collections.abc import Mapping

from ingest.timecode import seconds_of
from ingest.web.plain_text import one_line
from store.errors import Unusable
from store.records.episodes import Chapter

MOST_BYTES = 2**20  # an hour in hundreds of chapters is some 50 kB
MOST_CHAPTERS = 500
LONGEST_TITLE = 200
_LATEST = 7 * 24 * 3600.0  # no episode lasts a week


def parse_chapters(body: bytes) -> tuple[Chapter, ...]:
    """The chapters in order; what makes no sense in one of them is left out. Raises Unusable when the file has none.

    A chapter that ends before the next one begins is followed by one without a title.
    """
    if len(body) > MOST_BYTES:
        raise Unusable("the chapters file is too large")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unusable("the chapters file is not JSON") from error
    listed = told.get("chapters") if isinstance(told, dict) else None
    if not isinstance(listed, list):
        raise Unusable("the chapters file lists no chapters")
    found = [each for each in map(_chapter, listed[:MOST_CHAPTERS]) if each]
    found.sort(key=lambda timed: timed[0].start)
    chapters: list[Chapter] = []
    for at, (chapter, end) in enumerate(found):
        following = found[at + 1][0].start if at + 1 < len(found) else math.inf
        chapters.append(chapter)
        if end is not None and chapter.start < end < following:
            chapters.append(Chapter(start=end, title=""))
    return tuple(chapters)


def _chapter(record: object) -> tuple[Chapter, float | None] | None:
    """A chapter and where it ends, if it says so."""
    if not isinstance(record, dict):
        return None
    start = _seconds(record, "startTime")
    if start is None:
        return None
    title = record.get("title")
    shown = one_line(title)[:LONGEST_TITLE] if isinstance(title, str) else ""
    return Chapter(start=start, title=shown, listed=record.get("toc") is not False), _seconds(record, "endTime")


def _seconds(record: Mapping[str, object], name: str) -> float | None:
    """Seconds into the audio; some files write them as text or as a clock time."""
    value = record.get(name)
    if isinstance(value, str):
        value = seconds_of(value[:40])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= _LATEST else None
