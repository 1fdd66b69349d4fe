"""The page of people: who said what, over shows, and what a name alone cannot say."""

from dataclasses import replace

import pytest

from pages.shared.safe import plain
from store.queries import insights
from store.queries.voices import hearings
from store.records.voices import Hearing
from tests.pages.test_pages import INSIGHT, THREADS, TODAY, opened, visit, words
from tests.worlds import page_world

__all__ = ["visit"]
pytestmark = pytest.mark.slow

PEOPLE, EPISODE = "pages/who_speaks.py", "pages/one_episode.py"
FIRST, SECOND, THIRD = (plain(headline) for headline in page_world.HEADLINES)


def named(data_dir, **speakers):
    """Gives insights other speakers."""
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        for insight_id, speaker in speakers.items():
            insight = insights.by_id(connection, insight_id).insight
            insights.keep(connection, insight.episode_id, [replace(insight, speaker=speaker)], {})
    store.close()


def test_before_anybody_is_known_the_page_says_where_names_come_from(visit):
    app = visit(PEOPLE)

    assert not app.exception
    assert "Nobody is known by name yet" in words(app)


def test_a_first_name_alone_stands_apart_for_each_show(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(PEOPLE)

    assert "## [Ines](./people?name=Ines&show=1)" in words(app)
    assert "## [Ines](./people?name=Ines&show=2)" in words(app)
    of_one = words(visit(PEOPLE, name="Ines", show="1"))
    assert "A first name alone may be anybody’s" in of_one
    assert f"[{plain('Chips *&* Terms')}](./people?name=Ines&show=2)" in of_one
    assert FIRST in of_one
    assert SECOND not in of_one


def test_a_whole_name_tells_from_old_to_new_show_by_show_and_says_that_it_may_be_two_people(visit, data_dir):
    page_world.fill(data_dir)
    named(data_dir, insight0="Ines Okafor", insight1="Ines Okafor", insight2="Ines Okafor, PhD")

    app = visit(PEOPLE, name="ines okafor")

    shown = words(app)
    assert not app.exception
    assert app.title[0].value == "Ines Okafor"
    assert "It may be more than one person" in shown
    assert shown.index(f"### [{THIRD}]") < shown.index(f"### [{FIRST}]") < shown.index(f"### [{SECOND}]")
    assert "Speaks in [Grid batteries](./threads?thread=1) (2 of 2)" in shown
    assert app.button(key="save-insight0").label == "Save"


def test_somebody_is_found_by_name(visit, data_dir):
    page_world.fill(data_dir)
    named(data_dir, insight0="Ben Sands")
    app = visit(PEOPLE)

    app.text_input(key="find-person").input("sa").run()

    assert "[Ben Sands]" in words(app)
    assert "[Ines]" not in words(app)
    app.text_input(key="find-person").input("nobody").run()
    assert "Nobody is called that here" in words(app)


def test_what_was_heard_in_another_voice_is_nobodys(visit, data_dir):
    page_world.fill(data_dir)
    named(data_dir, insight0="Ben Sands")
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        hearings.keep(connection, "insight0", Hearing(outcome="other voice", start=90.0, end=95.0))
    store.close()

    assert "Ben Sands" not in words(visit(PEOPLE))
    assert "No insight is in the words of anybody called so" in words(visit(PEOPLE, name="Ben Sands"))


@pytest.mark.parametrize("name", ["*Nobody* [x](http://evil.example)", "9" * 400])
def test_a_name_that_is_nobodys_is_shown_as_it_was_asked_for(visit, data_dir, name):
    page_world.fill(data_dir)

    app = visit(PEOPLE, name=name)

    assert not app.exception
    assert app.title[0].value == plain(name)


def test_a_name_leads_to_its_page_from_cards_threads_and_insights(visit, data_dir):
    page_world.fill(data_dir)
    there = "[**Ines**](./people?name=Ines&show=1)"

    assert there in words(visit(TODAY))
    assert there in words(visit(INSIGHT, id="insight0"))
    assert there in words(visit(THREADS, thread="1"))
    menu = opened(visit(TODAY), "insight0").get("page_link")
    assert "What Ines says" in [link.proto.label for link in menu]
