"""An episode's adverts are marked with its chapters and with what its show's other episodes taught."""

from dataclasses import replace

from ingest.adverts.marking import mark_adverts
from store.queries import episodes, transcripts
from store.records.episodes import Chapter
from store.records.transcripts import Span
from tests.ingest.adverts.test_detection import LATER, MORE, OPENING, TALK, UNCUED
from tests.worlds.library_of import keep_episode, talk

TURNS = (("Ines", TALK), ("Ines", MORE), ("Ines", LATER))


def known(store, episode_id, **feed):
    with store.read() as connection:
        episode = episodes.by_id(connection, episode_id)
    return replace(episode, feed=replace(episode.feed, **feed))


def test_chapters_tell_where_an_advert_is(store):
    episode = known(store, keep_episode(store, *TURNS))
    chapters = (Chapter(start=10, title="Sponsor"), Chapter(start=20, title="Grids"))

    [span] = mark_adverts(store, episode, talk(*TURNS), chapters)

    assert (span.start, span.end) == (10, 20)


def test_what_other_episodes_of_the_show_taught_counts(store):
    advert = Span(start=10, end=20, reason="use code")
    keep_episode(store, ("Ines", TALK), ("Ines", UNCUED), title="Earlier", adverts=[advert])
    turns = (("Ines", MORE), ("Ines", UNCUED), ("Ines", LATER))
    episode = known(store, keep_episode(store, *turns, title="Later"))

    [span] = mark_adverts(store, episode, talk(*turns, seconds=30), ())

    assert span.reason == "repeated in other episodes"


def test_other_shows_and_the_episode_itself_teach_nothing(store):
    opening = ("Ines", OPENING)
    for title in ("one", "two", "three"):
        keep_episode(store, opening, ("Ines", TALK), title=title, show="Another")
    episode = known(store, keep_episode(store, opening, *TURNS))

    assert mark_adverts(store, episode, talk(opening, *TURNS), ()) == []


def test_only_the_newest_episodes_are_remembered(store):
    ids = [keep_episode(store, ("Ines", TALK), title=f"Episode {n}") for n in range(4)]

    with store.read() as connection:
        show_id = episodes.by_id(connection, ids[0]).show_id
        others = transcripts.others_of_show(connection, show_id, ids[3], limit=2)

    assert others == [ids[2], ids[1]]
