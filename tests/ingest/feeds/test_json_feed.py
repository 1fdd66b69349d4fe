"""Feeds in JSON."""

import json

from ingest.feeds.feed import parse
from ingest.feeds.json_feed import as_rss

EPISODE = {
    "id": "1",
    "title": "Kräne & <Kai>",
    "date_published": "2026-06-01T08:00:00+02:00",
    "content_html": "<p>Who pays for the quay?</p>",
    "attachments": [{"url": "https://cdn.example/1.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 1800}],
}
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour",
    "language": "de",
    "next_url": "https://a.example/2.json",
    "items": [EPISODE, {"id": "2", "title": "A note"}, "nonsense"],
}


def test_a_json_feed_is_read_as_any_other():
    feed = parse(json.dumps(FEED).encode(), "https://a.example/feed.json")

    (episode,) = feed.episodes
    assert (feed.title, feed.language, feed.next_page) == ("Harbour", "de", "https://a.example/2.json")
    assert (episode.key, episode.title, episode.duration) == ("1", "Kräne & <Kai>", 1800)
    assert (episode.audio_url, episode.notes) == ("https://cdn.example/1.mp3", "Who pays for the quay?")
    assert episode.published.isoformat() == "2026-06-01T06:00:00+00:00"


def test_other_json_and_broken_json_is_left_as_it_is():
    assert as_rss(b'{"error": "busy"}') == b'{"error": "busy"}'
    assert as_rss(b'{"version": "https://jsonfeed.org/version/1", ').startswith(b"{")
