"""A quote is proved by a contiguous run of the transcript's words; names and numbers by occurring in the sources."""

import pytest

from ingest.numbers import stated
from ingest.proof import Talk, prove
from ingest.support import unsupported_terms
from store.types import Segment, Span, Word

SEGMENTS = (
    Segment(start=0, end=8, text="So, it’s an open-source model, and we don’t charge 3.5 dollars", speaker="Ada"),
    Segment(start=8, end=10, text="for naïve users.", speaker="Ben"),
)


@pytest.mark.parametrize(
    "claimed",
    [
        "it's an open source model and we",
        "IT’S AN OPEN-SOURCE MODEL, AND WE",
        "“it's an opensource model – and we”",
    ],
)
def test_case_marks_and_hyphens_do_not_matter_and_the_transcripts_words_come_back(claimed):
    assert prove(claimed, SEGMENTS).quote == "it’s an open-source model, and we"


def test_accents_fold_and_the_speaker_is_who_says_most():
    proof = prove("we dont charge 3.5 dollars for naive users", SEGMENTS)

    assert proof.quote == "we don’t charge 3.5 dollars for naïve users."
    assert proof.speaker == "Ada"


@pytest.mark.parametrize(
    "invented",
    [
        "it's an open-source model for naive users",
        "it's an open-source model ... for naive users",
        "we do not charge 3.5 dollars for",
        "we don't charge 35 dollars for naive users",
        "its a nopen source model and we",
        "it's an open-source model",
        "",
    ],
)
def test_spliced_changed_and_short_quotes_are_refused(invented):
    assert prove(invented, SEGMENTS) is None


def test_four_words_prove_nothing():
    assert prove("and we don't charge", SEGMENTS) is None


def test_times_come_from_the_words():
    words = tuple(
        Word(start=at, end=at + 0.5, text=text) for at, text in enumerate("one two three four five six".split())
    )
    segment = Segment(start=0, end=9, text="one two three four five six", words=words)

    proof = prove("two three four five six", [segment])

    assert (proof.start, proof.end) == (1, 5.5)


def test_spaces_that_recognition_puts_before_marks_do_not_matter():
    segment = Segment(start=0, end=5, text="The U .S. has 18 ,400 multi -agent systems")

    assert prove("the US has 18,400 multi-agent systems", [segment]).quote == segment.text


def test_a_quote_in_an_advert_is_no_proof():
    talk = Talk(SEGMENTS, [Span(start=7.5, end=12, reason="test")])

    assert talk.find("charge 3.5 dollars for naive users") is None
    assert talk.in_advert("charge 3.5 dollars for naive users")


def test_a_quote_said_again_outside_the_advert_is_found_there():
    again = Segment(start=20, end=30, text="we don’t charge 3.5 dollars for anything")

    proof = prove("we don't charge 3.5 dollars", [*SEGMENTS, again], [Span(start=0, end=10, reason="test")])

    assert proof.start == 20


SOURCES = (
    "Alibaba and Open AI cut prices by twenty percent. About 3 million people in America use artificial intelligence. "
    "In nineteen eighty-four two hundred and five engineers of China met.",
    "Chips and Terms",
    "Nadia Brooks",
)


@pytest.mark.parametrize(
    "supported",
    [
        "Alibaba’s prices fell 20%, says Nadia Brooks.",
        "OpenAI has 3 million users in the U.S.",
        "Chinese engineers met: 205 of them, in 1984.",
        "Counterintuitively, cheap AI helps Alibaba.",
        "Scarcity sparks ingenuity.",
    ],
)
def test_names_and_numbers_of_the_sources_are_supported(supported):
    assert unsupported_terms(supported, SOURCES) == []


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Nvidia wins.", ["Nvidia"]),
        ("Prices fell by 30%.", ["30%"]),
        ("Prices fell by 3 percent.", ["3%"]),
        ("Some 4 million people use it.", ["4 million"]),
        ("Alibaba pays Nadia Cole.", ["Cole"]),
        ("Twenty-five engineers met.", ["twenty five"]),
        ("It helps Intel.", ["Intel"]),
    ],
)
def test_names_and_numbers_of_nobody_are_not(claim, missing):
    assert unsupported_terms(claim, SOURCES) == missing


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-five of 2.5 million", [25, 2_500_000]),
        ("$3bn and 18 ,400", [3_000_000_000, 18_400]),
        ("one hundred and five in twenty twenty-six", [105, 2026]),
        ("one of them", []),
    ],
)
def test_numbers_in_words_and_digits_have_the_same_value(text, values):
    assert [number.value for number in stated(text)] == values
