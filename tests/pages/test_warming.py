"""The models of search are loaded when the server starts, and once; nothing else heavy is."""

import subprocess
import sys
from pathlib import Path

import pytest

import config
from pages.shared import parts, warming
from store.errors import Misconfigured
from tests.pages.test_pages import APP, SEARCH, visit, words
from tests.worlds import page_world

pytestmark = pytest.mark.slow

__all__ = ["visit"]


@pytest.fixture
def loads(data_dir, embedder, monkeypatch):
    """Each time that the embedder was loaded."""
    counted = []
    monkeypatch.setattr("config.open_embedder", lambda settings: counted.append(settings) or embedder)
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)
    return counted


def test_a_search_just_after_the_start_loads_nothing_again(visit, loads):
    warming.begin()  # is not waited for: a visitor comes when they come

    app = visit(SEARCH, q="batteries in the evening")

    assert not app.exception
    assert "result" in words(app)
    assert len(loads) == 1


def test_the_index_is_open_when_it_has_ended(visit, loads):
    warming.begin().join()

    assert parts.library().counts()[0] > 0
    assert parts.search() is parts.search()
    assert len(loads) == 1


def test_a_failure_is_logged_and_told_to_who_searches(visit, loads, monkeypatch, caplog):
    def broken(_):
        raise Misconfigured("the embedding model is not there: set EARMARK_EMBEDDING_MODEL")

    monkeypatch.setattr(config, "open_embedder", broken)

    warming.begin().join()

    assert "search=cold" in caplog.text
    assert "The embedding model is not there" in words(visit(SEARCH, q="batteries")).replace("\\", "")


def test_reading_the_five_and_an_episode_loads_no_slow_library_and_no_tables(data_dir):
    page_world.fill(data_dir)
    heavy = {"pandas", "pyarrow", "torch", "chromadb", "litellm"}
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
AppTest.from_file({APP!r}, default_timeout=60).run()
episode = AppTest.from_file({APP!r}, default_timeout=60).run().switch_page("pages/one_episode.py")
episode.query_params["id"] = "1"
assert not episode.run().exception
print(*sorted({heavy!r} & set(sys.modules)))
"""

    run = subprocess.run([sys.executable, "-c", code], cwd=Path(APP).parent, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == ""
