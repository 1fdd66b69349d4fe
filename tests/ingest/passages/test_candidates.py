"""Without a model: runs of whole sentences that may be quoted, and how well they stand alone."""

import pytest

from bench.reading.faults import faults_of
from ingest.passages.candidates import candidates, wanted_count
from ingest.passages.selection import parsed
from ingest.passages.standing import opens_well, standing
from language.detection import is_english
from language.fillers import clean
from language.sentences import talk_sentences
from store.records.transcripts import Span
from tests.worlds.talks import CHATTER, said

CLAIM = (
    "Chinese companies release powerful open source AI models because free software makes their hardware more "
    "valuable. When a model is free, people spend their money on phones, cars, robots and factory machines."
)


def found(transcript, adverts=()):
    return candidates(talk_sentences(transcript), adverts)


def stands(grammar, *texts):
    """How well the passage stands that begins and ends with the texts; 0 when it may not be shown."""
    sentences = talk_sentences(said(("Ada", " ".join(texts))))
    shown = [p.sentences for p in candidates(sentences, ()) if (p.first, p.last) == (0, len(sentences) - 1)]
    return max((standing(trees) for trees in parsed(shown, grammar) if opens_well(trees)), default=0.0)


def test_the_claim_is_found_in_the_chatter():
    transcript = said(("Ben", CHATTER), ("Ada", CLAIM), ("Ben", CHATTER))

    quotes = {passage.quote for passage in found(transcript) if passage.speaker == "Ada"}

    assert CLAIM in quotes


def test_a_passage_never_crosses_speakers_or_adverts():
    first, second = CLAIM.split(" When ")
    transcript = said(("Ada", first), ("Ben", f"When {second}"))
    advert = Span(start=0, end=100, reason="test")

    assert not any(passage.first != passage.last for passage in found(transcript))
    assert found(said(("Ada", CLAIM)), [advert]) == []


def test_what_only_follows_from_words_that_are_not_seen_begins_no_passage():
    transcript = said(("Ada", f"For example, {CLAIM[:1].lower()}{CLAIM[1:]}"))

    assert [passage.first for passage in found(transcript) if passage.first == 0] == []


def test_a_passage_ends_where_a_sentence_does():
    assert found(said(("Ada", f"{CLAIM[:-1]},"))) != found(said(("Ada", CLAIM)))
    assert [passage.last for passage in found(said(("Ada", f"{CLAIM[:-1]},"))) if passage.last == 1] == []


def test_without_named_speakers_a_reply_is_a_border():
    first, second = CLAIM.split(" When ")
    transcript = said((None, f"{first} Yeah, when {second}"))

    assert not any(passage.first != passage.last for passage in found(transcript))


def test_a_full_stop_that_recognition_dropped_between_segments_is_a_border():
    first, second = CLAIM.split(". When", maxsplit=1)[0], f"When{CLAIM.split('. When')[1]}"

    sentences = talk_sentences(said(("Ada", first), ("Ada", second)))

    assert [sentence.text for sentence in sentences] == [first, second]


def test_the_quote_is_what_was_said_word_for_word():
    spoken = CLAIM.replace("because free", "because, um, free").replace("When a", "And when a")

    [whole] = [passage for passage in found(said(("Ada", f"So, {spoken}"))) if passage.last == 1 and not passage.first]

    assert whole.quote == f"So, {spoken}"
    assert whole.body == CLAIM.replace("When a", "And when a")


def test_nothing_is_cut_out_of_a_sentence():
    talk = f"I told him all of it, and most cities build too few homes, for the old rules ask for parking. {CLAIM}"

    assert {text for passage in found(said(("Ada", talk))) for text in passage.sentences} <= {
        sentence.text for sentence in talk_sentences(said(("Ada", talk)))
    }


@pytest.mark.parametrize(
    "broken",
    [
        CLAIM.replace("valuable. When", "valuable... When"),
        CLAIM.replace("because free", "because -- free"),
        CLAIM.replace("factory machines.", "factory machines and--"),
    ],
)
def test_what_breaks_off_is_not_quoted(broken):
    assert not any(passage.body.count("free") > 1 for passage in found(said(("Ada", broken))))


def test_what_is_read_out_of_somebody_elses_words_is_not_quoted_from_their_middle():
    reading = f'{CLAIM} That is what the report said of the year."'

    quoted = [passage.quote for passage in found(said(("Ada", reading)))]

    assert not any('"' in quote for quote in quoted)


@pytest.mark.parametrize("between", ["Why is that?", "Thank you so much for having me on the show today."])
def test_a_question_or_a_greeting_is_not_passed_over(between):
    first, second = CLAIM.split(" When ")

    assert not any(
        passage.last > 1 > passage.first for passage in found(said(("Ada", f"{first} {between} When {second}")))
    )


def test_a_reply_does_not_open_a_quote():
    assert not any(passage.first == 0 for passage in found(said(("Ada", f"Yeah, {CLAIM}"))))


def test_it_is_known_whether_somebody_else_spoke_right_before():
    first, second = CLAIM.split(" When ")
    sentences = talk_sentences(said(("Ben", first), ("Ada", f"When {second} {CLAIM}")))

    asked = {passage.first: passage.asked for passage in candidates(sentences, ()) if passage.speaker == "Ada"}

    assert asked == {1: True, 2: False}


def test_a_filler_between_two_sentences_is_passed_over_in_the_body_only():
    first, second = CLAIM.split(" When ")
    talk = f"{first} You know. When {second}"

    [passage] = [p for p in found(said(("Ada", talk))) if p.first == 0 and p.last == 2]

    assert passage.body == CLAIM
    assert passage.quote == talk


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
    assert stands(grammar, CLAIM, sentence) >= 0.75


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
    assert stands(grammar, sentence) < 0.5
    assert stands(grammar, sentence, CLAIM) < 0.5


def test_a_story_of_ones_own_stands_worse_than_what_holds_for_all(grammar):
    general = "Most utilities build storage because gas plants cost more, and they cost more in every single year."
    own = "We built our own storage because our gas plants cost more, and we paid for them in every single year."

    assert stands(grammar, CLAIM, own) < stands(grammar, CLAIM, general)


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
