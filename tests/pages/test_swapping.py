"""What just missed the five, on the Today page: shown with its reason, swapped in by a tap, taken back by another."""

from datetime import UTC, datetime, timedelta

import pytest

from pages.shared.safe import plain
from store.queries import digests
from tests.pages.test_pages import TODAY, visit, words
from tests.worlds import page_world

__all__ = ["visit"]
pytestmark = [pytest.mark.slow, pytest.mark.both_databases]

FIRST, SECOND, MISSED = (f"insight{n}" for n in range(3))


def five(data_dir):
    """The ids of today's five, and of what stands next."""
    with page_world.open_world(data_dir).read() as connection:
        digest = digests.of_day(connection, 1, datetime.now(UTC).date())
    return [[pick.cited.insight.id for pick in some] for some in (digest.picks, digest.reserves)]


def keys(app):
    return {button.key for button in app.button}


def test_what_just_missed_the_five_stands_under_them_with_show_and_reason(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(TODAY)

    shown = words(app)
    assert not app.exception
    assert "The one that just missed" in [fold.label for fold in app.expander]
    assert f"### [{plain(page_world.HEADLINES[2])}](./insight?id={MISSED})" in shown
    assert plain("Two shows said this within a week.") in shown


def test_one_tap_swaps_it_in_for_the_last_and_one_takes_it_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(TODAY)

    app.button(key=f"swap-{MISSED}").click().run()

    assert not app.exception
    assert five(data_dir) == [[FIRST, MISSED], [SECOND]]
    assert f"## [{plain(page_world.HEADLINES[2])}](./insight?id={MISSED})" in words(app)
    assert "You swapped this one in." in words(app)
    assert "You swapped this one out." in words(app)

    app.button(key=f"Take it back-{MISSED}").click().run()

    assert five(data_dir) == [[FIRST, SECOND], [MISSED]]
    assert "You swapped" not in words(app)


def test_the_reader_says_which_goes_and_puts_it_back(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(TODAY)

    app.button(key=f"swap-{MISSED}-{FIRST}").click().run()

    assert five(data_dir) == [[MISSED, SECOND], [FIRST]]

    app.button(key=f"Put it back-{MISSED}").click().run()

    assert five(data_dir) == [[FIRST, SECOND], [MISSED]]


def test_a_tap_on_a_page_that_is_out_of_date_says_what_is_wrong(visit, data_dir):
    page_world.fill(data_dir)
    app, other = visit(TODAY), visit(TODAY)
    other.button(key=f"swap-{MISSED}").click().run()

    app.button(key=f"swap-{MISSED}").click().run()

    assert not app.exception
    assert five(data_dir) == [[FIRST, MISSED], [SECOND]]


def test_an_earlier_day_shows_what_missed_it_without_the_taps(visit, data_dir):
    now = datetime.now(UTC)
    page_world.fill(data_dir, now=now - timedelta(days=1))
    with page_world.open_world(data_dir).write() as connection:
        digests.keep(connection, 1, now.date(), now, [(MISSED, "It is new.")])

    app = visit(TODAY, day=(now - timedelta(days=1)).date().isoformat())

    assert "The one that just missed" in [fold.label for fold in app.expander]
    assert f"swap-{MISSED}" not in keys(app)
