"""Which words may open a sentence without being names."""

import pytest

from language.everyday_words import is_ordinary


@pytest.mark.parametrize(
    "word",
    "Copper Lithium Batteries Tariffs Obesity Diabetes Chips Vaccines Mortgages Websites Someone's Decarbonize "
    "Refactoring Heat-pumps Tokenizers Regulators".split(),
)
def test_an_everyday_word_is_no_name_whatever_the_field(word):
    assert is_ordinary(word, ())


@pytest.mark.parametrize("word", "Beijing Boeing Nvidia Huawei Kimberly Moderna Berlin Intel Databricks".split())
def test_a_name_is_none(word):
    assert not is_ordinary(word, ())


def test_a_word_of_the_talk_is_none_either():
    assert is_ordinary("Metformin", {"metformin"})
