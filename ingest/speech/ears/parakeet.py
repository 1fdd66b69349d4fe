"""The one import of onnx-asr: NVIDIA's Parakeet, which tells of each piece of a word at which second it began.

It takes no hints; which language it heard, only its words tell.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.speech.ears.windows import Guess, compression
from ingest.speech.mixing import RATE
from ingest.speech.voice_activity import Window
from language.detection import code_told
from store.errors import Misconfigured
from store.records.transcripts import Word

if TYPE_CHECKING:
    from onnx_asr.adapters import TimestampedResultsAsrAdapter
    from onnx_asr.asr import TimestampedResult

_KIND = "nemo-conformer-tdt"  # as onnx-asr calls it: a FastConformer encoder, a decoder that says how far to go on
_LONGEST_PIECE_SECONDS = 0.32  # four of its frames, the farthest that it goes on at once: a piece's end is not told
_MARK = re.compile(r"<\|?\w*\|?>")  # what its vocabulary has beside pieces of words
_BATCH = 4  # windows, by judgement, not measured: those of one length lie side by side, so that little is silence


class Parakeet:
    """`folder` holds its files in onnx-asr's form, int8."""

    multilingual = True

    def __init__(self, folder: Path, languages: Sequence[str], *, threads: int) -> None:
        # onnxruntime takes half a second to import, and onnx-asr is not installed everywhere.
        import onnx_asr
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            loaded = onnx_asr.load_model(_KIND, folder, quantization="int8", sess_options=options)
        except Exception as error:  # onnxruntime's errors have no class of their own that can be imported
            raise Misconfigured(f"the recogniser in {folder} cannot be loaded: bring it again") from error
        self._model: TimestampedResultsAsrAdapter = loaded.with_timestamps()
        self._languages = frozenset(languages)

    def language_of(self, windows: Sequence[Window]) -> str:
        """By the words that are heard; English where they do not tell."""
        texts = [" ".join(word.text for word in guess.words) for guess in self.guesses(windows, "en")]
        told = code_told(texts)
        return told if told in self._languages else "en"

    def guesses(
        self, windows: Sequence[Window], language: str, *, hotwords: str = "", longest_repeat: int = 0
    ) -> list[Guess]:
        """It hears in whatever language is spoken, takes no names, and has no loops to be kept from."""
        order = sorted(range(len(windows)), key=lambda at: len(windows[at].samples))
        placed: dict[int, Guess] = {}
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            results = self._model.recognize([windows[each].samples for each in batch], sample_rate=RATE)
            guesses = (_guess(result, windows[each].start) for each, result in zip(batch, results, strict=True))
            placed |= zip(batch, guesses, strict=True)
        return [placed[at] for at in range(len(windows))]


def _guess(result: "TimestampedResult", start: float) -> Guess:
    pieces = list(zip(result.tokens or (), result.timestamps or (), strict=True))
    logprob = float(np.mean(result.logprobs)) if result.logprobs else 0.0
    return Guess(
        words=put_together(pieces, start), logprob=logprob, no_speech=0.0, compression=compression(result.text)
    )


def put_together(pieces: Iterable[tuple[str, float]], start: float) -> tuple[Word, ...]:
    """Pieces of words, each with the second in its window at which it began, as words; one begins with a space. A word
    ends where the next one begins, or soon after its last piece began."""
    words: list[Word] = []
    for piece, at in pieces:
        if _MARK.fullmatch(piece.strip()):
            continue
        begins, ends = start + at, start + at + _LONGEST_PIECE_SECONDS
        if words and not piece[:1].isspace():
            words[-1] = replace(words[-1], end=ends, text=words[-1].text + piece)
            continue
        if words:
            words[-1] = replace(words[-1], end=min(words[-1].end, begins))
        words.append(Word(start=begins, end=ends, text=piece.strip()))
    return tuple(word for word in words if word.text)
