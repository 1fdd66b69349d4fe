"""Words without times get some, and interpolated ones run around the seconds of which a transcript says nothing."""

from itertools import pairwise

import pytest

from ingest.transcripts.timing import Hole, timed, turn

SENTENCE = "Every crane in this port waits for one ship. "  # nine words, 3.6 seconds at the usual pace
BREAK = Hole(start=60.0, end=120.0)


def starts(utterances):
    return [each.words[0].start for each in utterances]


def test_words_before_and_after_a_hole_are_laid_around_it():
    before, after = turn("Ann", SENTENCE * 10, 0.0), turn("Bob", SENTENCE * 10)

    laid = timed([before, after], 180.0, [BREAK])

    assert laid[0].words[-1].end == pytest.approx(60)
    assert laid[1].words[0].start == pytest.approx(120)
    assert laid[1].words[-1].end == pytest.approx(180)


def test_without_holes_the_words_run_on():
    turns = [turn("Ann", SENTENCE * 10, 0.0), turn("Bob", SENTENCE * 10)]

    assert starts(timed(turns, 180.0)) == pytest.approx([0, 90])


def test_the_border_is_the_beginning_of_a_sentence():
    words = [word for each in timed([turn("Ann", SENTENCE * 17, 0.0)], 180.0, [BREAK]) for word in each.words]

    [(last, first)] = [(one, other) for one, other in pairwise(words) if other.start - one.end > 1]
    assert (last.text, first.text) == ("ship.", "Every")


def test_a_marked_word_keeps_its_time_on_its_side_of_the_hole():
    turns = [turn("Ann", SENTENCE * 4, 0.0), turn("Bob", SENTENCE, 58.0), turn("Ann", SENTENCE * 4, 121.0)]

    assert starts(timed(turns, 160.0, [BREAK])) == pytest.approx([0, 58, 121])


def test_a_hole_in_which_a_mark_stands_is_none():
    turns = [turn("Ann", SENTENCE * 10, 0.0), turn("Bob", SENTENCE * 10, 90.0)]

    assert timed(turns, 180.0, [BREAK]) == timed(turns, 180.0)


def test_several_holes_may_lie_between_two_marks():
    turns = [turn("Ann", SENTENCE * 30, 0.0), turn("Bob", SENTENCE, 300.0)]

    words = timed(turns, 310.0, [Hole(start=50, end=150), Hole(start=200, end=250)])[0].words

    assert [one.end for one, other in pairwise(words) if other.start - one.end > 1] == pytest.approx([50, 200], abs=5)
    assert words[-1].end == pytest.approx(300)
