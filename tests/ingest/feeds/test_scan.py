"""Following shows and finding what is new, with a real database and a real server on loopback."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.feeds.scan import Refusal, scan_shows
from ingest.feeds.subscription import AddedShow, add_show, add_source
from store.errors import Mistake, Transient, Unusable
from store.queries import episodes, shows
from store.records.shows import Feed

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def feed(*items, title="Harbour"):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(day, *, guid=None, title=None, audio=None, notes=""):
    return (
        f"<item><title>{title or f'Day {day}'}</title><guid>{guid or day}</guid><description>{notes}</description>"
        f"<pubDate>{day:02} Jun 2026 06:00:00 GMT</pubDate>"
        f'<enclosure url="{audio or f"https://cdn.example/{day}.mp3"}" type="audio/mpeg"/></item>'
    )


def known(store, show_id=1):
    with store.read() as connection:
        return {e.feed.key: (e.feed.title, e.wanted) for e in episodes.of_show(connection, show_id)}


def show(store, show_id=1):
    with store.read() as connection:
        return shows.by_id(connection, show_id)


def test_adding_a_show_takes_the_newest_and_knows_the_rest(store, web, site):
    url = site.put("/feed", feed(item(3), item(2), item(1)))

    added = add_show(store, web, url, NOON, newest=2)

    assert added == AddedShow(show_id=1, title="Harbour", new=True, taken=2, known=3)
    assert known(store) == {"3": ("Day 3", True), "2": ("Day 2", True), "1": ("Day 1", False)}


def test_the_demo_takes_everything(store, web, site):
    url = site.put("/feed", feed(item(3), item(2), item(1)))

    assert add_show(store, web, url, NOON, newest=1, demo=True).taken == 3
    assert show(store).demo


def test_a_show_is_followed_once(store, web, site):
    url = site.put("/feed", feed(item(1)))
    add_show(store, web, url, NOON)

    again = add_show(store, web, url.replace("http:", "HTTP:") + "#top", NOON)

    assert again == AddedShow(show_id=1, title="Harbour", new=False, taken=0, known=1)
    assert len(site.asked) == 1


def test_a_feed_without_episodes_is_not_followed(store, web, site):
    with pytest.raises(Unusable, match="Harbour has no episodes"):
        add_show(store, web, site.put("/feed", feed()), NOON)


def test_a_list_of_feeds_is_added_with_its_refusals(store, web, site, tmp_path):
    good, bad = site.put("/feed", feed(item(1))), site.put("/page", "<html>Hello</html>")
    outlines = f'<outline xmlUrl="{good}"/><outline xmlUrl="{bad}"/>'
    opml = f'<opml version="2.0"><body>{outlines}</body></opml>'
    (tmp_path / "shows.opml").write_text(opml)

    from_file = add_source(store, web, str(tmp_path / "shows.opml"), NOON, 3)
    from_web = add_source(store, web, site.put("/list", opml), NOON, 3)

    refusal = Refusal(
        source=bad, error=f"{bad} is a web page that names no podcast feed: look on it for a link named RSS"
    )
    assert from_file == [AddedShow(show_id=1, title="Harbour", new=True, taken=1, known=1), refusal]
    assert from_web == [AddedShow(show_id=1, title="Harbour", new=False, taken=0, known=1), refusal]


def test_a_single_feed_that_fails_raises(store, web, site):
    with pytest.raises(Transient, match="status 500"):
        add_source(store, web, site.put("/feed", "", status=500), NOON, 3)


@pytest.mark.parametrize("source", ["nowhere.opml", "pod.example/feed", "ftp://pod.example/feed", "."])
def test_what_is_neither_address_nor_file_is_a_mistake(store, web, source):
    with pytest.raises(Mistake):
        add_source(store, web, source, NOON, 3)


def test_a_scan_takes_what_is_new_and_corrects_what_was_edited(store, web, site):
    url = site.put("/feed", feed(item(1), item(2)))
    add_show(store, web, url, NOON, newest=0)
    site.put("/feed", feed(item(3), item(2, title="Day 2, corrected"), item(1)))
    looks = []

    report = scan_shows(store, web, NOON, on_show=looks.append)

    assert (report.checked, report.unchanged, report.new_episodes, report.failures) == (1, 0, 1, ())
    assert known(store) == {"3": ("Day 3", True), "2": ("Day 2, corrected", False), "1": ("Day 1", False)}
    assert [(look.new_episodes, look.edited_episodes) for look in looks] == [(1, 1)]


def test_a_scan_asks_only_for_what_changed(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)
    with store.write() as connection:
        shows.checked(connection, 1, NOON, feed=Feed(title="Harbour"), etag='"a"')
    site.put("/feed", "", status=304)

    report = scan_shows(store, web, NOON + timedelta(hours=1))

    assert (report.checked, report.unchanged, report.failures) == (1, 1, ())
    assert (show(store).etag, show(store).checked_at) == ('"a"', NOON + timedelta(hours=1))


def test_guids_that_change_at_every_fetch_bring_nothing_new(store, web, site):
    url = site.put("/feed", feed(item(2, guid="x-2"), item(1, guid="x-1")))
    add_show(store, web, url, NOON)
    site.put("/feed", feed(item(2, guid="y-2"), item(1, guid="y-1")))

    assert scan_shows(store, web, NOON).new_episodes == 0
    assert known(store).keys() == {"x-2", "x-1"}


def test_a_moved_file_with_the_same_title_and_day_is_the_same_episode(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(1, guid="x"))), NOON)
    site.put("/feed", feed(item(1, guid="y", audio="https://new.example/1.mp3")))

    assert scan_shows(store, web, NOON).new_episodes == 0


def test_one_address_for_every_bulletin_still_brings_new_ones(store, web, site):
    bulletin = "https://cdn.example/latest.mp3"
    add_show(store, web, site.put("/feed", feed(item(1, audio=bulletin))), NOON)
    site.put("/feed", feed(item(5, audio=bulletin)))

    assert scan_shows(store, web, NOON).new_episodes == 1


def test_an_episode_that_leaves_the_feed_stays_known(store, web, site):
    add_show(store, web, site.put("/feed", feed(item(2), item(1))), NOON)
    site.put("/feed", feed(item(2)))

    scan_shows(store, web, NOON)

    assert known(store).keys() == {"2", "1"}


@pytest.mark.parametrize(
    ("status", "body"), [(403, ""), (404, ""), (500, ""), (200, ""), (200, "<html>Sign in</html>")]
)
def test_a_feed_that_fails_waits_longer_each_time_and_is_never_lost(store, web, site, status, body):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)
    site.put("/feed", body, status=status)

    first = scan_shows(store, web, NOON)
    too_early = scan_shows(store, web, NOON + timedelta(minutes=9))
    second = scan_shows(store, web, NOON + timedelta(minutes=10))

    assert [len(report.failures) for report in (first, too_early, second)] == [1, 0, 1]
    assert too_early.waiting == 1
    assert (show(store).attempts, show(store).retry_at) == (2, NOON + timedelta(minutes=70))
    assert show(store).error == second.failures[0].error
    assert known(store).keys() == {"1"}


def test_a_feed_that_recovers_forgets_its_failures(store, web, site):
    url = site.put("/feed", feed(item(1)))
    add_show(store, web, url, NOON)
    site.put("/feed", "", status=404)
    scan_shows(store, web, NOON)
    site.put("/feed", feed(item(2), item(1)))

    report = scan_shows(store, web, NOON + timedelta(hours=1))

    assert report.new_episodes == 1
    assert (show(store).attempts, show(store).error, show(store).retry_at) == (0, None, None)


def test_one_broken_feed_does_not_stop_the_others(store, web, site):
    add_show(store, web, site.put("/a", feed(item(1), title="A")), NOON)
    add_show(store, web, site.put("/b", feed(item(1), title="B")), NOON)
    site.put("/a", "", status=410)
    site.put("/b", feed(item(2), item(1), title="B"))

    report = scan_shows(store, web, NOON)

    assert (report.new_episodes, [failure.source for failure in report.failures]) == (1, ["A"])


def test_a_scan_leaves_one_line_a_show_in_the_log(store, web, site, caplog):
    add_show(store, web, site.put("/feed", feed(item(1))), NOON)
    caplog.clear()

    with caplog.at_level("INFO", logger="earmark.scan"):
        scan_shows(store, web, NOON)

    assert [record.message for record in caplog.records if record.name == "earmark.scan"] == [
        "show=1 outcome=checked new=0 edited=0"
    ]


def test_a_paused_show_is_not_asked_and_its_episodes_wait_until_it_is_resumed(store, web, site):
    url = site.put("/feed", feed(item(1)))
    add_show(store, web, url, NOON)
    with store.write() as connection:
        shows.pause(connection, 1, NOON)
    asked = len(site.asked)

    report = scan_shows(store, web, NOON + timedelta(days=1), everything=True)

    assert (len(site.asked), report.checked) == (asked, 0)
    with store.read() as connection:
        assert episodes.due(connection, NOON + timedelta(days=1)) == []
    site.put("/feed", feed(item(2), item(1)))
    with store.write() as connection:
        shows.pause(connection, 1, None)
    assert scan_shows(store, web, NOON + timedelta(days=1)).new_episodes == 1
    with store.read() as connection:
        assert len(episodes.due(connection, NOON + timedelta(days=1))) == 2
