"""What 24 kinds of failing hosts do to a show over three days: each ends in its right state, and no episode is lost
or doubled."""

from datetime import timedelta

import pytest

from digest.health import health
from ingest.feeds.credentials import Seal
from ingest.feeds.scan import scan_shows
from ingest.feeds.subscription import add_show
from ingest.web.client import Web
from store.queries import episodes, shows
from tests.worlds.faulty_world import FIRST_DAY, faulty_world

pytestmark = pytest.mark.slow

WELL = {
    "429": "Fine: checked",
    "500": "Fine: checked",
    "moved": "Moved to 127.0.0.1",
    "hops": "Moved to 127.0.0.1",
    "shift": "Fine: checked",
    "noguid": "Fine: checked",
    "nolength": "Fine: checked",
}
RETRIED = {
    "dead": "is busy or broken at the moment (status 500)",
    "tired": "is busy or broken at the moment (status 503)",
    "missing": "has nothing at this address (status 404)",
    "forbidden": "refuses to give this address to us (status 403)",
    "stale": "answered with status 304",
    "auth": "asks for a name and a password (status 401)",
    "loop": "redirects in a circle",
    "private": "169.254.169.254 is an address inside a private network",
    "slow": "did not answer in time or sends too slowly",
    "cut": "closed the connection early",
    "endless": "sends more than the 64 MB",
    "html": "is a web page, not a podcast feed",
    "empty": "is empty",
    "garbage": "is not a podcast feed",
    "badxml": "breaks off before the first episode ends",
    "bomb": "declares XML entities",
}


@pytest.fixture
def world():
    with faulty_world() as served:
        yield served


class Mornings:
    """A show, looked at every morning, whose host fails in one way from the second day on."""

    def __init__(self, store, world, kind, folder):
        self.store, self.world, self.kind = store, world, kind
        timeout = 0.2 if kind == "slow" else 10
        self.web = Web(allow_private_hosts=frozenset({world.host}), timeout=timeout, sleep=lambda _: None)
        self.seal = Seal(folder / "secret.key")
        world.day = 1
        add_show(store, self.web, world.url(), self.now, seal=self.seal)

    @property
    def now(self):
        return FIRST_DAY + timedelta(days=self.world.day - 1, hours=2)

    def another(self, *, well=False):
        self.world.day += 1
        first_bad_one = self.world.day == 2
        if first_bad_one or well:
            with self.store.write() as connection:
                shows.reopen(connection, 1)
                shows.move(connection, 1, self.world.url(None if well else self.kind))
        return scan_shows(self.store, self.web, self.now, seal=self.seal)

    @property
    def show(self):
        with self.store.read() as connection:
            return shows.by_id(connection, 1)

    @property
    def health(self):
        return health(self.show, self.now + timedelta(minutes=5), "UTC")

    @property
    def known(self):
        with self.store.read() as connection:
            return [(e.feed.title, e.wanted) for e in episodes.of_show(connection, 1)]


ALL_FIVE = [("Day 5", True), ("Day 4", True), ("Day 3", True), ("Day 2", True), ("Day 1", True)]


def titles(known):
    return sorted(known, reverse=True)


@pytest.mark.parametrize("kind", WELL)
def test_a_host_with_small_faults_brings_each_days_episode_once(store, world, tmp_path, kind):
    mornings = Mornings(store, world, kind, tmp_path)

    brought = [mornings.another().new_episodes for _ in range(3)]

    assert brought == [1, 1, 1]
    assert WELL[kind] in mornings.health.sentence
    assert mornings.another(well=True).new_episodes == 1
    assert titles(mornings.known) == ALL_FIVE


@pytest.mark.parametrize("kind", RETRIED)
def test_a_host_that_fails_is_asked_again_and_when_it_is_well_nothing_is_missing(store, world, tmp_path, kind):
    mornings = Mornings(store, world, kind, tmp_path)

    reports = [mornings.another() for _ in range(3)]

    assert [len(report.failures) for report in reports] == [1, 1, 1]
    assert mornings.known == [("Day 1", True)]
    assert mornings.health.state == "failing"
    assert mornings.health.sentence.startswith("Failing since Tuesday (3 tries): ")
    assert RETRIED[kind] in mornings.health.sentence
    assert mornings.health.sentence.endswith("Next try today at 13:00.")
    assert mornings.another(well=True).new_episodes == 4
    assert titles(mornings.known) == ALL_FIVE
    assert mornings.health.state == "fine"


def test_a_feed_that_is_gone_for_good_is_not_asked_again_until_someone_says_so(store, world, tmp_path):
    mornings = Mornings(store, world, "gone", tmp_path)

    reports = [mornings.another() for _ in range(3)]

    assert [(len(report.failures), report.checked) for report in reports] == [(1, 0), (0, 0), (0, 0)]
    assert world.asked["/fault/gone/feed.xml"] == 1
    assert mornings.health.state == "ended"
    assert mornings.health.sentence == (
        "Ended on Tuesday: 127.0.0.1 says that this address is gone for good (status 410). "
        "It is not asked again until you retry; its episodes stay."
    )
    assert mornings.another(well=True).new_episodes == 4
    assert titles(mornings.known) == ALL_FIVE


def test_a_password_in_the_address_opens_a_private_feed_from_the_first_day_on(store, world, tmp_path):
    mornings = Mornings(store, world, "auth", tmp_path)
    with store.write() as connection:
        shows.remove(connection, 1)
    private = world.url("auth").replace("http://", "http://user:secret@")

    added = add_show(store, mornings.web, private, mornings.now, seal=mornings.seal)
    world.day = 2
    report = scan_shows(store, mornings.web, mornings.now, seal=mornings.seal)

    with store.read() as connection:
        show = shows.by_id(connection, added.show_id)
    assert (report.new_episodes, report.failures) == (1, ())
    assert show.feed_url == world.url("auth")
