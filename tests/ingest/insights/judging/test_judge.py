"""A second model says yes or no to each proved claim; it can only take away, and losing it loses nothing."""

import json

import pytest

from ingest.insights.extraction import distil
from ingest.insights.judging.judge import read_answer
from store.errors import Misconfigured, Transient
from tests.worlds.talks import ADVERT, EPISODE, GOOD, NOON, SECOND, TALK, Scripted, proposing

OTHER = {
    "headline": "Permission to connect is scarcer than power plants",
    "body": (
        "A typical solar project in the United States waits about five years for its grid connection, and 70 percent "
        "of projects give up before that, so permission is the real shortage in electricity."
    ),
    "quote": SECOND,
}
BOTH = proposing(GOOD, OTHER)


@pytest.fixture
def judged(reading):
    """Distils the talk with a model and a judge."""

    def run(model, judge):
        return distil(EPISODE, TALK, (ADVERT,), NOON, reading=reading, model=model, judge=judge)

    return run


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        ("yes", True),
        ("No.", False),
        ("**Yes**, because the speaker says so. There is no doubt.", True),
        ('{"supported": true}', True),
        ("The claim is not supported by what was said.", False),
        ("<think>It could be no. No?</think>Yes.", True),
        ("Yes, or is it? </think>no", False),
        ("<think>Yes.", None),
        ("Maybe", None),
        ("It could be yes or no", None),
        ("", None),
        ("x" * 1_000_000, None),
    ],
    ids=range(12),
)
def test_a_yes_or_no_is_read_in_any_dress(reply, answer):
    assert read_answer(reply) is answer


def test_what_the_judge_denies_is_refused(judged):
    judge = Scripted("yes", "no")

    result = judged(BOTH, judge=judge)

    assert len(result.insights) == 1
    assert result.refused == {"the judge says no": 1}
    assert len(judge.asked) == 2


def test_the_judge_is_shown_one_claim_with_its_quote_and_what_surrounds_it(judged):
    judge = Scripted("yes")

    judged(proposing(GOOD), judge=judge)

    [(messages, _, episode_id)] = judge.asked
    assert episode_id == 7
    assert GOOD["headline"] in messages[1]["content"]
    assert GOOD["quote"] in messages[1]["content"]
    assert "Welcome back to the show" in messages[1]["content"]
    assert "Northwind" not in messages[1]["content"]


def test_an_answer_that_is_neither_is_asked_for_once_more(judged):
    judge = Scripted("Well…", "yes")

    assert len(judged(proposing(GOOD), judge=judge).insights) == 1
    assert len(judge.asked) == 2


def test_what_the_judge_cannot_say_is_refused(judged):
    result = judged(BOTH, judge=Scripted("yes", "Well…", "Well…"))

    assert len(result.insights) == 1
    assert result.refused == {"the judge's answer could not be read": 1}


def test_a_judge_that_never_answers_judges_nothing(judged):
    result = judged(BOTH, judge=Scripted("Well…"))

    assert len(result.insights) == 2
    assert "were not judged" in result.note


def test_a_judge_that_is_away_loses_nothing(judged):
    result = judged(BOTH, judge=Scripted("yes", Transient("busy")))

    assert len(result.insights) == 2
    assert result.note == "some insights were not judged: busy"
    assert not result.fell_back


def test_a_wrongly_set_judge_stops_the_run(judged):
    with pytest.raises(Misconfigured):
        judged(proposing(GOOD), judge=Scripted(Misconfigured("set EARMARK_LLM_JUDGE_KEY")))


def test_only_what_is_proved_is_judged(judged):
    judge = Scripted("yes")

    judged(
        Scripted(json.dumps({"insights": [{**GOOD, "quote": "hardware is worthless and always will be"}]})), judge=judge
    )

    assert judge.asked == []
