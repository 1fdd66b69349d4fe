"""Who a speaker is comes from the feed's notes, and from nowhere else."""

import pytest

from index.people.speaker import called, introduced, told_of, who

INES, BEN = "Ines Okafor", "Ben Sands"


@pytest.mark.parametrize(
    ("notes", "role"),
    [
        ("This week Ines Okafor, the founder and CEO of Tern, tells us of pumps.", "founder and CEO of Tern"),
        ("We are joined by Tern founder Ines Okafor.", "Tern founder"),
        ("Ines from Tern joins us.", "from Tern"),
        ("Ines Okafor joins Ben Sands, a plumber.", None),
        ("Ines Okafor and Ben Sands, the founder of Tern, talk.", None),
        ("Ines Okafor, alongside Tern engineer Bo, fits pumps.", None),
        ("An hour on pumps.", None),
    ],
)
def test_the_notes_say_who_somebody_is(notes, role):
    assert told_of(INES, notes, (INES, BEN)) == role


def test_a_first_name_that_two_share_names_nobody():
    assert told_of(INES, "Ines from Tern joins us.", (INES, "Ines Sands")) is None


@pytest.mark.parametrize(
    ("label", "name"), [("Ines Okafor, PhD", INES), ("Speaker 2", None), (None, None), ("x" * 60, None)]
)
def test_a_label_is_a_name_or_nobodys(label, name):
    assert called(label) == name


def test_a_role_stands_beside_the_name():
    assert who(INES, "founder of Tern") == "Ines Okafor, founder of Tern,"
    assert who(INES, "from Tern") == "Ines Okafor from Tern"
    assert who(INES, None) == INES


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
def test_an_introduction_is_also_what_stands_apart_behind_the_name(notes, told):
    assert introduced("Ana Ruiz", notes, ("Ana Ruiz", "Bo Lind")) == told


@pytest.mark.parametrize("label", [None, "", "Ana", "Speaker 2"])
def test_a_first_name_alone_may_be_anybody(label):
    assert introduced(label, "Ana, a partner at a fund, talks.", ()) is None
