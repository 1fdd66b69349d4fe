"""Audio files opened: past what hosts put in front of the sound, and at the stream in which somebody may speak."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from store.errors import Unusable

if TYPE_CHECKING:
    from av import AudioStream
    from av.container import InputContainer

BROKEN = "the file that the feed calls audio cannot be decoded"
# How files begin, and how many bytes before. MP3 without a tag needs none: its decoder looks for frames by itself.
_BEGINNINGS = ((b"ID3", 0), (b"fLaC", 0), (b"OggS", 0), (b"RIFF", 0), (b"ftyp", 4), (b"\x1aE\xdf\xa3", 0))
_LATEST = 4 * 2**20  # by judgement, not measured: bytes of junk before which a beginning is looked for
_MOST_BEGINNINGS = 8  # by judgement, not measured: such bytes stand in junk by chance, too
_SILENT = 1e-4  # by judgement, not measured: -80 dB, far below a quiet voice
_LISTENED_SECONDS = 20.0  # by judgement, not measured: no pause of a talk is as long


def opened(path: Path) -> "InputContainer":
    """Raises Unusable when the file holds no sound."""
    whole = _open(str(path))
    if whole and whole.streams.audio:
        return whole
    # FFmpeg's own way to read a file from some byte on, by which offsets inside it stay right.
    for part in (_open(f"subfile,,start,{start},end,0,,:{path.resolve()}") for start in _beginnings(path)):
        if part and part.streams.audio:
            return part
        if part:
            part.close()
    raise Unusable("the file that the feed calls audio holds no sound" if whole else BROKEN)


def voice_stream(path: Path, container: "InputContainer") -> "AudioStream":
    """Of several streams, the one that the file names first, unless that one is silent."""
    from av.stream import Disposition

    streams = sorted(container.streams.audio, key=lambda each: not each.disposition & Disposition.default)
    if len(streams) == 1:
        return streams[0]
    return next((each for each in streams if _sounds(path, each.index)), streams[0])


def _open(address: str) -> "InputContainer | None":
    import av

    try:
        container: InputContainer = av.open(address, mode="r", metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError):
        return None
    return container


def _beginnings(path: Path) -> list[int]:
    """Where in the file another one may begin, the first first."""
    with path.open("rb") as file:
        head = file.read(_LATEST)
    found: list[int] = []
    for mark, before in _BEGINNINGS:
        at = head.find(mark, 1 + before)
        while at != -1 and len(found) < _MOST_BEGINNINGS * len(_BEGINNINGS):
            found.append(at - before)
            at = head.find(mark, at + 1)
    return sorted(found)[:_MOST_BEGINNINGS]


def _sounds(path: Path, index: int) -> bool:
    """Whether the stream can be heard, by some seconds a third into it."""
    import av

    with opened(path) as container:
        stream = next(each for each in container.streams.audio if each.index == index)
        resampler = av.AudioResampler(format="fltp", layout="mono")
        try:
            if container.duration:
                container.seek(container.duration // 3)
            heard = 0.0
            for frame in container.decode(stream):
                heard += frame.samples / frame.sample_rate
                if any(np.abs(even.to_ndarray()).max(initial=0.0) > _SILENT for even in resampler.resample(frame)):
                    return True
                if heard > _LISTENED_SECONDS:
                    return False
        except (av.error.FFmpegError, ValueError):
            return False
    return False
