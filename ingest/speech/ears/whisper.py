"""The one import of faster-whisper's model: batches of windows in, guesses at what they say out.

Whisper's own loop hears 30 s at a time, one after the other, and tells where words are by marks of time among them.
Here the windows are cut at pauses and the marks are left out; times come from the model's attention.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.speech.ears.encoder import Encoder, frames_of, given_frames, view_of
from ingest.speech.ears.windows import Guess, compression
from ingest.speech.voice_activity import Window
from ingest.speech.weights import Weights
from language.words import is_unspaced
from store.errors import Misconfigured
from store.records.transcripts import Word

if TYPE_CHECKING:
    from ctranslate2 import StorageView
    from faster_whisper.tokenizer import Tokenizer

BATCH = 8  # windows, faster-whisper's own default; no bench compares other sizes
# Batches, at least, of what is heard together. Not by the number of threads, which would change what is heard: a
# window's words get other times with other windows beside it.
_SHARES = 2
_MOST_HOT_TOKENS = 60
# On four made-up talks (half of a set), before the second look: 18.9 % of words wrong, 194 left out; with 5 beams 21.4
# and 264 at 1.6 times the time for writing, with one 17.3 and 124, but more wrong in two of three without an accent.
# Five beams where one is unsure leave out more than two everywhere. After the second look, on two of these and three of
# the demo: of 1,462 words two beams get 76 wrong, three 76, five 68.
_BEAMS = 2
_LONGEST_RUN = 12  # letters; by judgement, not measured: half a line of captions
_STOPS = "。、！？，"


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
        self._encoder = Encoder(self._model, gpu=self._gpu)

    @cached_property
    def multilingual(self) -> bool:
        return bool(self._model.model.is_multilingual)

    def language_of(self, windows: Sequence[Window]) -> str:
        """The language that the windows are likeliest to be in, heard until none that is left could change it. What the
        encoder made of them is kept, for they may be heard next."""
        chances: dict[str, float] = {}
        self._encoder.forget()
        for heard, window in enumerate(windows if self.multilingual else (), start=1):
            encoded = self._encoder.together([window], keep=True)
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
        encoded = self._encoder.together(windows)
        results = self._model.model.generate(
            encoded,
            [self._prompt(tokenizer, hotwords)] * len(windows),
            beam_size=_BEAMS,
            no_repeat_ngram_size=longest_repeat,
            max_length=self._model.max_length,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=_silenced(tokenizer),
        )
        spoken = [[token for token in result.sequences_ids[0] if token < tokenizer.eot] for result in results]
        frames = [min(given_frames(windows), frames_of(window)) for window in windows]
        aligned = self._aligned(tokenizer, spoken, encoded, frames)
        return [
            Guess(
                words=put_together(timed, window.start),
                logprob=result.scores[0] * len(result.sequences_ids[0]) / (len(result.sequences_ids[0]) + 1),
                no_speech=result.no_speech_prob,
                compression=compression(tokenizer.decode(tokens)),
            )
            for window, result, tokens, timed in zip(windows, results, spoken, aligned, strict=True)
        ]

    def _aligned(
        self, tokenizer: "Tokenizer", spoken: Sequence[list[int]], encoded: "StorageView", frames: Sequence[int]
    ) -> list[list[dict[str, Any]]]:
        """Where each window's tokens are said. On a CPU one after the other: what eight at once attend to, and all that
        each token might have been, takes half a gigabyte.
        """
        if self._gpu:
            return list(self._model.find_alignment(tokenizer, list(spoken), encoded, list(frames)))
        rows = np.array(encoded)
        return [
            self._model.find_alignment(tokenizer, [tokens], view_of(rows[at : at + 1]), [count])[0]
            for at, (tokens, count) in enumerate(zip(spoken, frames, strict=True))
        ]

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
