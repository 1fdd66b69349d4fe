"""The models of search are loaded when the server starts, and once."""

import pytest

import config
from pages.shared import parts, warming
from store.errors import Misconfigured
from tests.pages.test_pages import SEARCH, visit, words
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
