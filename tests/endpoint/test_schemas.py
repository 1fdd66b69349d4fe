"""What leaves Earmark, held against the formats' own rules by parsers that are not ours."""

from pathlib import Path

import html5lib
import pytest
from lxml import etree

from digest.outlets import podcast
from digest.outlets.sound import Mark
from store.queries.threads import threads
from tests.endpoint.test_feeds import HOSTILE
from tests.endpoint.test_sound import DAY
from tests.worlds.at_the_desk import BASE, a_desk, an_address, asked, chosen_for
from tests.worlds.citing import MORNING, an_insight, bring_in, keep_reader

ATOM = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "data/atom.rng"))
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def desk(store, tmp_path):
    """A desk with hostile words in its five, in a thread and in a day of sound."""
    reader = keep_reader(store)
    bring_in(store, an_insight("a", worth=0.9, headline=HOSTILE, body=HOSTILE, speaker=None, origin="model"))
    bring_in(store, an_insight("b", start=61.5))
    chosen_for(store, reader)
    folder = podcast.sound_folder(tmp_path, reader.id)
    folder.mkdir(parents=True)
    podcast.sound_path(folder, DAY).write_bytes(b"0123456789" * 10)
    marks = [Mark(start=0.0, end=70.4, title="Claim <b> & ]]> more", url=f"{BASE}/insight?id=a&b")]
    podcast.keep_facts(folder, DAY, marks, MORNING)
    with asked(a_desk(store, data_dir=tmp_path)) as client:
        yield reader, client


def faults(feed: bytes) -> list[str]:
    document = etree.fromstring(feed)
    ATOM.validate(document)
    return [str(error) for error in ATOM.error_log]


def test_the_five_are_atom_by_its_schema(store, desk):
    reader, client = desk

    assert faults(client.get(an_address(store, reader, "five", "feed.atom")).content) == []


def test_a_thread_is_atom_by_its_schema(store, desk):
    reader, client = desk
    with store.write() as connection:
        thread_id = threads.begin(connection, "Chips & <b>terms</b>", MORNING)
        threads.join(connection, thread_id, ["a", "b"], MORNING)

    assert faults(client.get(an_address(store, reader, "thread", "feed.atom", thread_id=thread_id)).content) == []


def test_a_feed_without_a_day_is_atom_too_and_one_that_lacks_what_it_needs_is_not(store):
    reader = keep_reader(store)
    with asked(a_desk(store)) as client:
        feed = client.get(an_address(store, reader, "five", "feed.atom")).content

    assert faults(feed) == []
    assert faults(feed.replace(b"<updated>", b"<when>").replace(b"</updated>", b"</when>")) != []


def test_the_sound_has_what_directories_of_podcasts_ask_for(store, desk):
    reader, client = desk
    channel = etree.fromstring(client.get(an_address(store, reader, "sound", "feed.xml")).content).find("channel")

    said = {each.tag for each in channel}
    item = channel.find("item")

    asked_for = {"title", "description", "link", "language", f"{ITUNES}image", f"{ITUNES}category", f"{ITUNES}explicit"}
    assert asked_for <= said
    assert {"title", "description", "enclosure", "guid", "pubDate", f"{ITUNES}duration"} <= {each.tag for each in item}
    assert all(item.find("enclosure").get(name) for name in ("url", "length", "type"))
    assert channel.find(f"{ITUNES}explicit").text == "false"
    cover = client.get(channel.find(f"{ITUNES}image").get("href"))
    assert (cover.status_code, cover.headers["content-type"]) == (200, "image/png")
    assert 1400 <= int.from_bytes(cover.content[16:20]) == int.from_bytes(cover.content[20:24]) <= 3000


@pytest.mark.parametrize("way", ["page", "mail"])
def test_pages_of_the_endpoint_are_html_without_a_fault(store, desk, way):
    reader, client = desk
    rest = {"page": ("",), "mail": ("hour",)}[way]

    page = client.get(an_address(store, reader, way, *rest))

    assert page.status_code == 200
    assert html5lib.HTMLParser(strict=True).parse(page.text) is not None
