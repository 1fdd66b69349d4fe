"""axe-core finds nothing on any page, light or dark, nor where something was pressed or could not be done."""

import pytest

from bench.walk.axe import faults
from tests.whole.test_browser import PAGES, address, browser, press, wait_for  # noqa: F401 - two are fixtures

pytestmark = pytest.mark.slow

PRESSED = {
    "the menu of an insight": ("/", ["(//button[contains(., 'More')])[1]"]),
    "a verdict": ("/", ["(//button[contains(., 'More')])[1]", "(//button[contains(., 'Useful')])[1]"]),
    "the player": ("/", ["(//button[contains(@class, 'earmark-play')])[1]"]),
    "a show that is silent": ("/show?id=2", ["//button[contains(., 'Stop telling me of this show')]"]),
    "an address of a feed": ("/show?id=1", ["(//summary[contains(., 'Address and password')])[1]"]),
    "a day that is not there": ("/?day=2001-01-01", []),
    "an insight that is not there": ("/insight?id=none", []),
}


def in_both(browser):  # noqa: F811
    """What is wrong in the light and in the dark, once each has come to rest."""
    found = {}
    found["light"] = within(browser, "light")
    found["dark"] = within(browser, "dark")
    return found


def within(browser, theme):  # noqa: F811
    facts = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", facts)
    wait_for(browser, f"//html[@data-earmark='{theme}']")
    browser.execute_async_script("setTimeout(arguments[0], 500)")  # what fades has faded
    return faults(browser)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_fault(address, browser, page):  # noqa: F811 - the fixtures
    browser.get(address + page)
    wait_for(browser, "//h1")
    wait_for(browser, "//html[@data-earmark]")

    assert in_both(browser) == {"light": [], "dark": []}


@pytest.mark.parametrize("state", PRESSED)
def test_a_state_has_no_fault(address, browser, state):  # noqa: F811 - the fixtures
    page, presses = PRESSED[state]
    browser.get(address + page)
    wait_for(browser, "//html[@data-earmark]")
    [press(browser, place) for place in presses]

    assert in_both(browser) == {"light": [], "dark": []}
