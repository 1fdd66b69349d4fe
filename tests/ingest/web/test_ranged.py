"""A file on a host read in parts, as a clip of it needs."""

import pytest

from demo import DemoServer
from digest.outlets.sound import RATE, cut
from ingest.web.client import Web
from ingest.web.ranged import RangedFile
from store.errors import Unusable
from tests.worlds.sounds import TALK


@pytest.fixture
def host():
    from datetime import date

    with DemoServer(date(2026, 11, 23), 0) as server:
        yield server


def address_of(server):
    return server.feed_urls[0].rpartition("/")[0].rpartition("/")[0] + "/copper-and-current/audio/evening-batteries.mp3"


def web_for(url):
    return Web(allow_private_hosts=frozenset({url.split("/")[2]}))


def test_parts_are_those_of_the_file(host):
    url, whole = address_of(host), TALK.read_bytes()

    file = RangedFile(web_for(url), url)
    file.seek(-1000, 2)
    end = b"".join(iter(lambda: file.read(300), b""))
    file.seek(100)

    assert end == whole[-1000:]
    assert file.read(50) == whole[100:150]


def test_a_clip_is_cut_from_a_host_as_from_the_file(host):
    url = address_of(host)

    there, here = cut(RangedFile(web_for(url), url), 20.0, 24.0), cut(TALK, 20.0, 24.0)

    assert abs(len(there) - len(here)) < RATE // 100
    assert abs(there[: RATE * 3] - here[: RATE * 3]).max() < 0.01


def test_a_host_that_gives_no_parts_is_said(site):
    url = site.put("/e.mp3", TALK.read_bytes(), "audio/mpeg")

    with pytest.raises(Unusable, match="no parts"):
        RangedFile(web_for(url), url)


@pytest.mark.parametrize("ranges", ["shifted", "changing"])
def test_parts_of_another_place_or_version_are_refused(site, ranges):
    site.ranges = ranges
    url = site.put("/e.mp3", TALK.read_bytes(), "audio/mpeg")

    with pytest.raises(Unusable, match="other parts"):
        read_end(RangedFile(web_for(url), url))


def read_end(file):
    file.seek(-1000, 2)
    return file.read(300)


def test_a_private_host_is_asked_nothing(site):
    with pytest.raises(Unusable):
        RangedFile(Web(), site.put("/e.mp3", b"x", "audio/mpeg"))

    assert site.asked == []
