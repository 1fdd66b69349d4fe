"""The first morning: written claims, a followed thread with a contradiction in it, and the same without a model."""

import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from commands.frame import Frame
from commands.tools import writing_model
from config import Settings, read_settings, without_model
from store.errors import Unusable
from store.kept_settings import keep
from tests.whole.test_whole import free_port
from tests.worlds import page_world

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOW = "2026-06-15T08:00:00Z"
SWITCH = "without-model"
CONTRADICTED = "Free Chinese AI models create dependence, even without a contract"
CONTRADICTING = "Free Chinese AI models do not create dependence, a hospital group found"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("morning")


@pytest.fixture(scope="module")
def earmark(home):
    """Runs commands on one data folder in which the first daily job has been done."""
    environment = os.environ | {"EARMARK_DATA_DIR": "data", "EARMARK_DEMO_PORT": free_port(), "COLUMNS": "200"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "cli.py"), "--now", NOW, *arguments]
        return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)

    run.port = environment["EARMARK_DEMO_PORT"]
    run.first = run("daily")
    assert run.first.returncode == 0, run.first.stderr
    return run


def exported(earmark):
    return [json.loads(line) for line in earmark("export", "--format", "jsonl").stdout.splitlines()]


def the_thread(earmark):
    return json.loads(earmark("threads", "--format", "json").stdout)[0]


def test_every_claim_was_written_and_none_refused(earmark, home):
    rows = exported(earmark)
    with sqlite3.connect(home / "data" / "earmark.db") as database:
        outcomes = {outcome for (outcome,) in database.execute("SELECT outcome FROM candidates")}

    assert len(rows) >= 35
    assert {row["origin"] for row in rows} == {"written for the demo"}
    assert outcomes == {"kept"}


def test_the_first_run_has_nothing_to_complain_of(earmark):
    assert "were not" not in earmark.first.stdout + earmark.first.stderr


def test_the_heard_episode_has_claims_too(earmark):
    assert [row for row in exported(earmark) if row["episode"] == "After the weight comes off"]


def test_china_open_source_ai_is_followed_from_the_first_run_on(earmark):
    thread = the_thread(earmark)

    assert (thread["label"], thread["followed"]) == ("China open-source AI", True)
    assert 8 <= thread["size"] <= 16
    assert thread["shows"] >= 3
    assert f"{thread['size']} new in China open-source AI" in earmark("digest").stdout


def test_one_of_its_members_contradicts_another(earmark):
    told = earmark("thread", str(the_thread(earmark)["id"])).stdout
    row = next(row for row in exported(earmark) if row["headline"] == CONTRADICTING)

    assert CONTRADICTED in told
    assert CONTRADICTING in told
    assert [(tie["kind"], tie["headline"]) for tie in row["relations"]] == [("contradicts", CONTRADICTED)]


def test_the_terminal_says_what_was_written_and_how_to_set_a_model(earmark):
    assert "written for the demo" in earmark.first.stdout
    assert "cli.py model list" in earmark.first.stdout
    assert "EARMARK_LLM" in earmark.first.stdout


def test_the_five_are_marked(earmark):
    assert earmark("digest").stdout.count("Written for the demo, quote verbatim.") == 5


def test_who_leaves_the_thread_is_not_brought_back(earmark, home):
    thread_id = str(the_thread(earmark)["id"])
    earmark("unfollow", thread_id)

    earmark("daily")

    assert not the_thread(earmark)["followed"]
    earmark("follow", "China open-source AI")


def test_the_same_morning_without_a_model_is_in_the_speakers_words(earmark, home):
    told = earmark("demo").stdout
    again = earmark("demo").stdout

    assert "without a model" in told
    assert "5. " in told
    assert again == told[-len(again) :]
    assert {row["origin"] for row in exported(earmark)} == {"written for the demo"}


def test_a_switch_on_the_page_shows_it_and_leads_back(earmark, home, monkeypatch):
    monkeypatch.chdir(home)
    monkeypatch.setenv("EARMARK_DATA_DIR", "data")
    monkeypatch.setenv("EARMARK_DEMO_PORT", earmark.port)
    st.cache_resource.clear()

    written = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    marks = marks_of(written)
    own = marks_of(written.toggle(SWITCH).set_value(True).run())
    back = marks_of(written.toggle(SWITCH).set_value(False).run())
    st.cache_resource.clear()

    assert not written.exception
    assert len(marks) == 5
    assert own == []
    assert back == marks


def marks_of(app):
    return [str(shown.value) for shown in app.markdown if "· written for the demo" in str(shown.value)]


def test_nothing_of_the_demo_stays_when_it_is_removed(earmark, home):
    earmark("remove", "--demo", "--yes")

    with sqlite3.connect(home / "data" / "earmark.db") as database:
        left = database.execute("SELECT label FROM threads WHERE query IS NOT NULL").fetchall()
    assert exported(earmark) == []
    assert left == []
    assert json.loads(earmark("threads", "--format", "json").stdout) == []
    assert not (home / "data" / "without-a-model").exists()


def test_without_the_demo_there_is_no_morning_to_compare(earmark):
    refused = earmark("demo")

    assert refused.returncode == 2
    assert "demo shows" in refused.stderr


def test_a_model_that_is_set_writes_instead(data_dir):
    page_world.fill(data_dir, demo=True)
    own = Settings(llm="openai/local", llm_base_url="http://127.0.0.1:9/v1")

    assert writing_model(frame_of(own)).name == "openai/local"
    assert writing_model(frame_of(Settings())).name == "written for the demo"


def test_a_model_that_was_kept_writes_instead_and_not_in_the_library_beside(data_dir):
    page_world.fill(data_dir, demo=True)
    keep(data_dir, {"llm": "openai/local", "llm_base_url": "http://127.0.0.1:9/v1"})

    kept = read_settings()

    assert writing_model(frame_of(kept)).name == "openai/local"
    assert without_model(kept).llm is None


def test_where_a_real_show_is_followed_nothing_is_written_for_the_demo(data_dir):
    page_world.fill(data_dir, demo=False)

    assert writing_model(frame_of(Settings())) is None


def test_of_an_episode_that_no_demo_show_has_nothing_is_written(data_dir):
    page_world.fill(data_dir, demo=True)

    with pytest.raises(Unusable, match="no other episode"):
        writing_model(frame_of(Settings())).complete([], episode_id=1)


def frame_of(settings):
    return Frame(settings=settings, clock=lambda: datetime(2026, 6, 15, tzinfo=UTC))


def test_the_library_beside_has_no_model_and_sends_nothing(monkeypatch):
    monkeypatch.setenv("EARMARK_LLM", "openai/gpt-4o-mini")
    monkeypatch.setenv("EARMARK_SMTP_HOST", "mail.example")

    beside = without_model(read_settings())

    assert (beside.llm, beside.llm_judge, beside.smtp_host, beside.mail_to) == (None, None, None, None)
    assert beside.data_dir.name == "without-a-model"
