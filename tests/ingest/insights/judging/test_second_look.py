"""The writer looks at its claims again: what it sees turned goes, and one that cannot see costs nothing."""

import re
import tomllib
from pathlib import Path

import pytest

from ingest.insights.extraction import distil
from ingest.insights.judging import second_look
from ingest.insights.judging.second_look import examined, read_answers
from store.errors import Misconfigured, Transient, Unusable
from tests.worlds.talks import ADVERT, EPISODE, GOOD, NOON, TALK, Scripted, proposing

KNOWN = {
    sentence: answer
    for control in tomllib.loads(Path(second_look.__file__).with_suffix(".toml").read_text())["controls"]
    for sentence, answer in zip(control["sentences"], control["answers"], strict=True)
}
FIRST, LAST = GOOD["body"].split(". ")
HEADLINE = GOOD["headline"]


class Looker:
    """Answers each sentence with what it knows of it, "SAID" to all others."""

    name = "looker/model"

    def __init__(self, known=KNOWN, **also):
        self.known = known | also.get("also", {})
        self.asked = []

    def complete(self, messages, *, schema=None, episode_id=None, most_tokens=None):
        self.asked.append(messages)
        lines = re.findall(r"^(\d+)\. (.+)$", messages[1]["content"], re.MULTILINE)
        return "\n".join(f"{number}. {self.known.get(sentence, 'said').upper()}" for number, sentence in lines)


@pytest.fixture
def looked(reading):
    """The talk's insights, its one claim looked at again by the model given."""

    def run(looking, judge=None, model=None):
        model = model or proposing(GOOD)
        return distil(EPISODE, TALK, (ADVERT,), NOON, reading=reading, model=model, judge=judge, looking=looking)

    return run


def test_a_claim_that_says_what_was_said_stays_as_it_is(looked):
    looker = Looker()

    [insight] = looked(looker).insights

    assert (insight.headline, insight.body) == (HEADLINE, GOOD["body"])
    assert len(looker.asked) == 1


@pytest.mark.parametrize("answer", ["turned", "more", "other", "none"])
def test_a_headline_that_was_not_said_gives_way_to_a_sentence_of_the_body(looked, answer):
    [insight] = looked(Looker(also={HEADLINE: answer})).insights

    assert insight.headline == FIRST
    assert HEADLINE not in insight.body


def test_a_sentence_that_was_not_said_is_left_out(looked):
    [insight] = looked(Looker(also={f"{FIRST}.": "turned"})).insights

    assert insight.headline == HEADLINE
    assert insight.body == LAST


def test_what_says_more_stays_where_too_little_would_be_left(looked):
    [insight] = looked(Looker(also=dict.fromkeys((HEADLINE, f"{FIRST}.", LAST), "more"))).insights

    assert (insight.headline, insight.body) == (HEADLINE, GOOD["body"])


def test_a_claim_of_which_nothing_was_said_is_refused_with_the_reason(looked):
    result = looked(Looker(also=dict.fromkeys((HEADLINE, f"{FIRST}.", LAST), "turned")))

    assert result.refused == {"a second look: says the opposite": 1}
    assert result.fell_back


def test_what_is_known_stands_among_the_claims_and_is_told_by_nothing(looked):
    looker = Looker()

    looked(looker)

    [[_, asked]] = looker.asked
    sentences = re.findall(r"^\d+\. (.+)$", asked["content"], re.MULTILINE)
    assert len([sentence for sentence in sentences if sentence in KNOWN]) == 6
    assert HEADLINE in sentences
    assert asked["content"].count("<said>") == 3
    assert GOOD["quote"] in asked["content"]


@pytest.mark.parametrize(
    "answer", ["said", "turned", "none"], ids=["says yes to all", "says no to all", "sees nothing anywhere"]
)
def test_who_gets_wrong_what_is_known_is_believed_in_nothing(looked, answer):
    [insight] = looked(Looker(known=dict.fromkeys(KNOWN, answer), also={HEADLINE: "turned"})).insights

    assert insight.headline == HEADLINE


@pytest.mark.parametrize("reply", ["", "I like all of them.", '{"insights": []}', "1. SAID\n1. TURNED"])
def test_a_reply_that_answers_nothing_costs_nothing(looked, reply):
    result = looked(Scripted(reply))

    assert len(result.insights) == 1
    assert result.note is None


def test_a_model_that_is_away_costs_nothing_and_is_told(looked):
    result = looked(Scripted(Transient("busy")))

    assert len(result.insights) == 1
    assert result.note == "some insights were not looked at again: busy"


def test_a_model_that_answers_no_such_question_costs_nothing(looked):
    result = looked(Scripted(Unusable("what was written answers no such question")))

    assert len(result.insights) == 1
    assert result.note is None


def test_where_a_judge_is_set_the_writer_is_not_asked(looked):
    looker = Looker()

    looked(looker, judge=Scripted("yes"))

    assert looker.asked == []


def test_a_wrongly_set_model_stops_the_run(looked):
    with pytest.raises(Misconfigured):
        looked(Scripted(Misconfigured("set EARMARK_LLM_KEY")))


def test_claims_that_are_refused_already_are_not_looked_at(looked):
    looker = Looker()

    looked(looker, model=proposing({**GOOD, "quote": "hardware is worthless and always will be"}))

    assert looker.asked == []


@pytest.mark.parametrize(
    ("reply", "answers"),
    [
        ("1. SAID\n2. TURNED", {1: "said", 2: "turned"}),
        ("1: said, because she says so\n**2** – **More**", {1: "said", 2: "more"}),
        ('{"1": "SAID", "2": "NONE"}', {1: "said", 2: "none"}),
        ("<think>1. TURNED</think>1) OTHER", {1: "other"}),
        ("1. SAID\n1. TURNED\n2. SAID", {2: "said"}),
        ("The first was said.", {}),
        ("9" * 100_000, {}),
    ],
    ids=range(7),
)
def test_answers_are_read_in_any_dress(reply, answers):
    assert read_answers(reply) == answers


def test_an_exam_tells_who_would_be_believed():
    seeing, blind = examined(Looker(), EPISODE), examined(Looker(known={}), EPISODE)

    assert (seeing.right, seeing.known, seeing.believed) == (18, 18, True)
    assert (blind.right, blind.believed) == (6, False)
