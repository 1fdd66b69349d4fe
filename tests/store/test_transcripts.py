"""What a span holds, at its borders: one rule for words, sentences and seconds."""

import pytest

from store.records.transcripts import Span, held_by

ADVERT = Span(start=10, end=20, reason="advert")
NEXT = Span(start=20, end=23, reason="next")


@pytest.mark.parametrize(
    ("start", "end", "is_held"),
    [
        (10, 20, True),
        (12, 14, True),
        (5, 15, False),  # exactly half is not more than half
        (5, 15.1, True),
        (15, 25, False),
        (14.9, 25, True),
        (0, 10, False),
        (20, 30, False),
        (5, 25, False),  # the middle alone does not hold the rest
        (5, 24.9, True),
    ],
)
def test_a_stretch_is_held_when_more_than_half_of_it_lies_within(start, end, is_held):
    assert (held_by([ADVERT], start, end) is ADVERT) == is_held


@pytest.mark.parametrize(("moment", "is_held"), [(9.9, False), (10, True), (19.9, True), (20, False)])
def test_a_moment_is_held_from_the_first_second_up_to_the_last(moment, is_held):
    assert (held_by([ADVERT], moment, moment) is ADVERT) == is_held


def test_times_that_run_backwards_count_by_their_start():
    assert held_by([ADVERT], 12, 5) is ADVERT
    assert held_by([ADVERT], 25, 12) is None


def test_spans_hold_a_stretch_together_and_it_counts_to_the_one_with_most_of_it():
    assert held_by([ADVERT, NEXT], 17, 26) is ADVERT
    assert held_by([ADVERT, NEXT], 18.5, 26) is NEXT
    assert held_by([ADVERT, NEXT], 17, 29) is None


def test_without_spans_nothing_is_held():
    assert held_by([], 0, 10) is None
