"""The terminal face on a bad morning: damaged files, wrong settings, ports that are taken. One sentence each."""

import shutil
import socket
import sqlite3

import pytest

from tests.worlds.podcast import feed_xml, vtt

pytestmark = pytest.mark.slow

FAILURE = 1


@pytest.fixture
def taken(earmark, site):
    """A show with one episode that has been taken in."""
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")
    earmark("daily")
    return site


def test_a_deleted_index_is_said_by_search_and_mended_by_the_next_daily(earmark, taken, data_dir):
    shutil.rmtree(data_dir / "index")

    assert "cli.py reindex" in earmark("search", "export limits").err
    assert "rebuilt for 1 episode" in earmark("daily").out
    assert "older chips" in earmark("search", "export limits and older chips").out


def test_the_same_morning_again_does_nothing_and_says_so(earmark, taken):
    again = earmark("daily")

    assert "Nothing new to take." in again.out
    assert "chosen already" in again.out


def test_a_show_followed_at_two_addresses_holds_each_insight_once(earmark, taken):
    earmark("add", taken.put("/mirror", feed_xml(taken.url, episodes=1), "application/rss+xml"))

    run = earmark("daily")

    assert run.code == 0, run.err
    assert "1 episode taken." in run.out
    assert "known from another address of the show" in earmark("status", "--episode", "2").out


def test_search_before_anything_was_taken_says_what_to_run(earmark, data_dir):
    run = earmark("search", "anything")

    assert run.code == FAILURE
    assert "cli.py daily" in run.err


def test_a_damaged_database_is_one_sentence(earmark, data_dir):
    data_dir.mkdir()
    (data_dir / "earmark.db").write_text("this was never a database, only a long enough line of text")

    run = earmark("status")

    assert run.code == FAILURE
    assert "damaged" in run.err
    assert "Traceback" not in run.err


def test_a_locked_database_is_one_sentence(earmark, data_dir, monkeypatch):
    monkeypatch.setattr("store.database.BUSY_TIMEOUT_MS", 10)
    earmark("status")
    other = sqlite3.connect(data_dir / "earmark.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    run = earmark("retry")
    other.close()

    assert run.code == FAILURE
    assert "in use by another program" in run.err


def test_a_data_folder_that_is_a_file_is_named(earmark, data_dir):
    data_dir.write_text("")

    run = earmark("daily")

    assert run.code == FAILURE
    assert "EARMARK_DATA_DIR" in run.err


def test_a_file_that_cannot_be_written_is_named(earmark, tmp_path):
    run = earmark("export", "--output", str(tmp_path / "nowhere" / "insights.jsonl"))

    assert run.code == FAILURE
    assert "nowhere" in run.err


def test_a_taken_port_is_said_before_the_page_is_announced(earmark):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        run = earmark("serve", "--port", str(stranger.getsockname()[1]))

    assert run.code == FAILURE
    assert "--port" in run.err
    assert "Earmark is at" not in run.out


@pytest.mark.parametrize(
    ("model", "words"),
    [("openai/gpt-4o-mini", "needs a key: set EARMARK_LLM_KEY"), ("nonsense", "check EARMARK_LLM")],
)
def test_a_language_model_that_cannot_work_is_found_before_anything_is_fetched(
    earmark, site, monkeypatch, model, words
):
    monkeypatch.setenv("EARMARK_LLM", model)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))

    run = earmark("ingest")

    assert run.code == FAILURE
    assert words in run.err
    assert "/e0.vtt" not in site.asked
    assert "discovered" in earmark("status", "--show", "Loopback").out


def test_a_language_model_that_cannot_be_reached_is_told_at_the_end(earmark, site, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM", "openai/any")
    monkeypatch.setenv("EARMARK_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    site.put("/e0.vtt", vtt(), "text/vtt")

    run = earmark("ingest")

    assert run.code == 0
    assert "1 episode: the model's answer could not be used" in run.out


@pytest.mark.parametrize("name", ["EARMARK_LLM_BASE_URL", "EARMARK_BASE_URL"])
def test_an_address_that_is_none_is_named(earmark, monkeypatch, name):
    monkeypatch.setenv(name, "localhost:8080")

    run = earmark("status")

    assert run.code == FAILURE
    assert name in run.err


def test_a_list_with_one_good_and_one_bad_feed_follows_the_good_one(earmark, site):
    good = site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml")
    rows = f'<outline xmlUrl="{good}"/><outline xmlUrl="{site.url}/lost"/>'
    body = f'<opml version="2.0"><body>{rows}</body></opml>'

    run = earmark("add", site.put("/opml", body, "text/x-opml"))

    assert run.code == 0
    assert "Following Loopback" in run.out
    assert f"left out: {site.url}/lost" in run.err
