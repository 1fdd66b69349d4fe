"""The five as a podcast: a feed that podcast programs take, chapters with links home, files that can be sought in."""

from datetime import date

import feedparser
import pytest

from digest.outlets import podcast
from digest.outlets.sound import Mark
from tests.worlds.at_the_desk import BASE, a_desk, an_address, asked
from tests.worlds.citing import MORNING, keep_reader

DAY = date(2026, 11, 23)


@pytest.fixture
def reader(store):
    return keep_reader(store)


@pytest.fixture
def player(store, reader, tmp_path):
    folder = podcast.sound_folder(tmp_path, reader.id)
    folder.mkdir(parents=True)
    podcast.sound_path(folder, DAY).write_bytes(b"0123456789" * 10)
    mark = Mark(start=0.0, end=70.4, title="Claim <b> & more (Ann)", url=f"{BASE}/insight?id=a&b")
    podcast.keep_facts(folder, DAY, [mark], MORNING)
    (folder / "2026-11-22.mp3").write_bytes(b"its facts are gone")
    with asked(a_desk(store, data_dir=tmp_path)) as client:
        yield client


def test_the_feed_names_the_day_its_sound_and_its_chapters(store, reader, player):
    address = an_address(store, reader, "sound", "feed.xml")

    found = feedparser.parse(player.get(address).content)

    (episode,) = found.entries
    assert (found.bozo, found.version) == (False, "rss20")
    assert episode.title == "Monday, 23 November 2026"
    assert episode.enclosures[0].href == address.replace("feed.xml", "2026-11-23.mp3")
    assert (episode.enclosures[0].length, episode.enclosures[0].type) == ("100", "audio/mpeg")
    assert episode.itunes_duration == "70"
    assert "Claim &lt;b&gt; &amp; more (Ann)" in episode.description
    assert found.feed.itunes_block == 1


def test_chapters_lead_home(store, reader, player):
    told = player.get(an_address(store, reader, "sound", "2026-11-23.json")).json()

    assert told["chapters"] == [{"startTime": 0.0, "title": "Claim <b> & more (Ann)", "url": f"{BASE}/insight?id=a&b"}]


def test_a_player_may_ask_for_a_part(store, reader, player):
    part = player.get(an_address(store, reader, "sound", "2026-11-23.mp3"), headers={"Range": "bytes=10-14"})

    assert (part.status_code, part.content, part.headers["content-type"]) == (206, b"01234", "audio/mpeg")


@pytest.mark.parametrize("name", ["2026-11-22.mp3", "2026-11-23.exe", "..%2f..%2fearmark.db", "2026-11-23.json.mp3"])
def test_only_what_was_made_is_there(store, reader, player, name):
    base = an_address(store, reader, "sound")

    assert player.get(f"{base}/{name}").status_code == 404
