"""Asking on the search page: an answer as it is proved, follow-up questions, a copy to take along."""

import pytest

from digest.answers import markdown
from index.answers.answer import answer
from pages.shared.safe import plain
from tests.index.answers.test_answer import HITS
from tests.pages.test_pages import SEARCH, button, offered, visit, words
from tests.worlds import page_world
from tests.worlds.chat_server import ChatServer, serving

pytestmark = pytest.mark.slow

__all__ = ["visit"]
ASK = "Ask: answer this from what was found"
ABOUT = "On how many evenings was the marginal megawatt a battery?"
TRUE = "On forty evenings the marginal megawatt was a battery [1]."
FALSE = "On fifty evenings the marginal megawatt was a battery [1]."


@pytest.fixture
def library(data_dir, embedder, monkeypatch):
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)
    monkeypatch.setattr("config.open_embedder", lambda _: embedder)


@pytest.fixture
def model(monkeypatch):
    """A server whose model says something true and something false."""
    with serving(ChatServer([f"{TRUE} {FALSE}"])) as server:
        monkeypatch.setenv("EARMARK_LLM", "openai/small")
        monkeypatch.setenv("EARMARK_LLM_BASE_URL", server.url)
        yield server


def test_an_answer_without_a_model_is_what_was_said(visit, library):
    app = visit(SEARCH, q=ABOUT)
    button(app, ASK).click().run()

    assert not app.exception
    assert ":primary-badge[Answer] :small[:gray[in the speakers’ own words]]" in words(app)
    assert plain(page_world.QUOTE) in words(app)
    assert [clip for clips in offered(app) for clip in clips if clip["id"].startswith("answer0")]


def test_of_a_models_reply_only_what_is_proved_is_on_the_page(visit, library, model):
    app = visit(SEARCH, q=ABOUT)
    button(app, ASK).click().run()

    shown = words(app)
    assert not app.exception
    assert plain("On forty evenings the marginal megawatt was a battery.") + " :primary-badge[1]" in shown
    assert "fifty" not in shown
    assert "One sentence was left out" in shown


def test_a_question_asked_on_keeps_the_conversation_until_a_new_one_begins(visit, library, model):
    app = visit(SEARCH, q=ABOUT)
    button(app, ASK).click().run()

    app.chat_input(key="follow-up").set_value("Who said that?").run()

    shown = words(app)
    assert not app.exception
    assert plain("On forty evenings the marginal megawatt was a battery.") in shown
    assert f"**{plain('Who said that?')}**" in shown
    assert "Ines said it in “Episode" in shown
    assert len(model.asked) == 1
    button(app, "New question").click().run()
    assert button(app, ASK)
    assert "primary-badge[Answer]" not in words(app)


def test_an_answer_is_not_paid_for_twice(visit, library, model):
    app = visit(SEARCH, q=ABOUT)
    button(app, ASK).click().run()
    app.run()

    assert len(model.asked) == 1
    assert "forty evenings the marginal" in words(app)


def test_a_question_without_an_answer_says_so(visit, library, model):
    app = visit(SEARCH, q="What did Freud say about batteries?")

    assert [told.value for told in app.info] == ["Nothing here answers this; these are nearest."]
    assert ASK not in [found.label for found in app.button]
    assert model.asked == []


def test_an_answer_can_be_taken_along(visit, library):
    app = visit(SEARCH, q=ABOUT)
    button(app, ASK).click().run()

    copied = "\n".join(str(element.value) for element in app.code)
    assert f"## {ABOUT}" in copied
    assert "<https://a.example/" in copied
    assert "#t=" in copied


def test_a_copy_holds_citations_links_to_the_second_and_no_markup_of_others():
    given = answer("How long did the *hospital* need to replace its model?", HITS, None)

    written = markdown([("How long did the *hospital* need?", given)])

    assert written.startswith("## How long did the \\*hospital\\* need?\n\nIt took four hours. [1]\n")
    assert "1. “It took four hours.” Nadia Brooks · Chips and Terms · No lock-in · 2026-11-23 · 00:10 " in written
    assert "<https://audio.example/1.mp3#t=10>" in written
