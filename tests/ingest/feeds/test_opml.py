"""Lists of feeds that other programs export."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.subscriptions import as_opml
from ingest.feeds.opml import breaks_off, looks_like_opml, subscriptions
from store.errors import Unusable
from store.records.shows import Show

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>My shows</title></head><body>
  <outline text="Ports"><outline text="Deep"><outline type="rss" text="A" xmlUrl=" https://a.example/feed "/></outline>
    <outline type="rss" text="B" xmlurl="http://b.example/feed"/></outline>
  <outline type="rss" text="A again" xmlUrl="https://a.example/feed"/>
  <outline type="link" text="A page" url="https://c.example/"/>
  <outline type="rss" text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def addresses(body):
    return [each.url for each in subscriptions(body)]


def test_feeds_are_found_at_any_depth_and_once():
    assert addresses(LIST) == ["https://a.example/feed", "http://b.example/feed"]


def test_a_list_is_told_from_a_feed():
    assert looks_like_opml(LIST)
    assert not looks_like_opml(b"<rss><channel/></rss>")


def test_signs_that_nobody_escaped_lose_no_feed():
    careless = LIST.replace(b'text="A"', b'text="Ports & cranes < &amp; quays"')

    assert addresses(careless) == addresses(LIST)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "not an OPML file"),
        (LIST[:140], "or it breaks off"),
        (b"<html><body/></html>", "begins with <html>"),
        (b'<opml version="2.0"><body><outline text="only notes"/></body></opml>', "lists no podcast feeds"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>', "declares XML entities"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(body, words):
    with pytest.raises(Unusable, match=words):
        addresses(body)


def test_folders_become_categories_beside_those_that_a_feed_names():
    listed = LIST.replace(
        b'xmlUrl=" https://a.example/feed "/', b'xmlUrl="https://a.example/feed" category="/Sea,Trade"/'
    )

    assert {each.url: each.categories for each in subscriptions(listed)} == {
        "https://a.example/feed": ("Ports/Deep", "Sea", "Trade"),
        "http://b.example/feed": ("Ports",),
    }


def test_folders_of_a_careless_list_are_kept_too():
    careless = LIST.replace(b'text="A"', b'text="Ports & cranes"')

    assert subscriptions(careless) == subscriptions(LIST)


def test_a_list_ten_thousand_deep_is_read():
    deep = b"<opml><body>" + b'<outline text="a">' * 10_000 + b'<outline xmlUrl="https://a.example/"/>'

    found = subscriptions(deep + b"</outline>" * 10_000 + b"</body></opml>")

    assert [each.categories for each in found] == [("a/a/a/a/a",)]


def test_what_is_exported_is_read_again_with_its_folders():
    first = Show(id=1, feed_url="https://a.example/feed?x=1&y=2", title='A "<b>"\x07', added_at=NOON)
    followed = [
        replace(first, categories=("Ports/Deep", "Sea")),
        replace(first, feed_url="https://b.example/", categories=("Ports",)),
        replace(first, feed_url="https://c.example/", link="javascript:alert(1)"),
    ]

    written = as_opml(followed, NOON)

    assert [(each.url, each.categories) for each in subscriptions(written.encode())] == [
        (show.feed_url, show.categories) for show in followed
    ]
    assert written.count('text="Ports"') == 1
    assert "javascript" not in written


def test_of_a_list_that_breaks_off_what_is_there_is_read():
    broken = LIST[: LIST.index(b'text="A again"')]

    assert addresses(broken) == ["https://a.example/feed", "http://b.example/feed"]
    assert breaks_off(broken)
    assert not breaks_off(LIST)


def test_bare_ampersands_in_addresses_are_no_entities():
    body = (
        b'<opml><body><outline text="P & Q" xmlUrl="https://a.example/feed?id=1&copy=2&amp;lang=de&reg"/></body></opml>'
    )

    assert addresses(body) == ["https://a.example/feed?id=1&copy=2&lang=de&reg"]
    assert addresses(body.replace(b"P & Q", b"P < Q")) == ["https://a.example/feed?id=1&copy=2&lang=de&reg"]
