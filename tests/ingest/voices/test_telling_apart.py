"""Voices told apart in sound, with the packaged encoder: how many, who says which word, and what a print is."""

from pathlib import Path

import numpy as np
import pytest

from ingest.speech.mixing import RATE
from ingest.transcripts.reading import read
from ingest.voices.encoder import SIZE, WINDOW_SECONDS, VoiceEncoder
from ingest.voices.grouping import unit, voices_in
from ingest.voices.prints import Voiceprints, spoken
from ingest.voices.speakers import told_apart
from ingest.voices.turns import utterances, voices_of
from language.sentences import words_of
from store.records.transcripts import Segment, Transcript, Word
from tests.worlds.sounds import SHOWS, talk

AUDIO = SHOWS / "copper-and-current" / "audio" / "small-reactors.mp3"
JSON = SHOWS / "copper-and-current" / "transcripts" / "small-reactors.json"


@pytest.fixture(scope="module")
def encoder():
    return VoiceEncoder()


@pytest.fixture(scope="module")
def published():
    return read(JSON.read_text(encoding="utf-8"), "application/json", "http://x/", None)


@pytest.fixture(scope="module")
def parted(encoder, published):
    """The talk as if it had been recognised: nobody is named."""
    nameless = tuple(
        Segment(start=s.start, end=s.end, text=s.text, words=tuple(words_of(s))) for s in published.segments
    )
    return told_apart(Transcript(segments=nameless, source="whisper"), Path(AUDIO), encoder)


def word(start, text="word", seconds=0.3):
    return Word(start=start, end=start + seconds, text=text)


def direction(axis):
    row = np.zeros(SIZE, np.float32)
    row[axis] = 1.0
    return row


def prints(*rows):
    """A print each half second, of unbroken talk."""
    return Voiceprints(middles=np.arange(len(rows)) * 0.5, stretches=np.zeros(len(rows), np.int64), rows=np.stack(rows))


@pytest.mark.slow
def test_two_voices_are_found_where_two_speak(parted):
    assert len(parted.prints) == 2
    assert {segment.speaker for segment in parted.transcript.segments} == {"Speaker 1", "Speaker 2"}


@pytest.mark.slow
def test_nearly_every_word_is_its_speakers(parted, published):
    said = [segment.speaker for segment in published.segments for _ in words_of(segment)]
    given = [segment.speaker for segment in parted.transcript.segments for _ in words_of(segment)]

    calls = {"Speaker 1": said[0], "Speaker 2": next(name for name in said if name != said[0])}
    right = sum(calls[label] == name for label, name in zip(given, said, strict=True))
    assert right > 0.97 * len(said)


@pytest.mark.slow
def test_no_word_is_lost_or_moved(parted, published):
    words = [each for segment in parted.transcript.segments for each in words_of(segment)]

    assert [each.text for each in words] == [each.text for s in published.segments for each in words_of(s)]


@pytest.mark.slow
def test_a_print_does_not_depend_on_loudness(encoder):
    sound = talk(3.0, 3.0 + WINDOW_SECONDS, AUDIO)

    loud, quiet = encoder.prints([sound, sound * np.float32(0.1)])

    assert float(loud @ quiet) > 0.999


@pytest.mark.slow
def test_silence_and_a_stretch_that_is_too_short_have_a_print_too(encoder):
    rows = encoder.prints([np.zeros(RATE, np.float32), talk(3.0, 3.5, AUDIO)])

    assert rows.shape == (2, SIZE)
    assert np.isfinite(rows).all()


def test_a_long_pause_parts_talk():
    assert spoken([word(0.0), word(0.4), word(5.0)]) == [(0.0, 0.7), (5.0, 5.3)]


def test_one_voice_in_two_tones_is_one():
    tone = unit(direction(0) + 0.5 * direction(1))
    other = unit(direction(0) - 0.1 * direction(1))

    assert len(voices_in(prints(*[tone] * 24, *[other] * 24))) == 1


def test_two_voices_are_in_the_order_in_which_they_are_heard():
    rows = voices_in(prints(*[direction(3)] * 8, *[direction(1)] * 24))

    assert rows.argmax(axis=1).tolist() == [3, 1]


def test_talk_of_nobody_has_no_voice():
    nothing = Voiceprints(middles=np.zeros(0), stretches=np.zeros(0, np.int64), rows=np.zeros((0, SIZE), np.float32))

    assert len(voices_in(nothing)) == 0


def test_a_short_word_of_another_voice_is_kept_apart():
    words = [word(at * 0.5, text) for at, text in enumerate("It is so. Yeah. And it stays so".split())]
    rows = [direction(0)] * 3 + [direction(1)] + [direction(0)] * 4

    given = voices_of(words, prints(*rows), np.stack([direction(0), direction(1)]))

    assert given == [0, 0, 0, 1, 0, 0, 0, 0]


def test_one_odd_print_does_not_tear_a_sentence():
    words = [word(at * 0.3, "word") for at in range(12)]
    odd = unit(direction(0) + 1.2 * direction(1))
    rows = [direction(0)] * 3 + [odd] + [direction(0)] * 4

    assert set(voices_of(words, prints(*rows), np.stack([direction(0), direction(1)]))) == {0}


def test_a_turn_that_sounds_like_nobody_is_nobodys():
    words = [word(at * 0.5) for at in range(4)]

    assert voices_of(words, prints(*[direction(5)] * 4), np.stack([direction(0)])) == [None] * 4


def test_a_few_short_words_are_no_voice_of_their_own():
    talk, short = [direction(0)] * 12, [unit(direction(0) + 2.0 * direction(1))]
    found = Voiceprints(
        middles=np.arange(14) * 0.5, stretches=np.array([0] * 12 + [1, 2]), rows=np.stack(talk + short + short)
    )

    assert len(voices_in(found)) == 1


def test_two_who_sound_alike_are_told_apart_where_two_are_known_to_speak():
    one, other = direction(0), unit(direction(0) + 0.4 * direction(1))
    found = Voiceprints(
        middles=np.arange(16) * 0.5, stretches=np.repeat(np.arange(4), 4), rows=np.stack(([one] * 4 + [other] * 4) * 2)
    )

    assert len(voices_in(found)) == 1
    assert np.allclose(voices_in(found, at_least=2), [one, other], atol=1e-5)


def test_words_are_joined_to_turns():
    said = utterances([word(0.0, "Yes."), word(1.0, "So"), word(2.0, "it is.")], ["Ana", "Ben", "Ben"])

    assert [(each.speaker, [w.text for w in each.words]) for each in said] == [
        ("Ana", ["Yes."]),
        ("Ben", ["So", "it is."]),
    ]
