"""The five, and a thread, as feeds that feed readers take, whatever hosts and models write."""

import json

import feedparser
import pytest

from digest.outlets.addresses import ROOT
from store.queries.threads import summaries, threads
from store.records.threads import SummarySentence
from tests.worlds.at_the_desk import BASE, a_desk, an_address, asked, chosen_for
from tests.worlds.citing import MORNING, an_insight, bring_in, keep_reader

HOSTILE = "]]>\x00<script>alert(1)</script>\ufffe & \u202e</title>"


@pytest.fixture
def reader(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a", worth=0.9, headline=HOSTILE, body=HOSTILE, speaker=None, origin="model"))
    bring_in(store, an_insight("b", start=61.5))
    chosen_for(store, reader)
    return reader


@pytest.fixture
def feed_reader(store, reader):
    with asked(a_desk(store)) as client:
        yield client


def test_the_five_are_an_atom_feed_that_is_well_formed(store, reader, feed_reader):
    answer = feed_reader.get(an_address(store, reader, "five", "feed.atom"))

    found = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert (found.bozo, found.version) == (False, "atom10")
    assert found.feed.title == "Earmark: the five of the day"
    assert [entry.link for entry in found.entries] == [f"{BASE}/insight?id=a", f"{BASE}/insight?id=b"]
    assert found.entries[1].title == "Claim b holds"
    assert "https://audio.example/e.mp3#t=61" in found.entries[1].content[0].value
    assert found.entries[1].enclosures[0].type == "audio/mpeg"
    assert found.entries[1].published == "2026-11-23T07:00:00Z"


def test_hostile_text_is_text_in_every_form(store, reader, feed_reader):
    atom = feed_reader.get(an_address(store, reader, "five", "feed.atom"))
    told = feed_reader.get(an_address(store, reader, "five", "feed.json")).json()

    entry = feedparser.parse(atom.content, sanitize_html=False).entries[0]
    assert "<script>" not in entry.content[0].value
    assert "&lt;script&gt;alert(1)" in entry.content[0].value
    assert "<script>" not in told["items"][0]["content_html"]
    assert told["items"][0]["title"] == "]]><script>alert(1)</script> & </title>"


def test_the_json_feed_has_what_its_version_asks_for(store, reader, feed_reader):
    address = an_address(store, reader, "five", "feed.json")

    answer = feed_reader.get(address)
    told = json.loads(answer.content)

    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    assert (told["version"], told["feed_url"]) == ("https://jsonfeed.org/version/1.1", address)
    assert told["items"][1]["attachments"] == [{"url": "https://audio.example/e.mp3", "mime_type": "audio/mpeg"}]
    assert len({item["id"] for item in told["items"]}) == 2
    assert told["items"][1]["date_published"] == "2026-11-23T07:00:00Z"


def test_an_entry_keeps_its_id_at_another_address_of_the_page(store, reader, feed_reader):
    path = an_address(store, reader, "five", "feed.json").removeprefix(BASE)
    with asked(a_desk(store, base_url="https://moved.example")) as client:
        moved = client.get(path).json()

    here = feed_reader.get(path).json()
    assert [item["id"] for item in moved["items"]] == [item["id"] for item in here["items"]]
    assert moved["items"][0]["url"].startswith("https://moved.example/")


def test_a_thread_is_a_feed_of_its_own(store, reader, feed_reader):
    with store.write() as connection:
        thread_id = threads.begin(connection, "Chips & <b>terms</b>", MORNING)
        threads.join(connection, thread_id, ["b"], MORNING)

    answer = feed_reader.get(an_address(store, reader, "thread", "feed.atom", thread_id=thread_id))

    found = feedparser.parse(answer.content)
    assert (found.bozo, len(found.entries)) == (False, 1)
    assert found.feed.link == f"{BASE}/threads?thread={thread_id}"


def test_who_has_it_already_is_sent_nothing(store, reader, feed_reader):
    address = an_address(store, reader, "five", "feed.atom")
    first = feed_reader.get(address)

    again = feed_reader.get(address, headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'})

    assert (again.status_code, again.content) == (304, b"")


def test_before_the_first_day_the_feed_is_empty_and_valid(store):
    reader = keep_reader(store)
    with asked(a_desk(store)) as client:
        found = feedparser.parse(client.get(an_address(store, reader, "five", "feed.atom")).content)

    assert (found.bozo, found.entries) == (False, [])


@pytest.mark.parametrize("path", ["five/guessed/feed.atom", "thread/guessed/feed.json"])
def test_a_guessed_address_is_nobodys(feed_reader, path):
    assert feed_reader.get(f"/{ROOT}/{path}").status_code == 404


def test_a_form_that_there_is_not_is_nobodys(store, reader, feed_reader):
    assert feed_reader.get(an_address(store, reader, "five", "feed.exe")).status_code == 404


def test_a_thread_is_a_page_with_its_summary_from_old_to_new_and_nothing_runs_in_it(store, reader, feed_reader):
    with store.write() as connection:
        thread_id = threads.begin(connection, HOSTILE, MORNING)
        threads.join(connection, thread_id, ["a", "b"], MORNING, sureness={"a": 0.4})
        cited = [
            SummarySentence(text=HOSTILE, insight_ids=("a", "gone")),
            SummarySentence(text="x", insight_ids=("gone",)),
        ]
        summaries.keep(connection, thread_id, cited, model="a/model", size=2, now=MORNING)

    answer = feed_reader.get(an_address(store, reader, "thread", "page", thread_id=thread_id))

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    assert answer.text.index("1. Claim b holds") < answer.text.index("It may not belong here")
    assert answer.text.count('href="#said-') == 1
    assert 'src="https://audio.example/e.mp3#t=61' in answer.text
