"""The state of record: transactions, migrations, times."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, event
from sqlalchemy.exc import IntegrityError

from store import open_store
from store.database import MIGRATIONS, Store
from store.errors import Misconfigured
from store.queries import digests, embeddings, episodes, facts, insights, shows
from store.queries.embeddings import Vector
from store.queries.threads import growth, threads
from store.records.episodes import Chapter, FeedEpisode
from store.records.insights import Insight, Question
from store.records.shows import Feed
from store.schema.base import metadata
from tests.worlds import databases
from tests.worlds.happened import joined_after

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def an_insight(episode_id: int, name: str = "a") -> Insight:
    return Insight(
        id=name,
        episode_id=episode_id,
        headline="Chips are scarce",
        body="Chips are scarce.",
        quote="chips are scarce",
        start=1.0,
        end=2.0,
        speaker=None,
        origin="speaker",
        worth=0.5,
        approximate=False,
        created_at=NOON,
    )


def add_episode(connection) -> int:
    show_id = shows.add(connection, "http://a.example/feed", Feed(title="A"), NOON)
    feed = FeedEpisode(key="k", title="E", published=NOON, audio_url="http://a.example/e.mp3")
    return episodes.discover(connection, show_id, feed, NOON, wanted=True)


def test_the_migrations_make_the_schema_of_the_code(store):
    with store.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_a_quote_comes_back_with_what_places_it(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        asked = Question(words="Why are they scarce?", asked_by="Ben")
        quote = replace(an_insight(episode_id), placing="Ann on chips", question=asked, shown=((0, 5), (10, 16)))
        insights.keep(connection, episode_id, [quote, an_insight(episode_id, "b")], {})

    with store.read() as connection:
        found = insights.by_ids(connection, ["a", "b"])

    assert found["a"].insight == quote
    assert (found["b"].insight.placing, found["b"].insight.question, found["b"].insight.shown) == ("", None, ())


def test_opening_twice_changes_nothing(tmp_path, database):
    url = databases.address(tmp_path / "earmark.db")
    first = open_store(url)
    with first.write() as connection:
        facts.put(connection, "name", "value")

    with open_store(url).read() as connection:
        assert facts.get(connection, "name") == "value"


def test_a_database_of_the_first_release_is_brought_up_to_date_and_keeps_its_rows(tmp_path):
    url = f"sqlite:///{tmp_path / 'earmark.db'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with Store(create_engine(url)).write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001_first")
        connection.exec_driver_sql(
            "INSERT INTO shows (id, feed_url, title, description, demo, added_at, attempts)"
            " VALUES (1, 'http://a.example/feed', 'A', '', 0, '2026-11-23 12:00:00', 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO episodes (id, show_id, key, title, audio_type, notes, transcripts, chapters, people, wanted,"
            " discovered_at, stage, attempts, given_up) VALUES (1, 1, 'k', 'E', '', '', '[]',"
            """ '[{"start": 0.0, "title": "Intro"}]', '[]', 1, '2026-11-23 12:00:00', 'indexed', 0, 0)"""
        )

    with open_store(url).read() as connection:
        episode = episodes.by_id(connection, 1)

    assert episode.feed.title == "E"
    assert episode.feed.chapters == (Chapter(start=0.0, title="Intro"),)
    assert not episode.fell_back


def test_a_bad_address_is_one_sentence():
    with pytest.raises(Misconfigured, match="EARMARK_DATABASE_URL"):
        open_store("nonsense")


def test_a_write_that_breaks_leaves_nothing(store):
    def write_and_break():
        with store.write() as connection:
            facts.put(connection, "name", "value")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_break()

    with store.read() as connection:
        assert facts.get(connection, "name") is None


def test_times_come_back_aware_and_naive_ones_are_refused(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        found = episodes.by_id(connection, episode_id)

    assert found.feed.published == NOON
    with pytest.raises(Exception, match="without a zone"), store.write() as connection:
        shows.add(connection, "http://b.example", Feed(title="B"), NOON.replace(tzinfo=None))


def test_removing_a_show_forgets_its_insights_but_not_that_they_were_sent(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        insights.keep(connection, episode_id, [an_insight(episode_id)], {"a question": 2})
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        digests.keep(connection, reader.id, NOON.date(), NOON, [("a", "why")])

        shows.remove(connection, 1)

        assert insights.every(connection) == []
        assert set(digests.picked_on(connection, reader.id)) == {"a"}
        assert digests.latest(connection, reader.id).picks == ()


def test_a_day_has_one_digest(store):
    with store.write() as connection:
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        digests.keep(connection, reader.id, date(2026, 6, 1), NOON, [])

        with pytest.raises(IntegrityError):
            digests.keep(connection, reader.id, date(2026, 6, 1), NOON, [])


def test_joining_a_thread_twice_is_one_member_and_one_event(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        insights.keep(connection, episode_id, [an_insight(episode_id)], {})
        thread_id = threads.begin(connection, "Chips", NOON)

        threads.join(connection, thread_id, ["a"], NOON)
        threads.join(connection, thread_id, ["a"], NOON + timedelta(days=1))

        assert threads.member_ids(connection, thread_id) == ["a"]
        assert joined_after(connection, thread_id, NOON) == set()


def test_members_are_read_of_the_wanted_threads_alone_however_many_there_are(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        names = [f"i{at:04}" for at in range(1500)]
        insights.keep(connection, episode_id, [an_insight(episode_id, name) for name in names], {})
        grown = {name: threads.begin(connection, f"Thread of {name}", NOON) for name in names}
        growth.join(connection, grown, NOON)
        read = []
        event.listen(connection, "before_cursor_execute", lambda *told: read.append(told[2]))

        some = growth.members(connection, [grown["i0007"], grown["i1400"], 999_999])
        statements = len(read)
        all_of_them = growth.members(connection, grown.values())

    assert some == {grown["i0007"]: ["i0007"], grown["i1400"]: ["i1400"]}
    assert (statements, "WHERE thread_members.thread_id IN" in read[0]) == (1, True)
    assert all_of_them == {thread_id: [name] for name, thread_id in grown.items()}


def test_the_overview_leaves_out_what_is_small_and_not_followed(store):
    with store.write() as connection:
        episode_id = add_episode(connection)
        names = [f"i{at:04}" for at in range(600)]
        insights.keep(connection, episode_id, [an_insight(episode_id, name) for name in names], {})
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        other = digests.keep_reader(connection, "you", email=None, timezone="UTC", hour=7)
        single = {name: threads.begin(connection, f"Thread of {name}", NOON) for name in names[3:]}
        growth.join(connection, single, NOON)
        large = threads.begin(connection, "Chips", NOON)
        threads.join(connection, large, names[:3], NOON)
        threads.follow(connection, reader.id, single["i0100"], NOON)
        threads.follow(connection, other.id, single["i0200"], NOON)

        seen = threads.overview(connection, reader.id)
        all_of_them = threads.overview(connection, reader.id, smallest=0)

    assert [(thread.id, thread.size, thread.followed) for thread in seen] == [
        (single["i0100"], 1, True),
        (large, 3, False),
    ]
    assert len(all_of_them) == len(single) + 1


def test_vectors_come_back_by_text_and_model(store):
    vector: Vector = np.array([0.6, 0.8], dtype=np.float32)
    with store.write() as connection:
        embeddings.keep(connection, "m", {"chips": vector})
        embeddings.keep(connection, "m", {"chips": vector})

        found = embeddings.known(connection, "m", ["chips", "boats"])
        other = embeddings.known(connection, "n", ["chips"])

    np.testing.assert_allclose(found["chips"], vector, atol=1e-3)
    assert list(found) == ["chips"]
    assert other == {}


def test_a_database_without_its_driver_is_told_as_that_and_not_as_a_wrong_address():
    with pytest.raises(Misconfigured, match=r"driver is not installed \(pymssql\).*pip install pymssql"):
        open_store("mssql+pymssql://somebody@localhost/earmark")
