"""The demo world: feeds that parse, dates that follow the first day, a server with the manners of a good host."""

import json
import socket
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import httpx
import pytest

from demo import DemoServer, feed_xml, load_shows
from demo.server import byte_range
from demo.world import SHOWS_FOLDER
from store.errors import Misconfigured

pytestmark = pytest.mark.slow

FIRST_DAY = date(2026, 3, 9)
JUST_AFTER_MIDNIGHT = datetime(2026, 3, 9, 0, 1, tzinfo=UTC)
BASE_URL = "http://127.0.0.1:8502"
SHOWS = load_shows()
EPISODES = [(show, episode) for show in SHOWS for episode in show.episodes]
AUDIO = f"/{SHOWS[0].slug}/audio/{SHOWS[0].episodes[0].audio}"

every_show = pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.slug)
every_episode = pytest.mark.parametrize(("show", "episode"), EPISODES, ids=[episode.key for _, episode in EPISODES])


@pytest.fixture(scope="module")
def server():
    with DemoServer(FIRST_DAY, port=0, clock=lambda: JUST_AFTER_MIDNIGHT) as running:
        yield running


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server.base_url, trust_env=False) as open_client:
        yield open_client


def test_the_world_is_four_shows_with_fourteen_episodes():
    assert (len(SHOWS), len(EPISODES)) == (4, 14)


@every_show
def test_a_feed_parses_without_complaint(show):
    feed = feedparser.parse(feed_xml(show, BASE_URL, FIRST_DAY, JUST_AFTER_MIDNIGHT))

    assert not feed.bozo
    assert feed.feed.title == show.title
    assert [entry.title for entry in feed.entries] == [episode.title for episode in show.episodes]


@every_show
def test_episodes_are_dated_back_from_the_first_day(show):
    feed = feedparser.parse(feed_xml(show, BASE_URL, FIRST_DAY, JUST_AFTER_MIDNIGHT))

    days = [date(*entry.published_parsed[:3]) for entry in feed.entries]

    assert days == [FIRST_DAY - timedelta(days=episode.days_before) for episode in show.episodes]


@every_show
def test_nothing_is_published_in_the_future(show):
    feed = feedparser.parse(feed_xml(show, BASE_URL, FIRST_DAY, JUST_AFTER_MIDNIGHT))

    assert max(datetime(*entry.published_parsed[:6], tzinfo=UTC) for entry in feed.entries) <= JUST_AFTER_MIDNIGHT


@every_show
def test_a_first_day_that_has_not_begun_in_utc_still_has_its_episodes_out(show):
    evening_before = datetime(2026, 3, 8, 20, 40, tzinfo=UTC)

    feed = feedparser.parse(feed_xml(show, BASE_URL, FIRST_DAY, evening_before))

    assert max(datetime(*entry.published_parsed[:6], tzinfo=UTC) for entry in feed.entries) <= evening_before


def test_the_newest_episodes_are_of_today():
    assert min(episode.days_before for _, episode in EPISODES) == 0


@every_episode
def test_the_audio_is_there_and_as_large_as_the_feed_says(show, episode):
    audio = SHOWS_FOLDER / show.slug / "audio" / episode.audio

    assert audio.stat().st_size == episode.size_bytes


@every_episode
def test_an_episode_lasts_between_a_minute_and_a_half_and_three_minutes(show, episode):
    assert 90 <= episode.duration_seconds <= 180


@every_episode
def test_the_feed_names_every_speaker(show, episode):
    xml = feed_xml(show, BASE_URL, FIRST_DAY, JUST_AFTER_MIDNIGHT)

    assert [person.name for person in episode.persons if f">{person.name}</podcast:person>" not in xml] == []


@every_show
def test_everything_that_a_feed_links_is_served(show, server, client):
    xml = feed_xml(show, server.base_url, FIRST_DAY, JUST_AFTER_MIDNIGHT)
    links = [part.partition('"')[0] for part in xml.split('url="')[1:]]

    assert len(links) >= len(show.episodes)
    assert [link for link in links if client.head(link).status_code != 200] == []


def test_each_form_of_transcript_is_published_by_an_episode():
    types = {transcript.type for _, episode in EPISODES for transcript in episode.transcripts}

    assert types == {"application/json", "application/x-subrip", "text/html", "text/vtt"}


