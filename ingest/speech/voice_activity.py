"""Where somebody speaks, and the windows into which talk is cut for a recogniser: at pauses, never inside a word.

Speech is found by Silero's detector, which comes with faster-whisper, a frame of 32 ms at a time; it carries its state
from piece to piece, so that an audio need never be in memory whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.speech.mixing import RATE, Samples

FRAME = 512  # samples
FRAME_SECONDS = FRAME / RATE
SPEECH = 0.5  # Silero's own default
_CONTEXT = 64  # samples of the frame before that Silero's model takes with each frame at 16 kHz
_GAP_SECONDS = 2.5  # a silence that ends a window
_EARLIEST = 0.5  # share of the longest window before which no pause is good enough to cut at
_PAD_SECONDS = 0.4
_LONG_PAUSE_SECONDS = 0.6  # pauses longer than that are all as good

Chances = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of sound from the second `start`; `voice` is the chance of speech in each frame of it."""

    start: float
    samples: Samples
    voice: Chances

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / RATE


class VoiceDetector:
    """The chance of speech in each frame of an audio that comes in pieces."""

    def __init__(self) -> None:
        # onnxruntime takes half a second to import.
        from faster_whisper.vad import get_vad_model

        self._session = get_vad_model().session
        self._state = [np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)]
        self._before = np.zeros(_CONTEXT, np.float32)

    def chances(self, samples: Samples) -> Chances:
        """`samples` must fill whole frames."""
        frames = samples.reshape(-1, FRAME)
        contexts = np.concatenate([self._before[None], frames[:-1, -_CONTEXT:]])
        self._before = frames[-1, -_CONTEXT:].copy()
        h, c = self._state
        found, h, c = self._session.run(None, {"input": np.concatenate([contexts, frames], 1), "h": h, "c": c})
        self._state = [h, c]
        return np.asarray(found, np.float32).reshape(-1)


@dataclass(slots=True)
class _Held:
    """Sound that has come and is in no window yet."""

    start: float
    samples: Samples = field(default_factory=lambda: np.zeros(0, np.float32))
    voice: Chances = field(default_factory=lambda: np.zeros(0, np.float32))

    def take(self, frames: int) -> Window:
        window = Window(start=self.start, samples=self.samples[: frames * FRAME], voice=self.voice[:frames])
        self.samples, self.voice = self.samples[frames * FRAME :], self.voice[frames:]
        self.start += frames * FRAME_SECONDS
        return window


def windows(found: Iterable[Samples], start: float, longest: float) -> Iterator[Window]:
    """Windows of talk, in order, none longer than `longest` seconds; what lies between them is silent."""
    detector = VoiceDetector()
    held = _Held(start)
    rest = np.zeros(0, np.float32)
    most = int(longest / FRAME_SECONDS)
    for piece in found:
        rest = np.concatenate([rest, piece])
        whole = len(rest) // FRAME * FRAME
        if whole:
            held.samples = np.concatenate([held.samples, rest[:whole]])
            held.voice = np.concatenate([held.voice, detector.chances(rest[:whole])])
            rest = rest[whole:]
        yield from _ready(held, most, last=False)
    if len(rest):
        held.samples = np.concatenate([held.samples, np.pad(rest, (0, FRAME - len(rest)))])
        held.voice = np.concatenate([held.voice, detector.chances(held.samples[-FRAME:])])
    yield from _ready(held, most, last=True)


def _ready(held: _Held, most: int, *, last: bool) -> Iterator[Window]:
    """The windows that what comes later cannot change; when nothing comes any more, all of them."""
    pad, gap = int(_PAD_SECONDS / FRAME_SECONDS), int(_GAP_SECONDS / FRAME_SECONDS)
    while len(held.voice) > (0 if last else most + gap):
        spoken = np.flatnonzero(held.voice >= SPEECH)
        if not len(spoken):
            held.take(len(held.voice) if last else len(held.voice) - pad)
            return
        if spoken[0] > pad:
            held.take(int(spoken[0]) - pad)
            continue
        yield held.take(min(_length(held.voice, spoken, most, gap, pad), len(held.voice)))


def _length(voice: Chances, spoken: NDArray[np.intp], most: int, gap: int, pad: int) -> int:
    """Frames of the window that begins with `voice`."""
    apart = np.flatnonzero(np.diff(spoken) > gap)
    end = int(spoken[apart[0]] if len(apart) else spoken[-1]) + 1 + pad
    return end if end <= most else best_cut(voice[:most])


def best_cut(voice: Chances) -> int:
    """The frame in the later part of `voice` at which to cut: in the longest pause, of like ones in the last."""
    first = int(_EARLIEST * len(voice))
    enough = int(_LONG_PAUSE_SECONDS / FRAME_SECONDS)
    best, score = 0, 0.0
    begin = None
    for at, chance in enumerate([*voice[first:].tolist(), 1.0], start=first):
        if chance < SPEECH and begin is None:
            begin = at
        elif chance >= SPEECH and begin is not None:
            worth = min(at - begin, enough) + 3.0 * begin / len(voice)
            if worth > score:
                best, score = (begin + at) // 2, worth
            begin = None
    if best:
        return best
    smooth = np.convolve(voice[first:], np.ones(5) / 5, "same")
    return first + int(smooth.argmin())
