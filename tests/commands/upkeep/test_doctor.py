"""The doctor: each wound is found, told with what to do, and mended where that is safe."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from ingest.feeds.credentials import Credentials, Seal
from store import revisions
from store.backups.kept import kept
from store.queries import credentials, shows
from store.records.shows import Feed
from tests.worlds import old_schemas, page_world

pytestmark = pytest.mark.slow

FAILURE = 1


@pytest.fixture(autouse=True)
def _quiet_settings(data_dir, monkeypatch):
    monkeypatch.delenv("EARMARK_ALLOW_PRIVATE_HOSTS", raising=False)
    for of_the_tests in ("EARMARK_KILL_SEED", "EARMARK_KILL_POINTS", "EARMARK_HOSTILE_MORNINGS"):
        monkeypatch.delenv(of_the_tests, raising=False)  # no settings, as the doctor would rightly say


@pytest.fixture
def filled(data_dir, embedder):
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)
    return data_dir


@pytest.fixture
def examined(earmark):
    """Runs the doctor; gives its findings that are not fine, by what they are about, and its exit code."""

    def run(*options: str):
        said = earmark("doctor", "--format", "json", *options)
        told = json.loads(said.out)
        assert told["well"] == (said.code == 0)
        return {each["about"]: each for each in told["findings"] if each["state"] != "fine"}, said.code

    return run


def broken(file) -> None:
    """Writes over pages in the middle of a database."""
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 4096 // 2 * 4096)
        opened.write(b"\xff" * 40_960)


def test_a_library_that_is_well(earmark, filled):
    run = earmark("doctor")

    assert run.code == 0, run.out
    assert "✓ database: every page" in run.out
    assert "recogniser tiny.en" in run.out
    assert "! shows: Chips *&* Terms: " in run.out
    assert "cli.py feed 2" in run.out


def test_an_empty_installation_is_well(examined):
    found, code = examined()

    assert (set(found), code) == ({"backups"}, 0)


def test_a_restore_that_was_killed_half_way_is_told(data_dir, examined):
    (data_dir.parent / "data.before-20261126T120000Z").mkdir()

    found, code = examined()

    assert (code, found["database"]["todo"]) == (FAILURE, "run the same `cli.py restore` again")


def test_a_damaged_page_is_found_and_the_last_backup_offered(earmark, filled, examined):
    earmark("--now", "2026-11-22", "backup", str(filled / "backups" / "earmark-20261122T000000Z-weekly.zip"))
    broken(filled / "earmark.db")

    found, code = examined()

    assert code == FAILURE
    assert "damaged" in found["database"]["told"]
    assert "cli.py restore" in found["database"]["todo"]
    assert "2026-11-22" in found["database"]["todo"]
    assert "set the database right first" in found["the rest"]["todo"]


def test_what_the_doctor_offers_mends_it(earmark, filled, examined):
    file = filled / "backups" / "earmark-20261122T000000Z-weekly.zip"
    earmark("backup", str(file))
    broken(filled / "earmark.db")

    run = earmark("restore", str(file), "--yes")

    assert run.code == 0, run.err
    assert examined()[1] == 0


@pytest.mark.parametrize("command", [["export"], ["status"], ["daily"], ["digest"], ["threads"], ["backup", "b.zip"]])
def test_every_command_says_damage_in_a_sentence(earmark, filled, command):
    (filled / "backups").mkdir()
    shutil.copy(filled / "earmark.db", filled / "backups" / "earmark-20261122T000000Z-weekly.zip")
    with (filled / "earmark.db").open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * (filled / "earmark.db").stat().st_size)

    run = earmark(*command)

    assert run.code == FAILURE
    assert "damaged" in run.err
    assert "Traceback" not in run.err


def test_an_index_of_the_database_that_lies_is_rebuilt(filled, examined):
    with closing(sqlite3.connect(filled / "earmark.db")) as opened:
        opened.execute("PRAGMA writable_schema = ON")
        opened.execute("UPDATE sqlite_master SET sql = replace(sql, '(episode_id)', '(id)') WHERE name = ?", (INDEX,))
        opened.commit()

    before, _ = examined()
    after, code = examined("--repair")

    assert "nothing is lost" in before["database"]["told"]
    assert (after["database"]["repaired"], code) == (True, 0)
    assert examined()[1] == 0
    assert "before-repair" in [each.reason for each in kept(filled / "backups")]


INDEX = "ix_insights_episode_id"


def test_rows_of_what_is_gone_are_removed_after_a_backup(filled, examined):
    with closing(sqlite3.connect(filled / "earmark.db")) as opened:
        opened.execute("DELETE FROM shows WHERE id = 2")  # this connection keeps no foreign keys
        opened.commit()

    before, failed = examined()
    mended, code = examined("--repair")

    assert (failed, "episodes" in before["rows"]["told"]) == (FAILURE, True)
    assert (mended["rows"]["repaired"], code) == (True, 0)
    assert len(kept(filled / "backups")) == 1
    assert "rows" not in examined()[0]


@pytest.mark.parametrize("what", ["index", "index/CURRENT", "index/generation-1/vectors", "index/generation-1/words"])
def test_a_lost_index_is_found_and_rebuilt(earmark, filled, examined, what):
    gone = filled / what
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()

    before, failed = examined()
    mended, code = examined("--repair")

    assert (failed, "nothing is lost" in before["search index"]["told"]) == (FAILURE, True)
    assert (mended["search index"]["repaired"], code) == (True, 0)
    assert "insight0" in earmark("search", "batteries at the evening peak", "--format", "json").out


def test_keys_that_others_may_read_are_closed(filled, examined):
    (filled / "settings.json").write_text('{"whisper_model": "tiny.en"}')
    (filled / "settings.json").chmod(0o644)

    before, failed = examined()
    _, code = examined("--repair")

    assert (failed, "chmod 600" in before["secrets"]["todo"]) == (FAILURE, True)
    assert (code, (filled / "settings.json").stat().st_mode & 0o777) == (0, 0o600)


def test_a_setting_that_nobody_reads_is_told_with_the_one_that_was_meant(examined, monkeypatch):
    monkeypatch.setenv("EARMARK_TIMEZON", "Europe/Berlin")

    found, code = examined()

    assert (found["settings"]["todo"], code) == ("did you mean EARMARK_TIMEZONE?", 0)


def test_mail_without_a_server_is_wrong(examined, monkeypatch):
    monkeypatch.setenv("EARMARK_MAIL_TO", "me@example.org")

    found, code = examined()

    assert (found["mail"]["todo"], code) == ("set EARMARK_SMTP_HOST, too", FAILURE)


def test_an_address_that_is_none_is_wrong(examined, monkeypatch):
    monkeypatch.setenv("EARMARK_MAIL_TO", "nobody")
    monkeypatch.setenv("EARMARK_SMTP_HOST", "127.0.0.1")

    assert "EARMARK_MAIL_TO" in examined()[0]["mail"]["todo"]


def test_a_clock_that_was_set_back_is_told(earmark, filled):
    run = earmark("--now", "2020-01-01", "doctor")

    assert run.code == FAILURE
    assert "✗ clock: it says 2020-01-01 00:00 UTC" in run.out


def test_mornings_that_do_not_come_are_told(earmark, filled):
    run = earmark("--now", (datetime.now(UTC) + timedelta(days=3)).isoformat(), "doctor")

    assert "! last run:" in run.out
    assert "have cron run" in run.out


def test_a_password_that_cannot_be_opened_is_told(data_dir, examined):
    given = Credentials(kind="token", host="private.example", secret="a-token")
    sealed = Seal(data_dir / "secret.key").close(given)
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        show = shows.add(connection, "https://private.example/feed", Feed(title="Private"), datetime.now(UTC))
        credentials.keep(connection, show, sealed, datetime.now(UTC))
    store.close()
    (data_dir / "secret.key").unlink()

    assert "cli.py credentials" in examined()[0]["private feeds"]["todo"]


def test_a_backup_that_cannot_be_read_is_told(filled, examined):
    (filled / "backups").mkdir()
    (filled / "backups" / "earmark-20261122T000000Z-weekly.zip").write_text("no zip")

    found, code = examined()

    assert (code, "cannot be read" in found["backups"]["told"]) == (FAILURE, True)


def test_an_older_schema_is_told_and_brought_up_on_request(data_dir, examined):
    data_dir.mkdir()
    old_schemas.make(data_dir / "earmark.db", revisions.known()[-2])

    before, _ = examined()
    mended, _ = examined("--repair")

    assert revisions.known()[-2] in before["schema"]["told"]
    assert mended["schema"]["repaired"]
    assert kept(data_dir / "backups")
