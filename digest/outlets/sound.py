"""The five as sound: clips of what was said, one after another, in one MP3 with a chapter for each.

Only the words of the quote are taken, and never more than a minute of a show. Who says it is in the chapter's title:
there is no voice at hand that could speak it. Samples are mono float32, RATE a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from store.errors import Unusable

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer

Samples = NDArray[np.float32]

RATE = 44_100  # samples a second, what every player takes
LONGEST_SECONDS = 60.0  # of a clip; by judgement: it is a quotation, and the show is where the rest is heard
# By judgement, not measured: the breath before the first word, what the last needs to fade, the pause between two.
_BEFORE, _AFTER, _PAUSE = 0.4, 0.8, 0.9
_FADE = 0.08
_EARLIER = 1.0  # seconds that are decoded before the clip, as ingest/speech/decoding.py does: a codec has to settle
_LOUDNESS, _PEAK = 0.08, 0.89  # root mean square of speech at some -22 dBFS, and -1 dBFS for its loudest moment
_BELLS = (660.0, 880.0)  # Hz: two soft notes say that another show speaks
_BIT_RATE = 64_000  # by judgement: plain for one voice, half a megabyte a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One of the five as it was said. `title` names claim and speaker, `url` leads home."""

    title: str
    url: str
    samples: Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A chapter of the finished sound, in seconds."""

    start: float
    end: float
    title: str
    url: str


def cut(source: Path | IO[bytes], start: float, end: float) -> Samples:
    """What is said between two seconds, with a breath around it. Raises Unusable where it cannot be decoded."""
    import av

    begin, stop = max(0.0, start - _BEFORE), min(end + _AFTER, start + LONGEST_SECONDS)
    try:
        with av.open(str(source) if isinstance(source, Path) else source, metadata_errors="ignore") as container:
            samples = _decoded(container, begin, stop)
    except (av.error.FFmpegError, ValueError, IndexError) as error:
        raise Unusable("the audio cannot be decoded") from error
    if len(samples) < RATE:
        raise Unusable("the audio ends before the quote")
    return _evened(samples)


def _decoded(container: "InputContainer", begin: float, stop: float) -> Samples:
    import av

    stream = container.streams.audio[0]
    if begin > _EARLIER:
        container.seek(round((begin - _EARLIER) * 1_000_000))
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    offset = float((stream.start_time or 0) * (stream.time_base or 0))
    position, parts = None, []
    for frame in container.decode(stream):
        if position is None:
            position = float(frame.time or 0.0) - offset
        for even in resampler.resample(frame):
            samples = even.to_ndarray().reshape(-1)
            skip = min(len(samples), max(0, round((begin - position) * RATE)))
            parts.append(samples[skip:])
            position += len(samples) / RATE
        if position >= stop:
            break
    whole = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return whole[: round((stop - begin) * RATE)].astype(np.float32)


def _evened(samples: Samples) -> Samples:
    """As loud as the others, faded in and out."""
    loud = float(np.sqrt(np.mean(samples**2))) or 1.0
    gain = min(_LOUDNESS / loud, _PEAK / (float(np.max(np.abs(samples))) or 1.0))
    fade = np.linspace(0.0, 1.0, round(_FADE * RATE), dtype=np.float32)
    told = samples * np.float32(gain)
    told[: len(fade)] *= fade
    told[-len(fade) :] *= fade[::-1]
    return told


def compose(clips: Sequence[Clip], path: Path, title: str) -> list[Mark]:
    """Writes the MP3 whole or not at all, and gives its chapters."""
    parts: list[Samples] = []
    marks: list[Mark] = []
    at = 0.0
    for clip in clips:
        lead = np.concatenate([_bell(), np.zeros(round(_PAUSE / 2 * RATE), np.float32)])
        piece = np.concatenate([lead, clip.samples, np.zeros(round(_PAUSE * RATE), np.float32)])
        seconds = len(piece) / RATE
        marks.append(Mark(start=at, end=at + seconds, title=clip.title, url=clip.url))
        parts.append(piece)
        at += seconds
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    _write(fresh, np.concatenate(parts), marks, title)
    fresh.replace(path)
    return marks


def _bell() -> Samples:
    """Two notes that die away."""
    seconds = np.arange(round(0.35 * RATE)) / RATE
    notes = [0.06 * np.sin(2 * np.pi * note * seconds) * np.exp(-9 * seconds) for note in _BELLS]
    return np.concatenate(notes).astype(np.float32)


def _write(path: Path, samples: Samples, marks: Sequence[Mark], title: str) -> None:
    import av

    with av.open(str(path), "w", format="mp3") as container:
        container.metadata.update({"title": title, "artist": "Earmark", "genre": "Podcast"})
        _set_chapters(container, marks)
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = _BIT_RATE
        for at in range(0, len(samples), RATE):
            frame = av.AudioFrame.from_ndarray(samples[None, at : at + RATE], format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _set_chapters(container: "OutputContainer", marks: Sequence[Mark]) -> None:
    container.set_chapters(
        [
            {
                "id": number,
                "start": round(mark.start * 1000),
                "end": round(mark.end * 1000),
                "time_base": Fraction(1, 1000),
                "metadata": {"title": mark.title},
            }
            for number, mark in enumerate(marks, start=1)
        ]
    )
