"""What a reader says of insights: kept, taken back, learned from."""

from datetime import timedelta

import numpy as np
import pytest

from digest.five.daily import choose_for
from digest.five.feedback import give, hear, keep, liked_ids
from store.errors import Mistake
from store.queries import feedback, shows
from tests.worlds import page_world
from tests.worlds.citing import MODEL, MORNING, an_insight, bring_in, direction, keep_reader

TOMORROW = MORNING + timedelta(days=1)


def heard(store, reader):
    with store.read() as connection:
        return hear(connection, reader.id, MODEL)


def ids(digest):
    return [pick.cited.insight.id for pick in digest.picks]


def test_a_verdict_takes_the_place_of_the_one_before_and_is_taken_back(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    give(store, reader.id, "a", "useful", MORNING)

    give(store, reader.id, "a", "wrong", MORNING)
    with store.read() as connection:
        assert feedback.verdict_on(connection, reader.id, "a") == "wrong"
    give(store, reader.id, "a", None, MORNING)

    with store.read() as connection:
        assert feedback.of_reader(connection, reader.id) == []


def test_of_an_unknown_insight_nothing_is_kept(store):
    reader = keep_reader(store)

    with pytest.raises(Mistake, match="no insight nothing"):
        give(store, reader.id, "nothing", "useful", MORNING)
    with pytest.raises(Mistake, match="no insight nothing"):
        keep(store, reader.id, "nothing", MORNING, saved=True)


def test_useful_and_saved_teach_and_wrong_says_nothing_of_the_topic(store):
    reader = keep_reader(store)
    bring_in(store, *(an_insight(name) for name in "abcd"))
    give(store, reader.id, "a", "useful", MORNING)
    keep(store, reader.id, "b", MORNING, saved=True)
    give(store, reader.id, "c", "wrong", MORNING)

    found = heard(store, reader)

    assert found.taste.alike(np.array([direction(0), direction(1), direction(2)])) == [1, 1, 0]
    assert found.refused_ids == {"c"}
    assert found.refused[0].vector.tolist() == direction(2).tolist()


def test_what_was_saved_and_then_found_not_for_the_reader_is_not_liked(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    keep(store, reader.id, "a", MORNING, saved=True)
    give(store, reader.id, "a", "not for me", MORNING)

    assert heard(store, reader).taste.alike(np.array([direction(0)])) == [0]


def test_what_was_liked_is_known_by_id_unless_the_reader_said_otherwise(store):
    reader = keep_reader(store)
    bring_in(store, *(an_insight(name) for name in "abc"))
    give(store, reader.id, "a", "useful", MORNING)
    keep(store, reader.id, "b", MORNING, saved=True)
    keep(store, reader.id, "c", MORNING, saved=True)
    give(store, reader.id, "c", "not for me", MORNING)

    with store.read() as connection:
        assert liked_ids(connection, reader.id) == {"a", "b"}


def test_what_was_said_is_remembered_after_the_show_is_gone(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    give(store, reader.id, "a", "useful", MORNING)
    with store.write() as connection:
        shows.remove(connection, 1)

    assert heard(store, reader).taste.alike(np.array([direction(0)])) == [1]


def test_feedback_changes_tomorrows_five_and_the_reason_says_so(store):
    reader = keep_reader(store)
    for n in range(5):
        near = direction(10 + n, near=0, cosine=0.7)
        bring_in(store, an_insight(f"a{n}"), vectors={f"a{n}": near})
        give(store, reader.id, f"a{n}", "useful", MORNING)
    choose_for(store, reader, MORNING, model_name=MODEL)
    later = MORNING + timedelta(hours=5)
    bring_in(store, an_insight("other", worth=0.65, created_at=later), vectors={"other": direction(30)})
    bring_in(store, an_insight("mine", created_at=later), vectors={"mine": direction(31, near=0, cosine=0.8)})

    digest = choose_for(store, reader, TOMORROW, model_name=MODEL)

    assert ids(digest) == ["mine", "other"]
    assert digest.picks[0].why == "You liked five like it."


def test_what_was_liked_before_it_was_sent_is_not_like_itself(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("a"))
    bring_in(store, an_insight("b", speaker="Bo Chen"))
    give(store, reader.id, "a", "useful", MORNING)

    digest = choose_for(store, reader, MORNING, model_name=MODEL)

    assert [pick.why for pick in digest.picks if "liked" in pick.why] == []


def test_what_was_called_an_advert_is_not_sent_nor_what_repeats_it(store):
    reader = keep_reader(store)
    bring_in(store, an_insight("ad"), vectors={"ad": direction(0)})
    bring_in(store, an_insight("again"), vectors={"again": direction(1, near=0, cosine=0.95)})
    bring_in(store, an_insight("other"))
    give(store, reader.id, "ad", "advert", MORNING)

    assert ids(choose_for(store, reader, MORNING, model_name=MODEL)) == ["other"]


def test_the_command_line_says_saves_and_takes_back(earmark, data_dir):
    page_world.fill(data_dir)

    said = earmark("feedback", "insight0", "not-for-me")
    saved = earmark("save", "insight2")
    listed = earmark("saved").out
    taken_back, gone = earmark("feedback", "insight0", "none"), earmark("unsave", "insight2")

    assert "not for me; less like it will come." in said.out
    assert "saved." in saved.out
    assert f"insight2  {page_world.HEADLINES[2]} (Copper and Current)" in listed
    assert "taken back." in taken_back.out
    assert "no longer saved." in gone.out
    assert "Nothing is saved yet" in earmark("saved").out


def test_an_id_that_is_none_or_begins_several_is_a_mistake(earmark, data_dir):
    page_world.fill(data_dir)

    assert earmark("feedback", "insight", "useful").code == 2
    assert "begins several ids" in earmark("save", "insight").err
    assert "no insight 'nothing'" in earmark("save", "nothing").err


def test_what_is_saved_is_filed_from_the_terminal(earmark, data_dir):
    page_world.fill(data_dir)

    filed = earmark("save", "insight2", "--tag", "#heat pumps", "--tag", "grid")
    earmark("save", "insight0", "--tag", "Grid")
    taken_out = earmark("save", "insight2", "--untag", "GRID")

    assert "Filed under heat pumps, grid." in filed.out
    assert "Filed under heat pumps." in taken_out.out
    assert [line.split()[0] for line in earmark("saved", "--tag", "heat pumps").out.splitlines()] == ["insight2"]
    assert "Nothing is filed under none." in earmark("saved", "--tag", "none").out
    assert '"tags": ["grid"]' in earmark("saved", "--tag", "grid", "--format", "json").out
