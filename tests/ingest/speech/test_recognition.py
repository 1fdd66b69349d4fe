"""Speech to words with the packaged model: whole, on their second, none invented, and on from where a run died."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.speech.decoding import pieces, sound_out, stretch
from ingest.speech.ears.windows import Guess, believed, lost_parts
from ingest.speech.mixing import RATE
from ingest.speech.recognition import NoSpeech, WhisperTranscriber
from ingest.speech.voice_activity import FRAME_SECONDS, Window, best_cut, windows
from ingest.transcripts.reading import read
from language.folding import folded_words
from language.sentences import words_of
from store import open_store
from store.errors import Unusable
from store.queries import recognised
from store.queries.recognised import Heard
from store.records.transcripts import Segment, Word
from tests.worlds.sounds import TALK, TALK_JSON, silence, talk, tone, wav

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def transcriber():
    return WhisperTranscriber(threads=2)


@pytest.fixture(scope="module")
def published():
    transcript = read(TALK_JSON.read_text(encoding="utf-8"), "application/json", "http://x/", None)
    return [word for segment in transcript.segments for word in words_of(segment)]


@pytest.fixture(scope="module")
def heard(transcriber):
    """The first 50 s of an episode."""
    return transcriber.listen(TALK, [(0.0, 50.0)])[0]


def test_nearly_all_words_are_heard(heard, published):
    said = folded_words(" ".join(word.text for word in published if word.start < 50.0))

    found = folded_words(" ".join(word.text for word in heard))

    assert len(set(said) & set(found)) > 0.9 * len(set(said))
    assert abs(len(found) - len(said)) < 0.05 * len(said)


def test_words_stand_on_their_second(heard, published):
    rare = ["evening", "batteries", "gas", "solar"]
    first = {word: next((w.start for w in heard if folded_words(w.text) == [word]), None) for word in rare}
    said = {word: next((w.start for w in published if folded_words(w.text) == [word]), None) for word in rare}
    both = [(first[word], said[word]) for word in rare if first[word] and said[word]]

    assert both
    assert np.abs(np.diff(both, axis=1)).max() < 1.0


def test_silence_and_a_tone_hold_no_words(transcriber, tmp_path):
    with pytest.raises(NoSpeech, match="no speech was found in 12 s"):
        transcriber.transcribe(wav(tmp_path / "a.wav", silence(6), tone(6)))


def test_what_a_run_heard_before_is_taken_over_and_not_heard_again(transcriber, tmp_path):
    path = wav(tmp_path / "a.wav", talk(0, 40))
    before = Heard(segments=(Segment(start=0.0, end=9.0, text="As before."),), until=20.0, language="en")
    parts, told = [], []

    transcript = transcriber.transcribe(
        path, before=before, on_heard=parts.append, on_seconds=lambda *s: told.append(s)
    )

    assert transcript.segments[0] == before.segments[0]
    assert transcript.segments[1].start >= 20.0
    assert min(part.segments[0].start for part in parts) >= 20.0
    assert told[-1] == (pytest.approx(40.0, abs=0.1), pytest.approx(40.0, abs=0.1))


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    wav(tmp_path / "a.wav", talk(0, 36))
    command = [sys.executable, str(ROOT / "tests" / "worlds" / "kill_hearing.py"), str(tmp_path)]

    killed = subprocess.run([*command, "1"], capture_output=True, text=True, check=False)
    store = open_store(f"sqlite:///{tmp_path / 'earmark.db'}")
    with store.read() as connection:
        _, kept = recognised.so_far(connection, 1)
    store.close()
    ended = subprocess.run([*command, "0"], capture_output=True, text=True, check=False)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert kept.segments
    assert 9.0 <= kept.until < 30.0
    assert ended.returncode == 0, ended.stderr
    assert float(ended.stdout.split()[0]) == pytest.approx(kept.until)


def test_a_file_without_sound_is_one_sentence(transcriber, tmp_path):
    (tmp_path / "a").write_bytes(b"RIFF" + bytes(200))

    with pytest.raises(Unusable, match="cannot be decoded"):
        transcriber.transcribe(tmp_path / "a")


def test_pieces_are_the_sound_whole_and_a_stretch_begins_on_its_sample():
    whole = np.concatenate(list(pieces(TALK)))

    assert len(whole) / RATE == pytest.approx(sound_out(TALK).seconds, abs=0.1)
    alike = np.correlate(stretch(TALK, 31.0, 33.0), whole[31 * RATE + 800 : 33 * RATE - 800])
    assert abs(int(alike.argmax()) - 800) < 0.002 * RATE


def test_talk_is_cut_at_pauses_into_windows_that_hold_all_speech():
    cut = list(windows(pieces(TALK), 0.0, longest=18.0))

    assert max(window.end - window.start for window in cut) <= 18.0
    assert max(float(window.voice[-1]) for window in cut) < 0.5
    assert sum(window.end - window.start for window in cut) > 0.9 * sound_out(TALK).seconds


def test_the_cut_is_in_the_longest_pause_of_the_later_part():
    voice = np.ones(1000, np.float32)
    voice[100:140] = voice[600:606] = voice[700:715] = 0.0

    assert 700 <= best_cut(voice) < 715


def test_a_piece_full_of_voice_is_believed_though_whisper_thinks_it_silent():
    guess = Guess(words=(), logprob=-0.6, no_speech=0.7, compression=1.2)
    voiced = Window(start=0.0, samples=silence(2), voice=np.ones(int(2 / FRAME_SECONDS), np.float32))
    patchy = Window(start=0.0, samples=silence(2), voice=np.resize(np.float32([1, 0, 0]), int(2 / FRAME_SECONDS)))

    assert believed(guess, voiced)
    assert not believed(guess, patchy)


def test_speech_without_words_is_found_and_pauses_are_not():
    voice = np.ones(int(20 / FRAME_SECONDS), np.float32)
    voice[: int(4 / FRAME_SECONDS)] = 0.0
    window = Window(start=100.0, samples=silence(20), voice=voice)
    spoken = [Word(start=104.0 + at, end=104.5 + at, text="word") for at in np.arange(0, 8, 0.5)]

    lost = lost_parts(tuple(spoken), window)

    assert [(round(part.start), round(part.end)) for part in lost] == [(112, 120)]
