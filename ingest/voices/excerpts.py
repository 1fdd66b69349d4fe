"""A few seconds cut out of a file on a host, of which no more is fetched than leads there.

Most files tell where a second is: by an index, or by a rate that never changes. Where an MP3's rate varies, its table
of seeks, or the second's share of the file, leads to somewhere near.
"""

import io
import wave
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from ingest.speech.containers import BROKEN
from ingest.speech.decoding import EARLIER, seek, sound_from
from ingest.speech.mixing import RATE
from store.errors import Unusable

if TYPE_CHECKING:
    from av import AudioStream
    from av.container import InputContainer

_PADDING_BYTES = 1  # by which frames of a constant rate differ
_FIRST_PACKETS = 40  # by judgement, not measured: a second of MP3
_INDEXED = {"mov", "matroska", "ogg", "flac", "wav"}  # FFmpeg's names of forms that tell where a second is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pace:
    """Of an MP3's beginning: at which byte its sound begins, its frames' sizes, and bytes a second."""

    begins: int
    sizes: frozenset[int]
    rate: float


def cut_out(file: IO[bytes], start: float, end: float, into: Path) -> bool:
    """Writes what is heard between two seconds as a WAV file. Whether these are the file's very seconds, or a guess.

    Raises Unusable where it cannot be cut out of this file.
    """
    import av

    try:
        file.seek(0)
        with av.open(file, mode="r", options={"fflags": "+fastseek"}, metadata_errors="ignore") as container:
            stream = _only_stream(container)
            forms = set(container.format.name.split(","))
            if "mp3" in forms:
                # By its bytes where it can be: FFmpeg goes by what the first of several joined files says of itself.
                piece = _constant_piece(file, _pace(container, stream), start, end)
                if piece:
                    _write_piece(piece, start, end, into)
                    return True
            elif not forms & _INDEXED:
                raise Unusable("the file does not tell where a second is")
            _write(container, stream, start, end, into)
            return "mp3" not in forms
    except (av.error.FFmpegError, ValueError) as error:
        raise Unusable(BROKEN) from error


def _only_stream(container: "InputContainer") -> "AudioStream":
    if len(container.streams.audio) != 1:
        raise Unusable("the file holds no sound, or several streams of it")
    return container.streams.audio[0]


def _pace(container: "InputContainer", stream: "AudioStream") -> _Pace:
    found = [packet for packet in islice(container.demux(stream), _FIRST_PACKETS) if packet.size]
    if not found:
        raise Unusable(BROKEN)
    seconds = float(sum(packet.duration or 0 for packet in found) * (stream.time_base or 0))
    sizes = [packet.size for packet in found]
    return _Pace(begins=found[0].pos or 0, sizes=frozenset(sizes), rate=sum(sizes) / max(seconds, 0.001))


def _is_constant(sizes: frozenset[int]) -> bool:
    return max(sizes) - min(sizes) <= _PADDING_BYTES


def _constant_piece(file: IO[bytes], pace: _Pace, start: float, end: float) -> bytes | None:
    """The bytes between the two seconds, and of one more on each side; None where the rate is not constant."""
    import av

    if not _is_constant(pace.sizes):
        return None
    first, last = (pace.begins + round(second * pace.rate) for second in (max(0.0, start - EARLIER), end + EARLIER))
    before = file.tell()
    file.seek(first)
    piece = _read(file, last - first)
    file.seek(before)
    with av.open(io.BytesIO(piece), mode="r", format="mp3", metadata_errors="ignore") as container:
        sizes = [packet.size for packet in container.demux(_only_stream(container)) if packet.size]
    return piece if _is_constant(pace.sizes.union(sizes[:-1])) else None  # the last one is cut off


def _write_piece(piece: bytes, start: float, end: float, into: Path) -> None:
    import av

    earlier = min(start, EARLIER)
    with av.open(io.BytesIO(piece), mode="r", format="mp3", metadata_errors="ignore") as container:
        _write(container, _only_stream(container), earlier, end - start + earlier, into)


def _read(file: IO[bytes], size: int) -> bytes:
    found = b""
    while len(found) < size and (some := file.read(size - len(found))):
        found += some
    return found


def _write(container: "InputContainer", stream: "AudioStream", start: float, end: float, into: Path) -> None:
    late = seek(container, start)
    if not late and start > EARLIER:  # all that lies before would have to be fetched
        raise Unusable("the file does not tell where a second is")
    if not late:
        container.seek(0)  # something was read of it
    wanted = round((end - start) * RATE)
    with wave.open(str(into), "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        for samples in sound_from(container, stream, start, late=late):
            some = samples[: wanted - written.tell()]
            written.writeframes((np.clip(some, -1.0, 1.0) * 32767).astype("<i2").tobytes())
            if written.tell() >= wanted:
                return
