"""The one import of faster-whisper's model: batches of windows in, guesses at what they say out.

Whisper's own loop hears 30 s at a time, one after the other, and tells where words are by marks of time among them.
Here the windows are cut at pauses and the marks are left out; times come from the model's attention. A window is given
to the encoder without the silence that would fill it up to 30 s: its work grows faster than the length.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.speech.mixing import RATE
from ingest.speech.voice_activity import Window
from ingest.speech.weights import Weights
from ingest.speech.windows import Guess, compression
from language.words import is_unspaced
from store.errors import Misconfigured
from store.records.transcripts import Word

if TYPE_CHECKING:
    import ctranslate2
    from faster_whisper.tokenizer import Tokenizer

BATCH = 8  # windows, faster-whisper's own default; no bench compares other sizes
# Batches, at least, of what is heard together. Not by the number of threads, which would change what is heard: a
# window's words get other times with other windows beside it.
_SHARES = 2
_FRAMES_A_SECOND = 100  # of the spectrogram
_MOST_FRAMES = 3000
_FEWEST_FRAMES = 1400  # heard in less than 14 s, short talk is followed by endless repetition
_SILENT_FRAMES = 100  # a second of silence after the talk: words at the very end are heard better
_MOST_HOT_TOKENS = 60
_BEAMS = 5  # with fewer, more words are left out
_LONGEST_RUN = 12  # letters; by judgement, not measured: half a line of captions
_STOPS = "。、！？，"

Spectrogram = NDArray[np.float32]


class Whisper:
    """On a CPU, batches are heard side by side by `workers`, with `threads` in all."""

    def __init__(self, weights: Weights, *, threads: int = 2) -> None:
        # ctranslate2 and PyAV take about a second to import.
        import ctranslate2
        from faster_whisper import WhisperModel

        self._gpu = ctranslate2.get_cuda_device_count() > 0
        self.workers = 1 if self._gpu else max(1, min(4, threads // 2 if threads > 3 else threads))
        source = weights.source
        try:
            self._model = WhisperModel(
                source,
                files=dict(weights.files) if weights.files else None,  # it takes out what it has read
                device="cuda" if self._gpu else "cpu",
                compute_type="float16" if self._gpu else "int8",
                cpu_threads=max(1, threads // self.workers),
                num_workers=self.workers,
            )
        except (ValueError, RuntimeError, OSError) as error:
            raise Misconfigured(
                f"the speech model {source!r} cannot be loaded or downloaded: set EARMARK_WHISPER_MODEL to a "
                "faster-whisper name or folder, or leave it empty for the model that comes with Earmark"
            ) from error
        except Exception as error:
            # huggingface_hub raises errors of its own when the name is unknown or there is no network.
            if not type(error).__module__.startswith("huggingface_hub"):
                raise
            raise Misconfigured(
                f"the speech model {source!r} cannot be found or downloaded: check EARMARK_WHISPER_MODEL, or leave it "
                "empty for the model that comes with Earmark"
            ) from error
        self._pool = ThreadPoolExecutor(self.workers)
        self._tokenizers: dict[str, Tokenizer] = {}

    @cached_property
    def multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def language_of(self, windows: Sequence[Window]) -> str:
        """The language that the windows are likeliest to be in, by the beginning of each, until none that is left could
        change it."""
        chances: dict[str, float] = {}
        for heard, window in enumerate(windows if self.multilingual else (), start=1):
            encoded = self._model.encode(self._spectrogram(_beginning(window), _FEWEST_FRAMES))
            for token, chance in self._model.model.detect_language(encoded)[0]:
                chances[token[2:-2]] = chances.get(token[2:-2], 0.0) + chance
            first, second = nlargest(2, chances.values())
            if first - second > len(windows) - heard:
                break
        return max(chances, key=lambda language: chances[language], default="en")

    def guesses(
        self, windows: Sequence[Window], language: str, *, hotwords: str = "", longest_repeat: int = 0
    ) -> list[Guess]:
        """Windows of like length are heard together, so that little of a batch is silence."""
        order = sorted(range(len(windows)), key=lambda at: len(windows[at].samples))
        size = max(1, min(BATCH, ceil(len(order) / _SHARES)))
        batches = [order[at : at + size] for at in range(0, len(order), size)]
        found = self._pool.map(
            lambda batch: self._batch([windows[at] for at in batch], language, hotwords, longest_repeat), batches
        )
        placed = dict(zip(order, (guess for guesses in found for guess in guesses), strict=True))
        return [placed[at] for at in range(len(windows))]

    def _batch(self, windows: Sequence[Window], language: str, hotwords: str, longest_repeat: int) -> list[Guess]:
        tokenizer = self._tokenizer(language)
        frames = [int(len(window.samples) / RATE * _FRAMES_A_SECOND) for window in windows]
        length = min(_MOST_FRAMES, max(_FEWEST_FRAMES, max(frames) + _SILENT_FRAMES)) // 2 * 2
        encoded = self._encoded([self._spectrogram(window, length) for window in windows])
        prompt = self._prompt(tokenizer, hotwords)
        results = self._model.model.generate(
            encoded,
            [prompt] * len(windows),
            beam_size=_BEAMS,
            no_repeat_ngram_size=longest_repeat,
            max_length=self._model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=_silenced(tokenizer),
        )
        spoken = [[token for token in result.sequences_ids[0] if token < tokenizer.eot] for result in results]
        aligned = self._model.find_alignment(tokenizer, spoken, encoded, [min(length, count) for count in frames])
        return [
            Guess(
                words=put_together(timed, window.start),
                logprob=result.scores[0] * len(result.sequences_ids[0]) / (len(result.sequences_ids[0]) + 1),
                no_speech=result.no_speech_prob,
                compression=compression(tokenizer.decode(tokens)),
            )
            for window, result, tokens, timed in zip(windows, results, spoken, aligned, strict=True)
        ]

    def _spectrogram(self, window: Window, frames: int) -> Spectrogram:
        silence = max(0, frames * RATE // _FRAMES_A_SECOND - len(window.samples))
        found = self._model.feature_extractor(window.samples, padding=silence + RATE // _FRAMES_A_SECOND)
        return np.ascontiguousarray(found[:, :frames])

    def _encoded(self, spectrograms: Sequence[Spectrogram]) -> "ctranslate2.StorageView":
        if self._gpu:
            return self._model.encode(np.stack(spectrograms))
        # On a CPU one after the other is faster than all at once: they fit the cache.
        import ctranslate2

        encoded = [np.array(self._model.encode(each)) for each in spectrograms]
        return ctranslate2.StorageView.from_array(np.concatenate(encoded))

    def _prompt(self, tokenizer: "Tokenizer", hotwords: str) -> list[int]:
        hot = tokenizer.encode(" " + hotwords)[:_MOST_HOT_TOKENS] if hotwords else []
        prompt = self._model.get_prompt(tokenizer, [], without_timestamps=True)
        return [tokenizer.sot_prev, *hot, *prompt] if hot else list(prompt)

    def _tokenizer(self, language: str) -> "Tokenizer":
        from faster_whisper.tokenizer import Tokenizer

        if language not in self._tokenizers:
            made = Tokenizer(self._model.hf_tokenizer, self.multilingual, task="transcribe", language=language)
            self._tokenizers[language] = made
        return self._tokenizers[language]


def _beginning(window: Window) -> Window:
    """As much as the encoder is given at least; a language is heard in it as well as in half a minute."""
    frames = _FEWEST_FRAMES * RATE // _FRAMES_A_SECOND
    return replace(window, samples=window.samples[:frames])


def _silenced(tokenizer: "Tokenizer") -> list[int]:
    from faster_whisper.transcribe import get_suppressed_tokens

    return list(get_suppressed_tokens(tokenizer, [-1]))


def put_together(timed: list[dict[str, object]], start: float) -> tuple[Word, ...]:
    """The model's pieces as words: what has no space before it goes on with the word before ("blow" "-ups")."""
    from faster_whisper.transcribe import merge_punctuations

    merge_punctuations(timed, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
    words: list[Word] = []
    for each in timed:
        text, ends = str(each["word"]), start + float(str(each["end"]))
        if not text.strip():
            continue
        if words and not text[0].isspace() and _goes_on(words[-1].text, text):
            words[-1] = replace(words[-1], end=ends, text=words[-1].text + text.strip())
        else:
            words.append(Word(start=start + float(str(each["start"])), end=ends, text=text.strip()))
    return tuple(words)


def _goes_on(before: str, text: str) -> bool:
    """In scripts without spaces a piece is a letter or two; they make runs, as captions hold them."""
    spaced = not is_unspaced(before[-1]) and not is_unspaced(text[0])
    return before[-1] not in _STOPS and (spaced or len(before) < _LONGEST_RUN)
