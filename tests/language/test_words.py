"""Words of a text as they are compared: stems, countries, how rare they are."""

import pytest

from language.countries import COUNTRY_OF, LONG_NAMES
from language.words import rarity, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She hires engineers", "hiring an engineer"),
        ("Chinese chips", "a chip of China's"),
        ("Germans in the U.K.", "Germany and Britain"),
        ("Dutch EU law", "E.U. laws in the Netherlands"),
        ("US tariffs", "the American tariff"),
    ],
)
def test_forms_of_a_word_are_one(one, other):
    assert terms(one) == terms(other) or set(terms(one)) == set(terms(other))


def test_what_is_no_country_in_small_letters_stays_a_word():
    assert terms("They told us to polish plain English") == ["told", "polish", "plain", "english"]


def test_a_country_has_its_names_of_several_words_too():
    assert LONG_NAMES["United States of America"] == "america"
    assert COUNTRY_OF["kazakhs"] == "kazakhstan"


def test_a_word_tells_more_the_rarer_it_is():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0
