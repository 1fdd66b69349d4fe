"""An installation moves to another database: every row arrives, nothing at the source changes, ids go on."""

from datetime import UTC, datetime

import pytest

from store import moving, open_store
from store.errors import Mistake
from store.queries import facts, insights, shows
from store.records.shows import Feed
from store.schema.base import metadata
from tests.worlds import databases, page_world

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(params=databases.KINDS)
def target(request, tmp_path):
    """The address of an empty database of either kind."""
    databases.choose(request.param)
    yield databases.address(tmp_path / "target.db")
    databases.choose("sqlite")


@pytest.fixture
def source(tmp_path, target):
    """A library in SQLite with something in most of its tables."""
    databases.choose("sqlite")
    page_world.fill(tmp_path / "source")
    opened = page_world.open_world(tmp_path / "source")
    yield opened
    opened.close()


def test_every_row_arrives_and_the_next_id_is_new(source, target):
    with source.write() as connection:
        facts.put(connection, "odd", "be\0fore")
    before = sums_of(source)

    sent = moving.move(source, target)

    arrived = open_store(target)
    with arrived.write() as connection:
        headlines = {cited.insight.headline for cited in insights.every(connection)}
        added = shows.add(connection, "https://new.example/feed", Feed(title="New"), NOON)
    arrived.close()
    assert headlines == set(page_world.HEADLINES)
    assert (sent["shows"].rows, added) == (2, 3)
    assert sums_of(source) == before == sent


def test_a_database_that_holds_something_is_refused_and_left_as_it_is(source, target):
    held = open_store(target)
    with held.write() as connection:
        facts.put(connection, "name", "value")

    with pytest.raises(Mistake, match="not empty"):
        moving.move(source, target)

    with held.read() as connection:
        assert shows.all_shows(connection) == []
    held.close()


def test_what_does_not_arrive_as_it_was_moves_nothing(source, target, monkeypatch):
    monkeypatch.setattr(moving, "_copied", forgetful(moving._copied))

    with pytest.raises(moving.NotTheSame, match="rows of facts"):
        moving.move(source, target)

    left = open_store(target)
    with left.read() as connection:
        assert shows.all_shows(connection) == []
    left.close()


def test_no_address_is_told_in_a_sentence(source):
    with pytest.raises(Mistake, match="postgresql://name:password"):
        moving.move(source, "nonsense")


def test_the_command_says_what_to_set_and_shows_no_password(earmark, data_dir, tmp_path):
    page_world.fill(data_dir)

    run = earmark("migrate-to", f"sqlite:///{tmp_path / 'other.db'}")
    again = earmark("migrate-to", f"sqlite:///{tmp_path / 'other.db'}")

    assert run.code == 0, run.err
    assert "insights: 3 rows, SHA-256 " in run.out
    assert "Set EARMARK_DATABASE_URL=sqlite:///" in run.out
    assert (again.code, "not empty" in again.err) == (2, True)


def sums_of(store):
    with store.read() as connection:
        return {table.name: moving._summed(moving._rows(table, connection)) for table in metadata.sorted_tables}


def forgetful(copied):
    """Copies, and then something at the target changes a row of facts."""

    def copy(table, there, here):
        found = copied(table, there, here)
        if table.name == "facts":
            facts.put(here, "not sent", "but there")
        return found

    return copy
