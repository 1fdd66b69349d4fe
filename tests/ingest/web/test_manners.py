"""Manners towards hosts: when a feed is asked, how often, by whom, and how many requests at a time."""

import gzip
import socket
import threading
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import brotli
import httpx
import pytest

from ingest.feeds.parts.channel import ended, pace
from ingest.feeds.scan import scan_shows
from ingest.feeds.schedule import next_look, next_try
from ingest.feeds.subscription import add_show
from ingest.web.client import USER_AGENT, Access, Turns, Web
from ingest.web.unpacking import unpacked
from store.errors import Transient, Unusable
from store.queries import shows
from tests.ingest.feeds.test_scan import feed, item
from tests.worlds import loopback

pytestmark = pytest.mark.slow

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def web(site):
    return Web(allow_private_hosts=frozenset({"127.0.0.1"}), timeout=5, sleep=lambda _: None)


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ({}, None),
        ({"ttl": "60"}, HOUR),
        ({"ttl": "soon"}, None),
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "2"}, HOUR / 2),
        ({"sy_updatefrequency": "4"}, 6 * HOUR),
        ({"sy_updateperiod": "weekly"}, 7 * DAY),
        ({"podcast_updatefrequency": {"rrule": "FREQ=WEEKLY"}}, 7 * DAY),
        ({"podcast_updatefrequency": {"rrule": "FREQ=DAILY;INTERVAL=2"}}, 2 * DAY),
        ({"podcast_updatefrequency": {"rrule": "FREQ=WEEKLY;BYDAY=MO,TH"}}, 3.5 * DAY),
        ({"podcast_updatefrequency": {"rrule": "nonsense"}}, None),
        ({"ttl": "60", "sy_updateperiod": "daily"}, DAY),
        ({"ttl": "99999999"}, 365 * DAY),
    ],
)
def test_a_feed_says_how_often_it_wants_to_be_asked(channel, asked):
    assert pace(channel) == asked


@pytest.mark.parametrize(
    ("channel", "over"),
    [
        ({}, False),
        ({"itunes_complete": "Yes"}, True),
        ({"itunes_complete": "no"}, False),
        ({"podcast_updatefrequency": {"complete": "true"}}, True),
    ],
)
def test_a_show_says_that_it_has_ended(channel, over):
    assert ended(channel) == over


@pytest.mark.parametrize(
    ("pace", "max_age", "after"),
    [
        (None, None, None),
        (HOUR, None, HOUR),
        (None, HOUR, HOUR),
        (2 * HOUR, HOUR, 2 * HOUR),
        (7 * DAY, None, 23 * HOUR),
        (None, 365 * DAY, 23 * HOUR),
    ],
)
def test_the_longest_pause_asked_for_is_kept_but_no_morning_is_missed(pace, max_age, after):
    assert next_look(NOON, pace, max_age, complete=False) == (NOON + after if after else None)


@pytest.mark.parametrize(
    ("error", "attempts", "after"),
    [
        (Unusable("x"), 1, HOUR / 6),
        (Unusable("x"), 3, 6 * HOUR),
        (Unusable("x"), 50, 23 * HOUR),
        (Transient("x", retry_after=2 * HOUR), 1, 2 * HOUR),
        (Transient("x", retry_after=timedelta(minutes=1)), 2, HOUR),
        (Transient("x", retry_after=30 * DAY), 1, 23 * HOUR),
    ],
)
def test_a_failing_feed_waits_longer_each_time_but_no_morning_is_missed(error, attempts, after):
    assert next_try(NOON, error, attempts) == NOON + after


def test_a_feed_that_wants_a_pause_gets_it_unless_someone_asks_for_all(store, web, site):
    add_show(store, web, site.put("/feed", feed("<ttl>120</ttl>", item(1))), NOON)

    early = scan_shows(store, web, NOON + HOUR)
    forced = scan_shows(store, web, NOON + HOUR, everything=True)
    late = scan_shows(store, web, NOON + 3 * HOUR)

    assert [(report.checked, report.resting) for report in (early, forced, late)] == [(0, 1), (1, 0), (1, 0)]


def test_the_hosts_own_word_on_freshness_counts_too(store, web, site):
    page = site.put("/feed", feed(item(1)), Cache_Control="public, max-age=7200", Age="1800")
    add_show(store, web, page, NOON)

    assert web.get(page).max_age == 1.5 * HOUR
    assert scan_shows(store, web, NOON + HOUR).resting == 1
    assert scan_shows(store, web, NOON + 2 * HOUR).checked == 1


@pytest.mark.parametrize("control", ["no-cache, max-age=60", "no-store", "max-age=x", "s-maxage=60"])
def test_freshness_that_is_taken_back_does_not_count(web, site, control):
    assert web.get(site.put("/feed", "x", Cache_Control=control)).max_age is None


def test_a_feed_that_did_not_change_keeps_the_pause_that_it_asked_for(store, web, site):
    add_show(store, web, site.put("/feed", feed("<ttl>120</ttl>", item(1)), ETag='"a"'), NOON)
    site.put("/feed", "", status=304)

    scan_shows(store, web, NOON + 3 * HOUR)

    assert site.heard[-1]["If-None-Match"] == '"a"'
    assert scan_shows(store, web, NOON + 4 * HOUR).resting == 1


