"""Typing mistakes are forgiven, and nothing that may be meant as it stands is changed."""

import pytest

from index.library.spelling import Mended, mend
from language.words import stem

KNOWN = {"tariffs": 9, "tariff": 30, "nvidia": 12, "anthropic": 7, "chips": 40, "ships": 8, "trees": 5, "terrible": 3}
KNOWN |= {"experience": 20, "developer": 4}


class Talk:
    """A library in which each of KNOWN is said."""

    def holds(self, word):
        return word in KNOWN

    def finds(self, word):
        return stem(word) in {stem(known) for known in KNOWN}

    def like(self, word):
        return KNOWN.items()


def mended(query: str) -> str | None:
    found = mend(query, Talk())
    return found.text if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tarrifs on chips", "tariff on chips"),
        ("Nvdia's", None),
        ("What does Nvdia, say?", "What does nvidia, say?"),
        ("anthopic", "anthropic"),
        ("anhtropic", "anthropic"),
        ("cihps", "chips"),
        ("cihsp", None),
        ("terible", "terrible"),
        ("terribbel", "terrible"),
        ("teribbel", None),
        ("tariffs", None),
        ("whips", None),
        ("GPT-5o H21 chps2", None),
        ('"tarrifs on chips" nvdia', '"tarrifs on chips" nvidia'),
        ("tre", None),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_word_that_nothing_holds_becomes_the_nearest_known_one(typed, meant):
    assert mended(typed) == meant


def test_of_two_words_equally_near_the_more_frequent_is_meant():
    assert mended("tarif") == "tariff"


@pytest.mark.parametrize("typed", ["slower chirps", "a trifle", "shops", "consent banners", "tree chops"])
def test_an_english_word_that_nobody_said_stays(typed):
    assert mend(typed, Talk()) is None


@pytest.mark.parametrize("typed", ["terribel nvdia", "Nvidai tariffs", "experiance terible", "teribble"])
def test_what_is_wholly_mended_is_searched_for(typed):
    assert mend(typed, Talk()).sure


def test_half_a_mend_is_offered_and_not_made():
    assert mend("kuberntes on nvdia", Talk()) == Mended(text="kuberntes on nvidia", sure=False)


def test_a_mistake_is_seen_where_the_form_alone_is_found():
    assert mend("developer experiance", Talk()) == Mended(text="developer experience", sure=True)


@pytest.mark.parametrize(("typed", "meant"), [("Shisp", "ships"), ("Dipperible", None), ("Terribbly", "terrible")])
def test_what_may_be_a_name_that_nobody_said_is_offered_at_most(typed, meant):
    assert mend(typed, Talk()) == (Mended(text=meant, sure=False) if meant else None)
