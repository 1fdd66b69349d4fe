"""The pages of threads: the list, one thread with what is new, a reader's yes and no, names, merging, splitting."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest.threads.reading import read_thread
from index.threads.following import declare
from pages.shared import times
from pages.shared.safe import plain
from pages.shared.threads import file, listing
from store.queries import insights, outlets, relations
from store.queries.threads import history, summaries, threads
from store.records.threads import SummarySentence
from tests.index.answers.test_answer import HITS
from tests.pages.test_pages import INSIGHT, THREADS, TODAY, button, offered, visit, words
from tests.worlds import page_world
from tests.worlds.chat_server import ChatServer, serving

pytestmark = pytest.mark.slow

__all__ = ["visit"]
FIRST, OTHER, NEWER = page_world.HEADLINES


@pytest.fixture
def world(data_dir):
    """Thread 1, followed four days ago, holds insight0 and, since yesterday, insight2; thread 2 grew: insight1."""
    page_world.fill(data_dir)
    opened = page_world.open_world(data_dir)
    now = datetime.now(UTC)
    with opened.write() as connection:
        threads.begin(connection, "Free *models*", now - timedelta(days=9))
        threads.join(connection, 2, ["insight1", "insight0"], now - timedelta(days=8))
    return opened


@pytest.fixture
def quick(monkeypatch, embedder):
    """The embedder that the tests have loaded already."""
    monkeypatch.setattr("config.open_embedder", lambda _: embedder)


def members(world, thread_id):
    with world.read() as connection:
        return set(threads.member_ids(connection, thread_id))


def rulings(world, thread_id):
    with world.read() as connection:
        return history.rulings(connection, thread_id)


def test_what_is_new_is_counted_in_the_list_and_stands_first_in_the_thread(visit, world):
    assert ":green-badge[1 new]" in words(visit(THREADS))

    shown = words(visit(THREADS, thread="1"))

    assert "**1 new**" in shown
    assert shown.index(plain(NEWER)) < shown.index(f"## [{plain(FIRST)}]")
    assert shown.count(":green-badge[New]") == 1


def test_each_row_of_the_list_says_what_was_claimed_last_and_where(visit, world):
    shown = words(visit(THREADS))

    day = times.day_words(datetime.now(UTC))
    assert f"[{plain(FIRST)}](./insight?id=insight0)  \n:small[:gray[Copper and Current · {day}]]" in shown
    assert shown.index("Grid batteries") < shown.index(plain(FIRST)) < shown.index(plain("Free *models*"))


def test_a_row_says_nothing_that_may_not_belong(visit, world):
    with world.write() as connection:
        threads.join(connection, 1, ["insight0"], datetime.now(UTC), sureness={"insight0": 0.4})
        threads.exclude(connection, 2, "insight0", datetime.now(UTC))

    shown = words(visit(THREADS))

    assert plain(NEWER) in shown
    assert plain(FIRST) not in shown


def test_a_visit_counts_once_the_page_was_drawn_and_its_marks_outlast_its_presses(visit, world):
    app = visit(THREADS, thread="1")

    with world.read() as connection:
        assert history.last_visit(connection, 1, 1) is not None
    assert ":green-badge[New]" in words(app.run())
    assert ":green-badge[New]" in words(visit(THREADS, thread="1"))  # back from an insight


def test_what_was_seen_at_an_earlier_visit_is_not_new(visit, world):
    with world.write() as connection:
        history.visit(connection, 1, 1, datetime.now(UTC) - timedelta(hours=2))

    assert ":green-badge[New]" not in words(visit(THREADS, thread="1"))
    assert "new]" not in words(visit(THREADS))


def test_members_that_say_the_same_are_one_claim(visit, world):
    with world.write() as connection:
        relations.keep(connection, ["insight0"], [("insight0", "insight2", "repeats", 0.8)])

    shown = words(visit(THREADS, thread="1"))

    assert ":primary-badge[Said 2 times]" in shown
    assert "Also said by [**Ines**](./people?name=Ines&show=1) on Copper and Current" in shown


def test_a_claim_says_who_made_it_first_and_who_agrees(visit, world):
    with world.write() as connection:
        relations.keep(connection, ["insight0"], [("insight0", "insight1", "repeats", 0.8)])

    shown = words(visit(THREADS, thread="2"))

    where = f"{plain('Chips *&* Terms')}, {times.day_words(datetime.now(UTC) - timedelta(days=8))}"
    assert f"First said by [**Ines**](./people?name=Ines&show=2) ({where})" in shown


def test_a_claim_says_what_contradicts_it(visit, world):
    with world.write() as connection:
        relations.keep(connection, ["insight0"], [("insight0", "insight1", "contradicts", 0.8)])

    shown = words(visit(THREADS, thread="2"))

    assert f"Contradicts [“{plain(OTHER)}”](./insight?id=insight1)" in shown
    assert f"Contradicted by [“{plain(FIRST)}”](./insight?id=insight0)" in shown


def test_the_chart_of_a_thread_counts_by_show(visit, world):
    app = visit(THREADS, thread="2")

    [chart] = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "earmark_timeline"]
    drawn = json.loads(chart.json)
    assert {row["name"]: sum(row["counts"]) for row in drawn["rows"]} == {"Copper and Current": 1, "Chips *&* Terms": 1}
    assert drawn["size"] == "week"


def test_a_story_runs_from_old_to_new_and_can_be_turned_round(visit, world):
    app = visit(THREADS, thread="2")
    assert words(app).index(f"### [{plain(OTHER)}]") < words(app).index(f"### [{plain(FIRST)}]")

    app.segmented_control(key="order-2").set_value("Newest first").run()

    assert words(app).index(f"### [{plain(FIRST)}]") < words(app).index(f"### [{plain(OTHER)}]")


def test_members_are_read_by_show(visit, world):
    app = visit(THREADS, thread="2")

    app.multiselect(key="shows-2").set_value(["Copper and Current"]).run()

    shown = words(app)
    assert (f"## [{plain(FIRST)}]" in shown, f"## [{plain(OTHER)}]" in shown) == (True, False)


def test_what_is_unsure_is_marked_and_folded_below_what_is_sure(visit, world):
    with world.write() as connection:
        sure = {"insight0": 0.9, "insight2": 0.4}
        threads.join(connection, 1, sure, datetime.now(UTC), sureness=sure)

    app = visit(THREADS, thread="1")

    [fold] = [each for each in app.expander if each.label == "1 unsure"]
    told = [element.value for element in fold.markdown]
    assert any(plain(NEWER) in value for value in told)
    assert not any(plain(FIRST) in value for value in told)
    assert (":orange-badge[unsure]" in words(app), ":gray-badge[sure]" in words(app)) == (True, True)


def test_what_a_reader_confirmed_is_not_folded(visit, world):
    with world.write() as connection:
        threads.pin(connection, 1, "insight2", datetime.now(UTC))
        threads.join(connection, 1, ["insight2"], datetime.now(UTC), sureness={"insight2": 0.4})

    assert "unsure" not in [fold.label for fold in visit(THREADS, thread="1").expander]


def test_a_topic_without_insights_shows_where_it_was_spoken_of(visit, world, data_dir, quick, embedder):
    page_world.index(data_dir, embedder)
    with world.write() as connection:
        [insights.keep(connection, episode_id, [], {}) for episode_id in (1, 2, 3)]
    thread_id = declare(world, embedder, "the marginal megawatt", 1, datetime.now(UTC))

    app = visit(THREADS, thread=str(thread_id))

    shown = words(app)
    assert not app.exception
    assert "No insight yet" in shown
    assert "Said before" in shown
    assert plain(page_world.QUOTE) in shown
    assert [clips for clips in offered(app) if clips[0]["id"].startswith("before-")]


def test_what_is_not_about_a_thread_that_grew_leaves_and_can_be_put_back(visit, world):
    app = visit(THREADS, thread="2")

    app.button(key="exclude-insight0").click().run()

    assert f"**Taken out:** {plain(FIRST)}" in words(app)
    assert (members(world, 2), rulings(world, 2)) == ({"insight1"}, {"insight0": "excluded"})
    app.button(key="undo-ruling").click().run()
    assert members(world, 2) == {"insight0", "insight1"}


def test_a_followed_thread_is_told_what_belongs_and_what_does_not(visit, world):
    app = visit(THREADS, thread="1")

    app.button(key="pin-insight0").click().run()
    app.button(key="exclude-insight2").click().run()

    assert rulings(world, 1) == {"insight0": "pinned", "insight2": "excluded"}
    assert "insight2" not in members(world, 1)
    assert "You took out 1 on" in words(app)
    app.button(key="back-insight2").click().run()
    assert members(world, 1) >= {"insight0", "insight2"}


def test_a_thread_is_unfollowed_and_followed_again(visit, world):
    app = visit(THREADS)

    button(app, "Following").click().run()
    assert "Growing by themselves" in words(app)
    button(app, "Follow this thread").click().run()

    assert "You follow" in words(app)


def test_a_named_topic_learns_from_a_no_and_forgets_it_again(visit, world, quick, embedder):
    thread_id = declare(world, embedder, "Batteries in Texas", 1, datetime.now(UTC))
    before = members(world, thread_id)
    app = visit(THREADS, thread=str(thread_id))

    app.button(key="exclude-insight0").click().run()
    assert rulings(world, thread_id) == {"insight0": "excluded"}
    app.button(key="undo-ruling").click().run()

    assert (rulings(world, thread_id), members(world, thread_id)) == ({}, before)


def open_form(app, name):
    return app.menu_button(key="change").click(name).run()


def test_a_thread_is_renamed_in_place(visit, world):
    app = open_form(visit(THREADS, thread="1"), "rename")

    app.text_input(key="new-name").input("Batteries <b>in</b> Texas")
    app.button(key="save-name").click().run()

    assert app.title[0].value == plain("Batteries <b>in</b> Texas")


def test_merging_says_what_happens_and_the_old_address_leads_on(visit, world):
    app = open_form(visit(THREADS, thread="2"), "merge")
    app.selectbox(key="merge-into").set_value(1).run()
    assert "2 insights will move to **Grid batteries**" in words(app)

    app.button(key="merge-now").click().run()

    assert (app.query_params["thread"], members(world, 1)) == ("1", {"insight0", "insight1", "insight2"})
    old = visit(THREADS, thread="2")
    assert "merged into this one" in words(old)
    assert plain("Merged with Free *models*") in words(old)
    old.button(key="apart-2").click().run()
    assert (members(world, 1), members(world, 3)) == ({"insight0", "insight2"}, {"insight1"})


def test_splitting_leads_to_the_new_thread(visit, world):
    app = open_form(visit(THREADS, thread="1"), "split")
    app.multiselect(key="leaving").set_value(["insight2"])
    app.text_input(key="split-name").input("Frugal labs")

    app.button(key="split-now").click().run()

    assert app.title[0].value == "Frugal labs"
    assert (members(world, 1), members(world, 3)) == ({"insight0"}, {"insight2"})


def test_a_split_that_cannot_be_is_one_sentence(visit, world):
    app = open_form(visit(THREADS, thread="1"), "split")
    app.text_input(key="split-name").input("All")
    app.multiselect(key="leaving").set_value(["insight0", "insight2"])

    app.button(key="split-now").click().run()

    assert not app.exception
    assert plain("That is the whole thread") in words(app)


def test_a_link_fills_the_form_in_and_follows_nothing(visit, world):
    app = visit(THREADS, declare="batteries at night")

    assert app.text_input[0].value == "batteries at night"
    with world.read() as connection:
        assert threads.declared(connection) == []


def test_a_topic_is_followed_by_words_a_sentence_and_an_insight(visit, world, quick):
    app = visit(THREADS, declare="Batteries at night", insight="insight0")
    assert plain(FIRST) in words(app)
    app.text_input[1].input("Storage for the evening")

    button(app, "Follow").click().run()

    assert app.title[0].value == "Batteries at night"
    assert "Storage for the evening" in words(app)
    assert "insight0" in members(world, 3)


def test_an_insight_offers_to_follow_its_topic_in_the_readers_words(visit, world):
    assert "Follow a topic like this" in [link.label for link in visit(INSIGHT, id="insight0").get("page_link")]


def test_many_threads_are_found_by_name_and_leafed_through(visit, world, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 4)
    now = datetime.now(UTC)
    with world.write() as connection:
        fresh = [threads.begin(connection, f"Topic {number}", now) for number in range(6)]
        [threads.join(connection, thread_id, ["insight1", "insight2"], now) for thread_id in fresh]
    app = visit(THREADS)
    assert words(app).count("### [Topic") == 3
    button(app, "Show 3 more").click().run()
    assert words(app).count("### [Topic") == 6

    app.text_input(key="find-thread").input("topic 5").run()

    assert words(app).count("### [") == 1
    app.text_input(key="find-thread").input("nothing").run()
    assert "No thread is called that" in words(app)


def test_a_summary_is_written_on_request_with_a_link_to_each_source(visit, world, monkeypatch):
    with world.write() as connection:
        threads.join(connection, 1, ["insight1"], datetime.now(UTC))
    said = "Batteries discharged more than gas peakers on forty evenings [1]. Paris is lovely [2]."
    with serving(ChatServer([said])) as server:
        monkeypatch.setenv("EARMARK_LLM", "openai/small")
        monkeypatch.setenv("EARMARK_LLM_BASE_URL", server.url)
        monkeypatch.setenv("EARMARK_LLM_KEY", "sk-test")
        app = visit(THREADS, thread="1")
        assert ":primary-badge[Summary]" not in words(app)
        button(app, "Sum up").click().run()

    shown = words(app)
    assert plain("Batteries discharged more than gas peakers on forty evenings.") in shown
    assert "(./insight?id=insight0)" in shown
    assert "Paris" not in shown


def test_a_summary_says_how_much_is_newer_than_it(visit, world):
    with world.write() as connection:
        sentence = SummarySentence(text="It is so.", insight_ids=("insight0", "gone"))
        before = datetime.now(UTC) - timedelta(days=5)
        summaries.keep(connection, 1, [sentence], model="a/model", size=1, now=before)

    shown = words(visit(THREADS, thread="1"))

    assert "1 insight is newer than this summary." in shown
    assert "id=gone" not in shown


def test_a_thread_is_shared_at_a_secret_address_and_that_is_taken_back(visit, world):
    app = visit(THREADS, thread="1")
    app.session_state["share-thread"] = True
    app.run().button(key="open-thread").click().run()

    assert "A secret address of this thread is open" in words(app)
    with world.read() as connection:
        [outlet] = outlets.of_reader(connection, 1)
    assert plain(f"/out/thread/{outlet.secret}/page") in words(app)
    button(app, "Undo").click().run()
    with world.read() as connection:
        assert outlets.of_reader(connection, 1) == []


def test_a_file_begins_with_the_summary_and_what_it_rests_on(world):
    with world.write() as connection:
        sentence = SummarySentence(text="It is so.", insight_ids=("insight0", "gone"))
        summaries.keep(connection, 1, [sentence], model="a/model", size=1, now=datetime.now(UTC))

    written = file.markdown(read(world, 1), [], UTC)

    assert f"- It is so. (“{FIRST}”)\n\n## " in written
    assert json.loads(file.records(read(world, 1), []))["summary"][0]["insight_ids"] == ["insight0", "gone"]


def test_the_day_tells_what_is_new_in_followed_threads(visit, world):
    assert "[1 new in Grid batteries](./threads?thread=1)" in words(visit(TODAY))


def test_an_address_that_names_no_thread_is_said_to_be_missing(visit, world):
    for asked in ("99", "9" * 30, "-1", "x"):
        assert visit(THREADS, thread=asked).title[0].value == "This thread is not here"


def read(world, thread_id):
    with world.read() as connection:
        return read_thread(connection, "a model", thread_id, 1, None)


def test_a_thread_becomes_a_file_in_which_hostile_text_is_text(world):
    written = file.markdown(read(world, 2), [], UTC)

    assert written.startswith("# Free \\*models\\*\n\n## Free models cost \\$5 \\[to leave\\](http://evil.example)\n")
    assert f"> {page_world.QUOTE}" in written
    assert "<https://a.example/1.mp3#t=83>" in written


def test_a_file_runs_from_old_to_new_with_what_is_unsure_and_what_was_said_before_at_its_end(world):
    with world.write() as connection:
        threads.join(connection, 2, ["insight1"], datetime.now(UTC), sureness={"insight1": 0.4})
    told = read(world, 2)

    written = file.markdown(told, HITS[:1], UTC)

    order = ["## Batteries set", "# Unsure", "## Free models", f"# Said before\n\n> {HITS[0].text[:20]}"]
    assert [written.index(part) for part in order] == sorted(written.index(part) for part in order)
    assert [each["id"] for each in json.loads(file.records(told, HITS[:1]))["said_before"]] == [HITS[0].id]
