"""Choosing the five, and the sentence that says why."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.five.scoring import DigestCandidate, Refused, Sent, freshness
from digest.five.select import choose
from digest.five.why import Counterpart, Facts, Passed, sentence
from store.records.insights import Relation
from store.records.threads import Thread
from tests.worlds.citing import MORNING, cited, direction

LONG_AGO = MORNING - timedelta(days=40)


def a_candidate(name, *, vector=None, relations=(), repeats=None, interest=0.5, alike=0, waiting=False, **facts):
    return DigestCandidate(
        cited=cited(name, **facts),
        vector=vector,
        relations=relations,
        repeats=repeats,
        interest=interest,
        alike=alike,
        waiting=waiting,
    )


def choices(candidates, *, sent=(), followed=None, now=MORNING, zone=UTC, **more):
    return choose(candidates, sent=sent, followed=followed or {}, now=now, zone=zone, **more)


def chosen(candidates, **more):
    return choices(candidates, **more).chosen


def outcomes(candidates, **more):
    return {one.insight_id: one.outcome for one in choices(candidates, **more).weighed}


def ids(found):
    return [choice.cited.insight.id for choice in found]


def was_sent(name, vector=None, headline="Old", day=date(2026, 11, 20)):
    return Sent(id=name, headline=headline, day=day, vector=vector)


def stands(name, kind, earlier, score=0.7):
    return Relation(insight_id=name, earlier=earlier, kind=kind, score=score)


def a_thread(thread_id, label="China open-source AI", shows=3):
    return Thread(id=thread_id, label=label, query=None, created_at=MORNING, size=7, shows=shows, followed=True)


def test_the_strongest_come_first_and_five_are_enough():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.4 + n / 20) for n in range(8)]

    assert ids(chosen(candidates)) == ["i7", "i6", "i5", "i4", "i3"]


def test_nothing_weak_fills_a_thin_day():
    candidates = [a_candidate("good", worth=0.7), a_candidate("weak", show=2, worth=0.1)]

    assert ids(chosen(candidates)) == ["good"]


def test_no_candidates_give_no_choice():
    assert choices([]).chosen == choices([]).weighed == ()


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
    sent = [was_sent("old", direction(0))]
    candidates = [
        a_candidate("again", worth=0.9, vector=direction(1, near=0, cosine=0.9)),
        a_candidate("new", show=2, worth=0.5, vector=direction(2)),
    ]

    found = chosen(candidates, sent=sent)

    assert ids(found) == ["new"]
    assert "one stronger claim repeats what you were sent before" in found[0].why


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

    found = chosen(candidates)

    assert ids(found) == ["fresh", "stale"]
    assert found[0].why == (
        "Published today and the second strongest of two new insights; one stronger claim is older."
    )


def test_a_strong_old_claim_still_beats_a_weak_new_one():
    candidates = [
        a_candidate("old", show=1, worth=0.95, published=LONG_AGO),
        a_candidate("new", show=2, worth=0.4),
    ]

    assert ids(chosen(candidates)) == ["old", "new"]


def test_freshness_takes_little_and_half_of_it_in_five_days():
    assert freshness(MORNING, MORNING) == 1.0
    assert freshness(MORNING - timedelta(days=5), MORNING) == pytest.approx(0.925)
    assert freshness(LONG_AGO, MORNING) == pytest.approx(0.85, abs=0.001)
    assert freshness(None, MORNING) == 0.85
    assert freshness(MORNING + timedelta(days=9), MORNING) == 1.0


def test_a_followed_thread_lifts_its_claims_and_is_named():
    candidates = [
        a_candidate("other", show=1, worth=0.7),
        a_candidate("mine", show=2, worth=0.6, threads=(9,)),
        a_candidate("too", show=3, worth=0.5, threads=(9,)),
    ]

    found = chosen(candidates, followed={9: a_thread(9)})

    assert ids(found) == ["mine", "other"]
    assert found[0].why == (
        "The strongest of two new claims in your thread “China open-source AI”, which now spans three shows; "
        "one stronger claim is outside the threads you follow."
    )


def test_ties_and_order_of_input_do_not_matter():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.5) for n in range(7)]

    assert ids(chosen(candidates)) == ids(chosen(candidates[::-1])) == ["i0", "i1", "i2", "i3", "i4"]


def test_a_claim_without_a_vector_is_chosen_but_not_called_novel():
    sent = [was_sent("old", direction(0))]
    candidates = [
        a_candidate("a", worth=0.9),
        a_candidate("b", show=2, worth=0.5, vector=direction(1, near=0, cosine=0.6)),
    ]

    found = chosen(candidates, sent=sent)

    assert found[0].why == "The strongest of two new insights."


def test_what_comes_close_to_an_earlier_one_says_so_with_its_day():
    sent = [was_sent("old", direction(0), "China gives models away.", date(2025, 12, 30))]
    candidates = [a_candidate("a", published=LONG_AGO, vector=direction(1, near=0, cosine=0.7))]

    assert chosen(candidates, sent=sent)[0].why == (
        "The only new insight; it comes close to “China gives models away”, which you were sent on 30 December 2025."
    )


def test_novelty_is_said_where_it_set_the_claim_apart():
    sent = [was_sent("old", direction(0))]
    candidates = [
        a_candidate("new", worth=0.9, vector=direction(2)),
        a_candidate("like", show=2, worth=0.5, vector=direction(1, near=0, cosine=0.6)),
    ]

    found = chosen(candidates, sent=sent)

    assert found[0].why == "The strongest of two new insights; nothing like it was sent before."
    assert found[1].why == "The second strongest of two new insights."


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


def test_what_another_show_confirms_comes_before_its_equal_and_says_whom_it_follows():
    earlier = cited("e", show=9, title="Chips & Terms", published=MORNING.replace(month=5, day=3))
    candidates = [
        a_candidate("a", show=1, worth=0.6),
        a_candidate("b", show=2, worth=0.6, relations=[stands("b", "repeats", earlier)]),
    ]

    found = chosen(candidates)

    assert ids(found) == ["b", "a"]
    assert found[0].why == "The second show to say this, after Chips & Terms on 3 May."


def test_shows_with_the_same_name_are_one_show():
    earlier = cited("e", show=9, title="Chips  &  terms")
    candidates = [
        a_candidate(f"a{n}", show=n, title="Chips & Terms", worth=0.6, relations=[stands(f"a{n}", "repeats", earlier)])
        for n in range(3)
    ]

    found = chosen(candidates)

    assert ids(found) == ["a0", "a1"]
    assert "second show" not in found[0].why


def test_an_episode_that_comes_again_at_another_address_is_not_news():
    before = cited("e", show=9, title="Chips & Terms")
    again = a_candidate("a", show=1, title="Chips & Terms", relations=[stands("a", "repeats", before, 0.99)])

    assert outcomes([again]) == {"a": "nearly the same as another"}


def test_of_those_that_repeat_each_other_on_one_day_the_best_goes_out_and_says_who_joins():
    better = cited("a", show=1, worth=0.9)
    candidates = [
        DigestCandidate(cited=better, vector=None),
        a_candidate("b", show=2, published=MORNING + timedelta(hours=1), relations=[stands("b", "repeats", better)]),
    ]

    found = choices(candidates)

    assert [choice.why for choice in found.chosen] == ["First time two shows say this, Show 2 too."]
    assert {one.insight_id: one.outcome for one in found.weighed} == {"a": "chosen", "b": "nearly the same as another"}


def test_what_repeats_something_sent_is_out_by_relation_whatever_its_words():
    candidates = [a_candidate("later", repeats="old"), a_candidate("other", show=2, worth=0.5)]

    assert outcomes(candidates, sent=[was_sent("old")]) == {"later": "repeats what you were sent", "other": "chosen"}


def test_the_very_same_words_count_as_sent_before():
    candidates = [a_candidate("copy", vector=direction(0))]

    assert outcomes(candidates, sent=[was_sent("old", direction(0))]) == {"copy": "sent before"}


@pytest.mark.parametrize("kind", ["develops", "contradicts"])
def test_what_goes_on_from_something_sent_says_so_with_the_day(kind):
    old = cited("old", show=9, headline="China gives models away.")
    sent = [was_sent("old", direction(0), "China gives models away.")]
    vector = direction(1, near=0, cosine=0.7)

    found = chosen([a_candidate("new", vector=vector, relations=[stands("new", kind, old)])], sent=sent)

    assert found[0].why == f"{kind.capitalize()} “China gives models away”, which you were sent on 20 November."


def test_what_is_called_wrong_takes_its_like_out():
    candidates = [a_candidate("like", vector=direction(1, near=0, cosine=0.9)), a_candidate("other", show=2)]

    assert outcomes(candidates, refused=[Refused(vector=direction(0))]) == {
        "like": "like what you called wrong",
        "other": "chosen",
    }


RISE, FALL = "House prices rise in the north", "House prices fall in the north"


def test_what_contradicts_what_was_sent_or_chosen_or_called_wrong_is_not_held_back_as_the_same():
    falls = a_candidate("falls", vector=direction(1, near=0, cosine=0.97), headline=FALL, body=f"{FALL}.")
    rises = a_candidate("rises", show=2, vector=direction(0), headline=RISE, body=f"{RISE}.", worth=0.7)
    text = f"{RISE}\n{RISE}."

    assert outcomes([falls], sent=[replace(was_sent("old", direction(0)), text=text)]) == {"falls": "chosen"}
    assert outcomes([falls], refused=[Refused(vector=direction(0), text=text)]) == {"falls": "chosen"}
    assert outcomes([falls, rises]) == {"falls": "chosen", "rises": "chosen"}


def test_the_readers_interest_orders_and_is_named():
    candidates = [
        a_candidate("other", show=1, worth=0.7, interest=0.5),
        a_candidate("mine", show=2, worth=0.6, interest=0.8, alike=3),
    ]

    found = chosen(candidates)

    assert ids(found) == ["mine", "other"]
    assert found[0].why == (
        "The second strongest of two new insights; like three you found useful; "
        "one stronger claim is less like what you found useful."
    )


def test_what_is_not_for_the_reader_needs_more_worth_to_come():
    candidates = [a_candidate("weak", worth=0.4, interest=0.2), a_candidate("strong", show=2, worth=0.9, interest=0.2)]

    assert outcomes(candidates) == {"weak": "below the floor", "strong": "chosen"}


def test_the_last_place_looks_beyond_what_feedback_knows():
    known = [a_candidate(f"k{n}", show=n, worth=0.8, interest=0.9, alike=2) for n in range(6)]
    candidates = [*known, a_candidate("beyond", show=9, worth=0.5)]

    found = chosen(candidates)

    assert ids(found) == ["k0", "k1", "k2", "k3", "beyond"]
    assert "about something you have not judged so far" in found[4].why


def test_what_found_no_room_fills_a_thin_day_after_all_that_is_new():
    candidates = [a_candidate("waiting", show=1, worth=0.9, waiting=True), a_candidate("new", show=2, worth=0.4)]

    found = chosen(candidates, waited_since=date(2026, 11, 22))

    assert ids(found) == ["new", "waiting"]
    assert found[0].why == "Published today and the only new insight."
    assert found[1].why == "There was no room for it yesterday."


def test_what_waits_makes_no_day_and_must_be_good():
    strong, middling = (a_candidate(name, worth=worth, waiting=True) for name, worth in (("s", 0.9), ("m", 0.4)))

    assert chosen([strong]) == ()
    assert outcomes([middling, a_candidate("new", show=2)]) == {"m": "below the floor", "new": "chosen"}


def test_every_candidate_is_weighed_with_its_numbers():
    candidates = [a_candidate(f"a{n}", show=1, worth=0.9) for n in range(3)]
    candidates += [a_candidate(f"b{n}", show=2 + n, worth=0.8) for n in range(4)]
    candidates += [a_candidate("t", show=8, worth=0.9, threads=(4,)), a_candidate("u", show=9, worth=0.5, threads=(4,))]

    weighed = {one.insight_id: one for one in choices(candidates).weighed}

    assert {name: one.outcome for name, one in weighed.items()} == {
        "a0": "chosen",
        "a1": "chosen",
        "a2": "two from this show already",
        "b0": "chosen",
        "b1": "chosen",
        "b2": "outscored",
        "b3": "outscored",
        "t": "chosen",
        "u": "its thread is here already",
    }
    assert weighed["b2"].score == pytest.approx(0.8 * 0.9 * 0.5 * 1.0)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (
            Counterpart(kind="confirms", day=date(2025, 5, 3), show="X", shows=3),
            "The third show to say this, first after X on 3 May 2025.",
        ),
        (Counterpart(kind="confirms", day=None, show="X"), "The second show to say this, after X."),
        (Counterpart(kind="contradicts", day=date(2026, 5, 3), show="X"), "Contradicts what X said on 3 May."),
    ],
)
def test_what_it_says_to_others_comes_first_and_the_followed_thread_after(said, why):
    assert sentence(facts(said=said)) == why
    assert sentence(facts(said=said, thread="Chips")) == why.replace(".", "; you follow “Chips”.")
