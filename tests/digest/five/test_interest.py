"""A reader's taste: nothing before the first word, little after one, and plain after ten."""

import numpy as np
import pytest

from digest.five.interest import Opinion, Taste, lifted
from tests.worlds.citing import direction


def likes(*vectors):
    return [Opinion(vector=vector, liked=True) for vector in vectors]


def dislikes(*vectors):
    return [Opinion(vector=vector, liked=False) for vector in vectors]


def near(axis, count, cosine=0.8):
    """That many vectors around `axis`, each in a direction of its own."""
    return [direction(10 + n, near=axis, cosine=cosine) for n in range(count)]


def interest(taste, *vectors):
    return taste.interest(np.array(vectors)).tolist()


def test_without_a_word_there_is_no_opinion():
    assert interest(Taste([]), direction(0), direction(1)) == [0.5, 0.5]
    assert Taste([]).alike(np.array([direction(0)])) == [0]


def test_one_word_moves_little():
    (moved,) = interest(Taste(likes(direction(0))), direction(1, near=0, cosine=0.6))

    assert 0.5 < moved < 0.56


def test_ten_words_show():
    taste = Taste([*likes(*near(0, 5)), *dislikes(*near(1, 5))])

    liked, disliked = interest(taste, direction(2, near=0, cosine=0.6), direction(2, near=1, cosine=0.6))

    assert liked > 0.6
    assert disliked < 0.4


def test_many_useless_ones_do_not_turn_the_reader_against_everything():
    taste = Taste([*likes(direction(0)), *dislikes(*near(1, 9))])

    (elsewhere,) = interest(taste, direction(5))

    assert elsewhere == pytest.approx(0.5, abs=0.1)


def test_an_insight_without_a_vector_has_no_opinion():
    taste = Taste(likes(*near(0, 5)))

    assert interest(taste, np.zeros_like(direction(0))) == [0.5]


def test_vectors_of_another_model_are_left_aside():
    taste = Taste([*likes(np.ones(3, dtype=np.float32)), *likes(direction(0))])

    assert taste.alike(np.array([direction(0)])) == [1]
    assert Taste(likes(direction(0))).interest(np.ones((1, 3), dtype=np.float32)).tolist() == [0.5]


def test_alike_counts_the_useful_ones_only():
    taste = Taste([*likes(*near(0, 3)), *dislikes(direction(0))])

    assert taste.alike(np.array([direction(0), direction(1)])) == [3, 0]


def test_a_followed_thread_lifts_and_never_past_one():
    assert lifted(0.5, followed=False) == 0.5
    assert lifted(0.5, followed=True) == pytest.approx(0.7)
    assert lifted(1.0, followed=True) == 1.0
