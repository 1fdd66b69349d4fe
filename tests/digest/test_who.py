"""A word on who speaks: taken from the notes as it stands there, or nothing."""

import pytest

from digest.who import introduction


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("Ana Ruiz, a partner at a small venture fund, reads invoices.", "a partner at a small venture fund"),
        ("We talk with Ana Ruiz, maintainer of Babel, about care.", "maintainer of Babel"),
        ("Ana Ruiz is the chief of the port. She explains.", "the chief of the port"),
        ("Ana Ruiz, who plans power lines for 20 years; more.", "who plans power lines for 20 years"),
        ("Ana Ruiz, speaking at a fair, was loud.", None),
        ("Ana Ruiz, Bo Lind, and Cy Tran talk.", None),
        ("Ana Ruiz explains the port.", None),
        ("Nobody is introduced here.", None),
        (f"Ana Ruiz, a {'very ' * 20}long story, talks.", None),
    ],
)
def test_an_introduction_is_what_the_notes_set_apart_behind_the_name(notes, told):
    assert introduction("Ana Ruiz", notes) == told


@pytest.mark.parametrize("name", [None, "", "Ana"])
def test_a_first_name_alone_may_be_anybody(name):
    assert introduction(name, "Ana, a partner at a fund, talks.") is None