def test_one_episode_has_to_be_heard():
    assert [episode.key for _, episode in EPISODES if not episode.transcripts] == ["after-the-weight"]


def test_a_published_transcript_ends_with_the_audio():
    transcript = json.loads((SHOWS_FOLDER / "copper-and-current/transcripts/evening-batteries.json").read_text())
    [episode] = [episode for _, episode in EPISODES if episode.key == "evening-batteries"]

    assert transcript["segments"][-1]["endTime"] == pytest.approx(episode.duration_seconds, abs=0.6)


def test_a_sponsor_chapter_is_published_in_both_forms():
    forms = [episode.chapters_as for _, episode in EPISODES if "Sponsor: " in str(episode.chapters)]

    assert set(forms) == {"podlove", "podcasting2"}


def test_the_folder_stays_small():
    files = [path for path in Path(SHOWS_FOLDER).parent.rglob("*") if path.is_file()]

    assert sum(path.stat().st_size for path in files) < 12_000_000


def test_served_feeds_carry_the_address_of_the_server(server, client):
    feed = feedparser.parse(client.get(server.feed_urls[0]).content)

    assert feed.entries[0].enclosures[0].href == f"{server.base_url}{AUDIO}"


def test_a_range_gives_that_part_of_the_audio(client):
    whole = client.get(AUDIO)

    part = client.get(AUDIO, headers={"Range": "bytes=1000-1999"})

    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"
    assert part.content == whole.content[1000:2000]


def test_a_range_from_the_start_to_the_end_is_partial_for_safari(client):
    assert client.get(AUDIO, headers={"Range": "bytes=0-"}).status_code == 206


def test_a_range_of_an_older_version_gives_the_whole(client):
    assert client.get(AUDIO, headers={"Range": "bytes=0-9", "If-Range": '"older"'}).status_code == 200


def test_a_range_past_the_end_cannot_be_satisfied(client):
    assert client.get(AUDIO, headers={"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("bytes=0-1", range(2)),
        ("bytes=90-500", range(90, 100)),
        ("bytes=-10", range(90, 100)),
        ("bytes=100-", range(0)),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("minutes=1-2", None),
    ],
)
def test_which_bytes_a_range_header_asks_for(header, wanted):
    assert byte_range(header, 100) == wanted


def test_audio_has_its_type_and_may_be_played_from_any_page(client):
    headers = client.head(AUDIO).headers

    assert headers["Content-Type"] == "audio/mpeg"
    assert headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [AUDIO, f"/{SHOWS[0].slug}/feed.xml"])
def test_a_known_version_is_not_sent_again(client, path):
    first = client.get(path)

    by_tag = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    by_time = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (by_tag.status_code, by_time.status_code) == (304, 304)
    assert by_tag.content == b""


def test_a_nonsense_date_is_ignored(client):
    assert client.get(AUDIO, headers={"If-Modified-Since": "yesterday"}).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../world.py",
        "/chips-and-terms/../../world.py",
        "/%2e%2e/world.py",
        "/chips-and-terms/show.json",
        "/etc/passwd",
    ],
)
def test_no_address_reaches_another_file(server, target):
    host, _, port = server.base_url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = connection.makefile("rb").read()

    assert answer.startswith(b"HTTP/1.1 404")


def test_a_second_server_on_the_port_uses_the_first(server, client):
    port = int(server.base_url.rpartition(":")[2])

    with DemoServer(FIRST_DAY, port=port) as second:
        assert second.feed_urls == server.feed_urls

    assert client.get("/earmark-demo").json() == {"earmark-demo": 1, "first_day": "2026-03-09"}


def test_a_port_taken_by_a_stranger_says_which_setting_to_change():
    with (
        socket.create_server(("127.0.0.1", 0)) as stranger,
        pytest.raises(Misconfigured, match="EARMARK_DEMO_PORT"),
        DemoServer(FIRST_DAY, stranger.getsockname()[1]),
    ):
        pass


def test_a_server_that_was_left_frees_its_port():
    with DemoServer(FIRST_DAY, port=0) as left:
        url = left.feed_urls[0]

    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
