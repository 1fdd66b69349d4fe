"""Keys in the query of a feed's address: kept sealed, sent to the host as they are, told to nobody."""

import pytest

from ingest.feeds.credentials import Seal
from ingest.web.client import Web
from ingest.web.sealed_keys import SealedKeys
from store import open_store
from store.errors import Misconfigured
from store.queries import episodes, shows
from tests.ingest.feeds.test_scan import feed, item

KEY = "Qz81kd-Planted-77"


@pytest.fixture
def keys(tmp_path):
    return SealedKeys(Seal(tmp_path / "secret.key"))


def opened(data_dir):
    return open_store(f"sqlite:///{data_dir / 'earmark.db'}")


@pytest.mark.parametrize(
    "url",
    [
        f"https://pod.example/rss?auth={KEY}",
        f"https://pod.example/rss?feed=12&access_token={KEY}&page=2",
        f"https://pod.example/rss?apikey={KEY}",
        "https://pod.example/rss?u=k3Jx90QmZpL7vT2sRb81NwYc",
        f"https://pod.example/rss?feed=1;key={KEY}",
    ],
)
def test_a_key_is_hidden_the_same_way_each_time_and_opens_again(keys, url):
    sealed = keys.sealed(url)

    assert KEY not in sealed
    assert "k3Jx90" not in sealed
    assert sealed == keys.sealed(url) == keys.sealed(sealed)
    assert keys.opened(sealed) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://pod.example/feed.xml",
        "https://pod.example/feed.xml?id=2f1e9a44-77c1-4a6e-9b0a-1c2d3e4f5a6b",
        "https://pod.example/feed?show=the-daily-news-of-2026-in-full&page=2&key=1",
        "https://pod.example/auth=Qz81kd-Planted-77/feed.xml",
    ],
)
def test_what_is_no_key_stays_and_makes_no_key_file(keys, tmp_path, url):
    assert keys.sealed(url) == url
    assert list(tmp_path.iterdir()) == []


def test_two_feeds_that_differ_by_their_keys_alone_stay_two(keys):
    assert keys.sealed("https://a.example/?token=first-one") != keys.sealed("https://a.example/?token=second-one")


def test_another_key_file_gets_a_sentence(keys, tmp_path):
    sealed = keys.sealed(f"https://pod.example/rss?auth={KEY}")

    with pytest.raises(Misconfigured, match="put the old key back"):
        SealedKeys(Seal(tmp_path / "other.key", "another")).opened(sealed)


def test_a_page_that_names_its_own_key_is_given_with_the_key_hidden(site, tmp_path):
    cipher = Seal(tmp_path / "secret.key")
    url = site.put("/feed", f'<link href="{site.url}/feed?auth={KEY}"/>') + f"?auth={KEY}"
    web = Web(allow_private_hosts=frozenset({site.host}), cipher=cipher)

    page = web.get(web.sealed(url))

    assert site.asked == [f"/feed?auth={KEY}"]
    assert KEY not in page.url + page.text
    assert web.sealed(url) in page.text


@pytest.fixture
def private(earmark, site):
    """A show whose feed is opened by a key in its address, and names the key in its files' addresses, too."""
    audio = f"{site.url}/1.mp3?auth={KEY}"
    site.put("/feed", feed(item(1)).replace("https://cdn.example/1.mp3", audio))
    return f"{site.url}/feed?show=3&auth={KEY}"


def test_a_key_is_in_no_file_of_the_library(earmark, private, site, data_dir):
    added = earmark("add", private, "--newest", "0")
    earmark("daily")

    kept = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    assert added.code == 0
    assert KEY.encode() not in kept
    assert site.asked == [f"/feed?show=3&auth={KEY}"] * 2


def test_the_show_is_found_again_by_its_whole_address(earmark, private):
    earmark("add", private, "--newest", "0")

    again = earmark("add", private)
    told = earmark("feed", private)

    assert "Already following Harbour" in again.out
    assert told.code == 0
    assert KEY not in told.out + again.out + again.err


def test_what_an_earlier_earmark_kept_open_is_sealed_by_the_next_run(earmark, private, data_dir):
    earmark("add", private, "--newest", "0")
    store = opened(data_dir)
    with store.write() as connection:
        shows.rewrite_address(connection, shows.all_shows(connection)[0].feed_url, private)

    earmark("ingest", "--all")

    with store.read() as connection:
        assert KEY not in shows.all_shows(connection)[0].feed_url
    store.close()


def test_audio_is_played_and_fetched_by_its_whole_address(earmark, private, site, data_dir):
    from config import opened_address, read_settings

    earmark("add", private, "--newest", "0")
    store = opened(data_dir)
    with store.read() as connection:
        audio = episodes.of_show(connection, 1)[0].feed.audio_url
    store.close()

    assert KEY not in audio
    assert opened_address(read_settings(), audio) == f"{site.url}/1.mp3?auth={KEY}"
