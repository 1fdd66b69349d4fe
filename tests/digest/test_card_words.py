"""A card says each thing once, and puts quotation marks around words as said alone."""

from digest.card_words import card_words
from store.records.insights import Question
from tests.worlds.citing import cited

SAID = "Well, grids are, uh, slow,"
PLACING = "Ann Lee on grids"


def a_quote(**facts):
    placed = {"placing": PLACING, "headline": PLACING, "quote": SAID, "body": "Grids are slow."}
    return card_words(cited("a", **placed | facts))


def test_a_quote_is_its_words_under_the_line_that_places_it():
    words = a_quote(shown=((6, 15), (21, 26)))

    assert (words.headline, words.placing, words.body, words.quote) == (PLACING, None, None, "Grids are slow.")
    assert words.speaker is None  # the line names her
    assert "".join(piece for piece, shown in words.as_said if not shown) == "Well,, uh,"


def test_a_claim_among_its_words_stands_over_the_line():
    words = a_quote(headline="Grids are slow")

    assert (words.headline, words.placing) == ("Grids are slow", PLACING)


def test_the_question_is_told_with_who_asked():
    assert a_quote(question=Question(words="Why wait?", asked_by="Bo")).question == "“Why wait?” asked by Bo"


def test_an_episode_that_the_line_names_is_not_named_again():
    assert a_quote(placing="Ann Lee in Episode 1", headline="Ann Lee in Episode 1").episode is None


def test_a_quote_of_an_older_archive_is_not_said_twice():
    words = card_words(cited("a", headline="Grids are slow", quote=SAID, body="Grids are slow."))

    assert (words.body, words.quote, words.speaker) == (None, "Grids are slow.", "Ann Lee")


def test_words_cut_at_a_comma_are_said_once():
    words = card_words(cited("a", quote="Grids are slow,", body="Grids are slow."))

    assert (words.body, words.quote, words.as_said) == (None, "Grids are slow", ())


def test_a_claim_keeps_its_sentences_beside_its_proof():
    words = card_words(cited("a", origin="openai/x", body="Waiting costs a decade.", quote=SAID))

    assert (words.body, words.quote, words.speaker) == ("Waiting costs a decade.", SAID, "Ann Lee")
