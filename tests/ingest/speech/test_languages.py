"""The language of a talk is heard: by the packaged model, in speech that espeak-ng has made."""

from itertools import islice
from pathlib import Path

import pytest

from ingest.speech.decoding import pieces, stretch
from ingest.speech.ears.heard_language import heard_language
from ingest.speech.ears.whisper import Whisper
from ingest.speech.recognition import WhisperTranscriber
from ingest.speech.voice_activity import windows
from ingest.speech.weights import weights
from language.folding import folded_words
from tests.worlds.sounds import talk, wav

pytestmark = pytest.mark.slow

SPOKEN = Path(__file__).parents[2] / "data" / "speech"


@pytest.fixture(scope="module")
def transcriber():
    return WhisperTranscriber(threads=2)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", {"willkommen", "heute", "strom", "winter", "kabel"}),
        ("fr", {"bonjour", "boutique", "prix", "bienvenue"}),
        ("es", {"hoy", "agua", "pueblos", "vecinos", "lluvia"}),
    ],
)
def test_a_talk_is_transcribed_in_its_own_language(transcriber, language, said):
    transcript = transcriber.transcribe(SPOKEN / f"{language}.mp3")

    found = folded_words(" ".join(segment.text for segment in transcript.segments))

    assert transcript.language == language
    assert len(said & set(found)) >= len(said) - 1


def test_an_english_advert_in_front_does_not_make_a_talk_english(tmp_path):
    german = stretch(SPOKEN / "de.mp3", 0.0, 18.0)
    path = wav(tmp_path / "a.wav", talk(0, 60), *[german] * 12)
    first = list(islice(windows(pieces(path), 0.0, 26.0), 3))

    assert heard_language(Whisper(weights("base")), path, 276.0, first) == "de"
