"""The page of the day: one file, readable without a network, with nothing of others' that runs or loads."""

import json
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from digest.outlets.day_page import day_page
from digest.reader_day import zone_of
from tests.digest.delivery.test_render import a_digest, a_reader
from tests.worlds.at_the_desk import a_desk, an_address, asked, chosen_for
from tests.worlds.citing import an_insight, bring_in, cited, keep_reader


class Loads(HTMLParser):
    """The tags, and every address that opening the page would ask for."""

    def __init__(self):
        super().__init__()
        self.tags, self.loaded, self.audio = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        known = dict(attrs)
        self.loaded += [known["src"]] if "src" in known and tag != "audio" else []
        self.loaded += [known["href"]] if tag == "link" else []
        self.audio += [(known["src"], known["preload"])] if tag == "audio" else []


def looked_at(page):
    found = Loads()
    found.feed(page)
    return found


@pytest.fixture
def reader(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a", headline="</title><script>alert(1)</script>", body="<img src=https://x.example>"))
    chosen_for(store, reader)
    return reader


@pytest.fixture
def browser(store, reader):
    with asked(a_desk(store)) as client:
        yield client


def test_a_saved_page_loads_nothing_and_plays_from_quote_to_its_end():
    found = looked_at(day_page(a_digest(cited("a")), zone_of(a_reader()), "https://earmark.example", served=False))

    assert found.loaded == []
    assert "script" not in found.tags
    assert found.audio == [("https://audio.example/1.mp3#t=754,761", "none")]


def test_a_served_page_loads_only_what_lies_beside_it(store, reader, browser):
    answer = browser.get(an_address(store, reader, "page", ""))

    found = looked_at(answer.text)
    assert set(found.loaded) == {"manifest.webmanifest", "icon-192.png"}
    assert found.tags.count("script") == 1
    assert "img" not in found.tags
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_telephone_can_install_it(store, reader, browser):
    manifest = json.loads(browser.get(an_address(store, reader, "page", "manifest.webmanifest")).content)
    icon = browser.get(an_address(store, reader, "page", manifest["icons"][1]["src"]))
    worker = browser.get(an_address(store, reader, "page", "worker.js"))

    assert (manifest["start_url"], manifest["display"]) == ("./", "standalone")
    assert Image.open(BytesIO(icon.content)).size == (512, 512)
    assert worker.headers["content-type"].startswith("text/javascript")


def test_an_earlier_day_is_beside_it_and_one_that_never_was_is_nobodys(store, reader, browser):
    assert browser.get(an_address(store, reader, "page", "2026-11-23")).status_code == 200
    assert browser.get(an_address(store, reader, "page", "2026-11-22")).status_code == 404
    assert browser.get(an_address(store, reader, "page", "..%2fsecret")).status_code == 404


def test_before_the_first_morning_it_says_so(store):
    reader = keep_reader(store)
    with asked(a_desk(store)) as browser:
        answer = browser.get(an_address(store, reader, "page", ""))

    assert (answer.status_code, "No five yet" in answer.text) == (200, True)
