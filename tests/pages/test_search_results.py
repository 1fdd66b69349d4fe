"""What a search found, by episode: the best of each, its order, what can be done with it, a search that is followed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from index.threads.following import followed_as
from pages.shared.safe import plain
from pages.shared.search.episodes import by_episode
from tests.index.search.test_excerpt import TALK, passage
from tests.pages.test_pages import button, labels, offered, searched, visit, words
from tests.worlds import page_world

pytestmark = pytest.mark.slow

__all__ = ["searched", "visit"]
FIRST = page_world.HEADLINES[0]


@pytest.fixture
def quick(monkeypatch, embedder):
    """The embedder that the tests have loaded already."""
    monkeypatch.setattr("config.open_embedder", lambda _: embedder)


def found(key, episode_id, day, *also):
    published = datetime(2026, 5, day, tzinfo=UTC) if day else None
    return replace(passage(TALK, 0.0), id=key, episode_id=episode_id, published=published, also=also)


def test_an_episode_stands_where_its_best_stands_with_all_else_that_was_found_in_it():
    same = found("same", 1, 3)

    first, second = by_episode([found("a", 1, 3, same), found("b", 2, 9), found("c", 1, 3)])

    assert (first.best.id, [hit.id for hit in first.rest]) == ("a", ["same", "c"])
    assert (second.best.id, second.rest) == ("b", ())


def test_the_newest_episode_stands_first_where_that_is_wanted_and_what_has_no_day_last():
    groups = by_episode([found("none", 3, None), found("old", 1, 3), found("new", 2, 9)], newest_first=True)

    assert [group.best.id for group in groups] == ["new", "old", "none"]


def test_show_and_episode_are_named_once_over_what_was_found(searched):
    shown = words(searched(q="power stored for the evening"))

    assert shown.count("## Episode 0\n:small[:gray[Copper and Current · today]]") == 1
    assert shown.count("Copper and Current") == 2  # its two episodes


def test_a_result_can_be_saved_played_and_opened_in_the_transcript(searched):
    app = searched(q="power stored for the evening", kind="insight")

    assert f"### [{plain(FIRST)}](./insight?id=insight0)" in words(app)
    assert app.button(key="save-insight0").label == "Save"
    assert "[Open in the transcript](./episode?id=1&at=83)" in words(app)
    assert ["insight0"] in [[clip["id"] for clip in clips] for clips in offered(app)]


def test_the_rest_of_an_episode_is_drawn_when_it_is_opened(searched):
    app = searched(q="power stored for the evening")
    assert "Save" not in labels(app)
    assert "1 more from this episode" in [fold.label for fold in app.expander]

    app.session_state["rest-1"] = True
    app.run()

    assert app.button(key="save-insight0").label == "Save"


def test_results_are_ordered_by_day_and_the_address_says_so(searched):
    app = searched(q="power stored for the evening", kind="insight")

    app.segmented_control(key="sort").set_value("newest").run()

    assert app.query_params["sort"] == "newest"
    order = [words(app).index(f"## Episode {number}") for number in range(3)]
    assert order == sorted(order)


def test_the_button_says_how_many_filters_are_on(searched):
    app = searched(q="batteries", speaker="ines", since="2020-01-01", until="2030-01-01")

    [popover] = [each for each in app.get("popover") if "Filters" in each.proto.popover.label]
    assert popover.proto.popover.label == "Filters · 2"


def test_an_empty_filter_says_that_it_limits_nothing(searched):
    app = searched(q="batteries")

    app.session_state["filters"] = True
    app.run()

    assert app.selectbox(key="show").placeholder == "All shows"


def test_a_search_is_followed_and_leads_to_its_thread(searched, quick, data_dir):
    app = searched(q="evening batteries")

    button(app, "Follow this search").click().run()

    assert not app.exception
    assert "Follow this search" not in labels(app)
    with page_world.open_world(data_dir).read() as connection:
        assert followed_as(connection, "Evening  batteries", 1)


def test_a_question_is_no_topic(searched):
    asked = "why did batteries set the evening price in Texas on forty evenings and not gas"

    assert "Follow this search" not in labels(searched(q=asked))
