"""The terminal face: each mistake is one clear sentence with the right exit code, and nothing is lost."""

import pytest

from tests.worlds.podcast import EMPTY_FEED, feed_xml

pytestmark = pytest.mark.slow

USAGE, FAILURE = 2, 1

MISTAKES = {
    "not an address": (["add", "not.an/address"], USAGE, "not.an/address"),
    "another scheme": (["add", "ftp://a.example/feed"], USAGE, "http"),
    "a lost OPML": (["add", "lost.opml"], USAGE, "lost.opml"),
    "an unknown show": (["remove", "Nobody", "--yes"], USAGE, "Nobody"),
    "remove what?": (["remove"], USAGE, "--demo"),
    "an unknown episode": (["transcript", "99"], USAGE, "no episode 99"),
    "an unknown episode to retry": (["retry", "99"], USAGE, "no episode 99"),
    "an unknown thread": (["threads", "99"], USAGE, "no thread 99"),
    "not followed": (["unfollow", "99"], USAGE, "not followed"),
    "a bad date": (["digest", "--date", "yesterday"], USAGE, "2026-06-01"),
    "a bad --now": (["--now", "noon", "status"], USAGE, "2026-06-01"),
    "an unknown command": (["dialy"], USAGE, "dialy"),
    "an unknown option": (["daily", "--fast"], USAGE, "--fast"),
    "nothing to follow": (["follow"], USAGE, "--insight"),
    "an empty search": (["search", " "], USAGE, "what to search for"),
    "no digest yet": (["digest"], FAILURE, "no digest"),
    "no transcript yet": (["status", "--episode", "99"], USAGE, "no episode 99"),
    "a private address": (["add", "http://127.0.0.1:9/feed"], FAILURE, "EARMARK_ALLOW_PRIVATE_HOSTS"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence(earmark, mistake):
    arguments, code, words = MISTAKES[mistake]

    run = earmark(*arguments)

    assert run.code == code
    assert words in run.err
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    ("body", "mime_type", "status", "words"),
    [
        ("<html><h1>Please sign in</h1></html>", "text/html", 200, "web page"),
        (EMPTY_FEED, "application/rss+xml", 200, "no episodes"),
        ("", "application/rss+xml", 200, "is empty"),
        ("gone", "text/plain", 410, "gone"),
        ("no", "text/plain", 404, "404"),
        ("<opml><body><outline", "text/x-opml", 200, "OPML"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(earmark, site, body, mime_type, status, words):
    url = site.put("/feed", body, mime_type, status)

    run = earmark("add", url)

    assert run.code == FAILURE
    assert words in run.err
    assert "Traceback" not in run.err


def test_an_unreachable_host_is_said(earmark, site):
    run = earmark("add", "http://nowhere.invalid/feed")

    assert run.code == FAILURE
    assert "nowhere.invalid" in run.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("EARMARK_TIMEZONE", "Mars/Olympus"), ("EARMARK_HOUR", "25"), ("EARMARK_DATABASE_URL", "nonsense")],
)
def test_a_wrong_setting_is_named(earmark, monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    run = earmark("status")

    assert run.code == FAILURE
    assert name in run.err


def test_adding_takes_the_newest_and_knows_the_rest(earmark, site):
    url = site.put("/feed", feed_xml(site.url, episodes=5), "application/rss+xml")

    run = earmark("add", url, "--newest", "2")

    assert run.code == 0
    assert "2 of 5" in run.out
    assert "Already following" in earmark("add", url).out


def test_removing_asks_first(earmark, site, monkeypatch):
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1), "application/rss+xml"))
    monkeypatch.setattr("typer.confirm", lambda _: False)

    run = earmark("remove", "Loopback")

    assert "Nothing was removed" in run.out
    assert "Loopback" in earmark("status").out


def test_a_failed_episode_is_shown_and_can_be_retried(earmark, site):
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1, transcript=False), "application/rss+xml"))
    site.put("/e0.mp3", "<html>Please sign in</html>", "text/html")

    earmark("ingest")

    status = earmark("status")
    assert "web page" in status.out
    assert "given up" in status.out
    assert "will be tried again" in earmark("retry").out


def test_a_missing_speech_model_stops_the_run_and_names_the_setting(earmark, site, monkeypatch, demo_audio):
    monkeypatch.setenv("EARMARK_WHISPER_MODEL", "/no/such/model")
    earmark("add", site.put("/feed", feed_xml(site.url, episodes=1, transcript=False), "application/rss+xml"))
    site.put("/e0.mp3", demo_audio, "audio/mpeg")

    run = earmark("ingest")

    assert run.code == FAILURE
    assert "EARMARK_WHISPER_MODEL" in run.err
    assert "fetched" in earmark("status", "--show", "Loopback").out


def test_a_second_run_waits_its_turn(earmark, data_dir):
    from store.lock import run_lock

    with run_lock(data_dir):
        run = earmark("ingest")

    assert run.code == FAILURE
    assert "another run is under way" in run.err
