"""Numbers keep the doubt with which they were said."""

import pytest

from ingest.insights.proving.hedges import hedged


@pytest.mark.parametrize(
    ("sentence", "said", "told"),
    [
        ("It costs $40,000.", "it was around $40,000 for us", "It costs about $40,000."),
        ("It costs $40,000.", "it was $40,000 for us", "It costs $40,000."),
        ("It costs nearly $40,000.", "it was around $40,000", "It costs nearly $40,000."),
        ("90% of banks pay.", "maybe 90% of the banks", "About 90% of banks pay."),
        ("It took 12 years.", "that took, like, over 12 years", "It took more than 12 years."),
        ("It sold 300 and 50.", "about 300, and then 50", "It sold about 300 and 50."),
        ("It opened in 2006.", "around 2006 it opened", "It opened in 2006."),
        ("The 747 flew.", "about 7 of them", "The 747 flew."),
        ("Nothing is counted.", "about 7 of them", "Nothing is counted."),
    ],
)
def test_a_hedge_that_was_said_before_an_amount_is_carried_over(sentence, said, told):
    assert hedged(sentence, said) == told
