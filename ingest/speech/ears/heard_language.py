"""Which language a talk is in, heard at several places: what comes first may be an advert in another one."""

from collections.abc import Sequence
from pathlib import Path

from ingest.speech.decoding import stretch
from ingest.speech.ears.windows import Ear
from ingest.speech.voice_activity import Window, windows

# By judgement, not measured: the first window and one each of three places, so that the talk outvotes an advert that
# comes first; each costs the encoder a quarter of a minute of audio. Of short audio the first three windows.
_FIRST_WINDOWS = 3
_PLACES = (0.3, 0.5, 0.8)
_PLACE_SECONDS = 30.0
_ENOUGH_SECONDS = 13.0  # of it, about what Whisper's encoder is given at least
_LONG_SECONDS = 240.0  # by judgement, not measured: in shorter audio the first windows are half of it


def heard_language(ear: Ear, path: Path, seconds: float | None, first: Sequence[Window]) -> str:
    """Its code, such as "de"; English from a recogniser that hears nothing else."""
    if not ear.multilingual:
        return "en"
    places = [share * seconds for share in _PLACES] if seconds and seconds > _LONG_SECONDS else []
    later = [_longest(stretch_windows) for at in places if (stretch_windows := _windows_at(path, at))]
    return ear.language_of([*(later or first[:_FIRST_WINDOWS]), *first[: 1 if later else 0]])


def _windows_at(path: Path, start: float) -> list[Window]:
    return list(windows([stretch(path, start, start + _PLACE_SECONDS)], start, _ENOUGH_SECONDS))


def _longest(found: Sequence[Window]) -> Window:
    return max(found, key=lambda window: len(window.samples))
