"""A quote that answers somebody says what was asked, in the words of who asked."""

import pytest

from ingest.passages.placing.question import question
from language.sentences import talk_sentences
from tests.worlds.talks import said

ANSWER = "Heat pumps fail in their first winter because nobody sizes the radiators."


def asked(*turns):
    sentences = talk_sentences(said(*turns, ("Ines", ANSWER)))
    return question(sentences, len(sentences) - 1)


@pytest.mark.parametrize(
    ("spoken", "words"),
    [
        ("Why do heat pumps fail?", "Why do heat pumps fail?"),
        ("I was wondering about it, so why do heat pumps fail in winter?", "Why do heat pumps fail in winter?"),
        ("What makes heat pumps fail? I have always wanted to know.", "What makes heat pumps fail?"),
    ],
)
def test_the_clause_that_asks_is_kept(spoken, words):
    found = asked(("Ben", spoken))

    assert (found.words, found.asked_by) == (words, "Ben")


@pytest.mark.parametrize("spoken", ["How so?", "Heat pumps fail, right?", "Heat pumps fail.", "Why is that, then?"])
def test_what_asks_nothing_that_a_stranger_understands_is_no_question(spoken):
    assert asked(("Ben", spoken)) is None


def test_nobody_answers_their_own_question_or_one_of_nobody():
    assert asked(("Ines", "Why do heat pumps fail?")) is None
    assert asked((None, "Why do heat pumps fail?")) is None


def test_an_answer_begins_where_the_turn_does():
    later = "It is a long story. I will tell it. It begins in Leeds."

    assert asked(("Ben", "Why do heat pumps fail?"), ("Ines", later)) is None
