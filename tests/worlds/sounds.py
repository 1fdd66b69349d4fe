"""Sound for tests: stretches of the demo shows, silence and tones, written as WAV or in odd containers."""

import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from ingest.speech.decoding import stretch
from ingest.speech.mixing import RATE

SHOWS = Path(__file__).parents[2] / "demo" / "shows"
TALK = SHOWS / "copper-and-current" / "audio" / "evening-batteries.mp3"
TALK_JSON = SHOWS / "copper-and-current" / "transcripts" / "evening-batteries.json"
OTHER_TALK = SHOWS / "desk-and-door" / "audio" / "hiring-policy.mp3"


def talk(start, end, path=TALK):
    return stretch(path, start, end)


def silence(seconds):
    return np.zeros(int(seconds * RATE), np.float32)


def tone(seconds):
    return (0.2 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)).astype(np.float32)


def wav(path, *parts):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.concatenate(parts) * 32767).astype("<i2").tobytes())
    return path


def encoded(
    path, *tracks, rate=44_100, layout="mono", codec="libmp3lame", begins=0.0, picture_seconds=0.0, varying=False
):
    """Writes the tracks, each a stream of its own; samples are at RATE, the channels as rows where there are several.
    The sound begins at the second `begins`; with `picture_seconds` there is a picture, too; where it is `varying`, the
    bit rate follows what is heard."""
    with av.open(str(path), "w") as container:
        streams = [container.add_stream(codec, rate=rate, layout=layout) for _ in tracks]
        for stream in streams if varying else []:
            stream.codec_context.qscale, stream.codec_context.options = True, {"q": "4"}
        picture = container.add_stream("mpeg4", rate=5) if picture_seconds else None
        for stream, samples in zip(streams, tracks, strict=True):
            for frame in _frames(stream, np.atleast_2d(samples), layout, begins):
                container.mux(stream.encode(frame))
        for at in range(round(5 * picture_seconds)):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8))
            frame.pts, frame.time_base = at, Fraction(1, 5)
            container.mux(picture.encode(frame))
        for stream in [*streams, *([picture] if picture else [])]:
            container.mux(stream.encode(None))
    return path


def _frames(stream, channels, layout, begins):
    """Frames of the size that the codec takes."""
    whole = av.AudioFrame.from_ndarray(np.ascontiguousarray(channels, np.float32), format="fltp", layout=layout)
    whole.sample_rate = RATE
    made = av.AudioResampler(
        format=stream.format, layout=layout, rate=stream.rate, frame_size=stream.frame_size or 1024
    )
    at = round(begins * stream.rate)
    for frame in [*made.resample(whole), *made.resample(None)]:
        frame.pts, frame.time_base = at, Fraction(1, stream.rate)
        at += frame.samples
        yield frame
