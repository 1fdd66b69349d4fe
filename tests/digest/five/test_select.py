"""Choosing the five, and what stands next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest.five.scoring import OWN_WORDS, DigestCandidate, Refused, Sent, freshness
from digest.five.select import choose
from store.records.insights import Relation
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


def choices(candidates, *, sent=(), followed=(), now=MORNING, **more):
    return choose(candidates, sent=sent, followed=followed, now=now, **more)


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


def test_a_show_has_as_many_places_as_the_reader_said_among_what_stands_next_too():
    candidates = [a_candidate(f"a{n}", show=1, worth=0.9) for n in range(5)] + [a_candidate("b", show=2, worth=0.4)]
    show_id = candidates[0].cited.show_id

    assert ids(chosen(candidates, limits={show_id: 1})) == ["a0", "b"]
    assert ids(chosen(candidates, limits={show_id: 4})) == ["a0", "a1", "a2", "a3", "b"]
    assert ids(choices(candidates, limits={show_id: 1}).following) == []
    assert len(choices(candidates).following) == 2


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

    assert ids(chosen(candidates, sent=sent)) == ["new"]


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

    assert ids(chosen(candidates)) == ["fresh", "stale"]


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


def test_a_followed_thread_lifts_its_claims():
    candidates = [
        a_candidate("other", show=1, worth=0.7),
        a_candidate("mine", show=2, worth=0.6, threads=(9,)),
        a_candidate("too", show=3, worth=0.5, threads=(9,)),
    ]

    assert ids(chosen(candidates, followed={9})) == ["mine", "other"]


def test_ties_and_order_of_input_do_not_matter():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.5) for n in range(7)]

    assert ids(chosen(candidates)) == ids(chosen(candidates[::-1])) == ["i0", "i1", "i2", "i3", "i4"]


def test_what_another_show_confirms_comes_before_its_equal():
    earlier = cited("e", show=9, title="Chips & Terms", published=MORNING.replace(month=5, day=3))
    candidates = [
        a_candidate("a", show=1, worth=0.6),
        a_candidate("b", show=2, worth=0.6, relations=[stands("b", "repeats", earlier)]),
    ]

    assert ids(chosen(candidates)) == ["b", "a"]


def test_shows_with_the_same_name_are_one_show():
    earlier = cited("e", show=9, title="Chips  &  terms")
    candidates = [
        a_candidate(f"a{n}", show=n, title="Chips & Terms", worth=0.6, relations=[stands(f"a{n}", "repeats", earlier)])
        for n in range(3)
    ]

    assert ids(chosen(candidates)) == ["a0", "a1"]


def test_an_episode_that_comes_again_at_another_address_is_not_news():
    before = cited("e", show=9, title="Chips & Terms")
    again = a_candidate("a", show=1, title="Chips & Terms", relations=[stands("a", "repeats", before, 0.99)])

    assert outcomes([again]) == {"a": "nearly the same as another"}


def test_of_those_that_repeat_each_other_on_one_day_the_best_goes_out():
    better = cited("a", show=1, worth=0.9)
    candidates = [
        DigestCandidate(cited=better, vector=None),
        a_candidate("b", show=2, published=MORNING + timedelta(hours=1), relations=[stands("b", "repeats", better)]),
    ]

    assert outcomes(candidates) == {"a": "chosen", "b": "nearly the same as another"}


def test_what_repeats_something_sent_is_out_by_relation_whatever_its_words():
    candidates = [a_candidate("later", repeats="old"), a_candidate("other", show=2, worth=0.5)]

    assert outcomes(candidates, sent=[was_sent("old")]) == {"later": "repeats what you were sent", "other": "chosen"}


def test_the_very_same_words_count_as_sent_before():
    candidates = [a_candidate("copy", vector=direction(0))]

    assert outcomes(candidates, sent=[was_sent("old", direction(0))]) == {"copy": "sent before"}


@pytest.mark.parametrize("kind", ["develops", "contradicts"])
def test_what_goes_on_from_something_sent_may_come(kind):
    old = cited("old", show=9, headline="China gives models away.")
    sent = [was_sent("old", direction(0), "China gives models away.")]
    vector = direction(1, near=0, cosine=0.7)

    candidates = [a_candidate("new", vector=vector, relations=[stands("new", kind, old)])]

    assert ids(chosen(candidates, sent=sent)) == ["new"]


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


def test_the_readers_interest_orders():
    candidates = [
        a_candidate("other", show=1, worth=0.7, interest=0.5),
        a_candidate("mine", show=2, worth=0.6, interest=0.8, alike=3),
    ]

    assert ids(chosen(candidates)) == ["mine", "other"]


def test_what_is_not_for_the_reader_needs_more_worth_to_come():
    candidates = [a_candidate("weak", worth=0.4, interest=0.2), a_candidate("strong", show=2, worth=0.9, interest=0.2)]

    assert outcomes(candidates) == {"weak": "below the floor", "strong": "chosen"}


def test_the_last_place_looks_beyond_what_feedback_knows():
    known = [a_candidate(f"k{n}", show=n, worth=0.8, interest=0.9, alike=2) for n in range(6)]
    candidates = [*known, a_candidate("beyond", show=9, worth=0.5)]

    found = chosen(candidates)

    assert ids(found) == ["k0", "k1", "k2", "k3", "beyond"]
    assert [choice.explored for choice in found] == [False, False, False, False, True]


def test_what_found_no_room_fills_a_thin_day_after_all_that_is_new():
    candidates = [a_candidate("waiting", show=1, worth=0.9, waiting=True), a_candidate("new", show=2, worth=0.4)]

    assert ids(chosen(candidates)) == ["new", "waiting"]


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
    assert weighed["b2"].score == pytest.approx(0.8 * OWN_WORDS * 0.9 * 0.5 * 1.0)


def following(candidates, **more):
    return ids(choices(candidates, **more).following)


def test_what_stands_next_are_the_sixth_and_the_seventh():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.9 - n / 20) for n in range(9)]

    assert following(candidates) == ["i5", "i6"]
    assert outcomes(candidates)["i5"] == "outscored"


def test_what_stands_next_keeps_to_the_rules_as_long_as_something_does():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.9 - n / 20) for n in range(6)]
    candidates += [a_candidate(f"more{n}", show=0, worth=0.85) for n in range(3)]

    assert ids(chosen(candidates)) == ["i0", "i1", "more0", "i2", "i3"]
    assert following(candidates) == ["i4", "i5"]


def test_where_only_the_limits_for_variety_kept_out_the_best_of_those_stand_next():
    candidates = [a_candidate(f"a{n}", show=1, worth=0.9 - n / 20) for n in range(5)]

    assert ids(chosen(candidates)) == ["a0", "a1"]
    assert following(candidates) == ["a2", "a3"]


def test_nothing_weak_wrong_or_sent_before_stands_next():
    candidates = [
        a_candidate("good", worth=0.9),
        a_candidate("weak", show=2, worth=0.1),
        a_candidate("again", show=3, vector=direction(0)),
        a_candidate("wrong", show=4, vector=direction(1)),
    ]

    assert following(candidates, sent=[was_sent("old", direction(0))], refused=[Refused(vector=direction(1))]) == []


def written(name, worth, **facts):
    return a_candidate(name, worth=worth, origin="a model", **facts)


def test_a_written_claim_of_the_best_comes_before_any_own_words_and_one_good_to_know_before_middling_ones():
    candidates = [
        a_candidate("best words", show=1, worth=0.93),
        a_candidate("middling words", show=2, worth=0.6),
        written("best", 1.0, show=3),
        written("good to know", 0.65, show=4),
        written("filler", 0.33, show=5),
    ]

    assert ids(chosen(candidates)) == ["best", "good to know", "best words", "middling words", "filler"]


def test_written_claims_come_by_the_worth_they_were_given():
    candidates = [written(f"w{n}", 0.3 + n / 10, show=n) for n in range(5)]

    assert ids(chosen(candidates)) == ["w4", "w3", "w2", "w1", "w0"]


def test_without_a_model_the_scale_changes_neither_order_nor_floor():
    candidates = [a_candidate("least", worth=0.3), a_candidate("too weak", show=2, worth=0.29)]

    assert outcomes(candidates) == {"least": "chosen", "too weak": "below the floor"}


def test_what_stood_next_before_may_come_but_does_not_stand_there_again():
    candidates = [a_candidate(f"i{n}", show=n, worth=0.9 - n / 20) for n in range(8)]

    found = choices(candidates, offered={"i0", "i5"})

    assert ids(found.chosen) == ["i0", "i1", "i2", "i3", "i4"]
    assert ids(found.following) == ["i6", "i7"]
