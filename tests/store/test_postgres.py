"""The state of record on a real PostgreSQL: the same schema, the same morning, texts with what it does not take."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from store import open_store
from store.queries import facts, outlets, shows
from store.records.shows import Feed
from tests.worlds.mailbox import free_port
from tests.worlds.postgres import cluster

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def url():
    with cluster() as url:
        yield url


def test_what_is_kept_is_read_again_by_another_process(url):
    first, second = open_store(url), open_store(url)

    with first.write() as connection:
        show_id = shows.add(connection, "https://a.example/feed", Feed(title="Ünïcode *&* Co"), NOON)
    with second.read() as connection:
        found = shows.by_id(connection, show_id)
    with second.write() as connection:
        shows.remove(connection, show_id)
    first.close()
    second.close()

    assert (found.title, found.added_at) == ("Ünïcode *&* Co", NOON)


def test_a_nul_in_a_text_is_left_out_and_in_an_address_leads_nowhere(url):
    store = open_store(url)

    with store.write() as connection:
        facts.put(connection, "odd", "be\0fore")
        kept = facts.get(connection, "odd")
        nobody = outlets.by_secret(connection, "\0")
    store.close()

    assert (kept, nobody) == ("before", None)


def test_of_two_that_look_and_then_insert_one_finds_what_the_other_did(url):
    store = open_store(url)

    def look_and_insert(_):
        with store.write() as connection:
            found = shows.by_url(connection, "https://b.example/feed")
            return found.id if found else shows.add(connection, "https://b.example/feed", Feed(title="B"), NOON)

    with ThreadPoolExecutor(4) as writers:
        ids = set(writers.map(look_and_insert, range(8)))
    with store.write() as connection:
        shows.remove(connection, min(ids))
    store.close()

    assert len(ids) == 1


def test_the_demos_morning_is_the_same_on_both_databases(url, earmark, data_dir, monkeypatch):
    monkeypatch.setenv("EARMARK_DEMO_PORT", str(free_port()))
    now = ("--now", "2026-05-04T08:00:00+00:00")
    earmark(*now, "daily")
    on_sqlite = json.loads(earmark(*now, "digest", "--format", "json").out)

    monkeypatch.setenv("EARMARK_DATA_DIR", str(data_dir.with_name("beside-postgres")))
    monkeypatch.setenv("EARMARK_DATABASE_URL", url)
    told = earmark(*now, "daily")
    on_postgres = json.loads(earmark(*now, "digest", "--format", "json").out)

    assert told.code == 0, told.out + told.err
    assert headlines(on_postgres) == headlines(on_sqlite)
    assert headlines(on_sqlite)


def headlines(digest):
    return [insight["headline"] for insight in digest["insights"]]
