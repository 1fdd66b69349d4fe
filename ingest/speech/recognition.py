"""Speech to timed words: int8 on a CPU, float16 on a GPU when there is one. The audio is read from disk piece by piece,
and what was heard is handed out as it comes, so that neither a long episode nor a killed run costs much.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Protocol

from ingest.memory import give_back
from ingest.speech.decoding import pieces, sound_out, stretch
from ingest.speech.ears.heard_language import heard_language
from ingest.speech.ears.parakeet import Parakeet
from ingest.speech.ears.whisper import BATCH, Whisper
from ingest.speech.ears.windows import Ear, Words, hear
from ingest.speech.known import DEFAULT, Engine, Recogniser, installing, recogniser
from ingest.speech.voice_activity import Window, windows
from ingest.speech.weights import brought_folder, weights
from ingest.transcripts.cues import Utterance, segments_of
from store.errors import Misconfigured, Unusable
from store.queries.recognised import Heard
from store.records.transcripts import Transcript

FEWEST_WORDS = 5  # the shortest quote that proof.py takes: with fewer no insight can be proved
LONGEST_WINDOW = 26.0  # seconds; shorter ones cost less, but with 18 s 2 of 100 more words are wrong in hard speech
_FEW, _MANY = 4, 4 * BATCH  # windows between two hand-outs
# Times real time, by judgement, not measured: what is heard more slowly is handed out in few windows, for a kill costs
# all since. Far from what a busy machine comes to (base on two cores: 19): the same talk is heard in the same batches.
_QUICK = 2.0
_LANGUAGE_WINDOWS = 3  # by judgement, not measured: of a few probes of one talk

OnSeconds = Callable[[float, float], None]
OnHeard = Callable[[Heard], None]


class NoSpeech(Unusable):
    """The audio holds less speech than an insight needs."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no speech was found in {seconds:.0f} s of audio")
        self.seconds = seconds


class Transcriber(Protocol):
    """Turns audio into words."""

    name: str

    def transcribe(
        self,
        path: Path,
        *,
        hotwords: str = "",
        before: Heard | None = None,
        on_heard: OnHeard | None = None,
        on_seconds: OnSeconds | None = None,
    ) -> Transcript:
        """The whole talk. `before` is what an earlier run heard, and is not heard again; `on_heard` is handed each
        further part; `on_seconds` hears (seconds done, seconds in all). `hotwords` are names that may be spoken.

        Raises Unusable when the file is no audio or holds no speech.
        """
        ...

    def listen(self, path: Path, spans: Sequence[tuple[float, float]]) -> list[Words]:
        """The words between two seconds, for each of `spans`."""
        ...


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def transcriber_named(model: str, *, threads: int | None = None, brought: Path | None = None) -> Transcriber:
    """`model` is a name that Earmark knows, another one of faster-whisper's, or a folder in CTranslate2 form; `brought`
    is the folder of those that were brought. Raises Misconfigured when it is not here.
    """
    known = recogniser(model)
    if known and known.engine is Engine.PARAKEET:
        return ParakeetTranscriber(known, threads=threads, brought=brought)
    return WhisperTranscriber(model, threads=threads, brought=brought)


class WindowedTranscriber:
    """Cuts the talk at pauses and has an ear hear window by window."""

    def __init__(self, name: str, ear: Ear) -> None:
        self.name = name
        self._ear = ear

    def transcribe(
        self,
        path: Path,
        *,
        hotwords: str = "",
        before: Heard | None = None,
        on_heard: OnHeard | None = None,
        on_seconds: OnSeconds | None = None,
    ) -> Transcript:
        seconds = sound_out(path).seconds
        heard = before or Heard()
        segments, until, language = list(heard.segments), heard.until, heard.language
        found = windows(pieces(path, until), until, LONGEST_WINDOW)
        language_by = partial(heard_language, self._ear, path, seconds)
        for part in self._parts(found, language, language_by, hotwords):
            segments += part.segments
            until, language = part.until, part.language
            give_back()
            if on_heard:
                on_heard(part)
            if on_seconds:
                on_seconds(min(until, seconds or until), seconds or until)
        if sum(len(segment.words) for segment in segments) < FEWEST_WORDS:
            raise NoSpeech(seconds or until)
        if on_seconds:
            on_seconds(seconds or until, seconds or until)
        return Transcript(segments=tuple(segments), source=self.name, language=language)

    def _parts(
        self,
        found: Iterator[Window],
        language: str | None,
        language_by: Callable[[Sequence[Window]], str],
        hotwords: str,
    ) -> Iterator[Heard]:
        """What is said in the windows, a few at a time: twice as many each time, as long as they are heard quickly."""
        count = _FEW
        while batch := list(islice(found, count)):
            began = monotonic()
            language = language or language_by(batch)
            words = hear(self._ear, batch, language, hotwords)
            segments = segments_of([Utterance(speaker=None, words=words)])
            yield Heard(segments=segments, until=batch[-1].end, language=language)
            quick = batch[-1].end - batch[0].start >= _QUICK * (monotonic() - began)
            count = min(_MANY, 2 * count) if quick else _FEW

    def listen(self, path: Path, spans: Sequence[tuple[float, float]]) -> list[Words]:
        cut = [list(windows([stretch(path, start, end)], start, LONGEST_WINDOW)) for start, end in spans]
        together = [window for each in cut for window in each]
        language = self._ear.language_of(together[:_LANGUAGE_WINDOWS])
        words = hear(self._ear, together, language)
        return [_between(words, start, end) for start, end in spans]


class WhisperTranscriber(WindowedTranscriber):
    """By faster-whisper."""

    def __init__(self, model: str = DEFAULT, *, threads: int | None = None, brought: Path | None = None) -> None:
        ear = Whisper(weights(model, brought), threads=threads or cores())
        super().__init__(f"whisper {Path(model).name}", ear)


class ParakeetTranscriber(WindowedTranscriber):
    """By onnx-asr, which further requirements bring. Raises Misconfigured where it is not installed."""

    def __init__(self, known: Recogniser, *, threads: int | None = None, brought: Path | None = None) -> None:
        if known.missing:
            raise Misconfigured(installing(known))
        ear = Parakeet(brought_folder(known, brought), known.languages, threads=threads or cores())
        super().__init__(known.source, ear)


def _between(words: Words, start: float, end: float) -> Words:
    return tuple(word for word in words if start <= word.start < end)
