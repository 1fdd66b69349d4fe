"""The default recogniser is the one that this machine is quick enough for, by one measurement that is kept."""

import pytest

from config import SPEECH_SAMPLE
from ingest.speech import pace
from ingest.speech.known import recogniser
from ingest.speech.pace import MOST_MINUTES, Pace
from ingest.speech.recognition import cores


def took(minutes, on=None):
    return Pace(minutes_an_hour=minutes, cores=on or cores())


def test_a_quick_machine_hears_with_base_and_a_slow_one_with_tiny():
    assert pace.chosen({"base": took(MOST_MINUTES - 1)}) == "base"
    assert pace.chosen({"base": took(MOST_MINUTES + 1)}) == "tiny.en"
    assert pace.chosen({"tiny.en": took(1)}) is None


def test_what_was_measured_is_kept(tmp_path):
    pace.keep(tmp_path, "base", took(7.5))
    pace.keep(tmp_path, "tiny.en", took(3.0))

    assert pace.kept(tmp_path) == {"base": took(7.5), "tiny.en": took(3.0)}


def test_on_another_number_of_cores_it_is_measured_again(tmp_path):
    pace.keep(tmp_path, "base", took(7.5, on=cores() + 1))

    assert pace.kept(tmp_path) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '[["base", {}]]', '{"base": 1}', '[["base", null]]'])
def test_a_spoilt_file_is_measured_again(tmp_path, text):
    (tmp_path / pace.NAME).write_text(text)

    assert pace.kept(tmp_path) == {}


def test_what_is_not_here_is_estimated_by_its_work():
    small = recogniser("small")

    assert pace.estimated(small, {"base": took(10.0)}) == pytest.approx(10.0 * small.work)
    assert pace.estimated(small, {}) is None


def test_without_a_sample_nothing_is_measured(tmp_path):
    assert pace.default_recogniser(tmp_path, tmp_path / "none.mp3") == "base"
    assert pace.kept(tmp_path) == {}


@pytest.mark.slow
def test_the_first_time_the_machine_is_measured_and_then_never_again(tmp_path):
    first = pace.default_recogniser(tmp_path, SPEECH_SAMPLE)
    measured = pace.kept(tmp_path)
    pace.keep(tmp_path, "base", took(MOST_MINUTES + 1))

    assert first in ("base", "tiny.en")
    assert measured["base"].minutes_an_hour > 0
    assert pace.default_recogniser(tmp_path, SPEECH_SAMPLE) == "tiny.en"
