"""Under a path of a house with other programs, behind a real nginx: pages, links, secret addresses and the player."""

import re
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from digest.outlets.addresses import address as link_to
from digest.outlets.addresses import opened, ways
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


def every_secret(data_dir, home):
    """The addresses of all kinds of outlets of the reader, a thread's three among them."""
    store, now = page_world.open_world(data_dir), datetime.now(UTC)
    with store.write() as connection:
        reader = digests.reader_named(connection, "me")
        [opened(connection, reader.id, kind, now) for kind in ("five", "page", "sound", "mail")]
        opened(connection, reader.id, "thread", now, 1)
        found = [address for way in ways(connection, reader.id, home) for address in way.addresses]
    store.close()
    return found


def links_here(home, text):
    """What of this host a text leads to, as whole addresses."""
    host = home.removesuffix("/earmark")
    whole = re.findall(rf"{re.escape(host)}[^\s\"'<>)\\]*", text)
    return whole + [host + path for path in re.findall(r"(?:href|src|action)=[\"'](/[^/\"'][^\"']*)", text)]


def outside(home, links):
    """Those that lead out of the path; nginx itself leads from the path alone to the path with a slash."""
    return [link for link in links if not f"{link}/".startswith(f"{home}/")]


def test_every_secret_address_is_answered_and_nothing_in_it_leads_out_of_the_path(home, data_dir):
    told = {address: httpx.get(address) for address in every_secret(data_dir, home)}
    links = {link for answer in told.values() for link in links_here(home, answer.text)}

    assert len(told) == 8
    assert {address: answer.status_code for address, answer in told.items() if answer.status_code != 200} == {}
    assert outside(home, links) == []
    assert f"{home}/insight?id=insight0" in links
    assert f"{home}/threads?thread=1" in links
    assert {httpx.get(link, follow_redirects=True).status_code for link in links} == {200}


def test_what_a_mail_asks_for_is_done_under_the_path(home, data_dir):
    stop = next(address for address in every_secret(data_dir, home) if address.endswith("/stop"))

    asked, stopped = httpx.get(stop), httpx.post(stop, follow_redirects=True)

    assert (asked.status_code, stopped.status_code) == (200, 200)
    assert outside(home, links_here(home, asked.text + stopped.text)) == []


def test_people_shows_and_episodes_are_reached_under_the_path(home, browser):  # noqa: F811 - the fixture
    browser.get(f"{home}/people")
    press(browser, "//h2/descendant::a[contains(., 'Ines')]")
    wait_for(browser, "//h1[contains(., 'Ines')]")
    assert browser.current_url == f"{home}/people?name=Ines&show=1"

    press(browser, f"//a[contains(., {page_world.HEADLINES[0]!r})]")
    wait_for(browser, f"//h1[contains(., {page_world.HEADLINES[0]!r})]")
    assert browser.current_url == f"{home}/insight?id=insight0"

    press(browser, "//a[contains(., 'Shows')]")
    press(browser, "//h2/descendant::a[contains(., 'Copper and Current')]")
    wait_for(browser, "//h1[contains(., 'Copper and Current')]")
    assert browser.current_url == f"{home}/show?id=1"

    browser.get(f"{home}/threads")
    press(browser, "//h3/descendant::a[contains(., 'Grid batteries')]")
    wait_for(browser, "//h1[contains(., 'Grid batteries')]")
    assert browser.current_url == f"{home}/threads?thread=1"


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
