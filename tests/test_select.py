"""Choosing the five, and the sentence that says why."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.select import Candidate, Sent, choose, freshness
from digest.why import Facts, Passed, sentence
from store.types import Thread
from tests.citing import MORNING, cited, direction

LONG_AGO = MORNING - timedelta(days=40)


def a_candidate(name, *, vector=None, **facts):
    return Candidate(cited=cited(name, **facts), vector=vector)


def chosen(candidates, *, sent=(), followed=None, now=MORNING, zone=UTC):
    return choose(candidates, sent=sent, followed=followed or {}, now=now, zone=zone)


def ids(choices):
    return [choice.cited.insight.id for choice in choices]


def a_thread(thread_id, label="China open-source AI", shows=3):
    return Thread(id=thread_id, label=label, query=None, created_at=MORNING, size=7, shows=shows, followed=True)


def test_the_strongest_come_first_and_five_are_enough():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.4 + n / 20) for n in range(8)]

    assert ids(chosen(candidates)) == ["i7", "i6", "i5", "i4", "i3"]


def test_nothing_weak_fills_a_thin_day():
    candidates = [a_candidate("good", worth=0.7), a_candidate("weak", show=2, worth=0.1)]

    assert ids(chosen(candidates)) == ["good"]


def test_no_candidates_give_no_choice():
    assert chosen([]) == []


def test_a_show_has_two_places_at_most():
    candidates = [a_candidate(f"a{n}", show=1, worth=0.9) for n in range(4)] + [a_candidate("b", show=2, worth=0.4)]

    assert ids(chosen(candidates)) == ["a0", "a1", "b"]


def test_a_thread_has_one_place_whether_followed_or_not():
    candidates = [
        a_candidate("a", show=1, worth=0.9, threads=(4,)),
        a_candidate("b", show=2, worth=0.8, threads=(4, 5)),
        a_candidate("c", show=3, worth=0.7, threads=(5,)),
    ]

    assert ids(chosen(candidates)) == ["a", "c"]


def test_the_same_claim_is_told_once():
    candidates = [
        a_candidate("a", show=1, worth=0.9, vector=direction(0)),
        a_candidate("b", show=2, worth=0.8, vector=direction(1, near=0, cosine=0.95)),
        a_candidate("c", show=3, worth=0.5, vector=direction(2)),
    ]

    assert ids(chosen(candidates)) == ["a", "c"]


def test_what_was_sent_before_is_not_told_again_in_other_words():
    sent = [Sent(headline="Old", day=date(2026, 11, 20), vector=direction(0))]
    candidates = [
        a_candidate("again", worth=0.9, vector=direction(1, near=0, cosine=0.9)),
        a_candidate("new", show=2, worth=0.5, vector=direction(2)),
    ]

    choices = chosen(candidates, sent=sent)

    assert ids(choices) == ["new"]
    assert "one stronger claim repeats what you were sent before" in choices[0].why


def test_of_two_alike_the_one_unlike_the_first_comes_second():
    candidates = [
        a_candidate("a", show=1, worth=0.9, vector=direction(0)),
        a_candidate("like", show=2, worth=0.62, vector=direction(1, near=0, cosine=0.8)),
        a_candidate("other", show=3, worth=0.6, vector=direction(2)),
    ]

    assert ids(chosen(candidates)) == ["a", "other", "like"]


def test_a_fresh_claim_passes_a_stale_one_of_a_little_more_worth():
    candidates = [
        a_candidate("stale", show=1, worth=0.65, published=LONG_AGO),
        a_candidate("fresh", show=2, worth=0.6),
    ]

    choices = chosen(candidates)

    assert ids(choices) == ["fresh", "stale"]
    assert choices[0].why == (
        "Published today and the second strongest of two new insights; one stronger claim is older."
    )


def test_a_strong_old_claim_still_beats_a_weak_new_one():
    candidates = [
        a_candidate("old", show=1, worth=0.95, published=LONG_AGO),
        a_candidate("new", show=2, worth=0.4),
    ]

    assert ids(chosen(candidates)) == ["old", "new"]


def test_freshness_halves_in_five_days_and_never_ends():
    assert freshness(MORNING, MORNING) == 1.0
    assert freshness(MORNING - timedelta(days=5), MORNING) == pytest.approx(0.5)
    assert freshness(LONG_AGO, MORNING) == 0.1
    assert freshness(None, MORNING) == 0.1
    assert freshness(MORNING + timedelta(days=9), MORNING) == 1.0


def test_a_followed_thread_lifts_its_claims_and_is_named():
    candidates = [
        a_candidate("other", show=1, worth=0.7),
        a_candidate("mine", show=2, worth=0.6, threads=(9,)),
        a_candidate("too", show=3, worth=0.5, threads=(9,)),
    ]

    choices = chosen(candidates, followed={9: a_thread(9)})

    assert ids(choices) == ["mine", "other"]
    assert choices[0].why == (
        "The strongest of two new claims in your thread “China open-source AI”, which now spans three shows; "
        "one stronger claim is outside the threads you follow."
    )


def test_ties_and_order_of_input_do_not_matter():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.5) for n in range(7)]

    assert ids(chosen(candidates)) == ids(chosen(candidates[::-1])) == ["i0", "i1", "i2", "i3", "i4"]


def test_a_claim_without_a_vector_is_chosen_but_not_called_novel():
    sent = [Sent(headline="Old", day=date(2026, 11, 20), vector=direction(0))]
    candidates = [
        a_candidate("a", worth=0.9),
        a_candidate("b", show=2, worth=0.5, vector=direction(1, near=0, cosine=0.6)),
    ]

    choices = chosen(candidates, sent=sent)

    assert choices[0].why == "The strongest of two new insights."


def test_what_comes_close_to_an_earlier_one_says_so_with_its_day():
    sent = [Sent(headline="China gives models away.", day=date(2025, 12, 30), vector=direction(0))]
    candidates = [a_candidate("a", published=LONG_AGO, vector=direction(1, near=0, cosine=0.7))]

    assert chosen(candidates, sent=sent)[0].why == (
        "The only new insight; it comes close to “China gives models away”, which you were sent on 30 December 2025."
    )


def test_novelty_is_said_where_it_set_the_claim_apart():
    sent = [Sent(headline="Old", day=date(2026, 11, 20), vector=direction(0))]
    candidates = [
        a_candidate("new", worth=0.9, vector=direction(2)),
        a_candidate("like", show=2, worth=0.5, vector=direction(1, near=0, cosine=0.6)),
    ]

    choices = chosen(candidates, sent=sent)

    assert choices[0].why == "The strongest of two new insights; nothing like it was sent before."
    assert choices[1].why == "The second strongest of two new insights."


def test_today_is_the_readers_day():
    late = MORNING.replace(hour=23, minute=30)
    candidates = [a_candidate("a", published=MORNING.replace(hour=1))]

    in_utc, in_tokyo = chosen(candidates, now=late), chosen(candidates, now=late, zone=ZoneInfo("Asia/Tokyo"))

    assert in_utc[0].why == "Published today and the only new insight."
    assert in_tokyo[0].why == "Published yesterday and the only new insight."


def facts(**changes):
    usual = {"today": date(2026, 11, 23), "new": 41, "stronger": 0, "equals": 0, "days_old": 9, "newer_than_some": True}
    return Facts(**usual | changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "The strongest of 41 new insights."),
        ({"equals": 2}, "As strong as any of 41 new insights."),
        ({"stronger": 3}, "The fourth strongest of 41 new insights."),
        ({"stronger": 3, "equals": 1}, "Among the five strongest of 41 new insights."),
        ({"stronger": 11}, "Number 12 by strength of 41 new insights."),
        ({"stronger": 40, "equals": 0, "new": 1041}, "Number 41 by strength of 1,041 new insights."),
        ({"new": 4, "stronger": 1, "equals": 2}, "One of four new insights."),
        ({"days_old": 0, "newer_than_some": False}, "The strongest of 41 new insights."),
        ({"days_old": None}, "The strongest of 41 new insights."),
        ({"thread": "X", "thread_new": 1}, "The one new claim in your thread “X”."),
        ({"thread": "X", "thread_new": 3, "thread_stronger": 1}, "One of three new claims in your thread “X”."),
        (
            {"thread": "X", "thread_new": 3, "thread_equals": 1},
            "Among the strongest of three new claims in your thread “X”.",
        ),
        (
            {"stronger": 3, "passed": (Passed.SHOW, 2)},
            "The fourth strongest of 41 new insights; two stronger claims are from shows that are here twice already.",
        ),
    ],
)
def test_the_sentence_is_made_of_the_numbers(changes, why):
    assert sentence(facts(**changes)) == why
