"""What was said is read with less of it, and never with anything else."""

import pytest

from language.deletion.editing import edited
from language.editing.kept_words import kept, pieces, says
from language.fillers import clean


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Well, the grid is, uh, full.", "The grid is full."),
        ("We want, we want batteries.", "We want batteries."),
        ("We're gonna need batteries,", "We're gonna need batteries."),
        ("People who wait – and many do – pay more.", "People who wait – and many do – pay more."),
        ("It scales... But it costs.", "It scales. But it costs."),
    ],
)
def test_words_are_left_out_and_none_is_put_otherwise(said, read):
    assert edited(said, kept(said, clean(said))) == read


def test_where_nothing_is_left_out_there_is_nothing_to_strike():
    assert kept("The grid is full.", "The grid is full.") == ()
    assert list(pieces("The grid is full.", ())) == [("The grid is full.", True)]


def test_every_word_stands_in_one_piece_in_order():
    said = "Well, the grid is, uh, full."

    cut = list(pieces(said, kept(said, clean(said))))

    assert [piece for piece, shown in cut if shown] == ["the grid is", "full."]
    assert " ".join(piece for piece, _ in cut).split() == ["Well,", "the", "grid", "is", ",", "uh,", "full."]


def test_more_than_three_words_in_a_row_leave_a_mark():
    said = "The grid is full. I was in Leeds last May. Batteries help."

    assert edited(said, kept(said, "The grid is full. Batteries help.")) == "The grid is full. … Batteries help."
    assert edited(said, kept(said, "The grid is full.")) == "The grid is full."


def test_a_text_says_no_more_than_its_quote():
    assert says("Well, the grid is, uh, full.", "The grid is full.")
    assert not says("The grid is full.", "The grid is not full.")
