"""An episode's adverts are marked with its chapters and with what its show's other episodes taught."""

import json
from dataclasses import replace

import pytest

from ingest.adverts.marking import mark_adverts
from ingest.web.client import Web
from store.queries import episodes, transcripts
from store.records.episodes import Chapter
from store.records.transcripts import Span
from tests.ingest.adverts.test_detection import LATER, MORE, OPENING, TALK, UNCUED
from tests.worlds.library_of import keep_episode, talk

TURNS = (("Ines", TALK), ("Ines", MORE), ("Ines", LATER))


@pytest.fixture
def web(site):
    return Web(allow_private_hosts=frozenset({site.host}))


def known(store, episode_id, **feed):
    with store.read() as connection:
        episode = episodes.by_id(connection, episode_id)
    return replace(episode, feed=replace(episode.feed, **feed))


def test_chapters_are_fetched_where_the_feed_names_their_file(store, web, site):
    body = json.dumps({"chapters": [{"startTime": 10, "title": "Sponsor"}, {"startTime": 20, "title": "Grids"}]})
    episode = known(store, keep_episode(store, *TURNS), chapters_url=site.put("/c.json", body))

    [span] = mark_adverts(store, web, episode, talk(*TURNS))

    assert (span.start, span.end) == (10, 20)


def test_chapters_in_the_feed_need_no_fetch(store, web, site):
    chapters = (Chapter(start=10, title="Sponsor"), Chapter(start=20, title="Grids"))
    episode = known(store, keep_episode(store, *TURNS), chapters=chapters, chapters_url=f"{site.url}/c.json")

    assert len(mark_adverts(store, web, episode, talk(*TURNS))) == 1
    assert site.asked == []


@pytest.mark.parametrize(
    ("status", "body"), [(404, "gone"), (200, "<html>"), (200, "[" * 50_000), (410, ""), (200, "x" * (2**20 + 1))]
)
def test_chapters_that_cannot_be_had_cost_nothing_else(store, web, site, status, body):
    url = site.put("/c.json", body, status=status)
    episode = known(store, keep_episode(store, *TURNS), chapters_url=url)

    assert mark_adverts(store, web, episode, talk(*TURNS)) == []


def test_what_other_episodes_of_the_show_taught_counts(store, web):
    advert = Span(start=10, end=20, reason="use code")
    keep_episode(store, ("Ines", TALK), ("Ines", UNCUED), title="Earlier", adverts=[advert])
    turns = (("Ines", MORE), ("Ines", UNCUED), ("Ines", LATER))
    episode = known(store, keep_episode(store, *turns, title="Later"))

    [span] = mark_adverts(store, web, episode, talk(*turns, seconds=30))

    assert span.reason == "repeated in other episodes"


def test_other_shows_and_the_episode_itself_teach_nothing(store, web):
    opening = ("Ines", OPENING)
    for title in ("one", "two", "three"):
        keep_episode(store, opening, ("Ines", TALK), title=title, show="Another")
    episode = known(store, keep_episode(store, opening, *TURNS))

    assert mark_adverts(store, web, episode, talk(opening, *TURNS)) == []


def test_only_the_newest_episodes_are_remembered(store):
    ids = [keep_episode(store, ("Ines", TALK), title=f"Episode {n}") for n in range(4)]

    with store.read() as connection:
        show_id = episodes.by_id(connection, ids[0]).show_id
        others = transcripts.others_of_show(connection, show_id, ids[3], limit=2)

    assert others == [ids[2], ids[1]]
