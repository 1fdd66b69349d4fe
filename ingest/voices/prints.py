"""The prints of all that is spoken in an audio: one each half second, of the second and a half around it.

Where somebody speaks, the recognised words tell, which stand where Silero's detector heard a voice. The audio is read a
piece at a time, so that three hours need no more memory than one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.speech.decoding import pieces
from ingest.speech.mixing import RATE, Samples
from ingest.voices.encoder import WINDOW_SECONDS, Prints, VoiceEncoder
from store.records.transcripts import Word

STEP_SECONDS = 0.5  # by judgement, not measured: each second of talk is in three prints
_PAUSE_SECONDS = 0.5  # by judgement, not measured: over a longer silence no print reaches where it can be helped

Seconds = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiceprints:
    """Prints by the second in the middle of each; `stretches` counts the stretch of unbroken talk that each is of."""

    middles: Seconds
    stretches: NDArray[np.int64]
    rows: Prints


def prints_of(path: Path, words: Sequence[Word], encoder: VoiceEncoder) -> Voiceprints:
    """The prints of where the words are said. Raises Unusable when the file holds no sound."""
    spans = spoken(words)
    places = [(start, stretch) for stretch, span in enumerate(spans) for start in _starts(*span)]
    rows = [encoder.prints(batch) for batch in _batches(_windows(path, [start for start, _ in places]))]
    found = np.concatenate(rows) if rows else encoder.prints([])
    kept = places[: len(found)]  # fewer, where the audio ends before its words do
    return Voiceprints(
        middles=np.array([start + WINDOW_SECONDS / 2 for start, _ in kept]),
        stretches=np.array([stretch for _, stretch in kept], np.int64),
        rows=found,
    )


def spoken(words: Sequence[Word]) -> list[tuple[float, float]]:
    """The stretches of talk without a longer pause."""
    spans: list[tuple[float, float]] = []
    for word in words:
        if spans and word.start - spans[-1][1] < _PAUSE_SECONDS:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.end))
        else:
            spans.append((word.start, word.end))
    return spans


def _starts(start: float, end: float) -> list[float]:
    """Where prints of a stretch begin, evenly spread over it; one around the middle of what is shorter than a print."""
    room = end - start - WINDOW_SECONDS
    if room <= 0:
        return [max(0.0, (start + end - WINDOW_SECONDS) / 2)]
    return [float(each) for each in np.linspace(start, start + room, 2 + int(room / STEP_SECONDS))]


def _windows(path: Path, starts: Sequence[float]) -> Iterator[Samples]:
    """The sound of each print, in order, as far as the audio goes."""
    size = round(WINDOW_SECONDS * RATE)
    waiting = list(reversed([round(start * RATE) for start in starts]))
    held, offset = np.zeros(0, np.float32), 0
    for piece in pieces(path):
        held = np.concatenate([held, piece])
        while waiting and waiting[-1] + size <= offset + len(held):
            begin = waiting.pop() - offset
            yield held[begin : begin + size]
        keep = len(held) if not waiting else min(len(held), max(0, waiting[-1] - offset))
        held, offset = held[keep:], offset + keep
    while waiting and waiting[-1] - offset < len(held):
        begin = waiting.pop() - offset
        yield held[begin : begin + size]


def _batches(windows: Iterator[Samples], size: int = 256) -> Iterator[list[Samples]]:
    batch: list[Samples] = []
    for window in windows:
        batch.append(window)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
