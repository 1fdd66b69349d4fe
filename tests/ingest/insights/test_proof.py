"""A quote is proved by a contiguous run of the transcript's words; a near one by what is found, within bounds."""

import pytest

from ingest.insights.near_quote import Nearby
from ingest.insights.proof import Proof, Talk
from language.numbers import stated
from store.records.transcripts import Segment, Span, Word

SEGMENTS = (
    Segment(start=0, end=8, text="So, it’s an open-source model, and we don’t charge 3.5 dollars", speaker="Ada"),
    Segment(start=8, end=10, text="for naïve users.", speaker="Ben"),
)
TALK = (
    "Twenty-five percent of the three million users left in two thousand and ten, um, because the the price went up by "
    "one point five dollars. We never said that hardware is not important, it is not just the chips. Sam Altman said "
    "that OpenAI has never made a profit in any of its first ten years of business."
)


def prove(claimed, segments, adverts=()):
    return Talk(segments, adverts).look_up(claimed)


def found(claimed, text=TALK):
    proof = prove(claimed, [Segment(start=0, end=20, text=text)])
    return proof.quote if isinstance(proof, Proof) else None


@pytest.mark.parametrize(
    "claimed",
    [
        "it's an open source model and we",
        "IT’S AN OPEN-SOURCE MODEL, AND WE",
        "“it's an opensource model – and we”",
        "it is an open source model and we",
    ],
)
def test_case_marks_and_hyphens_do_not_matter_and_the_transcripts_words_come_back(claimed):
    assert prove(claimed, SEGMENTS).quote == "it’s an open-source model, and we"


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("we dont charge 3.5 dollars for naive users", "we don’t charge 3.5 dollars for naïve users."),
        ("we do not charge $3.5 for naïve users", "we don’t charge 3.5 dollars for naïve users."),
        ("we don't charge three point five dollars for", "we don’t charge 3.5 dollars for"),
    ],
)
def test_accents_and_contractions_fold(claimed, said):
    one = [Segment(start=0, end=8, text=" ".join(segment.text for segment in SEGMENTS))]

    assert prove(claimed, one).quote == said


@pytest.mark.parametrize(
    "claimed",
    [
        "25% of the 3 million users left in 2010",
        "twenty five per cent of the 3,000,000 users left in twenty ten",
        "25 percent of the three million users left in 2010",
    ],
)
def test_numbers_are_the_same_in_words_and_digits(claimed):
    assert found(claimed) == "Twenty-five percent of the three million users left in two thousand and ten,"


@pytest.mark.parametrize(
    "claimed",
    [
        "users left in 2010 because the price went up by $1.5",
        "users left in 2010, because the prices went up by one point five dollars",
        "users have left in 2010 because the price went up by 1.5 dollars",
    ],
)
def test_a_dropped_filler_or_a_corrected_form_is_stored_as_it_was_said(claimed):
    assert "um, because the the price went up by one point five dollars." in found(claimed)


@pytest.mark.parametrize(
    "changed",
    [
        "five percent of the three million users left in 2010",
        "26% of the 3 million users left in 2010",
        "25% of the 3 billion users left in 2010, because the price went up",
        "users stayed in 2010 because the price went up by 1.5 dollars",
        "users left in 2010 because the price went down by 1.5 dollars",
        "We said that hardware is not important, it is not just the chips",
        "We never said that hardware is important, it is not just the chips",
        "We never said that hardware is not important, it is not the chips",
        "Sam Altman said that OpenAI has made a profit in any of its first ten years",
        "Sam Altmann said that OpenAI has never made a profit in any of its first",
        "Sam Bankman said that OpenAI has never made a profit in any of its first ten years",
        "Sam Altman said that OpenAI has never made a profit in any of its first five years",
    ],
)
def test_no_near_quote_changes_a_number_a_name_or_the_meaning(changed):
    assert found(changed) is None


@pytest.mark.parametrize(
    ("claimed", "reason"),
    [
        ("hardware is not important, it is not just the chips", None),
        ("said that hardware is not important, it is not", "quote cut off after a not"),
        ("made a profit in any of its first ten years", "quote cut off after a not"),
    ],
)
def test_a_quote_that_leaves_out_the_not_before_it_is_refused(claimed, reason):
    proof = Talk([Segment(start=0, end=20, text=TALK)]).look_up(claimed)

    assert (proof if reason else None) == reason


