"""When a morning is begun: at the hour on the reader's wall, once a day, whatever the clocks and the machine do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.delivery import timetable
from digest.delivery.timetable import Tries, intake_is_old, may_begin, wants_morning
from store.records.readers import Reader
from tests.worlds.citing import MORNING, keep_reader

BERLIN = ZoneInfo("Europe/Berlin")


def a_reader(hour=7, timezone="Europe/Berlin"):
    return Reader(id=1, name="me", email=None, timezone=timezone, hour=hour)


def wall(year, month, day, hour, minute=0, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN, fold=fold).astimezone(UTC)


def test_the_hour_is_the_one_on_the_readers_wall_in_winter_and_in_summer():
    winter, summer = datetime(2026, 1, 10, 6, tzinfo=UTC), datetime(2026, 7, 10, 5, tzinfo=UTC)

    assert wants_morning(a_reader(), None, winter)
    assert not wants_morning(a_reader(), None, winter - timedelta(minutes=1))
    assert wants_morning(a_reader(), None, summer)
    assert not wants_morning(a_reader(), None, summer - timedelta(minutes=1))


def test_an_hour_that_the_clocks_skip_comes_right_after():
    skipped = wall(2026, 3, 29, 3)  # at 2:00 it was 3:00

    assert not wants_morning(a_reader(hour=2), None, skipped - timedelta(minutes=1))
    assert wants_morning(a_reader(hour=2), None, skipped)


def test_an_hour_that_the_clocks_repeat_comes_once():
    first, again = wall(2026, 10, 25, 2), wall(2026, 10, 25, 2, fold=1)

    assert again - first == timedelta(hours=1)
    assert wants_morning(a_reader(hour=2), None, first)
    assert not wants_morning(a_reader(hour=2), date(2026, 10, 25), again)


def test_a_morning_that_was_slept_through_is_caught_up_once_and_only_todays():
    woken = wall(2026, 11, 26, 15)

    assert wants_morning(a_reader(), date(2026, 11, 22), woken)
    assert not wants_morning(a_reader(), date(2026, 11, 26), woken)


def test_a_morning_begins_when_the_feeds_were_looked_at_within_the_hour():
    assert intake_is_old(Tries(), MORNING)
    assert may_begin(Tries(intake_ended=MORNING - timedelta(minutes=59)), MORNING)
    assert not may_begin(Tries(intake_ended=MORNING - timedelta(minutes=60)), MORNING)


def test_a_morning_waits_an_hour_for_episodes_that_are_being_taken_and_no_longer():
    taking = Tries(waiting_since=MORNING)

    assert not may_begin(taking, MORNING + timedelta(minutes=59))
    assert may_begin(taking, MORNING + timedelta(minutes=60))


def test_a_morning_that_failed_is_tried_again_ever_more_rarely():
    once = Tries(intake_ended=MORNING, failed=1, failed_at=MORNING)
    often = replace(once, failed=9, intake_ended=MORNING + timedelta(hours=2))

    assert not may_begin(once, MORNING + timedelta(minutes=9))
    assert may_begin(once, MORNING + timedelta(minutes=10))
    assert not may_begin(often, MORNING + timedelta(minutes=119))
    assert may_begin(often, MORNING + timedelta(minutes=120))


def test_the_day_that_had_its_morning_is_kept_in_the_readers_zone(store):
    reader = keep_reader(store, timezone="Pacific/Auckland", hour=7)
    evening = datetime(2026, 11, 22, 19, tzinfo=UTC)  # 8 in the morning of the 23rd there

    with store.write() as connection:
        before = timetable.had(connection, reader)
        timetable.keep(connection, reader, evening)

    with store.read() as connection:
        assert (before, timetable.had(connection, reader)) == (None, date(2026, 11, 23))
