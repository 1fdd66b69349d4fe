"""The recogniser and what tells voices apart, opened as they are set, and which recogniser that is."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.kept import SPEECH_FIELD
from config.opening.hub import quiet_hub
from config.origin import set_in
from config.settings import Settings

if TYPE_CHECKING:
    from ingest.speech.recognition import Transcriber
    from ingest.voices.encoder import VoiceEncoder

# A minute of talk that comes with Earmark, by which a machine's pace is measured.
SPEECH_SAMPLE: Final = Path(__file__).parents[2] / "demo/shows/copper-and-current/audio/evening-batteries.mp3"


def open_transcriber(settings: Settings, *, threads: int | None = None) -> "Transcriber":
    """Hears with `threads`, by default with all cores."""
    quiet_hub()
    from ingest.speech.recognition import transcriber_named

    return transcriber_named(recogniser_named(settings), threads=threads, brought=settings.recognisers_dir)


def recogniser_named(settings: Settings) -> str:
    """The recogniser that is set, else the one that this machine's pace allows, which is measured the first time."""
    from ingest.speech.pace import default_recogniser

    return settings.whisper_model or default_recogniser(settings.data_dir, SPEECH_SAMPLE)


def open_voices(settings: Settings) -> "VoiceEncoder | None":
    """What tells voices apart; None where that is switched off, or its package is not there."""
    from ingest.voices.encoder import VoiceEncoder, is_installed

    return VoiceEncoder() if settings.voices == "auto" and is_installed() else None


def hears(settings: Settings) -> str:
    """Which recogniser hears, and why, in a sentence."""
    from ingest.speech import pace, told

    where = set_in(SPEECH_FIELD, settings)
    return told.hears(settings.whisper_model, where, pace.kept(settings.data_dir))
