"""Windows of talk as Whisper's encoder gives them to its decoder.

A window is encoded without the silence that would fill it up to 30 s: the work grows faster than the length.
"""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.speech.mixing import RATE
from ingest.speech.voice_activity import Window

if TYPE_CHECKING:
    from ctranslate2 import StorageView
    from faster_whisper import WhisperModel

_FRAMES_A_SECOND = 100  # of the spectrogram
_MOST_FRAMES = 3000
_FEWEST_FRAMES = 1400  # heard in less than 14 s, short talk is followed by endless repetition
_SILENT_FRAMES = 100  # a second of silence after the talk: words at the very end are heard better
_SILENT_POSITIONS = 25  # half a second, the later half of _SILENT_FRAMES

Spectrogram = NDArray[np.float32]
Encoded = NDArray[np.float32]  # 1 × positions, of two frames each × width


class Encoder:
    """What was encoded to hear its language is kept, because it is heard next."""

    def __init__(self, model: "WhisperModel", *, gpu: bool) -> None:
        self._model = model
        self._gpu = gpu
        self._kept: list[tuple[Window, Encoded]] = []

    def forget(self) -> None:
        self._kept = []

    def together(self, windows: Sequence[Window], *, keep: bool = False) -> "StorageView":
        """All as long as the longest of them."""
        if self._gpu:
            return self._model.encode(
                np.stack([self._spectrogram(window, given_frames(windows)) for window in windows])
            )
        # On a CPU one after the other is faster than all at once: they fit the cache, and need no silence to fill them.
        encoded = [self._alone(window) for window in windows]
        if keep:
            self._kept += zip(windows, encoded, strict=True)
        return view_of(np.concatenate([filled(each, given_frames(windows) // 2) for each in encoded]))

    def _alone(self, window: Window) -> Encoded:
        kept = next((encoded for known, encoded in self._kept if known is window), None)
        if kept is not None:
            return kept
        return np.array(self._model.encode(self._spectrogram(window, given_frames([window]))))

    def _spectrogram(self, window: Window, frames: int) -> Spectrogram:
        silence = max(0, frames * RATE // _FRAMES_A_SECOND - len(window.samples))
        found = self._model.feature_extractor(window.samples, padding=silence + RATE // _FRAMES_A_SECOND)
        return np.ascontiguousarray(found[:, :frames])


def frames_of(window: Window) -> int:
    return int(len(window.samples) / RATE * _FRAMES_A_SECOND)


def given_frames(windows: Sequence[Window]) -> int:
    """How many the encoder is given, at most, of windows that are heard together."""
    return min(_MOST_FRAMES, max(_FEWEST_FRAMES, max(map(frames_of, windows)) + _SILENT_FRAMES)) // 2 * 2


def filled(encoded: Encoded, positions: int) -> Encoded:
    """As long as the longest beside it, by what the encoder made of the silence after the talk, over and over."""
    missing = positions - encoded.shape[1]
    silence = encoded[:, -_SILENT_POSITIONS:]
    return np.concatenate([encoded, np.tile(silence, (1, ceil(missing / _SILENT_POSITIONS), 1))[:, :missing]], axis=1)


def view_of(encoded: Encoded) -> "StorageView":
    import ctranslate2

    return ctranslate2.StorageView.from_array(np.ascontiguousarray(encoded))
