"""Every schema so far, with rows in each of its tables, brought up to this one."""

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from store import integrity, open_store, revisions
from store.backups import snapshot
from store.backups.archive import Place
from store.backups.automatic import Automatic
from store.backups.kept import kept
from store.backups.unpacking import inspected, verified
from store.errors import EarmarkError, Misconfigured
from store.queries import episodes, insights, shows
from store.queries.threads import threads
from store.schema.base import metadata
from tests.worlds import old_schemas

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
OLDER = revisions.known()[:-1]


def backups_of(folder, most=4) -> Automatic:
    place = Place(folder=folder, database=folder / "earmark.db", earmark="0.1.0")
    return Automatic(place=place, most=most, clock=lambda: NOON)


@pytest.mark.parametrize("revision", OLDER)
def test_a_database_of_any_schema_is_brought_up_and_keeps_every_row(tmp_path, revision):
    file = tmp_path / "earmark.db"
    before = old_schemas.make(file, revision)

    with open_store(f"sqlite:///{file}").read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        shows_read, episode = shows.all_shows(connection), episodes.by_id(connection, 1)
        found, thread = insights.every(connection), threads.by_id(connection, 1, 1)

    after = snapshot.counts(file)
    assert {table: after.get(table, 0) for table in before} == before
    assert differences == []
    assert (integrity.faults(file, thorough=True), dict(integrity.orphans(file))) == ([], {})
    assert [show.title for show in shows_read] == [old_schemas.TEXT]
    assert (episode.feed.title, found[0].insight.quote) == (old_schemas.TEXT, old_schemas.TEXT)
    assert thread is not None


@pytest.mark.parametrize("revision", OLDER)
def test_a_backup_of_the_schema_before_is_kept(tmp_path, revision):
    before = old_schemas.make(tmp_path / "earmark.db", revision)

    open_store(f"sqlite:///{tmp_path / 'earmark.db'}", backups=backups_of(tmp_path)).close()

    [made] = kept(tmp_path / "backups")
    assert made.reason == f"before-{revisions.newest()}"
    assert (verified(made.path).schema, dict(inspected(made.path).counts)) == (revision, before)


def test_no_backup_no_change_of_schema(tmp_path):
    file = tmp_path / "earmark.db"
    old_schemas.make(file, OLDER[-1])
    (tmp_path / "backups").write_text("a file where the folder should be")

    with pytest.raises(EarmarkError, match="backup cannot be written"):
        open_store(f"sqlite:///{file}", backups=backups_of(tmp_path))

    assert snapshot.schema(file) == OLDER[-1]


def test_whoever_wants_no_backups_gets_none(tmp_path):
    old_schemas.make(tmp_path / "earmark.db", OLDER[-1])

    open_store(f"sqlite:///{tmp_path / 'earmark.db'}", backups=backups_of(tmp_path, most=0)).close()

    assert kept(tmp_path / "backups") == []


def test_a_new_database_and_one_of_this_schema_need_no_backup(tmp_path):
    url = f"sqlite:///{tmp_path / 'earmark.db'}"

    open_store(url, backups=backups_of(tmp_path)).close()
    open_store(url, backups=backups_of(tmp_path)).close()

    assert kept(tmp_path / "backups") == []


def test_a_database_of_a_newer_earmark_is_left_alone_and_told(tmp_path):
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    open_store(url).close()
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))

    with pytest.raises(Misconfigured, match=r"newer Earmark.*9999_later"):
        open_store(url)
