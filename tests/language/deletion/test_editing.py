"""What was said is read without its stumbles: words go, none is changed."""

import pytest

from language.deletion.editing import edited, left_out, shown
from language.folding import folded_words
from language.grammar import english


def read(said):
    return edited(said, shown(said, english()))


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("So the grid is full, and we need batteries.", "The grid is full, and we need batteries."),
        ("Yeah, the grid is full, and we need batteries.", "The grid is full, and we need batteries."),
        ("The grid is, um, full.", "The grid is full."),
        ("AI for good, as you mentioned, is a great place.", "AI for good is a great place."),
        ("The grid is full. Well, we need batteries.", "The grid is full. We need batteries."),
        ("We kind of rebuilt the whole grid in a year.", "We rebuilt the whole grid in a year."),
        ("We can put in the in the batteries next year.", "We can put in the batteries next year."),
        ("It does -- it does store power for a week.", "It does store power for a week."),
    ],
)
def test_fillers_repeats_and_broken_starts_are_left_out(said, printed):
    assert read(said) == printed


@pytest.mark.parametrize(
    "said",
    [
        "The grid is very, very full.",
        "I see you, you see me.",
        "It grew for months and months and months.",
        "We need wind, we need sun, we need batteries.",
        "This is important to pay attention to. Pay attention to this, too.",
        "This kind of battery lasts, and it is kind of a bank for power.",
        "It costs like 30 dollars.",
        "So far the grid holds.",
        "So that we have power, we need batteries.",
        "I like batteries, and they look like boxes.",
        "Right now the grid is full.",
    ],
)
def test_what_is_meant_stays(said):
    assert read(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "We can't just take -- for example, we need the grid.",
        "I want to pay 30 -- you want to pay for the grid.",
        "I was with Ines at -- it was late when we came to the grid.",
        "I think maybe -- it is going to be late for the grid.",
    ],
)
def test_a_start_that_denies_counts_names_or_doubts_stays(said):
    assert left_out(said, english()) == ()


def test_what_is_read_and_what_is_left_out_are_the_whole():
    said = "So the grid is, um, full. Yeah, we we need batteries."

    kept, gone = shown(said, english()), left_out(said, english())

    in_order = sorted([*kept, *gone])
    assert folded_words(" ".join(said[start:end] for start, end in in_order)) == folded_words(said)
    assert folded_words(read(said)) == folded_words(" ".join(said[start:end] for start, end in kept))


def test_where_nothing_is_left_out_there_are_no_spans():
    assert shown("The grid is full.", english()) == ()
    assert read("The grid is full.") == "The grid is full."


def test_of_fillers_alone_all_is_read():
    assert shown("Um, uh.", english()) == ()


def test_more_than_three_words_in_a_row_leave_a_mark_and_what_ended_a_sentence_still_does():
    said = "The grid is full. I was in Leeds last May. Batteries help, right? We need them."

    assert edited(said, ((0, 17), (43, 57), (66, 79))) == "The grid is full. … Batteries help. We need them."
