"""What a question wants to be told, and whether a text tells it."""

import pytest

from index.answers.wanting import tells, wants


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who founded the bank?", {"person"}),
        ("When did the bank fail?", {"date"}),
        ("Who ran the study and when?", {"person", "date"}),
        ("How many banks failed?", {"number"}),
        ("How do banks fail?", set()),
        ("How do people feel when a bank fails?", set()),
    ],
)
def test_a_question_says_what_it_wants(question, wanted):
    assert wants(question) == wanted


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who founded the bank?", "It was founded by Ines Okafor and her brother.", True),
        ("Who founded the bank?", "It was founded on a rainy day.", False),
        ("When did the bank fail?", "It failed in 1998.", True),
        ("When did the bank fail?", "It failed badly.", False),
        ("How many banks failed?", "Seven of them failed.", True),
        ("How many banks failed?", "Some of them failed.", False),
    ],
)
def test_a_text_tells_it_or_not(question, text, told):
    assert tells(text, wants(question), question) is told


def test_who_may_be_the_speaker():
    assert tells("I founded it myself.", wants("Who founded the bank?"), "Who founded the bank?", "Ines Okafor")
