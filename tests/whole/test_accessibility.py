"""axe-core finds nothing on any page, light or dark, nor where something was pressed or could not be done."""

import os
import shutil

import pytest

from bench.walk.axe import faults
from bench.walk.browser import serving, visiting
from bench.walk.tasks import Hand
from tests.whole.test_browser import PAGES
from tests.worlds import page_world

pytestmark = pytest.mark.slow

MORE, PLAY = "(//button[contains(., 'More')])[1]", "(//button[contains(@class, 'earmark-play')])[1]"
FILTERS = "//button[contains(., 'Filters')]"
PRESSED = {
    "the menu of an insight": ("/", [MORE]),
    "a verdict": ("/", [MORE, "(//button[contains(., 'Useful')])[1]"]),
    "the player": ("/", [PLAY]),
    "the filters of the search": ("/search", [FILTERS]),
    "a calendar of the filters": ("/search", [FILTERS, "(//*[@role='spinbutton'])[1]"]),
    "days that limit the search": ("/search?since=2026-01-05", [FILTERS]),
    "a show that is silent": ("/show?id=2", ["//button[contains(., 'Stop telling me of this show')]"]),
    "the address of a feed": ("/show?id=1", ["(//summary[contains(., 'Address and password')])[1]"]),
    "a day that is not there": ("/?day=2001-01-01", []),
    "an insight that is not there": ("/insight?id=none", []),
}


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """One server and one browser for all: nothing that is pressed here is in another's way."""
    if shutil.which("chromium") is None or shutil.which("chromedriver") is None:
        missing = "chromium and chromium-driver are not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    folder = tmp_path_factory.mktemp("looked-at")
    page_world.fill(folder / "data")
    with serving(folder / "data") as (home, _), visiting(home, folder / "profile") as opened:
        yield opened


def within(visit, theme):
    """What is wrong once the theme has come and what fades has faded."""
    visit.theme(theme)
    visit.until(lambda: visit.sees(f"//html[@data-earmark='{theme}']"))
    visit.rest()
    return faults(visit.driver)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_fault(visit, page):
    visit.go(page)

    assert (within(visit, "light"), within(visit, "dark")) == ([], [])


@pytest.mark.parametrize("state", PRESSED)
def test_a_state_has_no_fault(visit, state):
    page, presses = PRESSED[state]
    visit.go(page)
    hand = Hand(visit)
    [hand.press(place) for place in presses]

    assert (within(visit, "light"), within(visit, "dark")) == ([], [])
