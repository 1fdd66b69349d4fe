"""What an insight is about: its text without who says it."""

import pytest

from index.threads.matter import matter, matters, vectors_of
from store.queries import embeddings, episodes, insights, shows
from store.records.episodes import FeedEpisode
from store.records.shows import Feed
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