@pytest.mark.parametrize(
    ("invented", "reason"),
    [
        ("it's an open-source model and everything we do is free of charge", "quote not in transcript"),
        ("an open-source model and we 3.5 dollars for naive users", "quote joined from two places"),
        ("it's an open-source model ... 3.5 dollars for naive users", "quote joined from two places"),
        ("we don't charge 35 dollars for naive users", "quote not in transcript"),
        ("its a nopen source model and we", "quote not in transcript"),
        ("it's an open-source model", "quote not in transcript"),
        ("and we don't charge", "quote not in transcript"),
        ("…", "quote not in transcript"),
        ("", "quote not in transcript"),
    ],
)
def test_spliced_changed_and_short_quotes_are_refused_with_their_reason(invented, reason):
    assert Talk(SEGMENTS).look_up(invented) == reason


def test_what_an_ellipsis_leaves_out_is_not_put_back():
    assert found("We never said that hardware ... important, it is not just the chips") is None


def test_a_quote_of_two_speakers_is_refused():
    assert Talk(SEGMENTS).look_up("charge 3.5 dollars for naive users") == "quote of two speakers"


def test_a_listeners_yeah_is_cut_off_at_the_end_and_stays_inside():
    talk = [
        Segment(start=0, end=5, text="Grids are full because nobody builds lines", speaker="Ada"),
        Segment(start=5, end=6, text="Right.", speaker="Ben"),
        Segment(start=6, end=9, text="and nobody wants them near the house.", speaker="Ada"),
        Segment(start=9, end=10, text="Yeah.", speaker="Ben"),
    ]

    proof = prove("nobody builds lines right and nobody wants them near the house yeah", talk)

    assert proof.quote == "nobody builds lines Right. and nobody wants them near the house."
    assert (proof.speaker, proof.end) == ("Ada", 9)
    assert prove("nobody builds lines and nobody wants them near the house", talk).quote == proof.quote


def test_times_come_from_the_words():
    words = tuple(
        Word(start=at, end=at + 0.5, text=text) for at, text in enumerate("one two three four five six".split())
    )
    segment = Segment(start=0, end=90, text="one two three four five six", words=words)

    proof = prove("two three four five six", [segment])

    assert (proof.start, proof.end, proof.approximate) == (1, 5.5, False)


@pytest.mark.parametrize(("seconds", "approximate"), [(10, False), (60, True)])
def test_times_within_a_long_segment_without_words_are_approximate(seconds, approximate):
    segment = Segment(start=0, end=seconds, text="nobody builds lines and nobody wants them")

    assert prove("nobody builds lines and nobody", [segment]).approximate is approximate


def test_spaces_that_recognition_puts_before_marks_do_not_matter():
    segment = Segment(start=0, end=5, text="The U .S. has 18 ,400 multi -agent systems")

    assert prove("the US has 18,400 multi-agent systems", [segment]).quote == segment.text


def test_a_quote_in_an_advert_is_no_proof():
    talk = Talk(SEGMENTS, [Span(start=5, end=12, reason="test")])

    assert talk.look_up("and we don't charge 3.5 dollars") == "in an advert"


def test_a_quote_said_again_outside_the_advert_is_found_there():
    again = Segment(start=20, end=30, text="we don’t charge 3.5 dollars for anything")

    proof = prove("we don't charge 3.5 dollars", [*SEGMENTS, again], [Span(start=0, end=10, reason="test")])

    assert proof.start == 20


def test_nothing_is_near_to_everything():
    assert Nearby(["a"] * 500, frozenset()).find(["a", "b"] * 20) is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-five of 2.5 million", [25, 2_500_000]),
        ("$3bn and 18 ,400", [3_000_000_000, 18_400]),
        ("one hundred and five in twenty twenty-six", [105, 2026]),
        ("two thousand and ten, one point five, a hundred and fifty", [2010, 1.5, 150]),
        ("two and a half million, five thousand and 200", [2_500_000, 5_000, 200]),
        ("the third of 21st and Q4", [3, 21, 4]),
        ("one of them", []),
    ],
)
def test_numbers_in_words_and_digits_have_the_same_value(text, values):
    assert [number.value for number in stated(text)] == values
