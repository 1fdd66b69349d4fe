"""A long list of saved insights: some at once, more with a press, all of them taken along."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.five import feedback as said
from store.queries import insights
from tests.pages.test_pages import SAVED, button, visit
from tests.worlds import page_world

__all__ = ["visit"]
pytestmark = pytest.mark.slow


@pytest.fixture
def saved(data_dir):
    """25 saved insights of one episode."""
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        known = insights.by_id(connection, "insight0").insight
        many = [replace(known, id=f"many{n:02}", headline=f"Claim number {n:02}") for n in range(25)]
        insights.keep(connection, known.episode_id, many, {})
    [said.keep(store, 1, one.id, datetime.now(UTC), saved=True) for one in many]
    store.close()


def headlines(app) -> int:
    return sum("Claim number" in each.value for each in app.markdown if each.value.startswith("## "))


def test_twenty_are_drawn_and_the_rest_with_a_press(visit, saved):
    app = visit(SAVED)

    assert (headlines(app), app.exception) == (20, [])
    button(app, "Show more of 25").click().run()
    assert headlines(app) == 25


def test_one_further_down_is_found_by_its_words(visit, saved):
    app = visit(SAVED)

    app.text_input(key="saved-words").input("number 03").run()

    assert headlines(app) == 1
