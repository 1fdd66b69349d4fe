"""The day's choice: made once, kept, and due at the reader's hour."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from digest.five.daily import choose_for
from digest.five.scoring import OWN_WORDS
from digest.reader_day import day_of, due
from store.errors import Misconfigured
from store.queries import digests, feedback, relations, shows
from store.queries.threads import threads
from store.records.readers import Reader
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, direction, keep_reader

pytestmark = pytest.mark.both_databases

TOMORROW = MORNING + timedelta(days=1)


def a_reader(timezone="UTC", hour=7):
    return Reader(id=1, name="me", email=None, timezone=timezone, hour=hour)


def ids(digest):
    return [pick.cited.insight.id for pick in digest.picks]


def test_the_five_of_a_day_are_chosen_once(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    first = choose_for(store, reader, MORNING, model_name=MODEL)
    bring_in(store, an_insight("b", worth=0.9, created_at=MORNING + timedelta(hours=1)))

    later = choose_for(store, reader, MORNING + timedelta(hours=2), model_name=MODEL)

    assert later == first
    assert ids(first) == ["a"]
    assert first.picks[0].why == "Out today."


def test_the_next_day_chooses_from_what_came_since(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"), an_insight("b"), an_insight("c", worth=0.4))
    choose_for(store, reader, MORNING, model_name=MODEL)
    bring_in(store, an_insight("d", created_at=MORNING + timedelta(hours=5)))

    assert ids(choose_for(store, reader, TOMORROW, model_name=MODEL)) == ["d"]


def test_a_day_with_nothing_new_stores_nothing_so_that_a_later_run_may_choose(store):
    reader = keep_reader(store)

    nothing = choose_for(store, reader, MORNING, model_name=MODEL)
    bring_in(store, an_insight("a"))
    something = choose_for(store, reader, MORNING + timedelta(hours=1), model_name=MODEL)

    assert nothing is None
    assert ids(something) == ["a"]


def test_an_insight_made_anew_after_it_was_sent_is_not_sent_again(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    choose_for(store, reader, MORNING, model_name=MODEL)
    with store.write() as connection:
        shows.remove(connection, 1)
    bring_in(store, an_insight("a", created_at=MORNING + timedelta(hours=5)))

    assert choose_for(store, reader, TOMORROW, model_name=MODEL) is None


def test_a_near_repeat_from_another_show_is_not_sent_again(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"), vectors={"a": direction(0)})
    choose_for(store, reader, MORNING, model_name=MODEL)
    later = an_insight("b", created_at=MORNING + timedelta(hours=5))
    bring_in(store, later, vectors={"b": direction(1, near=0, cosine=0.95)})

    assert choose_for(store, reader, TOMORROW, model_name=MODEL) is None


def test_a_followed_thread_is_named_in_the_reason(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    bring_in(store, an_insight("b", worth=0.65))
    with store.write() as connection:
        thread_id = threads.begin(connection, "Chips", MORNING)
        threads.join(connection, thread_id, ["a"], MORNING)
        threads.follow(connection, reader.id, thread_id, MORNING)

    digest = choose_for(store, reader, MORNING, model_name=MODEL)

    assert ids(digest) == ["a", "b"]
    assert digest.picks[0].why == "New in your thread Chips."


def test_a_show_has_the_share_of_the_five_that_the_reader_said(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a", worth=0.9), an_insight("b", worth=0.8))
    with store.write() as connection:
        feedback.limit(connection, reader.id, 1, 1)

    assert ids(choose_for(store, reader, MORNING, model_name=MODEL)) == ["a"]


def test_two_runs_at_once_choose_one_digest(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"), an_insight("b"))
    together, found = Barrier(2), []

    def run():
        together.wait()
        found.append(choose_for(store, reader, MORNING, model_name=MODEL))

    runs = [Thread(target=run), Thread(target=run)]
    [one.start() for one in runs]
    [one.join() for one in runs]

    with store.read() as connection:
        days = digests.days(connection, reader.id)
    assert days == [date(2026, 11, 23)]
    assert found[0] == found[1]


def test_a_day_is_a_day_in_the_readers_zone():
    late = datetime(2026, 11, 23, 20, tzinfo=UTC)

    assert day_of(a_reader("Asia/Tokyo"), late) == date(2026, 11, 24)
    assert day_of(a_reader("America/New_York"), late) == date(2026, 11, 23)


def test_the_hour_is_the_readers_hour_in_summer_and_winter():
    berlin = a_reader("Europe/Berlin", hour=7)

    assert not due(berlin, datetime(2026, 1, 10, 5, 59, tzinfo=UTC))
    assert due(berlin, datetime(2026, 1, 10, 6, 0, tzinfo=UTC))
    assert not due(berlin, datetime(2026, 7, 10, 4, 59, tzinfo=UTC))
    assert due(berlin, datetime(2026, 7, 10, 5, 0, tzinfo=UTC))


def test_an_hour_that_the_clock_skips_is_due_right_after():
    berlin = a_reader("Europe/Berlin", hour=2)  # on 29 March 2026 the clock goes from 1:59 to 3:00

    assert not due(berlin, datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    assert due(berlin, datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_a_zone_that_is_none_says_what_to_set():
    with pytest.raises(Misconfigured, match="EARMARK_TIMEZONE"):
        due(a_reader("Mars/Olympus"), MORNING)


def test_what_found_no_room_waits_for_a_day_with_news(store):
    reader = keep_reader(store)
    bring_in(store, *(an_insight(name, worth=0.9) for name in "abc"))
    choose_for(store, reader, MORNING, model_name=MODEL)
    quiet = choose_for(store, reader, TOMORROW, model_name=MODEL)
    bring_in(store, an_insight("d", created_at=MORNING + timedelta(hours=30)))

    third = choose_for(store, reader, MORNING + timedelta(days=2), model_name=MODEL)

    assert quiet is None
    assert ids(third) == ["d", "c"]
    assert third.picks[1].why == "Held over from 23 November."


@pytest.mark.parametrize(
    ("published", "days"), [(MORNING, 4), (MORNING - timedelta(days=8), 1)], ids=["too long", "from a back catalogue"]
)
def test_nothing_waits_too_long_nor_from_long_ago(store, published, days):
    reader = keep_reader(store)
    bring_in(store, *(an_insight(name, worth=0.9) for name in "abc"), published=published)
    choose_for(store, reader, MORNING, model_name=MODEL)
    later = MORNING + timedelta(days=days)
    bring_in(store, an_insight("d", created_at=later))

    assert ids(choose_for(store, reader, later, model_name=MODEL)) == ["d"]


def test_all_that_was_weighed_is_kept_with_what_became_of_it(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"), an_insight("weak", worth=0.1))

    choose_for(store, reader, MORNING, model_name=MODEL)

    with store.read() as connection:
        ((day, chosen),) = digests.considered_on(connection, reader.id, "a")
        ((_, weak),) = digests.considered_on(connection, reader.id, "weak")
    assert (day, chosen.outcome, weak.outcome) == (date(2026, 11, 23), "chosen", "below the floor")
    assert (chosen.worth, chosen.novelty, chosen.interest, chosen.freshness) == (0.6 * OWN_WORDS, 0.9, 0.5, 1.0)


def test_what_repeats_an_insight_sent_before_is_known_from_memory(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    choose_for(store, reader, MORNING, model_name=MODEL)
    bring_in(store, an_insight("b", created_at=MORNING + timedelta(hours=5)))
    with store.write() as connection:
        relations.keep(connection, ["b"], [("b", "a", "repeats", 0.7)])

    assert choose_for(store, reader, TOMORROW, model_name=MODEL) is None


def test_a_second_show_that_says_what_was_never_sent_is_welcome_and_says_so(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("weak", worth=0.1, speaker="Bo Chen"))
    bring_in(store, an_insight("a"))
    with store.write() as connection:
        relations.keep(connection, ["a"], [("a", "weak", "repeats", 0.7)])

    digest = choose_for(store, reader, MORNING, model_name=MODEL)

    assert ids(digest) == ["a"]
    assert digest.picks[0].why == "Two shows said this on the same day."


def test_a_silenced_show_is_left_out_of_the_five_until_it_may_speak_again(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    bring_in(store, an_insight("b"))
    with store.write() as connection:
        feedback.mute(connection, reader.id, 1, MORNING)

    silenced = choose_for(store, reader, MORNING, model_name=MODEL)
    with store.write() as connection:
        feedback.unmute(connection, reader.id, 1)
    bring_in(store, an_insight("c", created_at=MORNING + timedelta(hours=5)))

    assert ids(silenced) == ["b"]
    assert set(ids(choose_for(store, reader, TOMORROW, model_name=MODEL))) == {"a", "c"}
