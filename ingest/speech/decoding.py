"""Sound from any file that PyAV reads, in pieces, so that three hours of it need no more memory than one minute.

Samples are mono, 16,000 a second, float32 between -1 and 1. Times are seconds from the start of the audio.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.feeds.chapters import LONGEST_TITLE
from ingest.web.plain_text import one_line
from store.errors import Unusable
from store.records.episodes import Chapter

if TYPE_CHECKING:
    from av import AudioFrame
    from av.container import InputContainer

RATE = 16_000  # samples a second, what Whisper and Silero's detector take
PIECE_SECONDS = 30.0  # by judgement, not measured: 2 MB of samples at a time
_EARLIER = 1.0  # where to begin to decode before a wanted second: a codec needs a few frames to settle
_BROKEN = "the file that the feed calls audio cannot be decoded"

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """What a file says of itself; `seconds` is None where it does not tell its length."""

    seconds: float | None
    chapters: tuple[Chapter, ...] = ()


def sound_out(path: Path) -> Sounding:
    """Raises Unusable when the file holds no sound."""
    with _opened(path) as container:
        stream = container.streams.audio[0]
        seconds = None
        if stream.duration and stream.time_base:
            seconds = float(stream.duration * stream.time_base)
        elif container.duration:
            seconds = container.duration / 1_000_000
        return Sounding(seconds=seconds, chapters=_chapters(container))


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


def _opened(path: Path) -> "InputContainer":
    import av

    try:
        container: InputContainer = av.open(str(path), mode="r", metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError) as error:
        raise Unusable(_BROKEN) from error
    if not container.streams.audio:
        container.close()
        raise Unusable("the file that the feed calls audio holds no sound")
    return container


def _decoded(path: Path, start: float) -> Iterator[Samples]:
    import av

    with _opened(path) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        late = _seek(container, start)
        begins = float((stream.start_time or 0) * (stream.time_base or 0))
        position: float | None = None if late else 0.0
        try:
            for frame in _frames(container):
                if position is None:
                    position = float(frame.time or 0.0) - begins
                for even in resampler.resample(frame):
                    samples = even.to_ndarray().reshape(-1).astype(np.float32) / 32768
                    skip = min(len(samples), max(0, round((start - position) * RATE)))
                    position += len(samples) / RATE
                    if skip < len(samples):
                        yield samples[skip:]
            for even in resampler.resample(None):
                yield even.to_ndarray().reshape(-1).astype(np.float32) / 32768
        except (av.error.FFmpegError, ValueError) as error:
            raise Unusable(_BROKEN) from error


def _seek(container: "InputContainer", start: float) -> bool:
    """Whether decoding begins somewhere before `start` and not at the beginning."""
    import av

    if start <= _EARLIER:
        return False
    try:
        container.seek(round((start - _EARLIER) * 1_000_000))
    except av.error.FFmpegError:
        return False  # such a file is read from its beginning
    return True


def _frames(container: "InputContainer") -> Iterator["AudioFrame"]:
    """Decoded frames, without those that are broken."""
    import av

    for packet in container.demux(audio=0):
        try:
            yield from packet.decode()
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
