"""One run at a time over all machines: two data folders on one PostgreSQL stand for two machines."""

import pytest

from store import open_store
from store.errors import Busy
from store.lock import idle_lock, idle_turn, run_lock
from tests.worlds import databases

pytestmark = pytest.mark.slow


@pytest.fixture
def engine(tmp_path):
    databases.choose("postgresql")
    opened = open_store(databases.address(tmp_path / "earmark.db"))
    databases.choose("sqlite")
    yield opened.engine
    opened.close()


def test_another_machine_is_told_that_a_run_is_under_way(engine, tmp_path):
    with run_lock(tmp_path / "one", engine), pytest.raises(Busy, match="another machine"):
        run_lock(tmp_path / "other", engine).__enter__()

    with run_lock(tmp_path / "other", engine):
        pass


def test_a_run_waits_for_idle_work_on_another_machine(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("store.lock._PATIENCE_SECONDS", 0.1)

    with idle_lock(tmp_path / "one", engine), idle_turn(tmp_path / "one", engine), pytest.raises(Busy):
        run_lock(tmp_path / "other", engine).__enter__()


def test_two_folders_on_sqlite_are_two_installations(tmp_path):
    with run_lock(tmp_path / "one"), run_lock(tmp_path / "other"):
        pass
