"""What leaves the app, from the real page server: answered beside the pages, and read with the network off."""

import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from digest.outlets.addresses import opened
from store.queries import digests, feedback, outlets
from tests.whole.test_browser import ROOT, address, browser, wait_for  # noqa: F401 - two of them are fixtures
from tests.worlds import page_world
from tests.worlds.mailbox import Mailbox, free_port, served

pytestmark = pytest.mark.slow


def secret(data_dir, kind):
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        reader = digests.reader_named(connection, "me")
        outlet = opened(connection, reader.id, kind, datetime.now(UTC))
    store.close()
    return outlet


def test_feeds_and_presses_are_answered_beside_the_pages(address, data_dir):  # noqa: F811 - the fixture
    five, mail = secret(data_dir, "five"), secret(data_dir, "mail")

    items = httpx.get(f"{address}/out/five/{five.secret}/feed.json").json()["items"]
    stop = f"{address}/out/mail/{mail.secret}/stop"
    status = httpx.post(stop, data={"List-Unsubscribe": "One-Click"}).status_code

    store = page_world.open_world(data_dir)
    with store.read() as connection:
        stopped = outlets.is_stopped(connection, mail.reader_id, "mail")
    assert items[0]["title"] == page_world.HEADLINES[0]
    assert (status, stopped) == (200, True)


def test_the_day_is_read_with_the_network_off(address, data_dir, browser):  # noqa: F811 - the fixtures
    page = f"{address}/out/page/{secret(data_dir, 'page').secret}/"
    browser.get(page)
    browser.execute_async_script("navigator.serviceWorker.ready.then(arguments[0])")
    browser.get(page)  # now by way of the worker
    wait_for(browser, f"//h2[contains(., '{page_world.HEADLINES[0]}')]")

    browser.execute_cdp_cmd("Network.enable", {})
    off = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", off)
    browser.get(page)

    assert wait_for(browser, f"//h2[contains(., '{page_world.HEADLINES[0]}')]")
    errors = [line["message"] for line in browser.get_log("browser") if "Content Security" in line["message"]]
    assert errors == []


def test_one_press_in_a_mail_is_enough(address, data_dir, browser):  # noqa: F811 - the fixtures
    mail = secret(data_dir, "mail")

    browser.get(f"{address}/out/mail/{mail.secret}/useful/insight0")
    wait_for(browser, "//h1[contains(., 'Noted: useful')]")

    store = page_world.open_world(data_dir)
    with store.read() as connection:
        assert feedback.verdict_on(connection, mail.reader_id, "insight0") == "useful"


def test_one_command_mails_what_is_due(data_dir, monkeypatch):
    page_world.fill(data_dir)
    mailbox = Mailbox()
    with served(mailbox) as port:
        for name, value in {
            "EARMARK_HOUR": "0",
            "EARMARK_MAIL_TO": "ann@example.org",
            "EARMARK_MAIL_FROM": "earmark@example.org",
            "EARMARK_SMTP_HOST": "127.0.0.1",
            "EARMARK_SMTP_PORT": str(port),
            "EARMARK_SMTP_TLS": "none",
        }.items():
            monkeypatch.setenv(name, value)
        command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(free_port())]
        serving = subprocess.Popen(command)
        came = mailbox.arrived.wait(120)
        serving.terminate()
        serving.wait(30)

    assert came
    assert mailbox.messages[0]["Subject"] == f"Earmark: {page_world.HEADLINES[0]}"