def test_we_name_ourselves_with_an_address_where_more_is_told(web, site):
    web.get(site.put("/feed", "x"))

    assert site.heard[-1]["User-Agent"] == USER_AGENT
    assert "+https://" in USER_AGENT
    assert {"gzip", "br"} <= set(site.heard[-1]["Accept-Encoding"].split(", "))


def test_one_show_may_be_asked_under_another_name(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)
    with store.write() as connection:
        shows.name_us(connection, 1, "Another/1.0")

    scan_shows(store, web, NOON)

    assert site.heard[-1]["User-Agent"] == "Another/1.0"


def test_a_token_goes_to_its_own_host_alone(web, site):
    site.put("/feed", "", status=302, Location=site.url.replace("127.0.0.1", "localhost") + "/there")
    site.put("/there", "x")
    web = Web(allow_private_hosts=frozenset({"127.0.0.1", "localhost"}))

    web.get(f"{site.url}/feed", access=Access(host=site.host, authorization="Bearer t"))

    assert [heard.get("Authorization") for heard in site.heard] == ["Bearer t", None]


class Gate:
    """Counts how many are inside at a time, each waiting a moment for another to come."""

    def __init__(self):
        self.inside, self.most, self.lock = 0, 0, threading.Lock()
        self.together = threading.Barrier(2)

    def __enter__(self):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        with suppress(threading.BrokenBarrierError):
            self.together.wait(0.2)

    def __exit__(self, *_):
        with self.lock:
            self.inside -= 1


@pytest.mark.parametrize(("hosts", "most"), [(["a", "a"], 1), (["a", "b"], 2)])
def test_a_host_is_asked_one_thing_at_a_time_and_two_hosts_at_once(hosts, most):
    turns, gate = Turns(), Gate()

    def ask(host):
        with turns.at(host), gate:
            pass

    threads = [threading.Thread(target=ask, args=(host,)) for host in hosts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert gate.most == most


def test_a_host_that_cannot_be_reached_is_tried_once_for_all_its_shows(store, site):
    web = Web(allow_private_hosts=frozenset({"127.0.0.1"}), sleep=lambda _: None)
    [add_show(store, web, site.put(f"/{n}", feed(item(1), title=f"Show {n}")), NOON) for n in range(3)]
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE shows SET feed_url = 'http://nowhere.invalid/' || id")

    report = scan_shows(store, web, NOON)

    assert [failure.error.split(":")[0] for failure in report.failures] == ["nowhere.invalid cannot be found"] * 3


def test_a_host_that_refuses_is_not_asked_for_each_of_its_shows(store, site):
    pauses = []
    web = Web(allow_private_hosts=frozenset({"127.0.0.1"}), sleep=pauses.append)
    [add_show(store, web, site.put(f"/{n}", feed(item(1), title=f"Show {n}")), NOON) for n in range(3)]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening
        with store.write() as connection:
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/"
            connection.exec_driver_sql("UPDATE shows SET feed_url = ? || id", (nobody,))

        report = scan_shows(store, web, NOON)

    assert len(report.failures) == 3
    assert pauses == [0.5, 1.0]


def test_a_scan_ends_in_time_and_leaves_slow_hosts_for_the_next(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)
    readings = iter([0.0, 10_000.0, 10_000.0])

    report = scan_shows(store, web, NOON, clock=lambda: next(readings))

    assert (report.checked + report.put_off, report.failures) == (1, ())


def test_many_hosts_bring_what_each_has(store, web):
    with loopback.site() as one, loopback.site() as two:
        [add_show(store, web, at.put("/feed", feed(item(1), title=at.host)), NOON) for at in (one, two)]
        [at.put("/feed", feed(item(2), item(1), title=at.host)) for at in (one, two)]

        assert scan_shows(store, web, NOON).new_episodes == 2


BODY = b"<rss>" + b"harbour " * 40_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("x-gzip", gzip.compress(BODY[:9], mtime=0) + gzip.compress(BODY[9:], mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("br", brotli.compress(BODY)),
        ("gzip, br", brotli.compress(gzip.compress(BODY, mtime=0))),
    ],
)
def test_packed_pages_are_unpacked(encoding, packed):
    pieces = (packed[at : at + 1000] for at in range(0, len(packed), 1000))

    assert b"".join(unpacked(pieces, encoding)) == BODY


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_what_cannot_be_unpacked_is_said(encoding):
    with pytest.raises(httpx.DecodingError):
        list(unpacked(iter([b"neither nor"]), encoding))


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress(BODY, mtime=0)), ("br", brotli.compress(BODY))]
)
def test_a_packed_body_that_breaks_off_is_not_taken(encoding, packed):
    with pytest.raises(httpx.RemoteProtocolError, match="breaks off"):
        list(unpacked(iter([packed[:-20]]), encoding))


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_small_body_that_holds_gigabytes_comes_in_small_pieces(encoding, pack):
    bomb = pack(bytes(2**24))

    first = next(iter(unpacked(iter([bomb]), encoding)))

    assert len(bomb) < 100_000
    assert len(first) <= 2**19
