"""Two readers of one installation: neither sees nor changes what is the other's."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digest import readers
from digest.five import feedback as said
from digest.outlets.addresses import opened as open_address
from store.queries import digests, feedback, outlets
from store.records.readers import Reader
from tests.pages.test_pages import APP, SAVED, SEARCH, SHOWS, TODAY, opened, words
from tests.pages.test_settings import SETTINGS, read
from tests.worlds import page_world

pytestmark = pytest.mark.slow

EPISODE = "pages/one_episode.py"
PROVIDER = {
    "auth": {"client_id": "earmark", "cookie_secret": "made-up", "redirect_uri": "http://localhost/oauth2callback"}
}
BEN, ANNA, NOBODY = (
    {"is_logged_in": True, "email": f"{n}@example.org", "email_verified": True} for n in ("ben", "anna", "x")
)


@pytest.fixture
def ben(data_dir):
    """A second reader; the owner signs in as Anna, has saved an insight with a note and opened a feed."""
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    made = readers.add(store, Reader(id=0, name="Ben", email=None, timezone="UTC", hour=6, login="ben@example.org"))
    readers.give_login(store, readers.named(store, "me"), "anna@example.org")
    said.keep(store, 1, "insight0", datetime.now(UTC), saved=True)
    with store.write() as connection:
        feedback.annotate(connection, 1, "insight0", "only for my eyes")
        open_address(connection, 1, "five", datetime.now(UTC))
    store.close()
    return made


def at_the_door(user: dict) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.secrets, app.user = PROVIDER, user
    return app.run()


@pytest.fixture
def visit_as(data_dir):
    def visited(user: dict, page: str) -> AppTest:
        return at_the_door(user).switch_page(page).run()

    st.cache_resource.clear()
    yield visited
    st.cache_resource.clear()


def test_who_has_not_signed_in_sees_no_page(visit_as, ben):
    app = at_the_door({})

    assert [found.label for found in app.button] == ["Sign in"]
    assert page_world.HEADLINES[0] not in words(app)


# As Streamlit does on a server that has just started, AppTest runs a page by itself from the second run on.
@pytest.mark.parametrize("user", [{}, NOBODY])
@pytest.mark.parametrize(
    ("page", "query"), [(SAVED, {}), (SEARCH, {"q": "batteries"}), (EPISODE, {"id": "1"}), (SHOWS, {})]
)
def test_a_page_that_is_come_by_past_the_door_tells_nothing(visit_as, ben, user, page, query):
    app = at_the_door(user).run()
    app.switch_page(page)
    app.query_params.update(query)
    app.run()

    assert len(app.error) == 1
    assert not {"Copper", "Batteries", "eyes"} & set(words(app).split())


def test_who_signs_in_as_nobody_here_is_told_how_to_be_let_in(visit_as, ben):
    app = at_the_door(NOBODY)

    assert "nobody here has that login" in app.warning[0].value
    assert app.code[0].value == 'cli.py readers change NAME --login "x@example.org"'
    assert page_world.HEADLINES[0] not in words(app)


def test_saved_insights_and_their_notes_are_their_readers_alone(visit_as, ben):
    mine, others = visit_as(ANNA, SAVED), visit_as(BEN, SAVED)

    assert any(area.value == "only for my eyes" for area in mine.text_area)
    assert (len(others.text_area), others.exception) == (0, [])


def test_what_one_saves_the_other_does_not_have(visit_as, ben, data_dir):
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        digests.keep(
            connection, ben.id, datetime.now(UTC).date(), datetime.now(UTC), [("insight1", "It has a number.")]
        )
    store.close()

    app = opened(visit_as(BEN, TODAY), "insight1")
    next(found for found in app.button if found.label == "Save").click().run()

    assert {one.cited.insight.id for one in read(data_dir, lambda c: feedback.list_of(c, ben.id))} == {"insight1"}
    assert {one.cited.insight.id for one in read(data_dir, lambda c: feedback.list_of(c, 1))} == {"insight0"}


def test_settings_show_and_change_a_readers_own_hour_and_addresses(visit_as, ben, data_dir, monkeypatch):
    monkeypatch.setenv("EARMARK_HOUR", "5")
    app = visit_as(BEN, SETTINGS)

    app.selectbox(key="hour-choice").select(9).run()

    assert read(data_dir, lambda c: digests.reader_named(c, "Ben")).hour == 9
    assert read(data_dir, lambda c: digests.reader_named(c, "me")).hour == 7
    assert any(found.key == "open-five" for found in app.button)
    assert not any(found.key == "close-five-0" for found in app.button)
    secret = read(data_dir, lambda c: outlets.of_kind(c, 1, "five")).secret
    assert secret not in words(app)


def test_days_and_hours_are_told_in_the_readers_own_zone(visit_as, ben, data_dir):
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        digests.keep_reader(connection, "Ben", email=None, timezone="Asia/Tokyo", hour=6)
        today = datetime.now(ZoneInfo("Asia/Tokyo"))
        digests.keep(connection, ben.id, today.date(), today, [("insight1", "It has a number.")])
    store.close()

    assert "tomorrow at 06:00 (Asia" in words(at_the_door(BEN))
    assert "07:00 (UTC)" in words(at_the_door(ANNA))


def test_backups_and_the_model_are_the_owners(visit_as, ben):
    def headers(user):
        app = visit_as(user, SETTINGS)
        return [one.value for one in app.header], [one.proto.label for one in app.get("download_button")]

    (mine, taken), (others, takes) = headers(ANNA), headers(BEN)

    assert set(mine) - set(others) == {"Who writes the insights", "What hears"}
    assert set(taken) - set(takes) == {"A backup of everything, without keys (ZIP)"}
