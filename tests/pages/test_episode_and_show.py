"""The pages of one episode, of one show, and of what is saved."""

import json
from datetime import UTC, datetime

import pytest

from pages.shared.safe import plain
from store.queries import feedback, shows
from tests.pages.test_pages import SAVED, TODAY, button, visit, words
from tests.worlds import page_world

__all__ = ["visit"]
pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
EPISODE, SHOW = "pages/one_episode.py", "pages/one_show.py"


def talk(app) -> dict:
    """What the reading view of an episode is given to draw."""
    [mounted] = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "earmark_talk"]
    [told] = json.loads(mounted.json)
    return told


def test_an_episode_is_read_whole_with_its_insight_marked_and_its_advert_apart(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(EPISODE, id="1", at="83")

    shown = talk(app)
    assert not app.exception
    assert app.title[0].value == plain("Episode 0")
    assert [turn["advert"] for turn in shown["turns"]] == [None, "advert (brought to you by)", None]
    marked = [each["text"] for turn in shown["turns"] for each in turn["sentences"] if each["insight"]]
    assert marked == [page_world.QUOTE]
    assert (shown["at"], shown["insights"][0]["home"]) == (83.0, "./insight?id=insight0")


@pytest.mark.parametrize("page", [EPISODE, SHOW])
@pytest.mark.parametrize("asked", ["999", "none", "", "9" * 40])
def test_what_is_not_here_says_so(visit, data_dir, page, asked):
    page_world.fill(data_dir)

    app = visit(page, id=asked)

    assert not app.exception
    assert "is not here" in app.title[0].value


def test_a_show_tells_how_it_stands_and_what_it_brought(visit, data_dir):
    page_world.fill(data_dir)
    with page_world.open_world(data_dir).read() as connection:
        chips = next(show for show in shows.all_shows(connection) if show.error)

    app = visit(SHOW, id=str(chips.id))

    assert not app.exception
    assert app.title[0].value == plain("Chips *&* Terms")
    assert plain("b.example answered 503") in words(app)
    assert plain(page_world.HEADLINES[1]) in words(app)
    assert button(app, "Try now")


def test_one_press_silences_a_show_and_one_brings_it_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SHOW, id="1")

    button(app, "Stop telling me of this show").click().run()

    assert "Nothing of it comes in your five" in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.muted_by(connection, 1) == {1}
    button(app, "Undo").click().run()
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.muted_by(connection, 1) == set()


def test_one_press_pauses_a_show_and_one_resumes_it(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SHOW, id="1")

    button(app, "Pause").click().run()

    assert "Paused today: nothing is fetched until you resume it" in words(app).replace("\\", "")
    assert "Look now" not in [found.label for found in app.button]
    button(app, "Resume").click().run()
    assert "Paused" not in words(app)


def test_how_many_of_the_five_a_show_may_have_is_said_and_taken_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SHOW, id="1")

    app.segmented_control(key="share").set_value(1).run()

    with page_world.open_world(data_dir).read() as connection:
        assert feedback.limits_of(connection, 1) == {1: 1}
    assert "At most 1 of the next five are of this show" in words(app)
    button(app, "Undo").click().run()
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.limits_of(connection, 1) == {}
    assert app.segmented_control(key="share").value == 2


def test_a_wrong_address_stays_in_the_box_and_is_told(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(SHOW, id="1")

    app.text_input(key="address-typed").input("htp:/nonsense")
    button(app, "Follow it there").click().run()

    assert "it begins with https://" in words(app)
    assert app.text_input(key="address-typed").value == "htp:/nonsense"


def test_what_is_saved_is_found_ordered_and_written_on(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(TODAY)
    app.button(key="save-insight0").click().run()
    app.button(key="save-insight1").click().run()
    app = visit(SAVED)

    app.text_area(key="note-insight0").input("Ask the grid people.").run()
    app.text_input(key="saved-words").input("grid people").run()

    assert not app.exception
    assert plain(page_world.HEADLINES[0]) in words(app)
    assert plain(page_world.HEADLINES[1]) not in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert [one.note for one in feedback.list_of(connection, 1)] == ["", "Ask the grid people."]


def test_what_is_saved_is_filed_under_tags_picked_by_them_and_taken_along_with_them(visit, data_dir):
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        feedback.save(connection, 1, "insight0", NOON)
        feedback.save(connection, 1, "insight1", NOON)
        feedback.tag(connection, 1, "insight1", ["Grid"])
    store.close()
    app = visit(SAVED)

    app.multiselect(key="tags-insight0").set_value(["#grid", "prices"]).run()
    app.pills(key="saved-tags").set_value(["prices"]).run()

    assert not app.exception
    assert plain(page_world.HEADLINES[0]) in words(app)
    assert plain(page_world.HEADLINES[1]) not in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.tags_of(connection, 1) == {"insight0": ("Grid", "prices"), "insight1": ("Grid",)}
    app.multiselect(key="tags-insight0").set_value(["Grid"]).run()
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.tags_of(connection, 1)["insight0"] == ("Grid",)


def test_what_is_saved_again_has_its_note_and_tags_back(visit, data_dir):
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        feedback.save(connection, 1, "insight0", NOON)
        feedback.annotate(connection, 1, "insight0", "Ask the grid people.")
        feedback.tag(connection, 1, "insight0", ["grid"])
    store.close()
    app = visit(TODAY)

    app.button(key="save-insight0").click().run()
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.list_of(connection, 1) == []
        assert feedback.tags_of(connection, 1) == {}
    app.button(key="save-insight0").click().run()
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.beside(connection, 1, "insight0") == ("Ask the grid people.", ("grid",))


def test_a_failing_show_is_told_on_today_in_a_line(visit, data_dir):
    page_world.fill(data_dir)

    assert f"Could not be looked at: [{plain('Chips *&* Terms')}](./show?id=2)" in words(visit(TODAY))
