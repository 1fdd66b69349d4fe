"""Swapping one that just missed the five in: in the store, in what is chosen later, in the terminal."""

from datetime import timedelta

import numpy as np
import pytest

from digest.five.daily import choose_for
from digest.five.feedback import give, hear, keep
from digest.five.swap import can_go, swap, undo
from store.errors import Mistake
from store.queries import digests, insights
from tests.worlds import page_world
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, direction, keep_reader

TOMORROW = MORNING + timedelta(days=1)
TODAY = MORNING.date()
AXES = {name: at for at, name in enumerate("abcdefg")}


@pytest.fixture
def reader(store):
    """A reader whose five are a to e; f and g stand next."""
    known = keep_reader(store)
    for name, at in AXES.items():
        bring_in(store, an_insight(name, worth=0.9 - at / 20), vectors={name: direction(at)})
    choose_for(store, known, MORNING, model_name=MODEL)
    return known


def digest_of(store, reader):
    with store.read() as connection:
        return digests.of_day(connection, reader.id, TODAY)


def ids(picks):
    return "".join(pick.cited.insight.id for pick in picks)


def shown(store, reader):
    digest = digest_of(store, reader)
    return ids(digest.picks), ids(digest.reserves)


def known_to_be_sent(store, reader):
    with store.read() as connection:
        return "".join(sorted(digests.picked_on(connection, reader.id)))


def taste(store, reader):
    with store.read() as connection:
        found = hear(connection, reader.id, MODEL).taste
    return found.interest(np.array([direction(at) for at in AXES.values()]))


def test_what_just_missed_is_kept_with_its_reason_and_counts_as_not_sent(store, reader):
    digest = digest_of(store, reader)

    assert shown(store, reader) == ("abcde", "fg")
    assert [(pick.rank, pick.why) for pick in digest.reserves] == [
        (6, "Out today."),
        (7, "Out today."),
    ]
    assert known_to_be_sent(store, reader) == "abcde"


def test_the_last_goes_where_none_is_named(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING)

    assert shown(store, reader) == ("abcdf", "eg")
    assert [pick.rank for pick in digest_of(store, reader).picks] == [1, 2, 3, 4, 5]


def test_the_reader_names_which_goes(store, reader):
    swap(store, reader.id, TODAY, "g", MORNING, out_id="b")

    assert shown(store, reader) == ("agcde", "fb")


def test_what_was_swapped_in_is_not_the_one_to_go_next(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING)
    swap(store, reader.id, TODAY, "g", MORNING)

    assert shown(store, reader) == ("abcgf", "ed")
    assert ids(can_go(digest_of(store, reader))) == "abc"


def test_a_swap_is_taken_back_whatever_was_swapped_after_it(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING)
    swap(store, reader.id, TODAY, "g", MORNING, out_id="a")

    undo(store, reader.id, TODAY, "f")

    assert shown(store, reader) == ("gbcde", "fa")


@pytest.mark.parametrize(
    ("coming", "going", "told"),
    [
        ("a", None, "only what stands next"),
        ("nothing", None, "only what stands next"),
        ("g", "f", "one of the five"),
        ("g", "nothing", "one of the five"),
        ("e", None, "take that back instead"),
    ],
)
def test_what_cannot_be_swapped_is_said(store, reader, coming, going, told):
    swap(store, reader.id, TODAY, "f", MORNING)

    with pytest.raises(Mistake, match=told):
        swap(store, reader.id, TODAY, coming, MORNING, out_id=going)
    assert shown(store, reader) == ("abcdf", "eg")


def test_a_day_without_five_and_a_swap_that_was_none_are_mistakes(store, reader):
    with pytest.raises(Mistake, match="no five of Tuesday, 24 November 2026"):
        swap(store, reader.id, TOMORROW.date(), "f", MORNING)
    with pytest.raises(Mistake, match="not swapped in"):
        undo(store, reader.id, TODAY, "a")


def test_what_came_in_was_wanted_and_what_was_named_to_go_was_not(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING, out_id="b")

    interest = taste(store, reader)

    assert interest[AXES["f"]] > 0.5 > interest[AXES["b"]]


def test_of_what_went_unnamed_nothing_was_said(store, reader):
    give(store, reader.id, "a", "not for me", MORNING)
    before = taste(store, reader)[AXES["e"]]
    swap(store, reader.id, TODAY, "f", MORNING)

    assert taste(store, reader)[AXES["e"]] >= before


