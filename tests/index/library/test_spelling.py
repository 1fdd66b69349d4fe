"""Typing mistakes are forgiven, and nothing that may be meant as it stands is changed."""

import pytest

from index.library.spelling import mend

KNOWN = {"tariffs": 9, "tariff": 30, "nvidia": 12, "anthropic": 7, "chips": 40, "ships": 8, "trees": 5, "terrible": 3}


def mended(query: str) -> str | None:
    return mend(query, KNOWN.__contains__, lambda word: KNOWN.items())


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
