"""Shows that move and end, with a real database and a host on loopback."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.health import health
from ingest.feeds import look
from ingest.feeds.credentials import Seal
from ingest.feeds.moves import move_by_hand
from ingest.feeds.scan import scan_shows
from ingest.feeds.subscription import add_show
from store.errors import Mistake
from store.queries import episodes, shows
from tests.ingest.feeds.test_scan import feed, item

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def followed(store, web, site):
    """A show at /feed with two episodes."""
    add_show(store, web, site.put("/feed", feed(item(1), item(2))), NOON - DAY)
    return store


def show(store, show_id=1):
    with store.read() as connection:
        return shows.by_id(connection, show_id)


def known(store):
    with store.read() as connection:
        return {e.feed.key for e in episodes.of_show(connection, 1)}


def redirect(site, path, status, to):
    site.put(path, "", status=status, Location=to)


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_for_good_is_believed_when_it_is_seen_twice(followed, web, site, status):
    redirect(site, "/feed", status, "/new")
    site.put("/new", feed(item(1), item(2), item(3)))

    first, second = (scan_shows(followed, web, NOON + day * DAY) for day in range(2))

    assert (first.moved, first.new_episodes) == ((), 1)
    assert second.moved == ("Harbour",)
    assert show(followed).feed_url == f"{site.url}/new"
    assert known(followed) == {"1", "2", "3"}


@pytest.mark.parametrize("hops", [(302,), (307,), (301, 302), (302, 301), (308, 303)])
def test_a_move_is_not_believed_when_a_part_of_the_way_is_for_now(followed, web, site, hops):
    stations = ["/feed", "/half-way", "/new"][-len(hops) - 1 :] if len(hops) > 1 else ["/feed", "/new"]
    [redirect(site, at, status, to) for at, status, to in zip(stations, hops, stations[1:], strict=False)]
    site.put("/new", feed(item(1), item(2)))

    [scan_shows(followed, web, NOON + day * DAY) for day in range(3)]

    assert show(followed).feed_url == f"{site.url}/feed"
    assert show(followed).error is None


def test_a_move_that_was_seen_once_and_taken_back_is_forgotten(followed, web, site):
    redirect(site, "/feed", 301, "/new")
    site.put("/new", feed(item(1), item(2)))
    scan_shows(followed, web, NOON)
    assert "the next look decides" in health(show(followed), NOON, "UTC").sentence
    site.put("/feed", feed(item(1), item(2)))

    scan_shows(followed, web, NOON + DAY)

    assert show(followed).moved_to is None


def test_a_redirect_to_another_show_brings_nothing_and_is_told(followed, web, site):
    redirect(site, "/feed", 301, "/other")
    site.put("/other", feed(item(8, audio="https://x.example/8.mp3"), title="The host's own show"))

    [scan_shows(followed, web, NOON + day * DAY) for day in range(3)]

    assert show(followed).feed_url == f"{site.url}/feed"
    assert "its address leads to another show now, The host's own show" in show(followed).error
    assert known(followed) == {"1", "2"}


def test_the_old_address_still_finds_the_show(followed, web, site):
    redirect(site, "/feed", 301, "/new")
    site.put("/new", feed(item(1), item(2)))
    [scan_shows(followed, web, NOON + day * DAY) for day in range(2)]

    again = add_show(followed, web, f"{site.url}/feed", NOON)

    assert (again.new, again.show_id) == (False, 1)


def test_a_show_followed_at_both_addresses_stays_two_shows(followed, web, site):
    add_show(followed, web, site.put("/new", feed(item(1), item(2))), NOON - DAY)
    redirect(site, "/feed", 301, "/new")

    [scan_shows(followed, web, NOON + day * DAY) for day in range(3)]

    assert [show(followed, n).feed_url for n in (1, 2)] == [f"{site.url}/feed", f"{site.url}/new"]


def with_new_url(site, *items, path="/new", title="Harbour"):
    tag = f"<itunes:new-feed-url>{site.url}{path}</itunes:new-feed-url>"
    return feed(tag, *items, title=title).replace(
        "<rss ", '<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    )


def test_a_feed_that_says_where_it_lives_now_is_followed_there_at_once(followed, web, site):
    site.put("/feed", with_new_url(site, item(2), item(1)))
    site.put("/new", with_new_url(site, item(3, guid="n3"), item(2, guid="n2"), item(1, guid="n1")))

    report = scan_shows(followed, web, NOON)

    assert (report.moved, report.new_episodes) == (("Harbour",), 1)
    assert show(followed).feed_url == f"{site.url}/new"
    assert known(followed) == {"1", "2", "n3"}


@pytest.mark.parametrize(
    "there", ["<html>Hello</html>", "", feed(item(9, audio="https://x.example/9.mp3"), title="Another")]
)
def test_a_feed_stays_where_it_is_when_what_it_names_is_not_the_show(followed, web, site, there):
    site.put("/feed", with_new_url(site, item(2), item(1)))
    site.put("/new", there)

    report = scan_shows(followed, web, NOON)

    assert (report.moved, report.failures) == ((), ())
    assert show(followed).feed_url == f"{site.url}/feed"


def test_two_feeds_that_name_each_other_do_not_send_us_to_and_fro(followed, web, site):
    site.put("/feed", with_new_url(site, item(2), item(1)))
    site.put("/new", with_new_url(site, item(2), item(1), path="/feed"))

    moved = [scan_shows(followed, web, NOON + day * DAY).moved for day in range(3)]

    assert moved == [("Harbour",), (), ()]


def test_the_secured_address_is_kept_when_it_gives_the_same_feed(followed, web, site, monkeypatch):
    site.put("/secured", feed(item(1), item(2)))
    monkeypatch.setattr(look, "_secured", lambda url: f"{site.url}/secured" if url.endswith("/feed") else None)

    report = scan_shows(followed, web, NOON)

    assert report.moved == ("Harbour",)
    assert show(followed).feed_url == f"{site.url}/secured"


def test_the_secured_address_is_tried_once_a_month(followed, web, site, monkeypatch):
    monkeypatch.setattr(look, "_secured", lambda url: f"{site.url}/secured")

    [scan_shows(followed, web, NOON + days * DAY) for days in (0, 1, 29, 30)]

    assert site.asked.count("/secured") == 2
    assert show(followed).error is None


@pytest.mark.parametrize(
    ("url", "secured"),
    [
        ("http://pod.example/feed?a=b", "https://pod.example/feed?a=b"),
        ("http://pod.example:8080/feed", None),
        ("https://pod.example/feed", None),
    ],
)
def test_only_usual_addresses_have_a_secured_one(url, secured):
    assert look._secured(url) == secured


def test_a_person_may_move_a_show_and_its_history_stays(followed, web, site, tmp_path):
    there = site.put("/elsewhere", feed(item(3), item(2, guid="new-2"), title="Harbour, renamed"))

    moved = move_by_hand(followed, web, Seal(tmp_path / "key"), show(followed), there, NOON, anyway=False)

    assert (moved.title, moved.new_episodes) == ("Harbour, renamed", 1)
    assert known(followed) == {"1", "2", "3"}


def test_a_show_is_not_moved_by_hand_to_another_show_by_mistake(followed, web, site, tmp_path):
    other = site.put("/other", feed(item(9, audio="https://x.example/9.mp3"), title="Another"))
    seal = Seal(tmp_path / "key")

    with pytest.raises(Mistake, match="say --anyway"):
        move_by_hand(followed, web, seal, show(followed), other, NOON, anyway=False)

    assert move_by_hand(followed, web, seal, show(followed), other, NOON, anyway=True).new_episodes == 1


def test_a_complete_show_is_asked_once_a_week(followed, web, site):
    site.put("/feed", feed("<itunes:complete>Yes</itunes:complete>", item(2), item(1)))

    scan_shows(followed, web, NOON)
    report = scan_shows(followed, web, NOON + 6 * DAY)
    later = scan_shows(followed, web, NOON + 7 * DAY)

    assert (report.resting, later.checked) == (1, 1)
    assert "Complete: the show says that no more episodes will come" in health(show(followed), NOON, "UTC").sentence


def test_a_replaced_recording_is_offered_to_be_taken_again(followed, web, site):
    with followed.write() as connection:
        connection.exec_driver_sql("UPDATE episodes SET stage = 'indexed'")
    site.put("/feed", feed(item(2, audio="https://cdn.example/2-longer.mp3"), item(1)))

    scan_shows(followed, web, NOON)

    with followed.read() as connection:
        assert [e.feed.key for e in episodes.replaced_ones(connection)] == ["2"]


def test_a_show_that_moves_all_its_files_offers_nothing_again(followed, web, site):
    site.put("/feed", feed(*(item(day) for day in range(1, 9))))
    scan_shows(followed, web, NOON)
    with followed.write() as connection:
        connection.exec_driver_sql("UPDATE episodes SET stage = 'indexed'")
    site.put("/feed", feed(*(item(day, audio=f"https://new.example/{day}.mp3") for day in range(1, 9))))

    scan_shows(followed, web, NOON + DAY)

    with followed.read() as connection:
        assert episodes.replaced_ones(connection) == []


def test_an_archive_that_a_feed_opens_is_known_but_not_taken(followed, web, site):
    old = item(1, guid="old", title="From long ago", audio="https://cdn.example/old.mp3").replace("2026", "2019")
    site.put("/feed", feed(item(3), item(2), item(1), old))

    report = scan_shows(followed, web, NOON)

    with followed.read() as connection:
        wanted = {e.feed.key: e.wanted for e in episodes.of_show(connection, 1)}
    assert report.new_episodes == 1
    assert (wanted["3"], wanted["old"]) == (True, False)
