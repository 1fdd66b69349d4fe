"""Who reads, in a real Chromium: signed in at a provider, or named by a real nginx; nobody reads what is another's."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest

from bench.walk.axe import faults
from digest import readers
from digest.five import feedback as said
from store.records.readers import Reader
from tests.whole.test_browser import ROOT, browser, press, wait_for  # noqa: F401 - one is a fixture
from tests.worlds import page_world
from tests.worlds.mailbox import free_port
from tests.worlds.nginx import proxied
from tests.worlds.provider import provider

pytestmark = pytest.mark.slow

ANNA = {"email": "anna@example.org", "email_verified": True}


@pytest.fixture
def two(data_dir):
    """The owner, whose login is Anna's, and Ben, who saved one insight."""
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    ben = readers.add(store, Reader(id=0, name="Ben", email=None, timezone="UTC", hour=6, login="ben@example.org"))
    readers.give_login(store, readers.named(store, "me"), "Anna@example.org")
    said.keep(store, ben.id, "insight1", datetime.now(UTC), saved=True)
    store.close()


@contextmanager
def page(port):
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--only-page", "--port", str(port)]
    serving = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    next(line for line in serving.stdout if "You can now view" in line or "URL" in line)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        serving.terminate()
        serving.wait(30)
        serving.stdout.close()


def test_readers_sign_in_at_a_provider_and_find_what_is_theirs(two, browser, tmp_path):  # noqa: F811 - the fixture
    port = free_port()
    home = f"http://localhost:{port}"
    strangers = {"email": "ben@example.org", "email_verified": False}
    with provider(anna=ANNA, ben=ANNA | {"email": "Ben@Example.org"}, mallory=strangers) as signing:
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit/secrets.toml").write_text(signing.secrets(home))
        with page(port):
            browser.get(f"{home}/saved")
            wait_for(browser, "//button[contains(., 'Sign in')]")
            assert faults(browser) == []
            press(browser, "//button[contains(., 'Sign in')]")
            press(browser, "//a[.='ben']")
            wait_for(browser, "//a[contains(., 'Today')]")
            browser.get(f"{home}/saved")
            assert wait_for(browser, "//a[contains(., 'Free models cost')]")
            press(browser, "//button[contains(., 'Sign out')]")

            press(browser, "//button[contains(., 'Sign in')]")
            press(browser, "//a[.='anna']")
            wait_for(browser, "//a[contains(., 'Today')]")
            browser.get(f"{home}/saved")
            wait_for(browser, "//*[contains(., 'You read as me')]")
            assert not browser.find_elements("xpath", "//a[contains(., 'Free models cost')]")
            press(browser, "//button[contains(., 'Sign out')]")

            press(browser, "//button[contains(., 'Sign in')]")
            press(browser, "//a[.='mallory']")
            told = wait_for(browser, "//code[contains(., 'readers change NAME --login')]")
            assert f"{signing.url}#sub-mallory" in told.text
            assert not browser.find_elements("xpath", "//a[contains(., 'Today')]")


def test_a_proxy_names_who_reads_and_nobody_else_is_believed(two, browser, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setenv("EARMARK_READER_HEADER", "Remote-User")
    monkeypatch.setenv("EARMARK_TRUSTED_PROXIES", "127.0.0.1")
    port = free_port()
    ben = 'proxy_set_header Remote-User "ben@example.org"; proxy_set_header X-Forwarded-For 192.0.2.7;'
    with proxied(tmp_path / "nginx", "/earmark", port, also=ben) as front:
        monkeypatch.setenv("EARMARK_BASE_URL", f"{front}/earmark")
        with page(port) as home:
            browser.get(f"{front}/earmark/saved")

            assert wait_for(browser, "//a[contains(., 'Free models cost')]")
            assert wait_for(browser, "//*[contains(., 'You read as Ben')]")
            past = httpx.Client(
                transport=httpx.HTTPTransport(local_address="127.0.0.2"),
                headers={"Remote-User": "ben@example.org", "X-Forwarded-For": "127.0.0.1"},
            )
            assert past.get(f"{home}/earmark/saved").status_code == 403
            assert past.get(f"{home}/earmark/_stcore/health").status_code == 403
            assert past.get(f"{home}/health").json()["parts"]
