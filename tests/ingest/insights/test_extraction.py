"""From a talk to proved insights: what cannot be proved is counted and kept from the reader, whoever proposed it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.insights.extraction import distil
from ingest.language_model import BudgetReached
from store.errors import Misconfigured, Transient
from store.records.transcripts import Segment, Transcript
from tests.worlds.talks import ADVERT, EPISODE, GOOD, LONGER, NOON, TALK, Scripted, proposing


@pytest.fixture
def distilled(reading):
    """Distils the talk above."""

    def run(model=None, adverts=(ADVERT,), now=NOON, judge=None, episode=EPISODE, talk=TALK):
        return distil(episode, talk, adverts, now, reading=reading, model=model, judge=judge)

    return run


def test_without_a_model_the_speakers_own_words_are_proved(distilled):
    result = distilled(talk=LONGER)

    said = [segment.text for segment in LONGER.segments]
    assert result.insights
    assert all(any(insight.quote in text for text in said) for insight in result.insights)
    assert {insight.origin for insight in result.insights} == {"speaker"}
    assert {insight.speaker for insight in result.insights} <= {"Sam", "Grace"}
    assert {each.insight_id for each in result.weighed} - {None} == {insight.id for insight in result.insights}
    assert all(0 < insight.worth < 1 for insight in result.insights)
    assert not result.fell_back


def test_own_words_are_quotes_with_a_line_that_places_them(distilled):
    found = distilled(talk=LONGER).insights

    assert {insight.kind for insight in found} == {"quote"}
    assert all(insight.placing.startswith((f"{insight.speaker} on ", f"{insight.speaker} in ")) for insight in found)
    assert all(insight.headline in (insight.placing, *insight.body.split(".")) for insight in found)


def test_two_passages_with_one_headline_keep_their_own_ids(distilled):
    headline = "Most hospitals lose more money on missed appointments than on late payments."
    founders = (
        "Founders who talk to ten customers every week find the problem before the money is gone, because nobody needs "
        "a product that no buyer asked for."
    )
    models = "Chinese companies release open source AI models because free software makes their hardware more valuable."
    small_talk = "Yeah, that was a nice trip we had, you know, and the weather was fine too, so thanks for that."
    talk = Transcript(
        source="test",
        segments=(
            Segment(start=0, end=40, text=f"{founders} {headline}", speaker="Ada"),
            Segment(start=40, end=80, text=small_talk, speaker="Ben"),
            Segment(start=80, end=120, text=f"{models} {headline}", speaker="Ada"),
        ),
    )

    result = distilled(talk=talk, adverts=())

    assert [insight.headline for insight in result.insights] == [headline.rstrip(".")] * 2
    kept = [candidate.insight_id for candidate in result.weighed if candidate.outcome == "kept"]
    assert kept == [insight.id for insight in result.insights]


def test_the_same_words_have_the_same_id_on_the_next_run(distilled):
    later = distilled(now=NOON + timedelta(days=1), talk=LONGER).insights

    assert [insight.id for insight in later] == [insight.id for insight in distilled(talk=LONGER).insights]


def test_the_id_outlives_a_new_store_and_knows_its_episode(distilled):
    good = proposing(GOOD)
    [first] = distilled(good).insights
    [elsewhere] = distilled(good, episode=replace(EPISODE, id=99, show_id=5)).insights
    [other] = distilled(good, episode=replace(EPISODE, feed=replace(EPISODE.feed, key="ep-2"))).insights

    assert elsewhere.id == first.id
    assert other.id != first.id
    assert len(first.id) == 12


def test_a_models_claim_is_kept_with_the_transcripts_words_and_times(distilled):
    result = distilled(proposing({**GOOD, "quote": "Free software makes their Hardware more valuable!"}))

    [insight] = result.insights
    assert insight.quote == "free software makes their hardware more valuable."
    assert 10 < insight.start < insight.end < 40
    assert (insight.headline, insight.origin, insight.speaker) == (GOOD["headline"], "scripted/model", "Ada")
    [candidate] = result.weighed
    assert (candidate.outcome, candidate.insight_id, candidate.worth) == ("kept", insight.id, insight.worth)


BODY = GOOD["body"]
UNSAID = "unsupported name or number"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"quote": "free software makes everybody rich and happy"}, "quote not in transcript"),
        (
            {"quote": "free software makes their hardware more valuable permission to connect, not power plants"},
            "quote joined from two places",
        ),
        ({"quote": "write a poem about Nvidia. The real shortage in electricity"}, "quote of two speakers"),
        ({"quote": "Buy ten cheap phones from Northwind before"}, "in an advert"),
        ({"body": f"Anthropic adds: {BODY[0].lower()}{BODY[1:]}".replace(". When", ", and when")}, UNSAID),
        ({"quote": "a typical solar project waits about five years"}, "claim is not about its quote"),
        ({"body": "Too short."}, "too long or short"),
        ({"body": BODY * 4}, "too long or short"),
        ({"body": BODY + " https" + "a" * 50}, "too long or short"),
        ({"headline": "Why does China give AI models away?"}, "a question"),
        ({"body": BODY + " Who would pay for software?"}, "a question"),
        ({"body": BODY + " See <b>more</b> of it."}, "a link or markup"),
        ({"body": BODY + " See https://free.example now."}, "a link or markup"),
        ({"headline": "They give AI models away to sell hardware"}, "does not stand alone"),
        ({"body": BODY + " The guest is sure of that."}, "does not stand alone"),
        ({"body": BODY + " We all see it."}, "does not stand alone"),
    ],
)
def test_what_cannot_be_proved_is_refused_and_counted(distilled, changed, reason):
    result = distilled(proposing({**GOOD, **changed}))

    assert {insight.origin for insight in result.insights} <= {"speaker"}
    assert result.refused == {reason: 1}
    assert "none of the model's 1 insights could be proved" in result.note
    assert result.fell_back
    assert reason in {candidate.outcome for candidate in result.weighed}


@pytest.mark.parametrize(
    "headline",
    [
        "Anthropic gives AI models away to sell hardware",
        "anthropic says China gives AI models away",
        "China gives 40 AI models away to sell hardware",
        "Northwind gives phones away to sell hardware",
        "Ben says China gives AI models away",
        "Nadia Brooks says China gives AI models away",
        "China will never give AI models away to sell hardware",
    ],
)
def test_a_headline_that_nothing_carries_gives_way_to_a_sentence_that_is_carried(distilled, headline):
    [insight] = distilled(proposing({**GOOD, "headline": headline})).insights

    first, second = BODY.split(". ")
    assert (insight.headline, insight.body) == (first, second)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ben says that free models pay for themselves.",
        "Anthropic gives its models away as well.",
        "All 40 models are free.",
        "China will never charge for them.",
        "The last of the dinosaurs died of cold in the mountains of the north.",
    ],
)
def test_a_sentence_that_nothing_carries_is_left_out(distilled, sentence):
    [insight] = distilled(proposing({**GOOD, "body": f"{BODY} {sentence}"})).insights

    assert (insight.headline, insight.body) == (GOOD["headline"], BODY)


def test_what_leans_on_a_sentence_that_is_left_out_goes_with_it(distilled):
    body = f"{BODY} Anthropic gives its models away as well. It hopes for the same."

    [insight] = distilled(proposing({**GOOD, "body": body})).insights

    assert insight.body == BODY


def test_each_sentence_has_its_own_proof(distilled):
    quote = "powerful open source AI models because free software makes their hardware more valuable"
    second = "When the model costs nothing, the money moves to phones, cars, robots and factory machines"

    [insight] = distilled(proposing({**GOOD, "quote": quote, "quote_2": second})).insights

    assert {support.carries: support.quote for support in insight.support}[1,] == f"{second},"


@pytest.mark.parametrize(
    ("worth", "least", "most"), [(3, 0.85, 1.0), ("2", 0.55, 0.7), (1, 0.2, 0.4), ("high", 0.5, 0.7)]
)
def test_a_written_claim_is_worth_what_its_writer_says(distilled, worth, least, most):
    [insight] = distilled(proposing({**GOOD, "worth": worth})).insights

    assert least <= insight.worth <= most


def test_a_claim_may_say_who_says_it(distilled):
    [insight] = distilled(proposing({**GOOD, "headline": "Ada says China gives AI models away"})).insights

    assert insight.speaker == "Ada"


def test_the_same_claim_twice_is_kept_once(distilled):
    result = distilled(proposing(GOOD, {**GOOD, "quote": "Chinese companies release powerful open source AI models"}))

    assert len(result.insights) == 1
    assert result.refused == {"duplicate": 1}


def test_of_two_claims_that_contradict_each_other_both_are_kept(distilled):
    denied = BODY.replace("raises", "lowers")
    quote = "Chinese companies release powerful open source AI models"

    result = distilled(proposing(GOOD, {**GOOD, "body": denied, "quote": quote}))

    assert [insight.body for insight in result.insights] == [BODY, denied]


def test_the_episode_and_its_people_support_names_too(distilled):
    [insight] = distilled(proposing({**GOOD, "headline": "China gives AI models away, Chips and Terms hears"})).insights

    assert insight.headline.endswith("Chips and Terms hears")


def test_a_number_from_far_away_does_not_support_a_claim(distilled):
    pause = Segment(start=200, end=500, text="Nothing much is said of it here. " * 60, speaker="Ben")
    far = Segment(start=600, end=605, text="There were 40 of them, by the way.", speaker="Ben")
    talk = replace(TALK, segments=(*TALK.segments, pause, far))
    claim = {**GOOD, "headline": "China gives 40 AI models away to sell hardware"}

    [insight] = distilled(proposing(claim), talk=talk).insights
    assert "40" not in insight.headline


def test_an_unreadable_reply_is_asked_for_once_more_in_plain_lines(distilled):
    lines = f"HEADLINE: {GOOD['headline']}\nBODY: {GOOD['body']}\nQUOTE: “{GOOD['quote']}”"
    model = Scripted("Here you go!", lines)

    result = distilled(model)

    assert len(result.insights) == 1
    assert [schema is None for _, schema, _ in model.asked] == [False, True]
    assert "HEADLINE:" in model.asked[1][0][1]["content"]


@pytest.mark.parametrize(
    "trouble",
    ["no JSON at all", '{"poem": "Roses are red"}', BudgetReached("the budget is used up"), Transient("busy")],
)
def test_a_model_that_fails_leaves_the_speakers_own_words_and_a_note(distilled, trouble):
    result = distilled(Scripted(trouble), talk=LONGER)

    assert {insight.origin for insight in result.insights} == {"speaker"}
    assert "in the speaker's own words" in result.note
    assert result.fell_back


def test_what_a_model_said_before_it_failed_is_kept(distilled):
    filler = tuple(
        Segment(start=100 + at, end=101 + at, text="Und dann war da noch etwas ganz anderes. " * 30, speaker=f"S{at}")
        for at in range(20)
    )
    talk = replace(TALK, segments=(*TALK.segments, *filler))

    result = distilled(Scripted(json.dumps({"insights": [GOOD]}), Transient("busy")), talk=talk)

    assert [insight.headline for insight in result.insights] == [GOOD["headline"]]
    assert result.note == "the model read 1 of 2 parts of the talk: busy"
    assert result.fell_back


def test_a_wrong_setting_stops_the_run(distilled):
    with pytest.raises(Misconfigured):
        distilled(Scripted(Misconfigured("set EARMARK_LLM_KEY")))


def test_an_empty_answer_is_an_answer(distilled):
    result = distilled(Scripted('{"insights": []}'))

    assert (result.insights, result.note, result.fell_back) == ((), None, False)


def test_another_language_without_a_model_is_said_so(distilled):
    german = "Die Netze sind der Engpass, weil niemand Leitungen baut. " * 20
    talk = Transcript(segments=(Segment(start=0, end=100, text=german),), source="test")

    assert "this talk is in German: search finds it" in distilled(talk=talk, adverts=()).note


def test_an_empty_talk_gives_nothing(distilled):
    empty = Transcript(segments=(), source="test")

    assert distilled(talk=empty, adverts=()).insights == ()
    assert distilled(proposing(GOOD), talk=empty, adverts=()).insights == ()
