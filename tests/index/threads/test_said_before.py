"""What was said about a followed topic in talk of which no insight was made."""

from dataclasses import replace
from datetime import timedelta

import pytest

from index import sync
from index.library.library import Library
from index.threads.following import declare, rule
from index.threads.said_before import MOST, said_before
from store.queries.threads import threads
from tests.worlds.citing import keep_reader
from tests.worlds.library_of import MORNING, an_insight, keep_episode

pytestmark = pytest.mark.slow

BREAD = (
    ("Ann", "The dough has to rest in a cool place for a whole night before it is baked."),
    ("Ann", "Only then does the crust turn brown without the crumb drying out."),
)
HIRING = (
    ("Ann", "Last spring the bakery next door closed and we took over its ovens."),
    ("Bob", "And how do you find people?"),
    ("Ann", "Hiring is the hardest part of running this company, because good bakers never look for a job."),
    ("Ann", "So we hire apprentices and train them for three years."),
    ("Ann", "The flour comes from a mill on the river that my uncle runs."),
)
LATER = (("Bob", "We stopped hiring senior engineers and let the juniors grow into the work instead."),)
CLAIM = ("Hiring bakers takes years", "Good bakers never look for a job, so hiring means training apprentices.")


@pytest.fixture
def library(tmp_path):
    opened = Library(tmp_path / "index")
    yield opened
    opened.close()


@pytest.fixture
def talked(store, library, embedder):
    """Three episodes, the later one first, of which no insight was made; the reader's id."""
    days = (("Later", LATER, 0), ("Ovens", HIRING, 30), ("Bread", BREAD, 60))
    for title, turns, ago in days:
        episode = keep_episode(store, *turns, title=title, published=MORNING - timedelta(days=ago))
        sync.index_episode(store, library, embedder, episode, MORNING)
    return keep_reader(store).id


def thread_of(store, thread_id):
    with store.read() as connection:
        return threads.by_id(connection, thread_id, 0)


def found(store, library, embedder, thread_id):
    return said_before(store, library, embedder.name, thread_of(store, thread_id))


def test_a_topic_without_insights_has_what_was_said_about_it_from_old_to_new(store, library, embedder, talked):
    thread_id = declare(store, embedder, "hiring", talked, MORNING)

    assert [hit.episode for hit in found(store, library, embedder, thread_id)] == ["Ovens", "Later"]


def test_a_passage_is_cut_down_to_the_sentence_that_says_it_and_the_next(store, library, embedder, talked):
    thread_id = declare(store, embedder, "hiring", talked, MORNING)

    first = found(store, library, embedder, thread_id)[0]

    assert first.text == f"{HIRING[2][1]} {HIRING[3][1]}"
    assert (first.sentence, first.start, first.end, first.speaker) == (HIRING[2][1], 20, 40, "Ann")


def test_what_nobody_spoke_of_stays_empty(store, library, embedder, talked):
    thread_id = declare(store, embedder, "submarine cables", talked, MORNING)

    assert found(store, library, embedder, thread_id) == []


def test_the_passage_of_an_insight_is_not_said_twice_nor_after_it_was_taken_out(store, library, embedder, talked):
    quoted = keep_episode(store, *HIRING, title="Quoted", claims=[CLAIM])
    sync.index_episode(store, library, embedder, quoted, MORNING)
    thread_id = declare(store, embedder, "hiring", talked, MORNING)
    assert "Quoted" not in {hit.episode for hit in found(store, library, embedder, thread_id)}

    rule(store, embedder, thread_id, an_insight(quoted, *CLAIM).id, False, MORNING)

    assert "Quoted" not in {hit.episode for hit in found(store, library, embedder, thread_id)}


def test_talk_that_comes_later_is_found_too_and_no_more_than_can_be_read(store, library, embedder, talked):
    thread_id = declare(store, embedder, "hiring", talked, MORNING)
    for number in range(MOST):
        episode = keep_episode(store, *LATER, title=f"Again {number}")
        sync.index_episode(store, library, embedder, episode, MORNING)

    assert len(found(store, library, embedder, thread_id)) == MOST


def test_a_thread_that_grew_and_an_index_of_another_model_have_nothing(store, library, embedder, talked):
    thread = thread_of(store, declare(store, embedder, "hiring", talked, MORNING))

    assert said_before(store, library, embedder.name, replace(thread, query=None)) == []
    assert said_before(store, library, "another model", thread) == []
