"""The pictures of shows: found in the feed, fetched once, kept small, and never a danger."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from ingest import artwork as fetching
from ingest.feeds import feed as feeds
from ingest.web.client import Web
from store.errors import Unusable
from store.queries import shows

NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
FEED = """<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Grid Talk</title>{}
<item><title>One</title><guid>1</guid><enclosure url="https://a.example/1.mp3" type="audio/mpeg"/></item>
</channel></rss>"""


def picture(width: int = 600, height: int = 400, form: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#b5652b").save(out, form)
    return out.getvalue()


@pytest.fixture
def web(site):
    return Web(allow_private_hosts=frozenset({site.host}), sleep=lambda _: None)


@pytest.fixture
def follow(store, site):
    def followed(tags: str) -> int:
        feed = feeds.parse(FEED.format(tags).encode(), f"{site.url}/feed.xml")
        with store.write() as connection:
            show_id = shows.add(connection, f"{site.url}/feed.xml", feed, NOW)
            shows.checked(connection, show_id, NOW, feed=feed)
        return show_id

    return followed


def kept(store, show_id: int) -> bytes | None:
    with store.read() as connection:
        return shows.artwork_of(connection, [show_id]).get(show_id)


@pytest.mark.parametrize(
    ("tags", "address"),
    [
        ('<itunes:image href="https://a.example/cover.jpg"/>', "https://a.example/cover.jpg"),
        ("<image><url>/logo.png</url><title>t</title></image>", "https://host.example/logo.png"),
        (
            '<podcast:images srcset="https://a.example/l.jpg 1500w, https://a.example/s.jpg 300w"/>',
            "https://a.example/s.jpg",
        ),
        ('<itunes:image href="javascript:alert(1)"/>', None),
        ("", None),
    ],
)
def test_where_a_feed_names_its_picture(tags, address):
    assert feeds.parse(FEED.format(tags).encode(), "https://host.example/feed.xml").artwork_url == address


def test_a_picture_is_fetched_once_and_kept_as_a_small_square(store, web, site, follow):
    show_id = follow(f'<itunes:image href="{site.put("/cover.png", picture(), "image/png")}"/>')

    assert [fetching.take_artwork(store, web, NOW), fetching.take_artwork(store, web, NOW)] == [1, 0]

    with Image.open(BytesIO(kept(store, show_id))) as small:
        assert (small.size, small.format) == ((fetching.SIDE, fetching.SIDE), "WEBP")
    assert site.asked == ["/cover.png"]


def test_a_picture_that_cannot_be_had_is_asked_for_again_after_a_week(store, web, site, follow):
    show_id = follow(f'<itunes:image href="{site.url}/away.png"/>')

    assert fetching.take_artwork(store, web, NOW) == 0
    assert fetching.take_artwork(store, web, NOW + timedelta(days=6)) == 0
    site.put("/away.png", picture(), "image/png")
    assert kept(store, show_id) is None
    assert fetching.take_artwork(store, web, NOW + timedelta(days=8)) == 1


@pytest.mark.parametrize(
    "body",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"\x89PNG\r\n\x1a\nbroken", b"", picture()[:200]],
)
def test_what_is_no_picture_is_refused(body):
    with pytest.raises(Unusable):
        fetching.small(body)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(fetching, "MOST_PIXELS", 100)

    with pytest.raises(Unusable, match="600 by 400 pixels"):
        fetching.small(picture())


def test_a_removed_show_takes_its_picture_along(store, web, site, follow):
    show_id = follow(f'<itunes:image href="{site.put("/cover.png", picture(), "image/png")}"/>')
    fetching.take_artwork(store, web, NOW)

    with store.write() as connection:
        shows.remove(connection, show_id)

    assert kept(store, show_id) is None
