"""Following a show by whatever a person has of it: a page, an Apple link, a name, a list, an address for other apps."""

import json
from datetime import UTC, datetime

import pytest

from ingest.feeds.directory import AppleId, Directory, apple_id
from ingest.feeds.discovery import feed_links, web_form
from ingest.feeds.scan import scan_shows
from ingest.feeds.subscription import AddedShow, add_show, add_source
from store.errors import Mistake, Transient, Unusable
from store.queries import episodes, shows
from tests.ingest.feeds.test_scan import feed, item

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
HARBOUR = AddedShow(show_id=1, title="Harbour", new=True, taken=1, known=1)


@pytest.fixture
def add(store, web, site):
    directory = Directory(web, site.url)
    return lambda source: add_source(store, web, source, NOON, directory=directory)


def listed(site, path, *shows_of_it):
    rows = [{"collectionName": title, "artistName": "Ann", "feedUrl": url} for title, url in shows_of_it]
    site.put(path, json.dumps({"resultCount": len(rows), "results": rows}), "text/javascript")


@pytest.mark.parametrize(
    ("url", "podcast"),
    [
        ("https://podcasts.apple.com/us/podcast/harbour-talk/id290783428", AppleId(number=290783428, country="us")),
        ("https://podcasts.apple.com/de/podcast/id290783428?i=1000", AppleId(number=290783428, country="de")),
        ("https://itunes.apple.com/podcast/x/id290783428", AppleId(number=290783428)),
        ("https://podcasts.apple.com/us/genre/podcasts/id26", None),
        ("https://pod.example/us/podcast/x/id290783428", None),
    ],
)
def test_links_to_apple_podcasts_name_a_show(url, podcast):
    assert apple_id(url) == podcast


def test_a_link_to_apple_podcasts_is_followed_to_the_feed(add, site):
    listed(site, "/lookup", ("Harbour", site.put("/feed", feed(item(1)))))

    assert add("https://podcasts.apple.com/gb/podcast/harbour/id123456") == [HARBOUR]
    assert site.asked[0] == "/lookup?id=123456&entity=podcast&country=gb"


def test_a_show_whose_feed_apple_keeps_to_itself_gets_a_sentence(add, site):
    site.put("/lookup", '{"results": [{"collectionName": "Harbour"}]}')

    with pytest.raises(Unusable, match="Apple Podcasts lists no feed"):
        add("https://podcasts.apple.com/gb/podcast/harbour/id123456")


def test_a_show_is_found_by_its_name(add, site):
    listed(site, "/search", ("Harbour lights", "https://x.example/"), ("HARBOUR", site.put("/feed", feed(item(1)))))

    assert add("harbour") == [HARBOUR]
    assert site.asked[0] == "/search?media=podcast&entity=podcast&limit=10&term=harbour"


def test_a_name_that_several_shows_come_near_lists_them(add, site):
    listed(site, "/search", ("Harbour lights", "https://x.example/"), ("Harbours", "https://y.example/"))

    with pytest.raises(Mistake, match=r"Harbour lights by Ann: https://x\.example/; Harbours by Ann"):
        add("harbour")


@pytest.mark.parametrize(
    ("answer", "error"), [('{"results": []}', Mistake), ("<html>", Transient), ('{"results": 1}', Mistake)]
)
def test_a_directory_that_finds_nothing_or_fails_gets_a_sentence(add, site, answer, error):
    site.put("/search", answer)

    with pytest.raises(error):
        add("harbour")


def test_a_web_page_leads_to_the_feed_that_it_names(add, store, site):
    site.put("/comments", feed(title="Comments"))
    site.put("/shows/feed", feed(item(1)))
    links = (
        '<link rel="alternate" type="application/rss+xml" href="/comments">'
        "<LINK REL='Alternate' TYPE='application/rss+xml; charset=utf-8' HREF='feed'>"
    )
    page = site.put("/shows/harbour", f"<!doctype html><html><head>{links}</head><body>Hello</body></html>")

    assert add(page) == [HARBOUR]
    with store.read() as connection:
        assert shows.by_id(connection, 1).feed_url == f"{site.url}/shows/feed"


