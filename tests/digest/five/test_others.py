"""Reasons out of what others said: where each holds, and where it does not."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.five.why import Kind
from store.records.insights import Relation
from tests.worlds.chosen import MAY, before, candidate, holding, stands, was_sent
from tests.worlds.citing import MORNING, cited


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (before(), "Contradicts what Bo Chen said on 3 May on Chips & Terms"),
        (before(speaker=None), "Contradicts what Chips & Terms said on 3 May"),
        (before(speaker="Speaker 2"), "Contradicts what Chips & Terms said on 3 May"),
        (before(speaker="Bo"), "Contradicts what Chips & Terms said on 3 May"),
        (before(published=None), "Contradicts what Bo Chen said on Chips & Terms"),
        (before(published=MORNING - timedelta(days=1)), "Contradicts what Bo Chen said yesterday on Chips & Terms"),
        (before(published=MAY.replace(year=2025)), "Contradicts what Bo Chen said on 3 May 2025 on Chips & Terms"),
        (before(speaker="Ann Lee"), "Ann Lee said otherwise on 3 May on Chips & Terms"),
    ],
)
def test_a_contradiction_names_whom_and_when(earlier, words):
    assert holding(cited("a"), relations=stands("contradicts", earlier, 1.0))[Kind.CONTRADICTS] == words


def test_told_you_is_said_only_of_what_was_sent():
    sent = holding(cited("a"), relations=stands("contradicts", before(), 1.0), sent=[was_sent(before())])

    assert sent[Kind.CONTRADICTS] == "Contradicts what Bo Chen told you on 20 November"


def test_a_day_is_a_day_in_the_readers_zone():
    late = before(published=MORNING.replace(day=20, hour=22))
    told = holding(cited("a"), relations=stands("contradicts", late, 1.0), zone=ZoneInfo("Asia/Tokyo"))

    assert told[Kind.CONTRADICTS] == "Contradicts what Bo Chen said on 21 November on Chips & Terms"


@pytest.mark.parametrize("kind", ["repeats", "develops"])
def test_what_is_no_contradiction_is_not_called_one(kind):
    assert Kind.CONTRADICTS not in holding(cited("a"), relations=stands(kind, before()))


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (MORNING - timedelta(hours=2), "Two shows said this on the same day"),
        (MORNING - timedelta(days=3), "Two shows said this within a week"),
        (MORNING - timedelta(days=7), "Two shows said this within a week"),
        (MORNING - timedelta(days=8), "Chips & Terms said this too on 15 November"),
        (None, "Chips & Terms said this too"),
    ],
)
def test_two_shows_agree_within_a_week_or_one_said_it_before(published, words):
    assert holding(cited("a"), relations=stands("repeats", before(published=published)))[Kind.AGREES] == words


def test_shows_far_apart_are_counted_with_the_first():
    third = cited("f", show=8, speaker="Cy Dow", published=MAY + timedelta(days=30))
    both = [*stands("repeats", before()), *stands("repeats", third)]

    assert (
        holding(cited("a"), relations=both)[Kind.AGREES] == "Three shows have said this, Chips & Terms first on 3 May"
    )


def test_who_says_the_same_on_the_same_morning_agrees():
    best = cited("a", worth=0.9)
    later = cited("b", show=2, speaker="Bo Chen", published=MORNING + timedelta(hours=1))
    relation = Relation(insight_id="b", earlier=best, kind="repeats", score=0.7)

    told = holding(best, beside=[candidate(later, vector=None, relations=[relation])])

    assert told[Kind.AGREES] == "Two shows said this on the same day"


def test_the_same_person_on_another_show_is_no_second_voice():
    told = holding(cited("a"), relations=stands("repeats", before(speaker="Ann Lee")))

    assert Kind.AGREES not in told
    assert told[Kind.AGAIN] == "Ann Lee said this on Chips & Terms too on 3 May"


@pytest.mark.parametrize(
    ("earlier", "score"),
    [(before(), 0.96), (before(title="show 1"), 0.7)],
    ids=["the same recording", "the same show at another address"],
)
def test_neither_one_recording_nor_one_show_agrees_with_itself(earlier, score):
    assert Kind.AGREES not in holding(cited("a"), relations=stands("repeats", earlier, score))


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "Takes further what Bo Chen told you on 20 November"),
        (0.5, "More on what Bo Chen told you on 20 November"),
    ],
    ids=["read by a model", "by rule"],
)
def test_what_goes_on_from_something_sent_says_so(score, words):
    told = holding(cited("a"), relations=stands("develops", before(), score), sent=[was_sent(before())])

    assert told[Kind.GOES_ON] == words


def test_what_goes_on_from_something_never_sent_says_who_said_it():
    told = holding(cited("a"), relations=stands("develops", before()))

    assert Kind.GOES_ON not in told
    assert told[Kind.MORE_ON] == "More on what Bo Chen said on 3 May on Chips & Terms"


@pytest.mark.parametrize("kind", ["contradicts", "repeats", "develops"])
def test_names_of_shows_are_one_line_without_hidden_marks(kind):
    hostile = before(speaker=None, title="Chips\n\u202eTerms\x1b[31m")

    told = holding(cited("a"), relations=stands(kind, hostile, 0.7))

    assert all(words.isprintable() for words in told.values())