def test_what_the_reader_said_in_words_goes_before_what_a_swap_says(store, reader):
    give(store, reader.id, "f", "not for me", MORNING)
    keep(store, reader.id, "b", MORNING, saved=True)
    swap(store, reader.id, TODAY, "f", MORNING, out_id="b")

    interest = taste(store, reader)

    assert interest[AXES["b"]] > 0.5 > interest[AXES["f"]]


def test_taken_back_it_teaches_nothing(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING, out_id="b")
    undo(store, reader.id, TODAY, "f")

    assert taste(store, reader).tolist() == [0.5] * len(AXES)


def tomorrow(store, reader):
    """The first two of the next day, which brings something like b, and something weaker like f."""
    later = MORNING + timedelta(hours=5)
    like_b, like_f = (direction(30 + n, near=AXES[name], cosine=0.56) for n, name in enumerate("bf"))
    bring_in(store, an_insight("like b", worth=0.75, created_at=later), vectors={"like b": like_b})
    bring_in(store, an_insight("like f", worth=0.65, created_at=later), vectors={"like f": like_f})
    return choose_for(store, reader, TOMORROW, model_name=MODEL).picks[:2]


def test_without_a_swap_tomorrow_goes_by_worth(store, reader):
    assert [pick.cited.insight.id for pick in tomorrow(store, reader)] == ["like b", "like f"]


def test_a_swap_moves_tomorrows_five_and_the_reason_says_so(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING, out_id="b")

    first, second = tomorrow(store, reader)

    assert (first.cited.insight.id, first.why) == ("like f", "You liked one like it.")
    assert second.cited.insight.id == "like b"


def test_neither_of_the_two_comes_again(store, reader):
    swap(store, reader.id, TODAY, "f", MORNING)
    bring_in(store, an_insight("new", created_at=MORNING + timedelta(hours=5)))

    digest = choose_for(store, reader, TOMORROW, model_name=MODEL)

    assert known_to_be_sent(store, reader) == "abcdefgnew"
    assert [pick.cited.insight.id for pick in digest.picks] == ["new", "g"]  # g was never in the five, and waited


@pytest.mark.parametrize(("state", "sent"), [("sent", "abcdef"), ("failed", "abcde")])
def test_what_had_gone_out_with_the_swap_stays_known_as_sent(store, reader, state, sent):
    swap(store, reader.id, TODAY, "f", MORNING)
    with store.write() as connection:
        sent_at = MORNING + timedelta(hours=1)
        attempt = digests.claim_delivery(connection, digest_of(store, reader).id, "mail", sent_at)
        digests.note_delivery(connection, digest_of(store, reader).id, "mail", state, sent_at, attempt=attempt)

    undo(store, reader.id, TODAY, "f")

    assert shown(store, reader) == ("abcde", "fg")
    assert known_to_be_sent(store, reader) == sent
    swap(store, reader.id, TODAY, "f", MORNING + timedelta(hours=2))
    assert shown(store, reader) == ("abcdf", "eg")


def test_what_just_missed_outlives_its_episodes_being_read_anew(store, reader):
    with store.write() as connection:
        episode_id = insights.by_id(connection, "f").insight.episode_id
        insights.keep(connection, episode_id, [], {})

    assert shown(store, reader) == ("abcde", "fg")


def test_the_terminal_swaps_by_the_numbers_it_prints_and_takes_back(earmark, data_dir):
    page_world.fill(data_dir)

    printed = earmark("digest").out
    swapped = earmark("swap", "3", "--for", "1")
    after = earmark("digest").out
    taken_back = earmark("swap", "insight2", "--undo")

    assert "Just missed the five" in printed
    assert f"3. {page_world.HEADLINES[2]}" in printed
    assert f"In: {page_world.HEADLINES[2]}." in swapped.out
    assert f"Out: {page_world.HEADLINES[0]}." in swapped.out
    assert f"1. {page_world.HEADLINES[2]}" in after
    assert f"3. {page_world.HEADLINES[0]}" in after
    assert f"Back among the five: {page_world.HEADLINES[0]}." in taken_back.out


def test_the_terminal_says_what_is_wrong_with_a_swap(earmark, data_dir):
    assert "`cli.py daily` makes them" in earmark("swap", "3").err
    page_world.fill(data_dir)

    assert "has no number 9" in earmark("swap", "9").err
    assert "leave out --for" in earmark("swap", "3", "--for", "1", "--undo").err
    assert "only what stands next" in earmark("swap", "1").err
