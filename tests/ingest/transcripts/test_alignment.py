"""A published transcript meets audio into which other talk was inserted, or which is not its own."""

from dataclasses import replace

import numpy as np
import pytest

from ingest.speech.decoding import sound_out
from ingest.speech.recognition import WhisperTranscriber
from ingest.speech.spot_checks import compared
from ingest.transcripts.alignment import Clue, TimedTalk, corrected, in_order, shifted
from ingest.transcripts.reading import read
from language.sentences import words_of
from store.records.transcripts import Segment, Shift, Transcript, Word
from tests.worlds.sounds import OTHER_TALK, TALK, TALK_JSON, talk, wav

pytestmark = pytest.mark.slow

END = 110.0


@pytest.fixture(scope="module")
def transcriber():
    return WhisperTranscriber("tiny.en", threads=2)


@pytest.fixture(scope="module")
def published():
    return read(TALK_JSON.read_text(encoding="utf-8"), "application/json", "http://x/", None)


def check(transcriber, path, transcript):
    return compared(transcriber, path, sound_out(path).seconds, transcript)


def test_two_insertions_are_found_and_all_words_land_on_their_second(transcriber, published, tmp_path):
    border = next(segment.end for segment in published.segments if segment.end > 50.0)
    path = wav(
        tmp_path / "a.wav", talk(0, 12, OTHER_TALK), talk(0, border), talk(20, 45, OTHER_TALK), talk(border, END)
    )

    found = check(transcriber, path, published)

    before = [word for segment in published.segments for word in words_of(segment)]
    after = [word for segment in found.segments for word in words_of(segment)]
    said = np.array([word.start + (37.0 if word.start >= border - 0.01 else 12.0) for word in before])
    assert [word.text for word in after] == [word.text for word in before]
    assert np.abs(said - [word.start for word in after]).max() < 1.5
    assert [shift.seconds for shift in found.shifts] == pytest.approx([12.0, 37.0], abs=0.5)
    assert found.times == "the publisher's times, checked against the audio"


def test_audio_of_other_talk_is_told(transcriber, published):
    assert check(transcriber, OTHER_TALK, published) is None


def test_right_times_stay_as_they_are(transcriber, published):
    found = check(transcriber, TALK, published)

    assert found == replace(published, checked=True)


def numbered(count):
    words = tuple(Word(start=float(at), end=at + 0.9, text=f"word{at}") for at in range(count))
    return Transcript(segments=(Segment(start=0.0, end=float(count), text="", words=words),), source="published:vtt")


def clue(first, last, shift, runs=10):
    return Clue(first=first, last=last, shift=shift, start=first + shift, end=last + shift, runs=runs)


def test_a_phrase_that_is_said_twice_misleads_nobody():
    right = [clue(0, 10, 0.0), clue(30, 40, 0.0), clue(60, 70, 20.0)]

    assert in_order([*right, clue(45, 49, -40.0, 5), clue(20, 25, 60.0, 5)]) == right


def test_heard_words_are_found_in_two_places_around_an_insertion():
    heard = [Word(start=at + (5.0 if at < 20 else 35.0), end=0.0, text=f"word{at}") for at in range(10, 30)]

    clues = sorted(TimedTalk(numbered(50)).look_up(heard).clues, key=lambda each: each.first)

    assert [(each.first, each.last, each.shift) for each in clues] == [(10, 19, 5.0), (20, 29, 35.0)]


def test_a_segment_into_which_something_was_inserted_is_cut():
    transcript = numbered(40)

    parts = corrected(transcript, TimedTalk(transcript), [clue(0, 19, 0.0), clue(20, 39, 30.0)]).segments

    assert [(part.start, part.end) for part in parts] == [(0.0, 19.9), (50.0, 69.9)]


def test_a_second_of_the_publisher_is_one_of_the_audio():
    shifts = (Shift(start=0.0, seconds=10.0), Shift(start=60.0, seconds=40.0))

    assert [shifted(second, shifts) for second in (0.0, 59.0, 60.0)] == [10.0, 69.0, 100.0]
    assert shifted(5.0, ()) == 5.0
