"""A language model names threads; what the members do not bear out is not taken."""

import json

import pytest

from ingest.thread_labels import name_threads, parsed
from store.errors import Transient
from store.queries.threads import labels, threads
from tests.worlds.citing import MORNING, an_insight, bring_in
from tests.worlds.talks import Scripted

FIRST = {"headline": "Grid batteries set the evening price", "body": "Ada Reed says grid batteries set prices."}
SECOND = {"headline": "Grid batteries wait for a permit", "body": "A battery waits five years for the grid."}


@pytest.fixture
def thread(store):
    """Two insights in one thread; its id."""
    bring_in(
        store, an_insight("first", speaker="Ada Reed", **FIRST), an_insight("second", speaker="Ada Reed", **SECOND)
    )
    with store.write() as connection:
        thread_id = threads.begin(connection, "Grid batteries set the evening price", MORNING)
        threads.join(connection, thread_id, ["first", "second"], MORNING)
    return thread_id


def answer(name):
    return json.dumps({"labels": [{"thread": 1, "label": name}]})


def called(store, thread_id):
    with store.read() as connection:
        return threads.labels(connection, [thread_id])[thread_id]


def test_a_name_that_stands_is_the_threads_and_is_asked_for_once(store, thread):
    model = Scripted(answer("grid batteries."))

    first = name_threads(store, model, MORNING)
    second = name_threads(store, model, MORNING)

    assert (first, second, called(store, thread)) == (1, 0, "Grid batteries")
    with store.read() as connection:
        assert labels.written(connection, [thread]) == {thread: "Grid batteries"}


def test_the_model_is_not_told_who_speaks(store, thread):
    model = Scripted(answer("Grid batteries"))

    name_threads(store, model, MORNING)

    assert "Reed" not in model.asked[0][0][1]["content"]


@pytest.mark.parametrize(
    "reply", [answer("Solar roofs"), answer("Ada Reed's batteries"), "no idea", "{}", answer(None)]
)
def test_what_does_not_stand_leaves_the_name_and_is_not_asked_for_again(store, thread, reply):
    model = Scripted(reply)

    name_threads(store, model, MORNING)
    name_threads(store, model, MORNING)

    assert called(store, thread) == "Grid batteries set the evening price"
    assert len(model.asked) == 1


def test_a_thread_that_has_doubled_is_asked_about_again(store, thread):
    model = Scripted(answer("Grid batteries"))
    name_threads(store, model, MORNING)
    bring_in(store, an_insight("third", **SECOND))
    with store.write() as connection:
        threads.join(connection, thread, ["third"], MORNING)

    name_threads(store, model, MORNING)

    assert len(model.asked) == 2


def test_what_a_reader_named_no_model_names(store, thread):
    with store.write() as connection:
        threads.rename(connection, thread, "Mine")

    assert name_threads(store, Scripted(answer("Grid batteries")), MORNING) == 0


def test_a_model_that_is_away_leaves_the_names_for_the_next_run(store, thread):
    assert name_threads(store, Scripted(Transient("busy")), MORNING) == 0
    assert name_threads(store, Scripted(answer("Grid batteries")), MORNING) == 1


def test_names_are_read_out_of_what_stands_around_them():
    assert parsed('Here: {"labels": [{"thread": "2", "label": " job\\ninterviews. "}]} Bye') == {2: "Job interviews"}
