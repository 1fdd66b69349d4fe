"""Sound from any file that PyAV reads, in pieces, so that three hours of it need no more memory than one minute.

Samples are mono, 16,000 a second, float32 between -1 and 1. Times are seconds from the start of the audio.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.feeds.chapters import LONGEST_TITLE
from ingest.speech.containers import BROKEN, opened, voice_stream
from ingest.speech.mixing import RATE, Samples, mixed
from ingest.web.plain_text import one_line
from store.errors import Unusable
from store.records.episodes import Chapter

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from av.container import InputContainer

PIECE_SECONDS = 30.0  # by judgement, not measured: 2 MB of samples at a time
EARLIER = 1.0  # where to begin to decode before a wanted second: a codec needs a few frames to settle
_LATE_SECONDS = 0.2  # a codec's own delay is shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """What a file says of itself; `seconds` is None where it does not tell its length."""

    seconds: float | None
    chapters: tuple[Chapter, ...] = ()


def sound_out(path: Path) -> Sounding:
    """Raises Unusable when the file holds no sound."""
    with opened(path) as container:
        stream = container.streams.audio[0]
        seconds = None
        if stream.duration and stream.time_base:
            seconds = float(stream.duration * stream.time_base)
        elif container.duration:
            seconds = container.duration / 1_000_000
        return Sounding(seconds=seconds, chapters=_chapters(container))


def counted_seconds(path: Path) -> float:
    """How long the sound lasts, by its packets: without decoding, about a second an hour of it. What a file says of
    itself is guessed from its beginning where it is an MP3 whose rate changes."""
    with opened(path) as container:
        stream = voice_stream(path, container)
        return float(sum(packet.duration or 0 for packet in container.demux(stream)) * (stream.time_base or 0))


def pieces(path: Path, start: float = 0.0, end: float | None = None) -> Iterator[Samples]:
    """The sound from `start` to `end` in pieces of PIECE_SECONDS, the last one shorter. Frames that are broken are left
    out. Raises Unusable when the file holds no sound.
    """
    wanted = None if end is None else round((end - start) * RATE)
    waiting: list[Samples] = []
    held = given = 0
    size = round(PIECE_SECONDS * RATE)
    for samples in _decoded(path, start):
        waiting.append(samples)
        held += len(samples)
        if wanted is not None and given + held >= wanted:
            break
        if held >= size:
            joined = np.concatenate(waiting)
            yield joined[:size]
            waiting, held, given = [joined[size:]], held - size, given + size
    rest = np.concatenate(waiting) if waiting else np.zeros(0, np.float32)
    rest = rest if wanted is None else rest[: wanted - given]
    if len(rest):
        yield rest


def stretch(path: Path, start: float, end: float) -> Samples:
    """The sound between two seconds, shorter where the file ends before."""
    found = list(pieces(path, start, end))
    return np.concatenate(found) if found else np.zeros(0, np.float32)


def _decoded(path: Path, start: float) -> Iterator[Samples]:
    with opened(path) as container:
        stream = voice_stream(path, container)
        yield from sound_from(container, stream, start, late=seek(container, start))


def sound_from(container: "InputContainer", stream: "AudioStream", start: float, *, late: bool) -> Iterator[Samples]:
    """The sound from `start` on, of a container that stands at its beginning or, where `late`, shortly before `start`.

    Raises Unusable when it cannot be decoded.
    """
    import av

    begins = (container.start_time or 0) / 1_000_000
    frames = iter(_frames(container, stream))
    try:
        first = next(frames, None)
        if first is None:
            return
        # In a video the sound may begin after the picture; a player's clock begins with the first of the two.
        position = float(first.time or 0.0) - begins
        if not late:
            position = position if position >= _LATE_SECONDS else 0.0
            yield from _silence(start, position)
        for samples in mixed(chain([first], frames)):
            skip = min(len(samples), max(0, round((start - position) * RATE)))
            position += len(samples) / RATE
            if skip < len(samples):
                yield samples[skip:]
    except (av.error.FFmpegError, ValueError) as error:
        raise Unusable(BROKEN) from error


def _silence(start: float, end: float) -> Iterator[Samples]:
    if end > start:
        yield np.zeros(round((end - start) * RATE), np.float32)


def seek(container: "InputContainer", start: float) -> bool:
    """Goes to shortly before `start`; False where decoding begins at the beginning."""
    import av

    if start <= EARLIER:
        return False
    try:
        container.seek(round((start - EARLIER) * 1_000_000))
    except av.error.FFmpegError:
        return False  # such a file is read from its beginning
    return True


def _frames(container: "InputContainer", stream: "AudioStream") -> Iterator["AudioFrame"]:
    """Decoded frames, without those that are broken."""
    import av

    for packet in container.demux(stream):
        try:
            yield from stream.decode(packet)
        except av.error.InvalidDataError:
            continue


def _chapters(container: "InputContainer") -> tuple[Chapter, ...]:
    found: list[Chapter] = []
    for chapter in container.chapters():
        title = one_line(chapter.get("metadata", {}).get("title", ""))
        start = float(chapter["start"] * (chapter["time_base"] or 0))
        found.append(Chapter(start=start, title=title[:LONGEST_TITLE]))
    ordered = sorted(found, key=lambda each: each.start)
    apart = [ordered[0]] if ordered else []
    apart += [later for earlier, later in pairwise(ordered) if later.start > earlier.start]
    return tuple(apart) if len(apart) > 1 else ()
