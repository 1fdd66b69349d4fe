"""Why an insight is there, in the terminal and on its page."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import streamlit as st
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from digest.explanation import read_explanation, sentences
from digest.five.select import Passed
from pages.shared.safe import plain
from store.queries import candidates, digests, insights, relations, transcripts
from store.records.insights import Candidate
from store.schema.readers import considered
from tests.conftest import ROOT
from tests.worlds import page_world

pytestmark = pytest.mark.slow

USAGE = 2
WEIGHED = [Candidate(headline=f"Other claim {n}", outcome="weaker", worth=0.5 - n / 100, start=60.0) for n in range(20)]
OWN = Candidate(
    headline=page_world.HEADLINES[2],
    outcome="kept",
    worth=0.91,
    parts={"numbers": 0.21, "first person": -0.05},
    start=83.0,
    insight_id="insight2",
)


@pytest.fixture
def world(data_dir):
    """A library in which insight2 repeats nothing, is repeated by insight0, and was weighed on a day."""
    page_world.fill(data_dir)
    store = page_world.open_world(data_dir)
    with store.write() as connection:
        episode_id = insights.by_id(connection, "insight2").insight.episode_id
        candidates.keep(connection, episode_id, [OWN, *WEIGHED])
        relations.keep(connection, ["insight0", "insight1"], [("insight0", "insight2", "repeats", 0.88)])
        relations.judge(connection, "insight1", "insight2", "contradicts")
        weigh(connection, "insight2", "chosen")
        weigh(connection, "insight1", "below the floor")
    yield store
    store.close()


def weigh(connection, insight_id, outcome, interest=0.5):
    reader = digests.reader_named(connection, "me")
    day = digests.latest(connection, reader.id)
    numbers = {"worth": 0.9, "novelty": 1.0, "interest": interest, "freshness": 0.8, "score": 0.36}
    connection.execute(insert(considered).values(digest_id=day.id, insight_id=insight_id, outcome=outcome, **numbers))


def test_everything_about_an_insight_is_told(earmark, world):
    told = earmark("explain", "insight2").out

    assert page_world.HEADLINES[2] in told
    assert f"“{page_world.QUOTE}”" in told
    assert "01:23 to 01:30, times are exact to the word" in told
    assert "checked now: found in the stored transcript, but at 01:20 (vtt)" in told
    assert "In the speaker’s own words" in told
    assert "place 1 of 21 weighed" in told
    assert "+0.210  numbers" in told
    assert "→  0.910" in told
    assert "Other claim 10" in told
    assert "Other claim 11" not in told
    assert "New: nothing published before" in told
    assert "Said again by Ines on Copper and Current" in told
    assert "Grid batteries (2 insights, followed)" in told
    assert (
        "chosen, place 1 of 2 by score\n  worth 0.90  novelty 1.00  interest 0.50  freshness 0.80  score 0.36" in told
    )


def test_all_candidates_are_told_when_asked(earmark, world):
    assert "Other claim 19" in earmark("explain", "insight2", "--all").out


def test_what_kept_an_insight_out_of_the_five_is_told(earmark, world):
    told = earmark("explain", "insight1").out

    assert "not chosen: below the floor" in told
    assert f"Contradicts “{page_world.HEADLINES[2]}” (Copper and Current" in told


def test_programs_get_the_same_as_json(earmark, world):
    found = json.loads(earmark("explain", "insight0", "--format", "json").out)

    assert found["insight"]["id"] == "insight0"
    assert [(one["kind"], one["id"]) for one in found["insight"]["relations"]] == [("repeats", "insight2")]
    assert found["proof"]["checked"].startswith("found")
    assert (found["candidates"], found["days"]) == ([], [])


def test_a_proof_that_no_longer_holds_is_said(earmark, world):
    with world.write() as connection:
        episode_id = insights.by_id(connection, "insight2").insight.episode_id
        talk = transcripts.of_episode(connection, episode_id)
        transcripts.keep(connection, episode_id, replace(talk, segments=talk.segments[:2]), [])

    assert "the proof does not hold" in earmark("explain", "insight2").out


def test_an_older_library_is_explained_as_far_as_it_goes(earmark, data_dir):
    page_world.fill(data_dir, now=datetime(2026, 11, 23, tzinfo=UTC))

    told = earmark("explain", "insight0").out

    assert "None are stored" in told
    assert "not weighed for any day" in told


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("nothing", "no insight 'nothing'"),
        ("insight", "begins several ids"),
        ("", "no insight ''"),
        ("%", "no insight"),
    ],
)
def test_an_id_that_is_none_or_many_is_one_sentence(earmark, world, wanted, words):
    run = earmark("explain", wanted)

    assert run.code == USAGE
    assert words in run.err


def test_the_whole_id_goes_before_longer_ones(earmark, world):
    with world.write() as connection:
        first = insights.by_id(connection, "insight0").insight
        insights.keep(connection, first.episode_id, [first, replace(first, id="insight01")], {})

    assert earmark("explain", "insight0").code == 0


@pytest.fixture
def visit():
    def opened(insight_id):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        app.switch_page("pages/one_insight.py")
        app.query_params["id"] = insight_id
        return app.run()

    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()


def words(app):
    return "\n".join(str(element.value) for element in app.markdown)


def test_the_page_says_how_an_insight_stands_to_others(visit, world):
    app = visit("insight0")

    assert not app.exception
    assert "Also said [by Ines on Copper and Current, " in words(app)
    assert "(./insight?id=insight2)" in words(app)
    told = f"Contradicts [“{plain(page_world.HEADLINES[2])}”](./insight?id=insight2) {plain('(Copper and Current, ')}"
    assert told in words(visit("insight1"))


def test_the_page_says_nothing_of_a_new_insight(visit, data_dir):
    page_world.fill(data_dir)

    assert ":material/history:" not in words(visit("insight0"))


def test_the_page_tells_why_in_words_when_asked(visit, world):
    app = visit("insight2")
    assert "best thing in its episode" not in words(app)

    app.session_state["reasons"] = True
    app.run()

    shown = words(app)
    assert not app.exception
    assert plain("It seemed the best thing in its episode, and the only one worth keeping.") in shown
    assert "It was chosen for your five of " in shown
    assert [said for said in ("of 100", "0.9", "0.36", "0.88", "score", "novelty", "numbers") if said in shown] == []


def test_the_menu_of_a_card_tells_why_in_words(visit, world):
    app = visit("insight1")

    app.session_state["menu-insight1"] = True
    app.run()

    assert "**Why it is here.** " in words(app)
    assert "it did not seem strong enough" in words(app)
    assert "below the floor" not in words(app)


@pytest.mark.parametrize("outcome", Passed)
def test_each_rule_that_keeps_one_out_has_words_of_its_own(world, outcome):
    with world.write() as connection:
        weigh(connection, "insight0", outcome)
    with world.read() as connection:
        found = read_explanation(connection, "insight0", digests.reader_named(connection, "me").id)

    told = sentences(found, UTC)[-1]

    assert told.startswith("It was not in your five of ")
    assert "others seemed to give you more" not in told


def test_one_that_others_outdid_is_told_what_the_reader_cares_for(world):
    with world.write() as connection:
        weigh(connection, "insight0", "outscored", interest=0.3)
    with world.read() as connection:
        found = read_explanation(connection, "insight0", digests.reader_named(connection, "me").id)

    assert sentences(found, UTC)[-1].endswith(": others seemed to give you more, being closer to what you care for.")
