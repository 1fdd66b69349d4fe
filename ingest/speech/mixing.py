"""Decoded frames, of whatever rate and channels, made one voice: mono, 16,000 samples a second, float32.

Both may change in a file, as where a host joins an advert to a talk. Channels are added, so that a guest who is on one
alone stays; one that is another turned upside down is turned back, or the two would cancel each other.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av import AudioFrame, AudioResampler

RATE = 16_000  # samples a second, what Whisper and Silero's detector take
_BLOCK = RATE  # samples that are mixed together: long enough to tell how channels go with each other
_AGAINST = -0.5  # by judgement, not measured: a correlation that no two microphones in one room have
_SILENT_SHARE = 0.01  # by judgement, not measured: of the loudest channel's energy; a quieter one only dilutes it

Samples = NDArray[np.float32]
Channels = NDArray[np.float32]


def mixed(frames: Iterable["AudioFrame"]) -> Iterator[Samples]:
    """The sound of the frames, in blocks of about a second."""
    waiting: list[Channels] = []
    for channels in _even(frames):
        if waiting and len(waiting[0]) != len(channels):
            yield one_voice(np.concatenate(waiting, axis=1))
            waiting = []
        waiting.append(channels)
        if sum(part.shape[1] for part in waiting) >= _BLOCK:
            yield one_voice(np.concatenate(waiting, axis=1))
            waiting = []
    if waiting:
        yield one_voice(np.concatenate(waiting, axis=1))


def one_voice(channels: Channels) -> Samples:
    """Channels (rows) added up to one, as loud as one that holds all of it alone."""
    if len(channels) == 1:
        return np.asarray(channels[0], np.float32)
    energies = (channels.astype(np.float64) ** 2).sum(axis=1)
    loudest = int(energies.argmax())
    heard = energies > _SILENT_SHARE * energies[loudest]
    if not heard.any():
        return np.asarray(channels.mean(axis=0), np.float32)
    products = channels.astype(np.float64) @ channels[loudest].astype(np.float64)
    against = products < _AGAINST * np.sqrt(energies * energies[loudest])
    signs = np.where(against, -1.0, 1.0)[heard].astype(np.float32)
    return np.asarray((signs[:, None] * channels[heard]).sum(axis=0) / heard.sum(), np.float32)


def _even(frames: Iterable["AudioFrame"]) -> Iterator[Channels]:
    """The frames' channels at RATE, without the one for low effects. A resampler takes frames of one form alone."""
    import av

    form: tuple[str, str, int] | None = None
    resampler: AudioResampler | None = None
    low: list[int] = []
    for frame in frames:
        now = (frame.format.name, frame.layout.name, frame.sample_rate)
        if resampler is None or now != form:
            yield from _rest(resampler, low)
            form, low = now, [at for at, each in enumerate(frame.layout.channels) if each.name.startswith("LFE")]
            resampler = av.AudioResampler(format="fltp", layout=frame.layout, rate=RATE)
        yield from (_without(even.to_ndarray(), low) for even in resampler.resample(frame))
    yield from _rest(resampler, low)


def _rest(resampler: "AudioResampler | None", low: list[int]) -> Iterator[Channels]:
    if resampler:
        yield from (_without(even.to_ndarray(), low) for even in resampler.resample(None))


def _without(channels: Channels, low: list[int]) -> Channels:
    return np.delete(channels, low, axis=0) if low and len(channels) > len(low) else channels
