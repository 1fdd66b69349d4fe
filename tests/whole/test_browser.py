"""The page in a real Chromium, on a server that has just started: what AppTest cannot see."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds import page_world

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)


PLAY = "//button[contains(@class, 'earmark-play') and contains(@aria-label, '{}')]"
PLAYED = "return [earmarkPlayer.audio.src, Math.floor(earmarkPlayer.clip.start)]"


@pytest.fixture
def watched(browser):
    """The browser, whose requests are noted."""
    browser.get_log("performance")
    return browser


@pytest.fixture
def browser(tmp_path):
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        missing = "chromium and chromium-driver are not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*QUIET, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.fixture
def address(data_dir):
    """A page server that nobody has asked anything yet, over a small library."""
    page_world.fill(data_dir)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    next(line for line in server.stdout if "URL" in line)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)
    server.stdout.close()


def elsewhere(browser, address: str) -> list[str]:
    """The addresses on other machines that were asked since the browser began."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]
    ours = (address, address.replace("http", "ws", 1), "data:", "blob:", "chrome")
    return [url for url in asked if not url.startswith(ours)]


def press(browser, xpath: str) -> None:
    """As a reader does who has scrolled to it."""
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", wait_for(browser, xpath))
    wait_for(browser, xpath).click()


def wait_for(browser, xpath: str):
    """A page that is drawn anew meanwhile is looked at again."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.expected_conditions import element_to_be_clickable
    from selenium.webdriver.support.wait import WebDriverWait

    waiting = WebDriverWait(browser, PATIENCE_SECONDS, ignored_exceptions=[StaleElementReferenceException])
    return waiting.until(element_to_be_clickable((By.XPATH, xpath)), xpath)


def test_a_link_from_the_mail_opens_its_insight_within_the_frame_and_leads_to_today(address, browser):
    browser.get(f"{address}/insight?id=insight1")

    wait_for(browser, "//h1[contains(., 'Free models cost $5 [to leave](http')]")
    assert wait_for(browser, "//a[contains(., 'Earmark')]")
    assert "Page not found" not in browser.page_source
    assert not browser.find_elements("xpath", "//a[contains(@href, 'evil.example')]")
    wait_for(browser, "//a[contains(., 'Today')]").click()

    wait_for(browser, f"//h2/descendant::a[contains(., {page_world.HEADLINES[0]!r})]")
    assert browser.current_url == f"{address}/"


@pytest.mark.parametrize("asked", ["/threads?thread=1", "/search?q=batteries", "/?day=2020-01-01"])
def test_a_cold_server_keeps_what_an_address_asks_for(address, browser, asked):
    browser.get(address + asked)

    wait_for(browser, "//a[contains(., 'Earmark')]")
    wait_for(browser, "//h1")
    assert browser.current_url == address + asked
    assert "Page not found" not in browser.page_source


def test_the_player_begins_at_the_quote_stops_the_other_and_stays_over_pages(address, browser):
    browser.get(address)
    first, second = PLAY.format(page_world.HEADLINES[0]), PLAY.format("Free models")
    wait_for(browser, first).click()
    assert browser.execute_script(PLAYED) == ["https://a.example/0.mp3", 83]

    press(browser, second)
    wait_for(browser, "//a[contains(., 'Threads')]").click()

    wait_for(browser, "//h1[contains(., 'Threads')]")
    assert browser.execute_script(PLAYED) == ["https://a.example/1.mp3", 83]
    assert browser.execute_script("return document.querySelectorAll('.earmark-bar').length") == 1


def test_audio_that_is_not_there_is_told_with_what_to_do(address, browser):
    browser.get(address)

    wait_for(browser, PLAY.format(page_world.HEADLINES[0])).click()

    told = wait_for(browser, "//p[@role='status' and contains(., 'cannot be played here')]")
    assert "go to 01:23" in told.text
    assert wait_for(browser, "//a[contains(., 'Open at the publisher')]").get_attribute("href") == "https://a.example/0"


def test_what_was_played_stands_at_its_place_at_the_next_visit(address, browser):
    browser.get(address)
    wait_for(browser, PLAY.format(page_world.HEADLINES[0])).click()

    browser.refresh()

    wait_for(browser, "//section[@aria-label='Player']")
    assert browser.execute_script("return earmarkPlayer.now >= 83 && earmarkPlayer.audio.paused")


def test_a_headline_opens_where_the_reader_is_and_is_left_by_going_back(address, browser):
    browser.get(address)

    wait_for(browser, f"//h2/descendant::a[contains(., {page_world.HEADLINES[0]!r})]").click()

    wait_for(browser, f"//h1[contains(., {page_world.HEADLINES[0]!r})]")
    assert len(browser.window_handles) == 1
    assert browser.title == f"{page_world.HEADLINES[0]} · Earmark"
    browser.back()
    wait_for(browser, f"//h2/descendant::a[contains(., {page_world.HEADLINES[0]!r})]")


def test_the_five_are_read_with_the_keyboard_alone(address, browser):
    from selenium.webdriver.common.action_chains import ActionChains

    browser.get(address)
    wait_for(browser, "//h2[contains(., 'all for today')]")
    wait_for(browser, "//html[@data-earmark]")

    ActionChains(browser).send_keys("j").send_keys("j").send_keys("s").perform()
    wait_for(browser, "//button[contains(., 'Saved')]")
    ActionChains(browser).send_keys("o").perform()

    wait_for(browser, "//h1[contains(., 'Free models cost')]")


PAGES = (
    "/",
    "/search",
    "/threads",
    "/people",
    "/people?name=Ines&show=1",
    "/shows",
    "/saved",
    "/settings",
    "/insight?id=insight0",
    "/episode?id=1",
    "/show?id=1",
)


def test_no_page_asks_anything_of_another_machine(address, watched):
    visited = [(watched.get(address + page), wait_for(watched, "//h1").text) for page in PAGES]

    assert all(title for _, title in visited)
    assert elsewhere(watched, address) == []


def test_the_talk_of_an_episode_is_searched_and_lit(address, browser):
    browser.get(f"{address}/episode?id=1&at=83")

    box = wait_for(browser, "//input[@placeholder='Search in this episode']")
    box.send_keys("marginal megawatt")

    found = wait_for(browser, "//span[contains(@class, 'earmark-found')]")
    assert found.text == page_world.QUOTE
    assert "earmark-here" in found.get_attribute("class")


def test_a_verdict_is_given_by_the_keyboard_and_stays_after_a_reload(address, browser):
    from selenium.webdriver.common.keys import Keys

    browser.get(address)
    wait_for(browser, "(//button[contains(., 'More')])[1]").send_keys(Keys.ENTER)
    wait_for(browser, "(//button[contains(., 'Useful')])[1]").send_keys(Keys.ENTER)
    wait_for(browser, "//*[contains(text(), 'More like this will come')]")

    browser.refresh()

    wait_for(browser, "//*[contains(text(), 'More like this will come')]")
