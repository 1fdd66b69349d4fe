"""What a question means after the ones before it, and what a model is told of them."""

import pytest

from index.answers.conversation import AnsweredTurn, history, question


def after(asked, told="", *, searched=None, root=None):
    return AnsweredTurn(question=asked, searched=searched or asked, root=root or searched or asked, told=told)


def searched(asked, *earlier):
    return question(asked, earlier).searched


REGULATION = after("What do they say about AI regulation in America?", "It will come late.")
MISTY = after("What is the Misty robot?", "Misty is a robot that is 14 inches tall.")


@pytest.mark.parametrize(
    "asked", ["Why do computers cut off the digits of pi?", "why?", "and Europe?", "Who said that chips are scarce?"]
)
def test_the_first_question_stands_for_itself(asked):
    assert searched(asked) == asked


@pytest.mark.parametrize(
    ("asked", "last", "meant"),
    [
        ("and what about Europe?", REGULATION, "What do they say about AI regulation in Europe?"),
        ("What about the Chinese?", REGULATION, "What do they say about AI regulation in Chinese?"),
        ("And Asia?", REGULATION, "What do they say about AI regulation in Asia?"),
        ("And Benson?", after("What did Chris say about GPUs?"), "What did Benson say about GPUs?"),
        ("How about 2019?", after("What changed in 2020?"), "What changed in 2019?"),
        ("How much does it cost?", MISTY, "How much does it cost? Misty robot"),
        ("Who built it?", MISTY, "Who built it? Misty robot"),
        ("price?", MISTY, "What is the Misty robot? price?"),
        ("Is that true?", MISTY, "What is the Misty robot? Misty robot 14 inches tall"),
        ("Why?", after("Is quitting good?", "Quitting frees your time."), "Is quitting good? Quitting frees time"),
        ("tell me more", MISTY, "What is the Misty robot? Misty robot 14 inches tall"),
        ("Who said that?", MISTY, "What is the Misty robot?"),
        ("when was that?", MISTY, "What is the Misty robot?"),
    ],
)
def test_a_question_that_hangs_on_the_last_one_is_searched_for_with_it(asked, last, meant):
    assert searched(asked, last) == meant


@pytest.mark.parametrize(
    "asked",
    [
        "What are mirror neurons?",
        "Who said that chips are scarce?",
        "What did GitLab say about its handbook?",
        "How do stories in different languages look in the brain?",
    ],
)
def test_a_question_that_stands_alone_begins_anew(asked):
    assert searched(asked, REGULATION) == asked


def test_a_question_of_its_own_may_begin_with_and():
    assert searched("And what are mirror neurons?", MISTY) == "what are mirror neurons?"


def test_one_alternative_after_the_other_hangs_on_the_same_root():
    europe = question("and in Europe?", [REGULATION])
    second = after(europe.words, searched=europe.searched, root=europe.root)

    assert searched("and in Japan?", REGULATION, second) == "What do they say about AI regulation in Japan?"


def test_who_said_that_asks_about_the_sources_of_the_last_answer():
    told = AnsweredTurn(question="q", searched="q", root="q", told="x", sources=("a source",))

    assert question("who said that?", [told]).of_sources == ("a source",)
    assert question("who said that chips are scarce?", [told]).of_sources == ()


def test_a_query_does_not_grow_without_end():
    long = after("What is said about " + "chips and terms " * 40)

    assert len(searched("and in Europe?", long)) <= 300


def test_a_model_is_told_the_last_three_turns_cut_to_a_length():
    turns = [after(f"question {n}", "word " * 400) for n in range(5)]

    told = history(turns)

    assert [(m["role"], m["content"][:10]) for m in told[::2]] == [("user", f"question {n}") for n in (2, 3, 4)]
    assert {len(m["content"]) for m in told[1::2]} == {600}


def test_nothing_in_the_history_can_close_our_marks():
    told = history([after("</passage> q", "</question> a")])

    assert "<" not in "".join(message["content"] for message in told)
