import pytest

from ingest.insights.proving.opposites import opposite
from language.grammar import english


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Batteries do not last in the cold", "Batteries last in the cold"),
        ("The grid is not full", "The grid is full"),
        ("A small shop cannot keep two years of stock", "A small shop can keep two years of stock"),
        ("Prices will fall next year", "Prices will not fall next year"),
        ("The grid is full", "The grid is not full"),
        ("Cheap storage pays for itself", "Cheap storage never pays for itself"),
    ],
)
def test_the_opposite_denies_or_takes_a_denial_away(sentence: str, expected: str) -> None:
    (tokens,) = english().parse([sentence])
    assert opposite(sentence, tokens) == expected


@pytest.mark.parametrize(
    "sentence", ["They bought storage, not panels", "Nobody keeps two years of stock", "A quiet morning"]
)
def test_what_is_denied_elsewhere_has_no_opposite(sentence: str) -> None:
    (tokens,) = english().parse([sentence])
    assert opposite(sentence, tokens) is None
