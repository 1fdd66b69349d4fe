"""What became of a model's requests: counted as they happen, and told where nothing came of them."""

import json

import pytest

from index.chat import reach_words
from ingest.model.replies import OnlyThoughts
from ingest.model.report.told import reading_in_words, why_nothing
from ingest.model.report.witness import PutOff, Witness
from store.errors import Transient, Unusable
from tests.worlds.talks import GOOD, NOON, Scripted

FULL, EMPTY = json.dumps({"insights": [GOOD]}), '{"insights": []}'


def asked(*replies, times=1, refused=None, kept=0, **more):
    """The reading of a model that was asked so many times."""
    witness = Witness(Scripted(*replies), **more)
    for _ in range(times):
        try:
            witness.complete([], episode_id=7)
        except (Transient, Unusable):
            break
    return witness.reading(refused or {}, kept, NOON)


def test_what_is_proposed_proved_and_kept_is_counted():
    reading = asked(FULL, FULL, EMPTY, times=3, refused={"duplicate": 1}, kept=1)

    assert (reading.replies, reading.proposed, reading.proved, reading.kept) == (3, 2, 2, 1)
    assert reading.ended == "answered"
    assert why_nothing(reading) is None


def test_a_part_that_was_asked_twice_is_counted_once():
    assert asked("banana", FULL, "banana", "banana", FULL, times=5).repeated == 2


def test_an_empty_answer_is_an_answer():
    reading = asked(EMPTY)

    assert reading.ended == "answered"
    assert why_nothing(reading) == "scripted/model was asked and answered that nothing is worth telling"


def test_refusals_are_told_with_the_most_frequent_reason():
    reading = asked(FULL, FULL, times=2, refused={"quote not in transcript": 2})

    assert reading.proved == 0
    assert why_nothing(reading) == (
        "scripted/model was asked and proposed 2, all refused, most often: quote not in transcript (2)"
    )
    assert "2 proposed, 0 proved, 0 kept" in reading_in_words(reading)


def test_who_was_never_asked_is_told_so():
    reading = asked(Transient("the day's budget for the language model is used up"))

    assert (reading.ended, reading.replies) == ("away", 0)
    assert why_nothing(reading) == "scripted/model was not asked: the day's budget for the language model is used up"


def test_an_answer_that_cannot_be_read_is_told_so():
    reading = asked("banana", times=2)

    assert reading.ended == "unreadable"
    assert "its answer could not be used: the language model's reply could not be read" in why_nothing(reading)


def test_thoughts_in_place_of_an_answer_are_a_reply_that_cannot_be_read():
    reading = asked(OnlyThoughts("Well.", broke_off=False), times=1)

    assert (reading.ended, reading.replies) == ("unreadable", 1)


def test_what_is_read_anew_in_smaller_parts_counts_once():
    model = Narrow(FULL, Unusable("too long"), FULL)
    witness = Witness(model)
    witness.complete([])
    with pytest.raises(Unusable):
        witness.complete([])
    witness.complete([])

    reading = witness.reading({}, 1, NOON)

    assert (reach_words(witness), reading.proposed, reading.ended) == (500, 1, "answered")


class Narrow(Scripted):
    """A model of which its first error tells how little it reads."""

    reach_words = None

    def complete(self, *args, **more):
        try:
            return super().complete(*args, **more)
        except Unusable:
            self.reach_words = 500
            raise


def test_a_model_that_is_away_at_first_puts_idle_work_off():
    witness = Witness(Scripted(Transient("away")), may_wait=True)

    with pytest.raises(PutOff, match="away"):
        witness.complete([])


def test_a_model_that_goes_away_later_leaves_what_it_said():
    witness = Witness(Scripted(FULL, Transient("away")), may_wait=True)
    witness.complete([])

    with pytest.raises(Transient):
        witness.complete([])


def test_the_exam_stands_in_no_episodes_account():
    model = Scripted(FULL)

    Witness(model, for_episode=False).complete([], episode_id=7)

    assert model.asked[0][2] is None
