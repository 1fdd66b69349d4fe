"""people on the terminal: who said what, over shows, in the page's order and words."""

import json
from dataclasses import replace

import pytest

from store.queries import insights
from tests.worlds import page_world

FIRST, SECOND, THIRD = page_world.HEADLINES


@pytest.fixture
def filled(data_dir):
    page_world.fill(data_dir)


@pytest.fixture
def named(data_dir, filled):
    """All three insights are in the words of one whole name."""
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        known = [insights.by_id(connection, f"insight{n}").insight for n in range(3)]
        [insights.keep(connection, one.episode_id, [replace(one, speaker="Ines Okafor")], {}) for one in known]
    store.close()


def test_before_anybody_is_known_it_says_where_names_come_from(earmark):
    assert "Nobody is known by name yet" in earmark("people").out


def test_a_first_name_alone_is_listed_for_each_show(earmark, filled):
    told = earmark("people").out

    assert told.index("Ines of Copper and Current · 2 insights") < told.index("Ines of Chips *&* Terms · 1 insight")


def test_a_whole_name_tells_from_old_to_new_show_by_show_and_says_that_it_may_be_two_people(earmark, named):
    told = earmark("people", "okaf").out

    assert told.startswith("Ines Okafor\n3 insights · 2 shows · last heard ")
    assert "It may be more than one person" in told
    assert "Copper and Current: 2 insights" in told
    assert "Speaks in Grid batteries (2 of 2)" in told
    assert told.index(THIRD) < told.index(FIRST) < told.index(SECOND)
    assert f"“{page_world.QUOTE}”" in told


def test_a_first_name_is_told_of_the_show_that_is_named(earmark, filled):
    told = earmark("people", "Ines", "--show", "Copper").out

    assert "A first name alone may be anybody’s" in told
    assert FIRST in told
    assert SECOND not in told


@pytest.mark.parametrize(
    ("wanted", "words"),
    [("Ines", "say of which show"), ("Nobody", "nobody is called 'Nobody' here"), (" ", "nobody is called")],
)
def test_a_name_that_is_nobodys_or_several_is_one_sentence(earmark, filled, wanted, words):
    run = earmark("people", wanted)

    assert run.code == 2
    assert words in run.err


def test_programs_get_the_same_as_json(earmark, named):
    listed = json.loads(earmark("people", "--format", "json").out)
    told = json.loads(earmark("people", "Ines Okafor", "--format", "json").out)

    assert [(one["name"], one["show"], one["insights"]) for one in listed] == [("Ines Okafor", None, 3)]
    assert [one["id"] for one in told["said"]] == ["insight2", "insight1", "insight0"]
    assert told["threads"] == [{"id": 1, "label": "Grid batteries", "theirs": 2}]
