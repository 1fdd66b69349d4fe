"""The spectrogram that the voice encoder was trained on: 40 mel bands of power, not in logarithms, 100 frames a second.

As librosa makes it for Resemblyzer, with numpy alone: Slaney's mel scale and areas, periodic Hann windows of 25 ms.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.speech.mixing import RATE, Samples

STEP = 160  # samples between two frames
_WIDTH = 400  # samples of a frame
_BANDS = 40
_LINEAR_TO = 1000.0  # Hz: below it Slaney's scale is linear
_HERTZ_A_MEL = 200.0 / 3.0
_LOG_STEP = np.log(6.4) / 27.0
_LEVEL = 10 ** (-30 / 20)  # the loudness (RMS) of what the encoder was trained on, -30 dBFS

Frames = NDArray[np.float32]


def spectrogram(samples: Samples) -> Frames:
    """Frames by bands of sound that is brought to the encoder's loudness."""
    loudness = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    level = samples * np.float32(_LEVEL / loudness) if loudness else samples
    padded = np.pad(level, _WIDTH // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WIDTH)[::STEP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=1)) ** 2
    return np.asarray(power @ _filters(), np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WIDTH) / _WIDTH), np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """Frequencies by bands: triangles of like area, evenly spaced on Slaney's scale."""
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), _BANDS + 2))
    slopes = edges[:, None] - np.linspace(0.0, RATE / 2, 1 + _WIDTH // 2)[None]
    widths = np.diff(edges)
    triangles = np.minimum(-slopes[:-2] / widths[:-1, None], slopes[2:] / widths[1:, None])
    areas = 2.0 / (edges[2:] - edges[:-2])
    return np.asarray(np.maximum(0.0, triangles) * areas[:, None], np.float32).T


def _mel(hertz: float) -> float:
    if hertz < _LINEAR_TO:
        return hertz / _HERTZ_A_MEL
    return float(_LINEAR_TO / _HERTZ_A_MEL + np.log(hertz / _LINEAR_TO) / _LOG_STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    border = _LINEAR_TO / _HERTZ_A_MEL
    curved = _LINEAR_TO * np.exp(_LOG_STEP * (mels - border))
    return np.where(mels < border, _HERTZ_A_MEL * mels, curved)
