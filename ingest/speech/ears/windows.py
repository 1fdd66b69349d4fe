"""What is said in windows of talk: the model's guesses, less what it invents, plus what it lost.

Invented words betray themselves by repetition, by low probability where nobody speaks, and by standing where no speech
was detected. Lost ones leave speech without words; that is heard again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from ingest.speech.voice_activity import FRAME, FRAME_SECONDS, SPEECH, Chances, Window, best_cut
from store.records.transcripts import Word

_REPETITIVE = 2.4  # these three are Whisper's own thresholds
_UNSURE = -1.0
_NO_SPEECH = 0.6  # the third of Whisper's own
_SURE_AGAIN = -0.8  # what is heard only at the second look must be surer
_VOICED_SHARE = 0.5  # by judgement, not measured: talk has pauses, music that sounds like a voice has more
_LEAST_SPEECH_SECONDS = 0.25
_HALVED_SECONDS = 4.0  # a doubtful window shorter than that is heard whole again
_LOST_SECONDS = 1.5  # of speech without a word
_LONGEST_WORD_SECONDS = 1.2
_SILENT = 0.1  # the chance of speech all through an invented word
_NEAR_SECONDS = 0.4
_LONGEST_REPEAT = (
    6  # tokens, where a window was heard as one word over and over; of 4, talk's own repeats are lost, too
)

Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a window seems to say, with Whisper's three signs of trouble: the mean log-probability of a token, the
    chance that nobody speaks, and how far the text can be compressed, which is a lot where it repeats itself."""

    words: tuple[Word, ...]
    logprob: float
    no_speech: float
    compression: float


class Ear(Protocol):
    """A recogniser's weights, loaded."""

    @property
    def multilingual(self) -> bool: ...

    def language_of(self, windows: Sequence[Window]) -> str:
        """The code of the language that the windows are likeliest to be in."""
        ...

    def guesses(
        self, windows: Sequence[Window], language: str, *, hotwords: str = "", longest_repeat: int = 0
    ) -> list[Guess]:
        """One for each window. `hotwords` are names that may be spoken; `longest_repeat`: no run of so many tokens may
        come twice in a window, 0 lets all come. A recogniser that needs neither may ignore them."""
        ...


def compression(text: str) -> float:
    from faster_whisper.transcribe import get_compression_ratio

    return float(get_compression_ratio(text)) if text else 0.0


def hear(ear: Ear, windows: Sequence[Window], language: str, hotwords: str = "") -> Words:
    """The words of the windows in order, with times from the start of the audio."""
    spoken = [window for window in windows if _speech_seconds(window.voice) >= _LEAST_SPEECH_SECONDS]
    guesses = ear.guesses(spoken, language, hotwords=hotwords)
    heard = [(window, guess) for window, guess in zip(spoken, guesses, strict=True) if _good(guess)]
    doubtful = [window for window, guess in zip(spoken, guesses, strict=True) if not _good(guess)]
    halves = [half for window in doubtful for half in _halves(window)]
    again = ear.guesses(halves, language, longest_repeat=_LONGEST_REPEAT)
    heard += [(half, guess) for half, guess in zip(halves, again, strict=True) if not _invented(guess)]
    words = [(window, _voiced(guess.words, window)) for window, guess in heard]
    lost = [part for window, found in words for part in lost_parts(found, window)]
    late = ear.guesses(lost, language)
    words += [
        (part, _voiced(guess.words, part)) for part, guess in zip(lost, late, strict=True) if believed(guess, part)
    ]
    return tuple(sorted((word for _, found in words for word in found), key=lambda word: word.start))


def _good(guess: Guess) -> bool:
    return guess.compression <= _REPETITIVE and guess.logprob >= _UNSURE


def _invented(guess: Guess) -> bool:
    return guess.compression > _REPETITIVE or (guess.logprob < _UNSURE and guess.no_speech > _NO_SPEECH)


def believed(guess: Guess, part: Window) -> bool:
    """Whether words of the second look at a lost passage were said. Whisper often takes a piece cut from talk for
    silence; where the detector hears a voice most of the time, that is not held against them."""
    voiced = float((part.voice >= SPEECH).mean()) >= _VOICED_SHARE
    spoken = voiced or guess.no_speech <= _NO_SPEECH
    return guess.compression <= _REPETITIVE and guess.logprob >= _SURE_AGAIN and spoken


def _speech_seconds(voice: Chances) -> float:
    return float((voice >= SPEECH).sum()) * FRAME_SECONDS


def _halves(window: Window) -> list[Window]:
    if window.end - window.start < _HALVED_SECONDS:
        return [window]
    cut = best_cut(window.voice)
    return [part_of(window, 0, cut), part_of(window, cut, len(window.voice))]


def part_of(window: Window, first: int, last: int) -> Window:
    """The frames from `first` to `last`."""
    return Window(
        start=window.start + first * FRAME_SECONDS,
        samples=window.samples[first * FRAME : last * FRAME],
        voice=window.voice[first:last],
    )


def lost_parts(words: Words, window: Window) -> list[Window]:
    """Where somebody speaks for long and no word was heard. A word is not believed to last longer than a second or so:
    those before a lost passage are stretched over it."""
    open_frames = np.ones(len(window.voice), bool)
    for word in words:
        first = int((word.start - _NEAR_SECONDS - window.start) / FRAME_SECONDS)
        lasted = min(word.end - word.start, _LONGEST_WORD_SECONDS)
        last = int((word.start + lasted + _NEAR_SECONDS - window.start) / FRAME_SECONDS)
        open_frames[max(0, first) : max(0, last)] = False
    edges = np.flatnonzero(np.diff(np.concatenate([[0], open_frames.astype(np.int8), [0]])))
    runs = [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    return [
        part_of(window, first, last)
        for first, last in runs
        if _speech_seconds(window.voice[first:last]) >= _LOST_SECONDS
    ]


def _voiced(words: Words, window: Window) -> Words:
    """The words that stand where somebody speaks, without the pauses over which the model stretches some of them."""
    kept: list[Word] = []
    for word in words:
        first = int((word.start - window.start) / FRAME_SECONDS)
        last = int((word.end - window.start) / FRAME_SECONDS) + 1
        near = int(_NEAR_SECONDS / FRAME_SECONDS)
        if window.voice[max(0, first - near) : last + near].max(initial=0.0) < _SILENT:
            continue
        kept.append(_trimmed(word, window.voice[max(0, first) : last]))
    return tuple(kept)


def _trimmed(word: Word, voice: Chances) -> Word:
    """A long word without the silence at its ends."""
    spoken = np.flatnonzero(voice >= SPEECH)
    if word.end - word.start <= _LONGEST_WORD_SECONDS or not len(spoken):
        return word
    start = max(word.start, word.start + (int(spoken[0]) - 2) * FRAME_SECONDS)
    end = min(word.end, word.start + (int(spoken[-1]) + 3) * FRAME_SECONDS)
    return replace(word, start=start, end=end) if end > start else word
