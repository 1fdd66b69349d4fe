"""Without a model: passages that claim something and stand alone, with a headline cut from their own words."""

import pytest

from bench.faults import faults_of
from ingest.passages.candidates import candidates, wanted_count
from ingest.passages.pieces import spoken
from language.detection import is_english
from language.fillers import clean
from language.sentences import talk_sentences
from store.records.transcripts import Span
from tests.worlds.talks import CHATTER, said

CLAIM = (
    "Chinese companies release powerful open source AI models because free software makes their hardware more "
    "valuable. When a model is free, people spend their money on phones, cars, robots and factory machines."
)


def found(grammar, transcript, adverts=()):
    return candidates(talk_sentences(transcript), adverts, grammar)


def standing(grammar, *texts):
    """How well the best passage stands that begins and ends with the texts; 0 when there is none."""
    transcript = said(("Ada", " ".join(texts)))
    last = len(talk_sentences(transcript)) - 1
    return max((p.standing for p in found(grammar, transcript) if (p.first, p.last) == (0, last)), default=0.0)


def test_the_claim_is_found_in_the_chatter(grammar):
    transcript = said(("Ben", CHATTER), ("Ada", CLAIM), ("Ben", CHATTER))

    passages = found(grammar, transcript)

    assert {passage.speaker for passage in passages} == {"Ada"}
    assert CLAIM in {passage.quote for passage in passages}
    assert CLAIM in {passage.body for passage in passages}
    assert all(passage.headline.startswith("Chinese companies release powerful open source") for passage in passages)


def test_a_passage_never_crosses_speakers_or_adverts(grammar):
    first, second = CLAIM.split(" When ")
    transcript = said(("Ada", first), ("Ben", f"When {second}"))
    advert = Span(start=0, end=100, reason="test")

    assert not any(passage.first != passage.last for passage in found(grammar, transcript))
    assert found(grammar, said(("Ada", CLAIM)), [advert]) == []


def test_without_named_speakers_a_reply_is_a_border(grammar):
    first, second = CLAIM.split(" When ")
    transcript = said((None, f"{first} Yeah, when {second}"))

    assert not any(passage.first != passage.last for passage in found(grammar, transcript))


def test_a_full_stop_that_recognition_dropped_between_segments_is_a_border():
    first, second = CLAIM.split(". When", maxsplit=1)[0], f"When{CLAIM.split('. When')[1]}"

    sentences = talk_sentences(said(("Ada", first), ("Ada", second)))

    assert [sentence.text for sentence in sentences] == [first, second]


def test_the_quote_is_what_was_said_word_for_word(grammar):
    spoken_words = CLAIM.replace("because free", "because, um, free").replace("When a", "And when a")

    quotes = {passage.quote for passage in found(grammar, said(("Ada", f"So, {spoken_words}")))}

    assert spoken_words in quotes


def test_a_passage_begins_and_ends_where_a_clause_of_a_long_sentence_does(grammar):
    talk = (
        "I told him all of it, and most cities build too few homes because the old rules ask for two parking places. "
        "Families pay for the parking with their rent, whether or not they own a car."
    )

    bodies = {passage.body.split(" because")[0] for passage in found(grammar, said(("Ada", talk)))}

    assert "Most cities build too few homes" in bodies


def test_a_filler_between_two_sentences_is_passed_over_in_the_body_only(grammar):
    first, second = CLAIM.split(" When ")
    talk = f"{first} You know. When {second}"

    [passage] = [p for p in found(grammar, said(("Ada", talk))) if p.first == 0 and p.last == 2]

    assert passage.body == CLAIM
    assert passage.quote == talk


def test_cleaned_words_are_found_among_the_spoken_ones():
    assert spoken("So, um, grids are, you know, full today.", "Grids are full today.") == (2, 8)


def test_only_english_is_read():
    german = "Die Netze sind der Engpass, weil niemand Leitungen baut und jeder Anschluss fünf Jahre dauert. " * 10

    assert is_english(said(("Ada", f"{CHATTER} {CLAIM}")))
    assert not is_english(said(("Ada", german)))


@pytest.mark.parametrize(("minutes", "count"), [(2, 5), (45, 8), (120, 10)])
def test_longer_talks_give_more_within_limits(minutes, count):
    assert wanted_count(minutes * 60) == count


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("um, the grid is, uh, full", "The grid is full."),
        ("the the price, the price is, you know, falling", "The price is falling."),
        ("the grid [inaudible 00:12] is full.", "The grid is full."),
        ("prices fell 20 % in the U .S. last year.", "Prices fell 20% in the U.S. last year."),
        ("We had had enough that that was clear.", "We had had enough that that was clear."),
    ],
)
def test_speech_is_made_readable(spoken, written):
    assert clean(spoken) == written


@pytest.mark.parametrize("opening", ["So, ", "And ", "But, you know, ", "Yeah. So ", "I mean, "])
def test_what_ties_a_sentence_to_the_one_before_goes(opening):
    assert clean(f"{opening}grids are full.", opens=True) == "Grids are full."


@pytest.mark.parametrize(
    "sentence",
    [
        "It takes about three years to connect a new solar park to an old grid in most of Europe.",
        "Most utilities keep too many transformers, because they know that a new one comes three years late.",
        "If you build storage beside a solar park, you never have to wait for a new line.",
    ],
)
def test_a_claim_with_all_it_speaks_of_stands_alone(grammar, sentence):
    assert standing(grammar, CLAIM, sentence) >= 0.75


@pytest.mark.parametrize(
    "sentence",
    [
        "They release models because free software makes hardware more valuable to those who sell the hardware.",
        "That is why free software makes hardware more valuable to people who sell phones and cars and robots.",
        "This company makes more of its money with hardware than all of its rivals in the world do together.",
        "The second point is that free software makes hardware more valuable to people who sell phones and cars.",
        "She runs a factory that makes more batteries in a week than all of its rivals in the world do.",
        "Both approaches make hardware more valuable to people who sell phones and cars and robots in many countries.",
        "Does free software make hardware more valuable to people who sell phones and cars and robots in the end?",
        "Our platform helps you and your teams make hardware more valuable, so sign up today and start for free.",
        "Welcome back to the show, where we talk about hardware that software makes more valuable every single week.",
    ],
)
def test_what_needs_the_talk_around_it_does_not_stand_alone(grammar, sentence):
    assert standing(grammar, sentence) < 0.5
    assert standing(grammar, sentence, CLAIM) < 0.5


def test_a_story_of_ones_own_stands_worse_than_what_holds_for_all(grammar):
    general = "Most utilities build storage because gas plants cost more, and they cost more in every single year."
    own = "We built our own storage because our gas plants cost more, and we paid for them in every single year."

    assert standing(grammar, CLAIM, own) < standing(grammar, CLAIM, general)


@pytest.mark.parametrize(
    ("headline", "body", "faults"),
    [
        ("Grids are full", CLAIM, set()),
        ("It takes years to build a grid", CLAIM, set()),
        ("They are full", CLAIM, {"pronoun"}),
        ("Grids are full", f"They sell phones. {CLAIM}", {"pronoun"}),
        ("Grids are full", f"{CLAIM} That's the whole story.", {"pronoun"}),
        ("Grids are full", f"{CLAIM} Why is it so?", {"question"}),
        ("Grids are full", f"{CLAIM} Use code GRID today.", {"advert"}),
        ("Grids are full", "Grids are full.", {"length"}),
    ],
)
def test_the_count_of_faults_knows_them(headline, body, faults):
    assert faults_of(headline, body) == faults
