"""What an insight is about: its text without who says it."""

from dataclasses import replace

import pytest

from index.threads.matter import kept, matter, matters, vectors_of
from store.queries import embeddings, episodes, insights, shows, transcripts
from store.queries.threads import matters as kept_matters
from store.records.episodes import FeedEpisode
from store.records.shows import Feed
from store.records.transcripts import Chunk
from tests.worlds.citing import MODEL, direction
from tests.worlds.library_of import MORNING, an_insight, keep_episode

HEARD = ("Ines Okafor", "Dr. Paul T. Brandt, PhD", "Speaker 2")


@pytest.mark.parametrize(
    ("told", "about"),
    [
        ("Ines Okafor says heat pumps pay off in cold towns.", "Heat pumps pay off in cold towns."),
        ("Ines Okafor of Tern argues that heat pumps pay off.", "Heat pumps pay off."),
        ("Tern founder Ines Okafor, a chemist by training, adds that pumps fail.", "Pumps fail."),
        ("Heat pumps pay off, says Ines Okafor of the pump maker Tern.", "Heat pumps pay off."),
        ("Pumps fail, says Paul Brandt, host of Tern and Tide. Towns freeze.", "Pumps fail. Towns freeze."),
        ("Pumps, Okafor explains, need little power.", "Pumps, need little power."),
        ("According to Paul Brandt of Tern, pumps fail in salt air.", "Pumps fail in salt air."),
        ("In the view of host Ines Okafor pumps fail.", "Pumps fail."),
        ("Brandt's team at Tern counted pumps.", "Their team at Tern counted pumps."),
        ("When prices rose, Ines bought pumps.", "When prices rose, they bought pumps."),
        (
            "Pumps fail often. He warns that repairs cost more. Paul Brandt agrees.",
            "Pumps fail often. Repairs cost more. .",
        ),
    ],
)
def test_who_says_it_is_cut_and_speakers_lose_their_names(told, about):
    assert " ".join(matter(told, HEARD).split()) == about


@pytest.mark.parametrize(
    "told",
    [
        "Mira Sands says heat pumps pay off.",
        "Tern sells heat pumps in cold towns.",
        "A speaker that hums costs 2 dollars.",
        "Okaforite is a mineral.",
    ],
)
def test_whoever_is_not_heard_stays_and_so_does_all_else(told):
    assert matter(told, HEARD) == told


def test_a_name_that_is_an_everyday_word_is_only_cut_with_the_rest_of_it_or_where_it_says_something():
    heard = ["Mark Stone"]

    assert matter("Stone walls keep heat, says Mark Stone.", heard) == "Stone walls keep heat."


def test_the_sentence_after_an_attribution_stays_whole():
    told = "Tables confuse models, argues Ines Okafor of Prediction Tern. SQL adds them up."

    assert matter(told, HEARD) == "Tables confuse models. SQL adds them up."


def test_those_are_heard_whom_the_feed_names_and_the_quotes_are_of(store):
    claim = ("Pumps pay off", "Nadia says they do. Omar Reyes doubts it, and Lee Marsh says no.")
    with store.write() as connection:
        show_id = shows.add(connection, "https://feeds.example/1", Feed(title="Show"), MORNING)
        feed = FeedEpisode(key="1", title="One", published=MORNING, audio_url=None, people=("Omar Reyes",))
        episode_id = episodes.discover(connection, show_id, feed, MORNING, wanted=True)
        one = an_insight(episode_id, *claim)
        insights.keep(connection, episode_id, [one], {})

    with store.read() as connection:
        told = matters(connection, [one.id, "gone"])

    assert told == {one.id: "Pumps pay off\nThey do. It, and Lee Marsh says no."}


def test_the_vector_of_the_whole_text_stands_in_where_the_shorter_one_was_never_embedded(store):
    keep_episode(store, (None, "Talk."), claims=[("Pumps pay off", "Nadia says they do.")])
    one = an_insight(1, "Pumps pay off", "Nadia says they do.")
    with store.write() as connection:
        embeddings.keep(connection, MODEL, {"Pumps pay off\nNadia says they do.": direction(1)})
        older = vectors_of(connection, MODEL, matters(connection, [one.id]))
        embeddings.keep(connection, MODEL, {"Pumps pay off\nThey do.": direction(2)})
        newer = vectors_of(connection, MODEL, matters(connection, [one.id]))

    assert (older[one.id].argmax(), newer[one.id].argmax()) == (1, 2)


@pytest.fixture
def one(store):
    """The id of an insight of which Nadia's words are quoted."""
    keep_episode(store, (None, "Talk."), claims=[("Pumps pay off", "Nadia says they do. Omar Reyes doubts it.")])
    return an_insight(1, "Pumps pay off", "").id


def test_what_was_made_of_an_insight_is_read_and_not_made_again(store, one):
    with store.write() as connection:
        made = kept(connection, [one])[one]
        row = kept_matters.claims(connection, [one])[0].kept
        kept_matters.keep(connection, [replace(row, text="As it was kept", stems="as kept")])

    with store.read() as connection:
        assert matters(connection, [one]) == {one: "As it was kept"}
    assert (made.text, list(made.stems)) == (
        "Pumps pay off\nThey do. Omar Reyes doubts it.",
        ["pump", "pay", "omar", "rey", "doubt"],
    )


def test_it_is_made_anew_when_somebody_else_is_heard(store, one):
    with store.write() as connection:
        kept(connection, [one])
        heard = Chunk(id="1-0", episode_id=1, start=0, end=9, speaker="Omar Reyes", sentences=())
        transcripts.keep_chunks(connection, 1, [heard])

    with store.write() as connection:
        assert kept(connection, [one])[one].text == "Pumps pay off\nThey do. It."
        assert kept_matters.claims(connection, [one])[0].kept.text == "Pumps pay off\nThey do. It."


def test_what_was_made_of_it_goes_with_the_insight(store, one):
    with store.write() as connection:
        kept(connection, [one])
        insights.keep(connection, 1, [], {})

    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM matters").scalar_one() == 0
