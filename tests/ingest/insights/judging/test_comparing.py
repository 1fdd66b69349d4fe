"""What a judge that compares two at a time makes of the order within one worth, and how often it is asked."""

import pytest

from ingest.insights.judging.comparing import MOST_COMPARISONS, compared
from ingest.insights.judging.judge import Judge, read_choice
from store.errors import Transient
from store.records.insights import Candidate
from tests.worlds.citing import an_insight
from tests.worlds.talks import Scripted


class Longest(Scripted):
    """A judge that prefers the longer headline."""

    def complete(self, messages, *, schema=None, episode_id=None, most_tokens=None):
        self.asked.append(messages)
        one, two = messages[1]["content"].split("</one>")
        return "one" if len(one.split(".")[0]) > len(two.split(".")[0]) + len("\n</one>") - 6 else "Two."


def kept(*worths):
    insights = [an_insight(f"i{at}", headline="x" * (10 + 7 * at), worth=worth) for at, worth in enumerate(worths)]
    weighed = [
        Candidate(headline=each.headline, outcome="kept", worth=each.worth, parts={"by its writer": each.worth})
        for each in insights
    ]
    return insights, [
        Candidate(headline=each.headline, outcome="kept", worth=each.worth, parts=each.parts, insight_id=insight.id)
        for each, insight in zip(weighed, insights, strict=True)
    ]


def test_those_worth_the_same_are_put_in_order_and_no_worth_passes_another():
    insights, weighed = kept(0.85, 0.55, 0.55, 0.55)

    ordered, told = compared(insights, weighed, Judge(Longest(), 1))

    assert [insight.id for insight in ordered] == ["i0", "i3", "i2", "i1"]
    assert [insight.worth for insight in ordered] == [0.85, 0.65, 0.6, 0.55]
    assert told[3].parts["compared"] == 0.1


def test_a_judge_is_asked_no_more_than_so_often():
    judge = Longest()

    compared(*kept(*[0.55] * 40), Judge(judge, 1))

    assert len(judge.asked) == MOST_COMPARISONS


def test_a_judge_that_is_away_changes_nothing():
    insights, weighed = kept(0.55, 0.55)

    ordered, _ = compared(insights, weighed, Judge(Scripted(Transient("busy")), 1))

    assert [insight.id for insight in ordered] == ["i0", "i1"]


@pytest.mark.parametrize(
    ("reply", "first"),
    [
        ("one", True),
        ("Two.", False),
        ("The second one? No: the first", None),
        ("<think>two</think>one", True),
        ("", None),
    ],
)
def test_a_choice_is_read_in_whatever_dress(reply, first):
    assert read_choice(reply) is first
