"""Which backups are kept by themselves, and when the next is due."""

from datetime import UTC, datetime, timedelta

import pytest

from store import open_store
from store.backups.archive import Place
from store.backups.automatic import Automatic
from store.backups.kept import is_due, kept, offer, place_for

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def at(tmp_path):
    """What makes backups at such a time."""
    open_store(f"sqlite:///{tmp_path / 'earmark.db'}").close()
    place = Place(folder=tmp_path, database=tmp_path / "earmark.db", earmark="0.1.0")
    return lambda now, most=2: Automatic(place=place, most=most, clock=lambda: now)


def days(folder) -> list[str]:
    return [f"{each.made_at:%d.%m.}" for each in kept(folder / "backups")]


def test_one_a_week_is_made_and_the_last_are_kept(at, tmp_path):
    made = [at(NOON + timedelta(days=day)).weekly() is not None for day in range(22)]

    assert [day for day, one in enumerate(made) if one] == [0, 7, 14, 21]
    assert days(tmp_path) == ["17.12.", "10.12."]


def test_a_morning_a_little_earlier_than_last_week_s_is_a_week_later(at):
    at(NOON).weekly()

    assert at(NOON + timedelta(days=7, minutes=-20)).weekly()


def test_a_clock_that_was_ahead_for_a_day_neither_stops_nor_multiplies_them(at, tmp_path):
    at(NOON).weekly()
    at(NOON + timedelta(days=400)).weekly()

    made = [at(NOON + timedelta(days=day), most=1).weekly() is not None for day in range(1, 15)]

    assert made.count(True) == 2
    assert days(tmp_path) == ["31.12.", "10.12."]


def test_what_a_kill_left_goes_with_the_next_morning_though_none_is_due(at, tmp_path):
    made = at(NOON).weekly()
    (tmp_path / "backups" / ".earmark-backup-x").mkdir(parents=True)
    (tmp_path / "backups" / "earmark-20261101T000000Z-weekly.zip.part").write_text("half")

    at(NOON + timedelta(days=1)).weekly()

    assert sorted(path.name for path in (tmp_path / "backups").iterdir()) == [made.name]


def test_other_files_in_the_folder_are_nobody_s_to_remove(at, tmp_path):
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "mine.zip").write_text("x")

    at(NOON, most=1).weekly()

    assert (tmp_path / "backups" / "mine.zip").exists()


def test_none_is_made_where_none_is_wanted(at, tmp_path):
    assert at(NOON, most=0).weekly() is None
    assert is_due(tmp_path / "backups", NOON)


def test_the_newest_is_offered(tmp_path):
    place_for(tmp_path, NOON - timedelta(days=7), "weekly").write_text("x")
    place_for(tmp_path, NOON, "before-0012_voices").write_text("x")

    assert offer(tmp_path).endswith("before-0012_voices.zip` puts back the backup of 2026-11-26")
    assert "begin anew" in offer(tmp_path / "nowhere")
