"""Lists of feeds that other programs export."""

import pytest

from ingest.opml import addresses, looks_like_opml
from store.errors import Unusable

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>My shows</title></head><body>
  <outline text="Ports"><outline text="Deep"><outline type="rss" text="A" xmlUrl=" https://a.example/feed "/></outline>
    <outline type="rss" text="B" xmlurl="http://b.example/feed"/></outline>
  <outline type="rss" text="A again" xmlUrl="https://a.example/feed"/>
  <outline type="link" text="A page" url="https://c.example/"/>
  <outline type="rss" text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


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
        (LIST[:200], "or it breaks off"),
        (b"<html><body/></html>", "begins with <html>"),
        (b'<opml version="2.0"><body><outline text="only notes"/></body></opml>', "lists no podcast feeds"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline text="&a;"/></body></opml>', "declares XML entities"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(body, words):
    with pytest.raises(Unusable, match=words):
        addresses(body)
