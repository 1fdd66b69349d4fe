import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digest.wording import long_day
from pages.shared.safe import plain
from store.queries import episodes, feedback, shows
from store.records.insights import Question, Support
from tests.worlds import page_world

pytestmark = pytest.mark.slow

APP = str(Path(__file__).parents[2] / "app.py")
TODAY, SEARCH, THREADS, SHOWS, INSIGHT, SAVED = (
    f"pages/{name}.py"
    for name in "daily_five semantic_search topic_threads followed_shows one_insight saved_insights".split()
)


@pytest.fixture
def visit(data_dir):
    """Opens a page as a browser with an address does."""

    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60).run()
        app.switch_page(page)
        app.query_params.update(query)
        return app.run()

    st.cache_resource.clear()
    yield opened
    st.cache_resource.clear()


def words(app: AppTest) -> str:
    return "\n".join(
        str(element.value)
        for kind in ("title", "header", "markdown", "info", "error", "warning", "code", "success")
        for element in getattr(app, kind)
    )


def offered(app: AppTest) -> list[list[dict]]:
    """What each button would have the player at the foot play."""
    mounted = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "earmark_play"]
    return [json.loads(proto.json)["clips"] for proto in mounted]


def opened(app: AppTest, insight_id: str) -> AppTest:
    """With the menu of an insight open."""
    app.session_state[f"menu-{insight_id}"] = True
    return app.run()


def button(app: AppTest, label: str):
    return next(found for found in app.button if found.label == label)


def test_an_empty_installation_says_how_to_begin(visit):
    app = visit(TODAY)

    assert not app.exception
    assert "Begin with a show you like" in words(app)
    assert app.button(key="begin").label == "Take the demo shows"
    assert "cli.py" not in words(app)


@pytest.mark.parametrize("page", [SEARCH, THREADS, SHOWS, INSIGHT, SAVED])
def test_every_page_stands_on_an_empty_installation(visit, page):
    app = visit(page)

    assert not app.exception
    assert app.title


