"""Where an entry's sound is, and how long it says it lasts."""

import pytest

from ingest.feeds.feed import parse
from ingest.timecode import duration_of

CDN = "https://cdn.example"
LENGTHS = (
    "1:02:03|62:03|3723|3723.0|3,723|1h 2m 3s|01h02m03s|PT1H2M3S|P0DT1H2M3S|3723000|1 hour, 2 minutes and 3 seconds|"
    "1 Std. 2 Min. 3 Sek.|62'03\"|1時間2分3秒|1小时2分3秒|1시간 2분 3초|1 ч 2 мин 3 с|1 sa 2 dk 3 sn|３７２３|"
    "1:02:03 (h:m:s)|01:02:03:00|1.02.03|62:03 min"
).split("|")


def episodes(entry):
    rss = '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>T</title>'
    return parse(f"{rss}<item><title>One</title>{entry}</item></channel></rss>".encode(), "https://a.example/").episodes


@pytest.mark.parametrize(
    "entry",
    [
        f'<enclosure url="{CDN}/1.mp3" type="text/html"/>',
        f'<enclosure url="{CDN}/1.mp3" type="image/jpeg"/>',
        f'<enclosure url="{CDN}/1.mp3"/>',
        f'<enclosure url="{CDN}/1.jpg" type="audio/mpeg"/><enclosure url="{CDN}/1.mp3" type="mp3"/>',
        f'<enclosure url="{CDN}/1.mp4" type="video/mp4"/><enclosure url="{CDN}/1.mp3" type="binary/octet-stream"/>',
        f"<enclosure>{CDN}/1.mp3</enclosure>",
        f'<enclosure type="audio/mpeg" length="1">\n  {CDN}/1.mp3\n</enclosure>',
        f'<enclosure href="{CDN}/1.mp3" type="audio/mpeg"/>',
        f"<link>{CDN}/1.mp3</link>",
        f"<guid>{CDN}/1.mp3</guid>",
        f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" type="audio/mpeg" href="{CDN}/1.mp3"/>',
        f"<description>&lt;audio controls src='{CDN}/1.mp3'&gt;&lt;/audio&gt;</description>",
        f'<podcast:alternateEnclosure type="audio/aac"><source uri="{CDN}/1.mp3"/></podcast:alternateEnclosure>',
    ],
)
def test_sound_is_found_by_type_suffix_and_wherever_its_address_stands(entry):
    assert [episode.audio_url for episode in episodes(entry)] == [f"{CDN}/1.mp3"]


@pytest.mark.parametrize(
    "entry",
    [
        f'<enclosure url="{CDN}/1.pdf" type="application/pdf"/>',
        f'<enclosure url="{CDN}/1" type="image/png"/>',
        f"<link>{CDN}/1.html</link>",
    ],
)
def test_papers_and_pictures_are_no_episode(entry):
    assert episodes(entry) == ()


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_is_read_in_whatever_form(text):
    assert duration_of(text) == 3723


@pytest.mark.parametrize(
    "text", ["62 min", "PT62M", "1h02", "approx. 62 minutes", "62 Minuten", "1 heure 2", "1:02 h", "62 分钟"]
)
def test_whole_minutes_are_lengths_too(text):
    assert duration_of(text) == 3720


@pytest.mark.parametrize("text", ["", "0", "00:00:00", "unknown", "-1", "12 parsecs or 3"])
def test_what_is_no_length_is_none(text):
    assert duration_of(text) is None
