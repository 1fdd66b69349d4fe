"""What a text affirms and denies, and which texts turn each other round."""

from pathlib import Path

import pytest

from language import negation
from language.negation import goes_the_other_way, opposed, turned_round


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prices rise", "Prices fall"),
        ("Prices grow", "Prices do not rise"),
        ("The lab is open", "The lab is closed"),
        ("They work more", "They work less"),
        ("All trials ended early", "None of the trials ended early"),
        ("It always works", "It never works"),
        ("It does not always work", "It always works"),
        ("Firms no longer hire juniors", "Firms hire juniors"),
        ("Batteries, not gas plants, set the price", "Gas plants set the price"),
        ("They chose copper instead of steel", "They chose steel instead of copper"),
        ("They chose copper rather than steel", "They chose steel rather than copper"),
        ("It is not true that rents fell", "Rents fell"),
        ("It hardly ever fails", "It fails"),
        ("Over 40 mines shut", "Under 40 mines shut"),
    ],
)
def test_what_one_affirms_and_the_other_denies_is_opposed_either_way_round(one, other):
    assert opposed(one, other)
    assert opposed(other, one)
    assert turned_round(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Prices rise", "Prices grow"),
        ("Prices do not rise", "Prices fall"),
        ("It never fails to finish", "It always finishes"),
        ("It is not without risk", "It has its risk"),
        ("Nobody denies that rents rose", "Rents rose"),
        ("It is not true that rents did not rise", "Rents rose"),
        ("Not only nurses quit", "Nurses quit"),
        ("There is no doubt that nurses quit", "Nurses quit"),
        ("Wages rise while prices fall", "Prices fall while wages rise"),
        ("They would rather walk", "They walk"),
    ],
)
def test_what_agrees_is_not_opposed(one, other):
    assert not opposed(one, other)
    assert not opposed(other, one)


def test_a_claim_may_not_bound_a_number_that_was_said_without_a_bound():
    assert turned_round("More than 40 mines shut", "40 mines shut")
    assert not turned_round("40 mines shut", "More than 40 mines shut")


def test_a_claim_is_held_to_more_of_what_a_passage_denies_than_another_claim_is():
    said, claim = "We never replaced the old billing model", "The billing model is old"

    assert turned_round(claim, said)
    assert not opposed(claim, said)


@pytest.mark.parametrize(
    ("claim", "turned"),
    [
        ("Atlas raised money only after it had customers.", False),
        ("Atlas raised no money before it had customers.", False),
    ],
)
def test_who_does_it_not_until_something_does_it_after_that(claim, turned):
    assert goes_the_other_way(claim, "They didn't raise money until they had customers.", "") is turned
    assert goes_the_other_way("Atlas raised money after that.", "They raised money until then.", "")


def test_no_word_is_listed_as_its_own_opposite():
    lines = Path(negation.__file__).with_name("lists").joinpath("opposites.txt").read_text().splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    assert all(len(pair) == 2 and not set(pair[0].split()) & set(pair[1].split()) for pair in pairs)