def test_today_shows_the_five_with_their_proof(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(TODAY)

    shown = words(app)
    assert not app.exception
    assert f"## [{plain(page_world.HEADLINES[0])}](./insight?id=insight0)" in shown
    assert "**Ines**" in shown
    assert "Copper and Current · today · 1 of 2" in shown
    assert plain("Nobody said this before.") in shown
    assert "That’s all for today" in shown
    assert "The next five come tomorrow at 07:00 (UTC)." in shown
    assert "evil.example](" not in shown


def test_a_card_says_each_thing_once(visit, data_dir):
    page_world.fill(data_dir)

    shown = words(visit(TODAY))

    assert shown.count(plain("Batteries discharged more than gas peakers on forty evenings.")) == 1
    assert shown.count(plain(page_world.QUOTE)) == 1  # the quote; the claim's proof is one tap away


def test_a_claim_in_the_speakers_own_words_is_shown_once_with_its_proof_marked(visit, data_dir):
    page_world.fill(data_dir)
    page_world.speak_for_itself(data_dir, "insight0")

    assert words(visit(INSIGHT, id="insight0")).count(plain(page_world.QUOTE)) == 2  # the claim, and the talk around it


def test_a_quote_is_drawn_once_under_who_speaks_on_what_and_what_was_asked(visit, data_dir):
    page_world.fill(data_dir)
    line, first = "Ines on gas peakers", page_world.QUOTE.partition(" ")[0]
    page_world.quote(
        data_dir,
        "insight0",
        headline=line,
        placing=line,
        question=Question(words="Who won?", asked_by="Ben"),
        shown=((len(first) + 1, len(page_world.QUOTE)),),
    )

    shown = words(visit(INSIGHT, id="insight0"))

    assert shown.count(plain(line)) == 1
    assert plain("“Who won?” asked by Ben") in shown
    assert f"~~{plain(first)}~~" in shown
    assert "**Ines** · Copper and Current" not in shown


def test_no_audio_is_loaded_until_it_is_asked_for(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(TODAY)

    assert not app.get("audio")
    [first] = [clips for clips in offered(app) if [clip["id"] for clip in clips] == ["insight0"]]
    assert (first[0]["audio"], first[0]["start"], first[0]["end"]) == ("https://a.example/0.mp3", 83.0, 91.0)


def test_the_five_can_be_played_one_after_another(visit, data_dir):
    page_world.fill(data_dir)

    rows = [[clip["id"] for clip in clips] for clips in offered(visit(TODAY))]

    assert ["insight0", "insight1"] in rows


def test_an_address_names_an_earlier_day(visit, data_dir):
    page_world.fill(data_dir)
    day = datetime.now(UTC).date() - timedelta(days=2)

    app = visit(TODAY, day=day.isoformat())

    assert plain(page_world.HEADLINES[2]) in words(app)
    assert plain(page_world.HEADLINES[0]) not in words(app)


def test_the_days_are_leafed_through(visit, data_dir):
    page_world.fill(data_dir)
    day = datetime.now(UTC).date() - timedelta(days=2)
    app = visit(TODAY)

    app.button(key="Earlier day").click().run()

    assert app.query_params["day"] == day.isoformat()
    assert plain(page_world.HEADLINES[2]) in words(app)


def test_a_day_without_five_shows_the_latest_and_says_so(visit, data_dir):
    now = datetime.now(UTC)
    page_world.fill(data_dir, now=now - timedelta(days=3))

    app = visit(TODAY)

    assert f"These are from {long_day((now - timedelta(days=3)).date())}" in words(app)
    assert plain(page_world.HEADLINES[0]) in words(app)


def test_the_demo_is_named_as_such(visit, data_dir):
    page_world.fill(data_dir, demo=True)

    assert "demo shows" in words(visit(TODAY))


def test_an_insight_stands_in_its_talk_with_the_adverts_in_grey(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(INSIGHT, id="insight0")

    assert app.title[0].value == plain(page_world.HEADLINES[0])
    assert f":yellow-background[{plain(page_world.QUOTE)}]" in words(app)
    assert plain("advert (brought to you by)") in words(app)
    assert f":small[:gray[{plain('This part is brought to you by Lumen Desk.')}]]" in words(app)
    assert plain("So what now?") in words(app)


def test_a_long_advert_is_folded_under_its_reason(visit, data_dir):
    page_world.fill(data_dir)
    page_world.lengthen_advert(data_dir, "insight0", "Lumen Desk lights your desk. " * 20)

    app = visit(INSIGHT, id="insight0")

    [fold] = [fold for fold in app.expander if "brought to you by" in fold.label]
    assert "Lumen Desk" in fold.markdown[0].value


def test_what_a_sentence_rests_on_is_one_tap_away(visit, data_dir):
    page_world.fill(data_dir)
    said = "the evening price fell for the <b>first</b> time"
    further = Support(quote=said, start=95.0, end=99.0, speaker="Ines", approximate=False, carries=(0,))
    page_world.support(data_dir, "insight1", further)

    app = visit(INSIGHT, id="insight1")

    [fold] = [each for each in app.expander if each.label == "One more quote"]
    told = "\n".join(each.value for each in fold.markdown)
    assert plain(said) in told
    assert "1:35" in told


def test_an_unknown_insight_is_said_to_be_missing(visit, data_dir):
    page_world.fill(data_dir)

    app = visit(INSIGHT, id="nothing")

    assert app.title[0].value == "This insight is not here"


def test_shows_tell_how_their_feeds_stand(visit, data_dir):
    page_world.fill(data_dir)

    shown = words(visit(SHOWS))

    assert plain("Fine: checked") in shown
    assert "1 insight from 1 episode" in shown
    assert plain("b.example answered 503") in shown
    assert "Every wanted episode is taken" in shown


def test_episodes_are_listed_in_words_and_can_be_taken(visit, data_dir):
    page_world.fill(data_dir)
    failed, old = page_world.add_unfinished(data_dir)
    with page_world.open_world(data_dir).read() as connection:
        show_id = shows.all_shows(connection)[-1].id
    app = visit(SHOWS)

    app.session_state[f"episodes-{show_id}"] = True
    app.run()

    shown = words(app)
    assert "given up until you retry" in shown
    assert plain("It holds no speech")[1:] in shown
    assert "from before you followed, not taken" in shown
    assert {app.button(key=f"retry-{failed}").label, app.button(key=f"retry-{old}").label} == {"Retry", "Take this one"}


def test_an_episode_of_the_back_catalogue_is_taken_by_the_command_line(visit, data_dir):
    page_world.fill(data_dir)
    _, old = page_world.add_unfinished(data_dir)
    with page_world.open_world(data_dir).read() as connection:
        show_id = shows.all_shows(connection)[-1].id
    app = visit(SHOWS)
    app.session_state[f"episodes-{show_id}"] = True
    app.run()

    app.button(key=f"retry-{old}").click().run()

    assert "Old one will be taken" in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert episodes.by_id(connection, old).wanted


def test_an_address_that_is_none_is_refused_before_anything_runs(visit):
    app = visit(SHOWS)

    app.text_input[0].input("ftp://a.example/feed")
    button(app, "Add").click().run()

    assert "That is not the address of a feed" in words(app)


def test_a_wrong_setting_is_one_sentence_and_no_traceback(visit, monkeypatch):
    monkeypatch.setenv("EARMARK_HOUR", "99")

    app = visit(TODAY)

    assert not app.exception
    assert plain("EARMARK_HOUR is wrong") in words(app)


def test_search_finds_by_meaning_and_its_address_carries_it(visit, data_dir, embedder):
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)

    app = visit(SEARCH, q="power stored for the evening", kind="insight")

    assert not app.exception
    assert app.text_input(key="q").value == "power stored for the evening"
    assert plain(page_world.HEADLINES[0]) in words(app)


@pytest.mark.parametrize("since", ["2019-02-03", "0001-01-01", "9999-12-31", "yesterday"])
def test_any_date_in_the_address_leaves_the_search_standing(visit, since):
    assert not visit(SEARCH, since=since, show="99", kind="nothing").exception


@pytest.fixture
def searched(visit, data_dir, embedder):
    """Opens the search page over a library that is indexed."""
    page_world.fill(data_dir)
    page_world.index(data_dir, embedder)
    return lambda **query: visit(SEARCH, **query)


def labels(app: AppTest) -> list[str]:
    return [found.label for found in app.button]


def test_limits_said_in_words_are_chips_that_can_be_lifted(searched):
    app = searched(q="batteries yesterday by Ines")
    assert {chip.help for chip in app.button if "limit" in (chip.help or "")} == {
        "“yesterday” is a limit. Press to take it as words.",
        "“by Ines” is a limit. Press to take it as words.",
    }
    assert "Nothing found for batteries" in words(app)

    app.button(key="chip-0").click().run()

    assert app.query_params["plain"] == "yesterday"
    assert plain("by Ines") in labels(app)
    assert plain(page_world.QUOTE) in words(app)


def test_a_query_that_can_be_mended_in_part_is_offered_with_its_limits(searched):
    app = searched(q="zorblatt baterries by Ines")

    assert "Did you mean" in words(app)
    button(app, "zorblatt batteries by Ines").click().run()

    assert not app.exception
    assert app.query_params["q"] == "zorblatt batteries by Ines"
    assert "Did you mean" not in words(app)


def test_nothing_found_says_which_limit_hides_something(searched):
    app = searched(q="batteries", until="2020-01-01")

    button(app, "Search at all dates").click().run()

    assert "until" not in app.query_params
    assert plain(page_world.QUOTE) in words(app)


def test_filters_are_in_the_address_and_on_the_page(searched):
    app = searched(q="batteries", speaker="ines", thread="1", since="2020-01-01")

    assert {plain("by ines"), plain("in Grid batteries"), plain("since 1 January 2020")} <= set(labels(app))
    app.session_state["filters"] = True
    app.run()
    app.selectbox(key="speaker").select("Ines").run()
    assert app.query_params["speaker"] == "Ines"
    app.button(key="chip-2").click().run()
    assert "thread" not in app.query_params


def test_a_passage_is_shown_whole_with_the_sentence_marked_that_plays_first(searched):
    shown = words(searched(q="marginal megawatt", kind="passage"))

    assert f":yellow-background[{plain(page_world.QUOTE)}] {plain('So what now?')}" in shown
    assert plain("by Lumen Desk") not in shown


def test_more_like_an_insight(searched):
    app = searched(like="insight:insight0")

    shown = words(app)
    assert "More like this:" in shown
    assert shown.count(plain(page_world.HEADLINES[0])) == 1
    assert plain(page_world.HEADLINES[2]) in shown
    button(app, "Search anew").click().run()
    assert "like" not in app.query_params


@pytest.mark.parametrize("like", ["insight:none", "passage:none", "nonsense", "9" * 40])
def test_more_like_what_is_gone_says_so(searched, like):
    assert "is not here" in words(searched(like=like))


def test_typing_writes_the_address(visit):
    app = visit(SEARCH)

    app.text_input(key="q").input("copper").run()

    assert app.query_params["q"] == "copper"
    assert "No show is followed yet" in words(app)


def test_a_verdict_is_given_shown_and_taken_back(visit, data_dir):
    page_world.fill(data_dir)
    app = opened(visit(TODAY), "insight0")

    app.button(key="useful-insight0").click().run()

    assert app.button(key="useful-insight0").label == ":primary[**Useful**]"
    assert "More like this will come." in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.verdict_on(connection, 1, "insight0") == "useful"

    app.button(key="useful-insight0").click().run()

    assert "More like this will come." not in words(app)
    with page_world.open_world(data_dir).read() as connection:
        assert feedback.verdict_on(connection, 1, "insight0") is None


def test_what_is_wrong_is_flagged_on_its_own_page(visit, data_dir):
    page_world.fill(data_dir)
    app = opened(visit(INSIGHT, id="insight1"), "insight1")

    app.button(key="wrong-insight1").click().run()

    assert "Noted as wrong" in words(app)


def test_saved_insights_have_a_page(visit, data_dir):
    page_world.fill(data_dir)
    app = visit(TODAY)
    app.button(key="save-insight0").click().run()

    saved = visit(SAVED)

    assert saved.title[0].value == "Saved"
    assert plain(page_world.HEADLINES[0]) in words(saved)
    saved.button(key="save-insight0").click().run()
    assert "Nothing is saved yet" in words(visit(SAVED))


def test_a_day_without_news_is_told_from_one_whose_run_is_to_come(visit, data_dir):
    now = datetime.now(UTC)
    page_world.fill(data_dir, now=now - timedelta(days=3))
    assert "not chosen yet" in words(visit(TODAY))

    with page_world.open_world(data_dir).write() as connection:
        [shows.checked(connection, show.id, now) for show in shows.all_shows(connection)]

    assert "No news today" in words(visit(TODAY))
