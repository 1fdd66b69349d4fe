"""A backup made, and taken out again: what is in it, who may read it, and what it is while others write."""

import json
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from store import open_store
from store.backups import snapshot
from store.backups.archive import Place, write
from store.backups.unpacking import inspected, unpack
from store.errors import EarmarkError
from store.queries import facts, insights
from tests.worlds import page_world

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path):
    """A library with three insights, kept settings and a key."""
    folder = tmp_path / "data"
    page_world.fill(folder)
    (folder / "settings.json").write_text('{"llm_key": "sk-secret-1"}')
    (folder / "secret.key").write_text("a key")
    (folder / "index").mkdir()
    (folder / "index" / "CURRENT").write_text("1.1")
    return Place(folder=folder, database=folder / "earmark.db", earmark="0.1.0")


@pytest.fixture
def unpacked(tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_kept_comes_out_again(place, tmp_path, unpacked):
    made = write(place, tmp_path / "a.zip", NOON)

    assert unpack(tmp_path / "a.zip", unpacked) == made
    assert (unpacked / "settings.json").read_text() == '{"llm_key": "sk-secret-1"}'
    with open_store(f"sqlite:///{unpacked / 'earmark.db'}").read() as connection:
        assert len(insights.every(connection)) == 3


def test_the_manifest_says_what_it_holds(place, tmp_path):
    write(place, tmp_path / "a.zip", NOON)

    with ZipFile(tmp_path / "a.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
    assert (told["earmark"], told["made_at"]) == ("0.1.0", "2026-11-26T12:00:00Z")
    assert (told["counts"]["shows"], told["counts"]["insights"]) == (2, 3)
    assert set(told["parts"]) == {"earmark.db", "settings.json", "secret.key"}


def test_the_index_is_left_out(place, tmp_path):
    write(place, tmp_path / "a.zip", NOON)

    with ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == ["earmark.db", "manifest.json", "secret.key", "settings.json"]


def test_only_its_owner_may_read_it_and_what_comes_out(place, tmp_path, unpacked):
    write(place, tmp_path / "a.zip", NOON)
    unpack(tmp_path / "a.zip", unpacked)

    assert {mode(tmp_path / "a.zip"), *map(mode, unpacked.iterdir())} == {0o600}


def test_keys_stay_out_where_they_are_not_wanted(place, tmp_path):
    made = write(place, tmp_path / "a.zip", NOON, keys=False)

    assert set(made.parts) == {"earmark.db"}


def test_it_is_one_moment_s_state_while_another_writes(place, tmp_path, unpacked):
    """A writer adds two rows in each transaction: whole ones are in the backup, and no half one."""
    store = open_store(f"sqlite:///{place.database}")
    done = threading.Event()

    def write_pairs():
        for number in range(10_000):
            if done.is_set():
                break
            with store.write() as connection:
                facts.put(connection, f"left {number}", "x")
                facts.put(connection, f"right {number}", "x")

    writer = threading.Thread(target=write_pairs)
    writer.start()
    write(place, tmp_path / "a.zip", NOON)
    done.set()
    writer.join()

    unpack(tmp_path / "a.zip", unpacked)
    with closing(sqlite3.connect(unpacked / "earmark.db")) as opened:
        names = [name.split() for (name,) in opened.execute("SELECT name FROM facts WHERE name LIKE '% %'")]
    assert {n for side, n in names if side == "left"} == {n for side, n in names if side == "right"}


def test_what_is_committed_and_still_in_the_log_is_in_it(place, tmp_path):
    store = open_store(f"sqlite:///{place.database}")
    with store.write() as connection:
        facts.put(connection, "late", "x")

    made = write(place, tmp_path / "a.zip", NOON)
    store.close()

    assert made.counts["facts"] == 1


def test_a_damaged_database_makes_no_backup(place, tmp_path):
    with place.database.open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * 8192)

    with pytest.raises(EarmarkError, match=r"damaged.*cli\.py doctor"):
        write(place, tmp_path / "a.zip", NOON)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_what_is_there_stays_when_the_new_one_cannot_be_made(place, tmp_path):
    write(place, tmp_path / "a.zip", NOON)
    before = (tmp_path / "a.zip").read_bytes()
    place.database.write_text("not a database any more, though long enough to be looked at")

    with pytest.raises(EarmarkError):
        write(place, tmp_path / "a.zip", NOON)

    assert (tmp_path / "a.zip").read_bytes() == before


def test_no_library_is_no_backup(tmp_path):
    with pytest.raises(EarmarkError, match="EARMARK_DATA_DIR"):
        write(Place(folder=tmp_path, database=tmp_path / "none.db", earmark="0"), tmp_path / "a.zip", NOON)


def test_looking_into_one_unpacks_nothing(place, tmp_path):
    write(place, tmp_path / "a.zip", NOON)

    assert inspected(tmp_path / "a.zip").schema == snapshot.schema(place.database)
