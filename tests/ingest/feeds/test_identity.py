"""Which entries are one episode: within a feed, and between what is stored and what a feed offers now.

The cases are those that users of other programs report most; the numbers are theirs.
"""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.feeds.identity import KnownEpisodes, with_keys
from store.records.episodes import FeedEpisode

SIX = datetime(2026, 6, 1, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def entry(key="", *, title="Harbour talk", audio="https://cdn.example/a.mp3", at=SIX, minutes=40.0):
    return FeedEpisode(key=key, title=title, published=at, audio_url=audio, duration=minutes * 60 if minutes else None)


def same(stored, offer, *others):
    """The key of the stored episode that `offer` is, beside which the feed still lists `others`."""
    found = KnownEpisodes(stored, [offer, *others]).same_as(offer)
    return found.key if found else None


def test_one_file_under_two_guids_is_one_episode():  # AntennaPod 4839
    assert [e.key for e in with_keys([entry("a"), entry("b")])] == ["a"]


def test_one_guid_on_two_files_is_two_episodes():  # gPodder 850
    found = with_keys([entry("same", title="One"), entry("same", title="Two", audio="https://cdn.example/b.mp3")])

    assert [e.key for e in found] == ["cdn.example/a.mp3", "cdn.example/b.mp3"]


def test_one_title_on_two_files_of_one_day_is_two_episodes():  # AntennaPod 5598, 5729
    found = with_keys([entry("a"), entry("b", audio="https://cdn.example/b.mp3")])

    assert [e.key for e in found] == ["a", "b"]


def test_files_told_apart_by_their_query_alone_are_several_episodes():  # audiobookshelf 1896
    offers = [entry(audio=f"https://cdn.example/play?id={n}", title="Untitled", at=None) for n in range(3)]

    assert len(with_keys(offers)) == 3


def test_new_guids_for_old_episodes_bring_nothing_new():  # AntennaPod 3275, gPodder 1407
    assert same([entry("a")], entry("b", audio="http://www.cdn.example/a.mp3?token=2")) == "a"


def test_a_new_guid_and_another_address_are_known_by_title_moment_and_length():
    assert same([entry("a")], entry("b", audio="https://new.example/x.mp3", minutes=45)) == "a"


@pytest.mark.parametrize(
    "offer",
    [
        entry("b", audio="https://cdn.example/b.mp3", minutes=51),
        entry("b", audio="https://cdn.example/b.mp3", at=SIX + 24 * HOUR),
        entry("b", audio="https://cdn.example/b.mp3", at=None),
        entry("b", audio="https://cdn.example/b.mp3", at=SIX + HOUR, minutes=None),
    ],
    ids=["eleven minutes longer", "a day later", "undated", "an hour later, of unknown length"],
)
def test_a_title_alone_never_makes_two_episodes_one(offer):
    assert same([entry("a")], offer) is None


def test_an_episode_for_members_that_comes_for_all_a_day_later_is_the_same():  # audiobookshelf 2986
    for_all = entry("b", audio="https://cdn.example/a.mp3?feed=public", at=SIX + 24 * HOUR)

    assert same([entry("a")], for_all) == "a"


def test_news_under_one_title_every_hour_are_many_episodes():  # AntennaPod 8103
    stored = [entry("a", title="News", minutes=2), entry("b", title="News", minutes=2, audio="https://cdn.example/b")]
    next_hour = entry("c", title="News", minutes=2, audio="https://cdn.example/c.mp3", at=SIX + HOUR)

    assert same(stored, next_hour) is None
    assert same(stored[:1], next_hour) is None


def test_a_long_daily_show_with_one_title_is_a_new_episode_twice_a_day():
    stored = [entry("a", title="Echo"), entry("b", title="Echo", audio="https://cdn.example/b.mp3", at=SIX - 24 * HOUR)]

    assert same(stored, entry("c", title="Echo", audio="https://cdn.example/c.mp3", at=SIX + 12 * HOUR)) is None


def test_a_guid_used_again_for_something_else_is_a_new_episode():  # AntennaPod 1468
    tomorrow = entry("a", title="Another talk", audio="https://cdn.example/b.mp3", at=SIX + 24 * HOUR)
    known = KnownEpisodes([entry("a")], [tomorrow])

    assert known.same_as(tomorrow) is None
    assert known.new_key(tomorrow) == "cdn.example/b.mp3"
    later = [
        entry("a"),
        entry("cdn.example/b.mp3", title=tomorrow.title, audio=tomorrow.audio_url, at=tomorrow.published),
    ]
    assert same(later, tomorrow) == "cdn.example/b.mp3"


def test_a_guid_that_stays_names_the_episode_whatever_else_is_edited():
    assert same([entry("a")], entry("a", title="Corrected", audio="https://new.example/b.mp3", minutes=90)) == "a"


def test_an_episode_still_listed_is_not_taken_for_another():
    listed = entry("a")

    assert same([listed], entry("b", audio="https://cdn.example/b.mp3"), listed) is None


def test_files_that_share_an_address_but_for_the_query_are_not_taken_for_each_other():
    stored = [entry(str(n), audio=f"https://cdn.example/play?id={n}", title=f"Part {n}") for n in (1, 2)]

    assert same(stored, entry("3", audio="https://cdn.example/play?id=3", title="Part 3")) is None


def test_each_stored_episode_answers_once():
    offers = [entry("b", audio="https://cdn.example/b.mp3"), entry("c", audio="https://cdn.example/c.mp3")]
    known = KnownEpisodes([entry("a")], offers)

    assert [bool(known.same_as(offer)) for offer in offers] == [True, False]


def test_two_titles_under_one_guid_address_and_moment_are_two_episodes():
    found = with_keys(
        [entry("same", title="Cranes"), entry("same", title="Quays"), entry("same", title="Re-run: Quays")]
    )

    assert [(e.title, e.key) for e in found] == [("Cranes", "Cranes 2026-06-01"), ("Quays", "Quays 2026-06-01")]


def test_the_second_of_two_titles_on_one_file_is_not_taken_for_the_first():
    cranes, quays = entry("Cranes 2026-06-01", title="Cranes"), entry("Quays 2026-06-01", title="Quays")
    known = KnownEpisodes([entry("same", title="Cranes")], [quays, cranes])

    assert known.same_as(quays) is None
    assert known.same_as(cranes).key == "same"
