"""Idle time and report cards: what a model made of the shows, what it found nothing in, what it reads again."""

import json

import pytest

from commands.frame import Frame, ticking_from
from commands.serving.mornings import idle_work
from config import read_settings
from store import kept_settings, open_store
from store.lock import idle_lock, run_lock
from store.queries import digests, episodes, feedback, insights
from tests.whole.test_model_runs import GOOD, LIES
from tests.worlds.chat_server import ChatServer, serving
from tests.worlds.databases import address
from tests.worlds.podcast import feed_xml, vtt

pytestmark = pytest.mark.slow

NOW = "2026-06-01T12:00:00Z"
FULL, EMPTY = json.dumps({"insights": [GOOD]}), '{"insights": []}'


@pytest.fixture(autouse=True)
def _no_model(monkeypatch):
    monkeypatch.delenv("EARMARK_LLM", raising=False)


@pytest.fixture
def followed(earmark, site):
    """A show of two episodes, taken without a model."""
    site.put("/e0.vtt", vtt(), "text/vtt")
    site.put("/e1.vtt", vtt(), "text/vtt")
    earmark("--now", NOW, "add", site.put("/feed", feed_xml(site.url, episodes=2), "application/rss+xml"))
    earmark("--now", NOW, "ingest")
    return site


@pytest.fixture
def run(earmark, data_dir):
    """A command with that server's model kept, at that time."""

    def go(server, *command, now=NOW):
        with serving(server):
            kept_settings.keep(data_dir, {"llm": "openai/better", "llm_base_url": server.url})
            return earmark("--now", now, *(command or ("ingest",)))

    return go


@pytest.fixture
def written(data_dir):
    """The origins of the insights of each episode, the newest first."""

    def read():
        opened = open_store(address(data_dir / "earmark.db"))
        with opened.read() as connection:
            listed = episodes.of_show(connection, 1)
            found = [{cited.insight.origin for cited in insights.of_episode(connection, e.id)} for e in listed]
        opened.close()
        return found

    return read


def test_a_model_that_is_set_later_reads_what_was_written_without_it(earmark, followed, run, written):
    server = ChatServer([FULL])
    before = written()

    told = run(ChatServer([EMPTY]), "status")
    came = run(server)

    assert before == [{"speaker"}, {"speaker"}]
    assert "openai/better has still to read 2 episodes of the last 30 days" in told.out
    assert "2 episodes to read again" in came.err
    assert "2 episodes rewritten by openai/better." in came.out
    assert written() == [{"openai/better"}, {"openai/better"}]
    assert "has still to read" not in run(server, "status").out


def test_what_is_read_once_is_not_read_again_when_the_model_finds_nothing(followed, run, written):
    first = ChatServer([EMPTY])
    second = ChatServer([EMPTY])

    came = run(first)
    run(second)

    assert "0 episodes rewritten by openai/better, 2 left as they were" in came.out
    assert len(first.asked) == 2
    assert second.asked == []
    assert written() == [{"speaker"}, {"speaker"}]


def test_what_a_reader_saved_stays(earmark, followed, run, written, data_dir):
    opened = open_store(address(data_dir / "earmark.db"))
    with opened.write() as connection:
        reader = digests.keep_reader(connection, "me", email=None, timezone="UTC", hour=7)
        newest = episodes.of_show(connection, 1)[0]
        [saved, *_] = insights.of_episode(connection, newest.id)
        feedback.save(connection, reader.id, saved.insight.id, newest.discovered_at)
    opened.close()

    run(ChatServer([FULL]))

    assert written()[0] == {"speaker", "openai/better"}
    assert saved.insight.headline in earmark("saved").out


def test_a_model_that_is_away_changes_nothing_and_is_asked_again_a_day_later(followed, run, written):
    came = run(ChatServer(status=429))
    soon = ChatServer([FULL])
    run(soon, now="2026-06-01T13:00:00Z")
    after_it = written()
    run(ChatServer([FULL]), now="2026-06-02T13:00:00Z")

    assert "0 episodes rewritten by openai/better, 2 for another time: openai/better is busy" in came.out
    assert len(soon.asked) >= 1  # the episode that it was not asked about
    assert after_it == [{"speaker"}, {"openai/better"}]
    assert written() == [{"openai/better"}, {"openai/better"}]


def test_old_episodes_stay_as_they_are(followed, run, written):
    server = ChatServer([FULL])

    run(server, now="2026-09-01T12:00:00Z")

    assert server.asked == []


def test_nobody_reads_again_where_that_is_switched_off(followed, run, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM_REWRITE_DAYS", "0")
    server = ChatServer([FULL])

    run(server)

    assert server.asked == []


def test_half_of_the_days_budget_is_left_for_what_is_new(followed, run, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM_CALLS_PER_DAY", "2")

    came = run(ChatServer([FULL]))

    assert "1 episode rewritten by openai/better, 1 for another time: half of the day's budget is used up" in came.out


def test_rewriting_can_be_asked_for(earmark, followed, run):
    without = earmark("--now", NOW, "model", "rewrite")
    came = run(ChatServer([FULL]), "model", "rewrite")
    again = run(ChatServer([FULL]), "model", "rewrite")

    assert "no model is set to read them" in without.err
    assert "2 episodes rewritten" in came.out
    assert "openai/better has read everything of the last 30 days" in again.out


def test_the_report_card_tells_how_the_model_did(followed, run):
    run(ChatServer([json.dumps({"insights": [GOOD, *LIES]})]))

    told = run(ChatServer(), "status").out

    assert "Models on your shows" in told
    assert "openai/better\n  Loopback: 2 episodes; 10 proposed, 2 proved (20%), 2 kept; refused: " in told
    assert "unsupported name or number" in told
    assert " s, $0.000 for " in told


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (EMPTY, "openai/better was asked and answered that nothing is worth telling"),
        (json.dumps({"insights": LIES[:1]}), "all refused, most often: quote not in transcript (1)"),
        ("banana", "its answer could not be used"),
    ],
)
def test_an_episode_in_which_a_model_found_nothing_says_why(followed, run, reply, why):
    run(ChatServer([reply]))

    assert why in run(ChatServer(), "status", "--episode", "1").out


def test_an_episode_that_no_model_was_asked_about_says_so(earmark, followed):
    assert "no model was asked: none was set when it was read" in earmark("status", "--episode", "1").out


def test_a_run_takes_its_turn_besideidle_work(earmark, data_dir, followed):
    with idle_lock(data_dir):
        assert earmark("--now", NOW, "ingest").code == 0


def test_idle_work_gives_way_to_a_run(followed, run, data_dir):
    server = ChatServer([FULL])

    with run_lock(data_dir):
        came = run(server, "model", "rewrite")

    assert server.asked == []
    assert "2 for another time: another run is under way" in came.out


def test_beside_the_page_it_is_done_by_a_process_of_its_own(followed, data_dir, written, monkeypatch):
    monkeypatch.setenv("EARMARK_LLM_REWRITE_DAYS", "3650")
    without = idle_work(_face(), None)
    with serving(ChatServer([FULL])) as server:
        kept_settings.keep(data_dir, {"llm": "openai/better", "llm_base_url": server.url})
        process = idle_work(_face(), None)
        same = idle_work(_face(), process)
        process.wait(240)

    assert without is None
    assert same is process
    assert written() == [{"openai/better"}, {"openai/better"}]
    assert idle_work(_face(), process) is None


def _face():
    return Frame(settings=read_settings(), clock=ticking_from(None))