def test_a_page_that_names_no_feed_gets_a_sentence(add, site):
    with pytest.raises(Unusable, match="names no podcast feed"):
        add(site.put("/page", "<html><a href='/feed'>RSS</a></html>"))


def test_links_of_a_page_are_completed_and_only_web_addresses_count():
    html = """<base href="https://cdn.example/"><link rel="alternate" type="application/rss+xml" href="feed">
    <link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
    <link rel="stylesheet" type="application/rss+xml" href="x"><link rel="alternate" hreflang="de" href="/de">
    <link rel="alternate" type="application/rss+xml" href="http://[bad/feed">"""

    assert feed_links(html, "https://pod.example/") == ["https://cdn.example/feed"]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("feed://pod.example/rss", "https://pod.example/rss"),
        ("feed:https://pod.example/rss", "https://pod.example/rss"),
        ("pcast://pod.example/rss", "https://pod.example/rss"),
        ("itpc://pod.example/rss", "https://pod.example/rss"),
        (" https://pod.example/rss ", "https://pod.example/rss"),
        ("podcast about ports", "podcast about ports"),
    ],
)
def test_addresses_for_other_programs_are_web_addresses(source, address):
    assert web_form(source) == address


def test_the_other_of_http_and_https_is_the_same_show(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)

    assert not add_show(store, web, f"https://{site.host}/feed", NOON).new


def paged(site, path, older, *items):
    link = f'<atom:link rel="next" href="{older}"/>' if older else ""
    return site.put(path, feed(link, *items).replace("<rss ", '<rss xmlns:atom="http://www.w3.org/2005/Atom" '))


def test_older_pages_of_a_feed_are_read_when_it_is_added(store, web, site):
    paged(site, "/3", None, item(1))
    paged(site, "/2", "/3", item(2))
    url = paged(site, "/1", "/2", item(3))

    assert add_show(store, web, url, NOON) == AddedShow(show_id=1, title="Harbour", new=True, taken=3, known=3)


def test_pages_that_go_in_a_circle_or_break_off_end(store, web, site):
    paged(site, "/2", "/1", item(2))
    url = paged(site, "/1", "/2", item(3))
    broken = paged(site, "/b", "/nowhere", item(3))

    assert add_show(store, web, url, NOON).known == 2
    assert add_show(store, web, broken, NOON).known == 1


def test_a_scan_reads_older_pages_only_until_something_is_known(store, web, site):
    paged(site, "/2", None, item(1))
    add_show(store, web, paged(site, "/1", "/2", item(2)), NOON)
    paged(site, "/3", None, item(1), item(2))
    paged(site, "/2", "/3", item(3), item(2))
    paged(site, "/1", "/2", item(5), item(4))
    site.asked.clear()

    assert scan_shows(store, web, NOON).new_episodes == 3
    assert site.asked == ["/1", "/2"]


def test_the_folders_of_a_list_are_kept_with_the_shows(add, store, site, tmp_path):
    url = site.put("/feed", feed(item(1)))
    path = tmp_path / "shows.opml"
    path.write_text(
        f'<opml><body><outline text="Ports"><outline text="Deep"><outline xmlUrl="{url}" category="/Sea,Trade"/>'
        "</outline></outline></body></opml>"
    )

    assert add(str(path)) == [HARBOUR]
    with store.read() as connection:
        assert shows.by_id(connection, 1).categories == ("Ports/Deep", "Sea", "Trade")


@pytest.mark.parametrize("source", ["nowhere.opml", "pod.example/feed", "ftp://pod.example/feed", "x" * 5000 + ".xml"])
def test_what_is_neither_address_nor_file_nor_name_is_a_mistake(add, site, source):
    with pytest.raises(Mistake):
        add(source)

    assert site.asked == []


def test_two_thousand_episodes_are_added_and_looked_through(store, web, site):
    items = [
        f"<item><title>Talk {n}</title><guid>{n}</guid><enclosure url='https://cdn.example/{n}.mp3'/></item>"
        for n in range(2_000)
    ]
    url = site.put("/feed", feed(*items))

    assert add_show(store, web, url, NOON).known == 2_000
    site.put("/feed", feed(items[0].replace("0", "new"), *items))
    assert scan_shows(store, web, NOON).new_episodes == 1
    with store.read() as connection:
        assert len(episodes.known_keys(connection, 1)) == 2_001
