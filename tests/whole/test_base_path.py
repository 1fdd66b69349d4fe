"""Under a path of a house with other programs, behind a real nginx: pages, links, secret addresses and the player."""

import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from digest.outlets.addresses import address as link_to
from digest.outlets.addresses import opened
from store.queries import digests
from tests.whole.test_browser import PLAY, PLAYED, ROOT, browser, press, wait_for  # noqa: F401 - one is a fixture
from tests.worlds import page_world
from tests.worlds.mailbox import free_port
from tests.worlds.nginx import proxied

pytestmark = pytest.mark.slow


@pytest.fixture
def home(data_dir, tmp_path, monkeypatch):
    """EARMARK_BASE_URL of a page that nginx hands on; what it says, `serve` takes its path from."""
    page_world.fill(data_dir)
    port = free_port()
    with proxied(tmp_path / "nginx", "/earmark", port) as front:
        monkeypatch.setenv("EARMARK_BASE_URL", f"{front}/earmark")
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--only-page", "--port", str(port)]
        serving = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        next(line for line in serving.stdout if "You can now view" in line or "URL" in line)
        yield f"{front}/earmark"
        serving.terminate()
        serving.wait(30)
        serving.stdout.close()


def test_addresses_are_answered_under_the_path_and_nothing_outside_of_it(home, data_dir):
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        reader = digests.reader_named(connection, "me")
        outlet = opened(connection, reader.id, "five", datetime.now(UTC))
    store.close()
    feed = link_to(home, outlet, "feed.json")

    told = httpx.get(feed).json()

    assert told["feed_url"] == feed
    assert told["items"][0]["url"].startswith(f"{home}/insight?id=")
    assert httpx.get(f"{home}/health").json()["parts"][0]["name"] == "database"
    assert "earmark_shows" in httpx.get(f"{home}/metrics").text
    assert httpx.get(home.removesuffix("/earmark") + "/health").status_code == 404


def test_links_lead_on_under_the_path_and_the_player_stays(home, browser):  # noqa: F811 - the fixture
    browser.get(f"{home}/")
    wait_for(browser, PLAY.format(page_world.HEADLINES[0])).click()
    assert browser.execute_script(PLAYED) == ["https://a.example/0.mp3", 83]

    press(browser, f"//h2/descendant::a[contains(., {page_world.HEADLINES[0]!r})]")
    wait_for(browser, f"//h1[contains(., {page_world.HEADLINES[0]!r})]")
    assert browser.current_url == f"{home}/insight?id=insight0"
    press(browser, "//a[contains(., 'Threads')]")
    wait_for(browser, "//h1[contains(., 'Threads')]")

    assert browser.current_url == f"{home}/threads"
    assert browser.execute_script(PLAYED) == ["https://a.example/0.mp3", 83]
    wait_for(browser, "//a[contains(., 'Earmark')]").click()
    wait_for(browser, f"//h2/descendant::a[contains(., {page_world.HEADLINES[0]!r})]")
    assert browser.current_url == f"{home}/"
