"""What stands around and inside a feed and is no part of it."""

from html import escape

import pytest

from ingest.feeds.feed import is_web_page, parse

URL = "https://harbour.example/feed.xml"
XML = '<?xml version="1.0" encoding="utf-8"?>'
CLOSE = "</channel></rss>"
LIVE = (
    '<podcast:liveItem status="live"><title>On air</title><guid>on-air</guid>'
    '<enclosure url="https://cdn.example/live.mp3" type="audio/mpeg"/>'
    '<podcast:transcript url="https://cdn.example/live.vtt"/></podcast:liveItem>'
)


def item(day, *, within=""):
    return (
        f"<item><title>Day {day}</title><guid>{day}</guid><pubDate>{day:02} Jun 2026 06:00:00 GMT</pubDate>"
        f'<enclosure url="https://cdn.example/{day}.mp3" type="audio/mpeg"/>'
        f'<podcast:transcript url="https://cdn.example/{day}.vtt" type="text/vtt"/>'
        f'<podcast:transcript url="https://cdn.example/{day}.srt" type="application/srt"/>{within}</item>'
    )


def rss(*items, close=CLOSE):
    podcast = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    return f'<rss version="2.0" {podcast}><channel><title>Harbour</title>{"".join(items)}{close}'


TWO = rss(item(1), item(2))


def told(body):
    feed = parse(body.encode(), URL)
    return feed.title, [(episode.title, len(episode.transcripts)) for episode in feed.episodes]


@pytest.mark.parametrize(
    "body",
    [
        f"\n\n{XML}{TWO}",
        f"<br />\n<b>Warning</b>: cannot open cache in /srv/feed.php\n{XML}{TWO}",
        f"<!DOCTYPE html><html><body>Loading</body></html>{XML}{TWO}",
        f"{XML}<!DOCTYPE html PUBLIC 'x' 'y'>{TWO}",
        f"{XML}\n{XML}{TWO}",
        f'{XML}{TWO}<script src="https://static.example/beacon.js"></script><!-- served in 0.2 s -->',
        f"{XML}{TWO}[]",
        f"{XML}{TWO}</rss>\n<p>ok",
        f"{XML}{TWO}\0\0\0",
        f"{XML}{TWO.replace('Day', chr(0) + 'Day')}",
        f"{XML}{TWO}{XML}{rss(item(1))}",
        f"{XML}{rss()}{XML}{TWO}",
        f"{XML}<error>busy</error>{XML}{TWO}",
        f"{XML}{rss(item(1), close='</channel>' + item(2) + '</rss>')}",
        f"{XML}{rss(item(1))}{item(2)}<script>if (a < b && c) go()</script>",
        f"{XML}{rss(item(1), item(2), LIVE)}",
        f"<html><body><pre>{escape(XML + TWO)}</pre></body></html>",
        XML + rss(LIVE, item(1), item(2)).replace("<title>Harbour", "<podcast:liveItem/><title>Harbour"),
        XML + rss(item(1), item(2, within="<description><![CDATA[<?xml?><rss><item></rss>]]></description>")) + "[]",
        XML + rss(item(1), item(2, within="<link>https://harbour.example/?a=1&b=2&nbsp;</link>")),
    ],
)
def test_all_episodes_and_their_tags_are_read_whatever_stands_around_them(body):
    assert told(body) == ("Harbour", [("Day 2", 2), ("Day 1", 2)])


def test_one_episode_before_a_script_is_no_broken_feed():
    assert told(XML + rss(item(1)) + "<script>x</script>")[1] == [("Day 1", 2)]


def test_a_feed_that_breaks_off_says_so():
    whole = XML + rss(item(3), item(2), item(1))

    feed = parse(whole[: -len(CLOSE) - 40].encode(), URL)

    assert [episode.title for episode in feed.episodes] == ["Day 3", "Day 2"]
    assert feed.doubts == ("The feed breaks off before its end: its last entry was left out.",)


def test_a_feed_that_breaks_off_behind_an_entry_keeps_it():
    feed = parse((XML + rss(item(2), item(1), close="")).encode(), URL)

    assert [episode.title for episode in feed.episodes] == ["Day 2", "Day 1"]
    assert feed.doubts == ("The feed breaks off before its end.",)


def test_thousands_of_tags_that_never_end_take_no_time():
    assert not is_web_page(b"<rss><!-- " + b"<![CDATA[ <item> <podcast:liveItem>" * 20_000)
    assert parse(XML.encode() + TWO.encode() + b"<item>" * 20_000, URL).title == "Harbour"
