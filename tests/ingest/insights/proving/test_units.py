"""A number is said only where it is said of the same."""

import pytest

from ingest.insights.proving.units import says_of_the_same, unit_at


@pytest.mark.parametrize(
    ("words", "at", "unit"),
    [
        ("It costs $5 a month", 2, "money"),
        ("they paid two hundred thousand dollars", 2, "money"),
        ("between 90 to 95% of them", 1, "percent"),
        ("a hundred percent sure", 0, "percent"),
        ("after twelve more years", 1, "time"),
        ("the mill is twelve years old", 3, "age"),
        ("I learned it at age 22 or so", 5, "age"),
        ("from age 13 to 22 basically", 4, "age"),
        ("it gets big in year six if you wait", 5, "order"),
        ("the GPT-4 model", 1, "name"),
        ("two devoted users", 0, "count"),
    ],
)
def test_the_words_about_a_number_tell_its_unit(words, at, unit):
    assert unit_at(words.split(), at) == unit


def test_years_and_an_age_are_the_same():
    assert says_of_the_same("time", "age", carried=False)


def test_a_unit_that_speech_left_out_is_believed_where_the_sentence_is_carried():
    assert says_of_the_same("percent", "count", carried=True)
    assert not says_of_the_same("percent", "count", carried=False)


def test_six_of_something_is_not_the_sixth_year():
    assert not says_of_the_same("count", "order", carried=True)
