"""Voices as vectors: the encoder of Resemblyzer, a network of three LSTM layers trained to tell speakers apart.

Its weights come in the wheel resemblyzer 0.1.4 (Apache 2.0); its own code is not run, for that needs librosa. A print
is a unit vector of 256 numbers, none negative, so that two are alike by their product, 0 to 1.
Method: Wan and others, "Generalized end-to-end loss for speaker verification", 2018.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.speech.mixing import RATE, Samples
from ingest.voices.spectrogram import STEP, spectrogram
from store.packaged_weights import packaged_weights

if TYPE_CHECKING:
    import torch

WEIGHTS = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"  # pretrained.pt of resemblyzer 0.1.4
WINDOW_SECONDS = 1.6  # what the encoder was trained on
SIZE = 256
# As the network was made.
_LAYERS = 3
_BANDS = 40
_FRAMES = round(WINDOW_SECONDS * RATE / STEP)
_BATCH = 32  # windows; 16 to 256 take the same time each

Prints = NDArray[np.float32]


def is_installed() -> bool:
    """Whether the package with the weights is there; it is installed apart from the rest."""
    return find_spec("resemblyzer") is not None


def published() -> Path:
    """The weights as they were published. Raises Misconfigured when they are missing or others."""
    return packaged_weights("resemblyzer", WEIGHTS, ["pretrained.pt"], folder=".") / "pretrained.pt"


class VoiceEncoder:
    """Gives prints of short stretches of sound. Raises Misconfigured where the weights are missing or changed."""

    def __init__(self) -> None:
        # PyTorch takes two seconds to import.
        import torch

        weights = torch.load(published(), map_location="cpu", weights_only=True)["model_state"]
        self._torch = torch
        self._lstm = torch.nn.LSTM(_BANDS, SIZE, _LAYERS, batch_first=True)
        self._linear = torch.nn.Linear(SIZE, SIZE)
        for name, part in (("lstm.", self._lstm), ("linear.", self._linear)):
            part.load_state_dict({key[len(name) :]: row for key, row in weights.items() if key.startswith(name)})
            part.eval()

    def prints(self, stretches: Sequence[Samples]) -> Prints:
        """One unit vector for each stretch of WINDOW_SECONDS; a shorter one is filled up with silence."""
        found = [self._batch(stretches[at : at + _BATCH]) for at in range(0, len(stretches), _BATCH)]
        return np.concatenate(found) if found else np.zeros((0, SIZE), np.float32)

    def _batch(self, stretches: Sequence[Samples]) -> Prints:
        frames = np.zeros((len(stretches), _FRAMES, _BANDS), np.float32)
        for row, samples in zip(frames, stretches, strict=True):
            found = spectrogram(samples)[:_FRAMES]
            row[: len(found)] = found
        with self._torch.inference_mode():
            hidden: torch.Tensor = self._lstm(self._torch.from_numpy(frames))[1][0][-1]
            raw = self._torch.relu(self._linear(hidden)).numpy()
        return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9), np.float32)
