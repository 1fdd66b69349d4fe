"""Pictures, transcripts, chapters and recognisers: their addresses lead inside no more than those of feeds."""

import httpcore
import pytest

from ingest.artwork import take_artwork
from ingest.fetching import chapters_of
from ingest.speech.bringing import bring, mirror_address
from ingest.transcripts.offers import ShowBackground, look_through
from ingest.web.client import Web
from store.errors import EarmarkError
from store.queries import shows
from store.records.episodes import Episode, FeedEpisode, Progress, TranscriptLink
from store.records.shows import Feed
from tests.ingest.speech.test_bringing import LITTLE
from tests.ingest.web.test_hostile_addresses import INSIDE, NO_ADDRESS
from tests.worlds.talks import NOON

pytestmark = pytest.mark.slow
HOSTILE = INSIDE + NO_ADDRESS


@pytest.fixture
def connected(monkeypatch):
    """The addresses that a connection went to, of which there may be none."""
    made = []
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda self, host, port, *_, **__: made.append(host))
    return made


@pytest.fixture(scope="module")
def web():
    return Web(sleep=lambda _: None)


def episode_of(**files):
    feed = FeedEpisode(key="1", title="One", published=NOON, audio_url=None, **files)
    return Episode(id=1, show_id=1, show="S", feed=feed, progress=Progress(), wanted=True, discovered_at=NOON)


def test_as_many_addresses_are_tried_as_ever():
    assert len(HOSTILE) >= 69


@pytest.mark.parametrize("url", HOSTILE)
def test_no_transcript_and_no_chapters_are_fetched_from_inside(connected, web, url):
    episode = episode_of(transcripts=(TranscriptLink(url=url, mime_type="text/vtt"),), chapters_url=url)

    found = look_through(web, episode, ShowBackground(), None)
    chapters = chapters_of(web, episode)

    assert (found.best, list(found.refused), chapters) == (None, [url], ())
    assert connected == []


def test_no_picture_is_fetched_from_inside(connected, web, store):
    with store.write() as connection:
        for number, url in enumerate(HOSTILE):
            feed = Feed(title="S", artwork_url=url)
            shows.checked(connection, shows.add(connection, f"https://a.example/{number}", feed, NOON), NOON, feed=feed)

    assert take_artwork(store, web, NOON) == 0
    assert connected == []


@pytest.mark.parametrize("url", HOSTILE)
def test_no_recogniser_is_brought_from_inside(connected, web, tmp_path, url):
    with pytest.raises(EarmarkError):
        bring(web, LITTLE, tmp_path, mirror_address(url))

    assert connected == []


def test_a_mirror_that_may_be_inside_leads_no_further(site, tmp_path):
    site.put("/little/config.json", "", status=302, Location="http://169.254.169.254/latest/meta-data/")

    with pytest.raises(EarmarkError, match="private network"):
        bring(Web(allow_private_hosts=frozenset({site.host})), LITTLE, tmp_path, mirror_address(site.url))

    assert site.asked == ["/little/config.json"]
