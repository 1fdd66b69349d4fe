"""A headline that denies must find its denial in the quote or the body under it."""

import pytest

from ingest.insights.proving.overclaims import denied_alone, doubtful

_BODY = "The mill's owner says that the new boiler pays for itself within two winters."


@pytest.mark.parametrize(
    ("headline", "quote"),
    [
        ("The new boiler does not pay for itself", "that boiler, it pays for itself, it really does"),
        ("The boiler never paid for the mill", "two winters and it had paid"),
        ("Owners cannot afford boilers", "we put it in and two winters later it was all ours"),
    ],
)
def test_a_denial_that_nobody_utters_is_no_headline(headline, quote):
    assert denied_alone(headline, quote, _BODY)
    assert doubtful(headline, quote, _BODY)


@pytest.mark.parametrize(
    ("headline", "quote"),
    [
        ("The new boiler pays for itself", "that boiler, it paid for itself"),
        ("The boiler does not last", "it paid, but it won't last another ten years"),
        ("Small mills do not need a chimney of brick", "putting up brick for that seems bonkers to me"),
        ("The boiler, not the wheel, drives the mill", "it's the boiler that drives the mill now"),
    ],
)
def test_a_denial_that_is_borne_out_or_is_of_one_word_may_stand(headline, quote):
    assert not denied_alone(headline, quote, _BODY)


def test_a_headline_that_denies_what_its_body_affirms_gives_way_where_it_can():
    quote = "I don't know who else does it, the boiler pays for itself"

    assert doubtful("The new boiler does not pay for itself", quote, _BODY)
    assert not denied_alone("The new boiler does not pay for itself", quote, _BODY)
