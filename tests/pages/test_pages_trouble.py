"""Pages while the database is another's, or damaged: a sentence, soon, and never a traceback."""

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import terminal
from store.database import BUSY_TIMEOUT_MS
from tests.worlds import page_world

pytestmark = pytest.mark.slow

APP = str(Path(__file__).parents[2] / "app.py")
SOON = 15  # seconds, on a busy machine: a page waits two and a half for the database, a run 30


@pytest.fixture
def visit(data_dir):
    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60).run()
        app.switch_page(page)
        app.query_params.update(query)
        return app.run()

    st.cache_resource.clear()
    page_world.fill(data_dir)
    yield opened
    st.cache_resource.clear()


@pytest.fixture
def writing(data_dir):
    """Another process's transaction, as long as the block."""
    store = page_world.open_world(data_dir)
    with store.engine.connect().execution_options(earmark_begin="BEGIN IMMEDIATE") as other:
        other.begin()
        yield other
    store.close()


@pytest.mark.both_databases
def test_a_press_while_another_run_writes_is_answered_soon_and_works_afterwards(visit, data_dir, request):
    app = visit("pages/one_insight.py", id="insight0")
    other = request.getfixturevalue("writing")
    began = monotonic()

    app = app.button(key="save-insight0").click().run()

    assert monotonic() - began < SOON
    assert "Another run is writing right now" in app.warning[0].value
    other.rollback()
    assert app.button(key="save-insight0").click().run().button(key="save-insight0").label == ":primary[**Saved**]"


def test_reading_goes_on_while_another_run_writes(visit, writing):
    app = visit("pages/daily_five.py")

    assert not app.exception
    assert not app.warning


def test_a_command_of_a_page_waits_no_longer_than_the_page(visit, writing):
    began = monotonic()

    said = terminal.say("retry")

    assert not said.well
    assert "in use by another program" in said.text
    assert monotonic() - began < BUSY_TIMEOUT_MS / 1000  # the command itself takes seconds to start


@pytest.mark.parametrize("page", ["daily_five", "topic_threads", "followed_shows", "saved_insights"])
def test_a_damaged_database_is_a_sentence_with_what_to_do(on_sqlite, visit, data_dir, page):
    with closing(sqlite3.connect(data_dir / "earmark.db")) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (data_dir / "earmark.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (data_dir / "earmark.db").stat().st_size)

    app = visit(f"pages/{page}.py")

    assert not app.exception
    assert "The database file is damaged" in app.error[0].value
