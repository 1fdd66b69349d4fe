"""Feeds whose letters have two bytes each, or are cut in half."""

import pytest

from ingest.feeds.feed import parse

ITEM = '<item><title>Kräne {}</title><guid>{}</guid><enclosure url="https://cdn.example/{}.mp3"/></item>'
LIVE = "<podcast:liveItem><title>On air</title></podcast:liveItem>"


def feed(charset="utf-8", *, declared=True):
    xml = f'<?xml version="1.0" encoding="{charset}"?>' if declared else ""
    return f'{xml}<rss version="2.0"><channel><title>Häfen</title>{LIVE}{ITEM.format(1, 1, 1)}</channel></rss><script>'


def titles(body):
    found = parse(body, "https://a.example/feed")
    return found.title, [episode.title for episode in found.episodes]


@pytest.mark.parametrize(
    "body",
    [
        feed("utf-16").encode("utf-16"),
        feed("utf-8").encode("utf-16"),
        feed("utf-16").encode("utf-16-le"),
        feed(declared=False).encode("utf-16-be"),
        feed("utf-32").encode("utf-32"),
        feed("utf-16").encode("utf-8"),
        feed("utf8mb4").encode("utf-8"),
        b"\xef\xbb\xbf\xef\xbb\xbf" + feed().encode(),
    ],
)
def test_a_feed_is_read_in_whatever_letters(body):
    assert titles(body) == ("Häfen", ["Kräne 1"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("&#xD83D;&#xDE00;", "😀"),
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;", ""),
        ("&#xD83D;&#65;", "A"),
        ("&#55000;", "훘"),
    ],
)
def test_an_emoji_in_two_halves_ends_no_feed(written, meant):
    assert titles(feed().replace("Kräne 1", f"Kräne {written}").encode())[1] == [f"Kräne {meant}".strip()]
