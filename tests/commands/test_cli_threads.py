"""Threads in the terminal: listed, told, followed, changed; each change says how it is undone."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from index.threads.following import declare
from store.queries import insights
from store.queries.threads import history, summaries, threads
from tests.worlds import page_world
from tests.worlds.chat_server import ChatServer, serving

pytestmark = pytest.mark.slow

USAGE, FAILURE = 2, 1
TOLD = "Batteries set the evening price in Texas"


@pytest.fixture
def world(data_dir):
    """The small library of the page tests: thread 1, followed, holds insight0 and, since yesterday, insight2."""
    page_world.fill(data_dir)
    return page_world.open_world(data_dir)


@pytest.fixture
def second(world):
    """A thread that grew by itself and holds insight1; its id."""
    with world.write() as connection:
        thread_id = threads.begin(connection, "Free models", datetime.now(UTC))
        threads.join(connection, thread_id, ["insight1"], datetime.now(UTC))
    return thread_id


@pytest.fixture
def quick(monkeypatch, embedder):
    """The embedder that the tests have loaded already."""
    monkeypatch.setattr("config.open_embedder", lambda _: embedder)


def members(world, thread_id):
    with world.read() as connection:
        return set(threads.member_ids(connection, thread_id))


def test_the_list_says_what_is_followed_and_what_is_new(earmark, world):
    listed = json.loads(earmark("threads", "--format", "json").out)

    assert "followed, 1 new" in earmark("threads").out
    assert [(one["label"], one["followed"], one["new"]) for one in listed] == [("Grid batteries", True, 1)]


@pytest.mark.parametrize("command", ["thread", "threads"])
def test_a_thread_is_told_with_its_claims_shows_and_weeks(earmark, world, command):
    told = earmark(command, "1").out

    assert "Grid batteries (thread 1, followed)\n2 insights from 1 show" in told
    assert "1 new" in told
    assert f"insight0  {TOLD}\n" in told
    assert "insight2  Scarcity made labs frugal  NEW\n" in told
    assert "Shows: Copper and Current 2\nSpeakers: Ines 2\n" in told
    assert told.index("insight2") < told.index("insight0")
    assert "When\n" in told


def test_reading_is_a_visit_and_reading_by_a_program_is_none(earmark, world):
    earmark("thread", "1", "--format", "json")
    assert "NEW" in earmark("thread", "1").out

    assert "nothing new" in earmark("thread", "1").out
    assert "new" not in earmark("threads").out


def test_a_program_reads_all_that_is_told(earmark, world):
    told = json.loads(earmark("thread", "1", "--format", "json").out)

    assert told["new"] == ["insight2"]
    assert {claim["insight"] for claim in told["claims"]} == {"insight0", "insight2"}
    assert [(each["id"], each["mark"], each["sureness"]) for each in told["insights"]] == [
        ("insight0", "new", None),
        ("insight2", "new", None),
    ]
    assert (told["by_show"], sum(told["timeline"].values())) == ({"Copper and Current": 2}, 2)
    assert len(told["history"]) == 2


def test_what_is_unsure_is_told_last(earmark, world):
    with world.write() as connection:
        threads.join(connection, 1, ["insight2"], datetime.now(UTC), sureness={"insight2": 0.4})

    told = earmark("thread", "1").out

    assert told.index("What is said\n") < told.index("insight0") < told.index("Unsure\n") < told.index("insight2")


@pytest.fixture
def unheard(world, data_dir, embedder, quick):
    """A topic that is followed and has passages alone; its id."""
    page_world.index(data_dir, embedder)
    with world.write() as connection:
        [insights.keep(connection, episode_id, [], {}) for episode_id in (1, 2, 3)]
    return declare(world, embedder, "the marginal megawatt", 1, datetime.now(UTC))


def test_a_topic_is_told_by_the_passages_that_spoke_of_it_before(earmark, unheard):
    told = earmark("thread", str(unheard)).out
    read = json.loads(earmark("thread", str(unheard), "--format", "json").out)["said_before"]

    assert "Said before, apart from the insights\n" in told
    assert f"Ines, 01:20: “{page_world.QUOTE} So what now?”\n" in told
    assert [hit["sentence"] for hit in read] == [page_world.QUOTE] * 3
    assert [hit["episode"] for hit in read] == ["Episode 2", "Episode 1", "Episode 0"]


def test_following_says_how_many_passages_spoke_of_it_before(earmark, unheard):
    followed = earmark("follow", "the marginal megawatt").out

    assert f"0 insights from 0 shows. 3 passages spoke of it before: `thread {unheard}` tells." in followed


def test_a_thread_is_told_without_passages_when_the_index_is_broken(earmark, unheard, data_dir):
    (data_dir / "index" / "CURRENT").write_text("99.1")

    run = earmark("thread", str(unheard))

    assert (run.code, "No insight yet" in run.out) == (0, True)
    assert "What was said before is left out: the search index cannot be used" in run.err


def test_a_thread_that_grew_is_followed_and_no_longer(earmark, world, second):
    assert f"Following thread {second}, Free models: 1 insight" in earmark("follow", "--thread", str(second)).out
    assert f"`follow --thread {second}` begins again" in earmark("unfollow", str(second)).out
    assert "not followed" in earmark("unfollow", str(second)).err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["thread", "99"], "no thread 99"),
        (["merge", "1", "99", "--yes"], "no thread 99"),
        (["merge", "1", "1", "--yes"], "with itself"),
        (["split", "1", "--name", "Rest", "insight1"], "only insights of the thread"),
        (["split", "1", "--name", "All", "insight0", "insight2"], "whole thread"),
        (["split", "1", "--name", " ", "insight0"], "needs a name"),
        (["split", "1", "--name", "Rest", "insight"], "begins several ids"),
        (["rename", "1", "x" * 200], "at most 120"),
        (["belongs", "1", "nothing"], "no insight 'nothing'"),
        (["not-about", "99", "insight0"], "no thread 99"),
        (["follow", "--thread", "99"], "no thread 99"),
        (["follow", "Grids", "--thread", "1"], "in another command"),
        (["follow", "--insight", "nothing"], "no insight 'nothing'"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(earmark, world, arguments, words):
    run = earmark(*arguments)

    assert (run.code, words in run.err, "Traceback" in run.err) == (USAGE, True, False)
    assert members(world, 1) == {"insight0", "insight2"}


def test_merging_asks_first_and_the_old_id_leads_on(earmark, world, second, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda _: False)
    assert "Nothing was merged" in earmark("merge", str(second), "1").out

    merged = earmark("merge", str(second), "1", "--yes")

    assert "Free models is part of thread 1, Grid batteries, now" in merged.out
    assert members(world, 1) == {"insight0", "insight1", "insight2"}
    told = earmark("thread", str(second)).out
    assert f"Thread {second} was merged into this one.\nGrid batteries (thread 1" in told
    assert "Merged with Free models on" in told


def test_splitting_makes_a_thread_of_that_name_and_merging_undoes_it(earmark, world):
    split = earmark("split", "1", "insight2", "--name", "Frugal labs")

    assert "1 insight of Grid batteries moved to thread 2, Frugal labs; `merge 2 1` undoes it." in split.out
    assert (members(world, 1), members(world, 2)) == ({"insight0"}, {"insight2"})
    earmark("merge", "2", "1", "--yes")
    assert members(world, 1) == {"insight0", "insight2"}


def test_a_readers_name_is_kept(earmark, world):
    assert "called Batteries in Texas now; it was Grid batteries" in earmark("rename", "1", " Batteries in  Texas ").out

    with world.write() as connection:
        threads.relabel(connection, 1, "Something else")
        assert threads.by_id(connection, 1, 1).label == "Batteries in Texas"


def test_a_yes_and_a_no_are_kept_and_each_names_the_other(earmark, world):
    out = earmark("not-about", "1", "insight0").out
    assert f"{TOLD} is not about Grid batteries" in out
    assert "`belongs 1 insight0` says the opposite" in out
    assert "insight0" not in members(world, 1)

    earmark("belongs", "1", "insight0")

    assert "insight0" in members(world, 1)
    with world.read() as connection:
        assert history.rulings(connection, 1)["insight0"] == "pinned"


def test_a_topic_is_followed_by_words_a_sentence_and_an_example(earmark, world, quick):
    said = earmark("follow", "Batteries at night", "--description", "Storage for the evening", "--insight", "insight0")

    assert "Following thread 2, Batteries at night" in said.out
    with world.read() as connection:
        thread = threads.by_id(connection, 2, 1)
    assert (thread.description, "insight0" in members(world, 2)) == ("Storage for the evening", True)


def test_without_a_model_nothing_is_summed_up(earmark, world):
    run = earmark("thread", "1", "--sum-up")

    assert (run.code, "EARMARK_LLM" in run.err) == (FAILURE, True)


def test_a_summary_is_written_on_request_and_told_with_its_age(earmark, world, second, monkeypatch):
    said = "Batteries discharged more than gas peakers on forty evenings [1]. Paris is lovely [2]."
    with serving(ChatServer([said])) as server:
        monkeypatch.setenv("EARMARK_LLM", "openai/small")
        monkeypatch.setenv("EARMARK_LLM_BASE_URL", server.url)
        monkeypatch.setenv("EARMARK_LLM_KEY", "sk-test")
        told = earmark("thread", "1", "--sum-up").out

    assert "Summary by openai/small" in told
    assert "Batteries discharged more than gas peakers on forty evenings. [insight0]" in told
    assert "Paris" not in told
    with world.write() as connection:
        threads.join(connection, 1, ["insight1"], datetime.now(UTC) + timedelta(minutes=1))
        assert summaries.of_thread(connection, 1).size == 2
    assert "1 insight newer than it" in earmark("thread", "1").out
