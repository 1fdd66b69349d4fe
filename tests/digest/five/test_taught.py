"""What feedback has taught, told by show and by topic."""

import pytest

from digest.five.feedback import give, keep
from digest.five.taught import read_taught
from tests.worlds import page_world
from tests.worlds.citing import MORNING


@pytest.fixture
def store(tmp_path):
    page_world.fill(tmp_path, now=MORNING)
    opened = page_world.open_world(tmp_path)
    yield opened
    opened.close()


def taught(store):
    with store.read() as connection:
        return read_taught(connection, 1)


def test_nothing_is_taught_before_a_word(store):
    assert taught(store) == taught(store).__class__(shows=[], topics=[], said=[])


def test_useful_and_saved_speak_for_a_show_and_a_topic_and_the_other_against(store):
    give(store, 1, "insight0", "useful", MORNING)
    keep(store, 1, "insight2", MORNING, saved=True)
    give(store, 1, "insight1", "not for me", MORNING)

    found = taught(store)

    assert [(one.name, one.liked, one.disliked) for one in found.shows] == [
        ("Copper and Current", 2, 0),
        ("Chips *&* Terms", 0, 1),
    ]
    assert [(one.name, one.side) for one in found.topics] == [("Grid batteries", 2)]
    assert {one.feedback.insight_id: one.feedback.verdict for one in found.said} == {
        "insight0": "useful",
        "insight1": "not for me",
    }


def test_what_is_called_wrong_speaks_against_no_show(store):
    give(store, 1, "insight0", "wrong", MORNING)

    found = taught(store)

    assert (found.shows, found.topics) == ([], [])
    assert [one.feedback.verdict for one in found.said] == ["wrong"]
