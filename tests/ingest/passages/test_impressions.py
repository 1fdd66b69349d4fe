"""What a small language model makes of a passage: the same whatever is read beside it, and told apart by soundness."""

import random

import numpy as np
import pytest

from config import open_impressions
from ingest.passages.impressions import SIZE, Impressions

SOUND = (
    "Most hospitals lose more money on missed appointments than on late payments, because nobody reminds the patients.",
    "A tunnel under the river costs four times as much as a bridge, but ships of any height can pass it all year.",
    "When the price of copper doubled, thieves began to steal cables at night and trains stood still for hours.",
)


def shuffled(text):
    words = text.split()
    random.Random(4).shuffle(words)
    return " ".join(words)


def likeness(one, other):
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.fixture(scope="module")
def made():
    return open_impressions().of([*SOUND, *map(shuffled, SOUND)])


def test_there_are_as_many_numbers_for_each_text(made):
    assert made.shape == (6, SIZE)
    assert np.isfinite(made).all()


def test_an_impression_does_not_hang_on_what_is_read_beside_it(made):
    alone = open_impressions().of(SOUND[:1])

    assert likeness(alone[0], made[0]) > 0.999


def test_sound_sentences_are_more_alike_than_the_same_words_in_disorder(made):
    sound, broken = made[:3], made[3:]

    assert likeness(sound[0], sound[1]) > likeness(sound[0], broken[1])
    assert likeness(broken[0], broken[2]) > likeness(broken[0], sound[2])


def test_nothing_is_read_before_it_is_asked(tmp_path):
    Impressions(tmp_path / "cache")

    assert not (tmp_path / "cache").exists()


def test_nothing_asked_is_nothing_told():
    assert open_impressions().of([]).shape == (0, SIZE)
