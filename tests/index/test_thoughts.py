"""What of a reply is its answer, in one piece or cut anywhere."""

import pytest

from index.thoughts import AnswerPieces, answer_in

ANSWER = "Rail is cheaper than road [1]. It costs < 5 cents [2]."
THOUGHTS = "The user asks of rail [2]. Perhaps road is cheaper [1]."


def pieces_of(reply, letters):
    return [reply[at : at + letters] for at in range(0, len(reply), letters)]


def streamed(reply, letters, *, unopened=False):
    """What a reader holds at the end who drops what is taken back, and how often that happened."""
    read = AnswerPieces(unopened=unopened)
    heard = [*map(read.read, pieces_of(reply, letters)), read.end()]
    kept = max((at for at, each in enumerate(heard) if each.takes_back), default=0)
    return "".join(each.text for each in heard[kept:]).strip(), sum(each.takes_back for each in heard)


REPLIES = [
    ANSWER,
    f"<think>{THOUGHTS}</think>{ANSWER}",
    f"<thinking>\n{THOUGHTS}\n</thinking>\n\n{ANSWER}",
    f"<reasoning>{THOUGHTS}</reasoning><answer>{ANSWER}</answer>",
    f"[THINK]{THOUGHTS}[/THINK]{ANSWER}",
    f"◁think▷{THOUGHTS}◁/think▷{ANSWER}",
    f"Okay.<think>{THOUGHTS}</think>{ANSWER}",
    f"<THINK>{THOUGHTS}</THINK>{ANSWER}",
    f"{THOUGHTS}</think>{ANSWER}",
    f"{THOUGHTS}</think>More.</think>{ANSWER}",
    f"{ANSWER}<think>{THOUGHTS}</think>",
    f"{ANSWER}<think>{THOUGHTS}",
    f"<|channel|>analysis<|message|>{THOUGHTS}<|end|><|start|>assistant<|channel|>final<|message|>{ANSWER}<|return|>",
    f"<|channel|>analysis<|message|>{THOUGHTS}<|channel|>final <|constrain|>json<|message|>{ANSWER}",
    f"analysis{THOUGHTS}assistantfinal{ANSWER}",
    f"<|begin_of_thought|>{THOUGHTS}<|end_of_thought|><|begin_of_solution|>{ANSWER}<|end_of_solution|>",
]


@pytest.mark.parametrize("reply", REPLIES, ids=range(len(REPLIES)))
@pytest.mark.parametrize("letters", [1, 2, 3, 7, 50, 10_000])
def test_the_answer_is_what_stands_after_the_thoughts_wherever_the_pieces_are_cut(reply, letters):
    assert answer_in(reply) == ANSWER
    assert streamed(reply, letters)[0] == ANSWER


@pytest.mark.parametrize("reply", [f"<think>{THOUGHTS}", f"<think>{THOUGHTS}</think>", f"{THOUGHTS}</think>\n", ""])
def test_thoughts_alone_are_no_answer(reply):
    assert answer_in(reply) == ""
    assert streamed(reply, 5)[0] == ""


@pytest.mark.parametrize("reply", ["analysis", "analysis of rail is dear [1].", "I think [1] so.", "a <b c [", "5 < 6"])
def test_what_only_looks_like_a_mark_stays(reply):
    assert answer_in(reply) == reply
    assert streamed(reply, 1) == (reply, 0)


def test_only_thoughts_that_nothing_opened_are_taken_back():
    assert streamed(f"<think>{THOUGHTS}</think>{ANSWER}", 7) == (ANSWER, 0)
    assert streamed(f"{THOUGHTS}</think>{ANSWER}", 7) == (ANSWER, 1)


def test_a_model_known_to_close_what_nothing_opened_gives_nothing_out_before():
    assert streamed(f"{THOUGHTS}</think>{ANSWER}", 7, unopened=True) == (ANSWER, 0)
    assert streamed(ANSWER, 7, unopened=True) == (ANSWER, 0)


def test_a_citation_waits_for_no_mark():
    assert AnswerPieces().read("Rail is cheaper [1]").text == "Rail is cheaper [1]"
