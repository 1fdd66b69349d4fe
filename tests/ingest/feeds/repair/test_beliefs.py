"""A show whose feed misdates an entry does not fall silent, and says what is doubtful."""

from datetime import UTC, datetime

import pytest

from digest.health import health
from ingest.feeds.scan import scan_shows
from ingest.feeds.subscription import add_show
from store.queries import episodes, shows

MONDAY = datetime(2026, 6, 8, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 6, 12, 12, tzinfo=UTC)


def item(name, day):
    return (
        f"<item><title>{name}</title><guid>{name}</guid><pubDate>{day} 06:00:00 GMT</pubDate>"
        f'<enclosure url="https://cdn.example/{name}.mp3" type="audio/mpeg"/></item>'
    )


def feed(*items):
    return f'<rss version="2.0"><channel><title>Harbour</title>{"".join(items)}</channel></rss>'


JUNE = [item("c", "05 Jun 2026"), item("b", "03 Jun 2026"), item("a", "01 Jun 2026")]


def published(store):
    with store.read() as connection:
        return {e.feed.key: e.feed.published for e in episodes.of_show(connection, 1)}


def wanted(store):
    with store.read() as connection:
        return {e.feed.key for e in episodes.of_show(connection, 1) if e.wanted}


def state(store):
    with store.read() as connection:
        return health(shows.by_id(connection, 1), FRIDAY, "UTC")


def test_one_episode_dated_next_year_is_no_measure_of_what_is_new(store, web, site):
    ahead = item("ahead", "18 Feb 2027")
    url = site.put("/feed", feed(JUNE[0], ahead, *JUNE[1:]))
    add_show(store, web, url, MONDAY)
    site.put("/feed", feed(item("d", "11 Jun 2026"), JUNE[0], ahead, *JUNE[1:]))

    report = scan_shows(store, web, FRIDAY, everything=True)

    assert (report.new_episodes, "d" in wanted(store)) == (1, True)
    assert published(store)["ahead"].date().isoformat() == "2026-06-05"  # as what it stands beside
    assert "Not believed: the date of “ahead”, 18 February 2027." in state(store).sentence
    assert state(store).state == "news"


def test_the_newest_of_a_show_are_not_those_dated_ahead(store, web, site):
    url = site.put("/feed", feed(*JUNE[:2], item("ahead", "18 Feb 2027"), JUNE[2]))

    add_show(store, web, url, MONDAY, newest=1)

    assert wanted(store) == {"c"}


@pytest.mark.parametrize("day", ["18 Feb 2027", "11 Jun 2006"])
def test_a_new_entry_that_is_misdated_counts_as_of_the_day_it_was_seen(store, web, site, day):
    url = site.put("/feed", feed(*JUNE))
    add_show(store, web, url, MONDAY)
    site.put("/feed", feed(item("d", day), *JUNE))

    scan_shows(store, web, FRIDAY, everything=True)
    scan_shows(store, web, FRIDAY.replace(day=13), everything=True)

    assert ("d" in wanted(store), published(store)["d"]) == (True, FRIDAY)
    assert "Not believed: the date of “d”" in state(store).sentence


def test_a_date_that_is_set_right_is_taken_over(store, web, site):
    url = site.put("/feed", feed(*JUNE))
    add_show(store, web, url, MONDAY)
    site.put("/feed", feed(item("d", "18 Feb 2027"), *JUNE))
    scan_shows(store, web, FRIDAY, everything=True)
    site.put("/feed", feed(item("d", "10 Jun 2026"), *JUNE))

    scan_shows(store, web, FRIDAY.replace(day=13), everything=True)

    assert published(store)["d"].day == 10
    assert state(store).state == "fine"


@pytest.mark.parametrize("order", [1, -1])
def test_an_archive_that_is_opened_is_not_new(store, web, site, order):
    url = site.put("/feed", feed(*JUNE[::order]))
    add_show(store, web, url, MONDAY)
    site.put("/feed", feed(*[*JUNE, item("old", "11 Jun 2006")][::order]))

    scan_shows(store, web, FRIDAY, everything=True)

    assert "old" not in wanted(store)
    assert published(store)["old"].year == 2006


def test_a_feed_that_counts_upward_without_days_is_turned_round(store, web, site):
    counted = [
        f'<item><title>{n}</title><itunes:episode>{n}</itunes:episode><enclosure url="https://a.example/{n}.mp3"/></item>'
        for n in (1, 2, 3)
    ]
    itunes = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    url = site.put("/feed", feed(*counted).replace("<rss", f"<rss {itunes}"))

    add_show(store, web, url, MONDAY, newest=1)

    assert wanted(store) == {"a.example/3.mp3"}
