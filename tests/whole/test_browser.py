"""The page in a real Chromium, on a server that has just started: what AppTest cannot see."""

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


def wait_for(browser, xpath: str):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.expected_conditions import element_to_be_clickable
    from selenium.webdriver.support.wait import WebDriverWait

    return WebDriverWait(browser, PATIENCE_SECONDS).until(element_to_be_clickable((By.XPATH, xpath)), xpath)


def test_a_link_from_the_mail_opens_its_insight_within_the_frame_and_leads_to_today(address, browser):
    browser.get(f"{address}/insight?id=insight1")

    wait_for(browser, "//h1[contains(., 'Free models cost $5 [to leave](http')]")
    assert wait_for(browser, "//h3[contains(., 'Earmark')]")
    assert "Page not found" not in browser.page_source
    assert not browser.find_elements("xpath", "//a[contains(@href, 'evil.example')]")
    wait_for(browser, "//a[contains(., 'Today')]").click()

    wait_for(browser, f"//h3/descendant::a[contains(., {page_world.HEADLINES[0]!r})]")
    assert browser.current_url == f"{address}/"


@pytest.mark.parametrize("asked", ["/threads?thread=1", "/search?q=batteries", "/?day=2020-01-01"])
def test_a_cold_server_keeps_what_an_address_asks_for(address, browser, asked):
    browser.get(address + asked)

    wait_for(browser, "//h3[contains(., 'Earmark')]")
    wait_for(browser, "//h1")
    assert browser.current_url == address + asked
    assert "Page not found" not in browser.page_source


def test_play_brings_the_audio_at_the_second_of_the_quote(address, browser):
    browser.get(address)

    wait_for(browser, "//button[contains(., 'Play from 01:23')]").click()

    audio = wait_for(browser, "//audio")
    assert audio.get_attribute("src") == "https://a.example/0.mp3"


def test_a_verdict_is_given_by_the_keyboard_and_stays_after_a_reload(address, browser):
    from selenium.webdriver.common.keys import Keys

    browser.get(address)
    wait_for(browser, "(//button[contains(., 'Useful')])[1]").send_keys(Keys.ENTER)
    wait_for(browser, "//*[contains(text(), 'More like this will come')]")

    browser.refresh()

    wait_for(browser, "//*[contains(text(), 'More like this will come')]")
