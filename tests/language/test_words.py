"""Words of a text as they are compared: stems, countries, how rare they are."""

import pytest

from language.countries import COUNTRY_OF, LONG_NAMES
from language.words import rarity, said_of, terms


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


@pytest.mark.parametrize(
    "text",
    [
        "Dutch pumps cost more than the Netherlands' own",
        "The U.S. dies for it, and dying US plants aren't skies",
        "A 40 percent share, in 2024",
        "Wärmepumpen und 电池很贵",
        "",
    ],
)
def test_the_stems_that_a_text_says_are_those_among_its_own(text):
    asked = {"netherland", "netherlands", "pump", "die", "sky", "usa", "america", "40", "aren't", "wärmepumpen", "电池"}

    assert said_of(asked, text) == asked & set(terms(text))


def test_what_is_no_country_in_small_letters_stays_a_word():
    assert terms("They told us to polish plain English") == ["told", "polish", "plain", "english"]


def test_a_country_has_its_names_of_several_words_too():
    assert LONG_NAMES["United States of America"] == "america"
    assert COUNTRY_OF["kazakhs"] == "kazakhstan"


def test_a_word_tells_more_the_rarer_it_is():
    assert rarity(1, 100) > rarity(50, 100) > rarity(100, 100) > 0
