"""The line over a quote says who speaks on what, in words of the talk and the feed."""

from dataclasses import replace

import pytest

from ingest.passages.candidates import candidates
from ingest.passages.placing.placing import Places, line
from language.folding import folded_words
from language.sentences import talk_sentences
from store.records.episodes import Chapter
from tests.worlds.talks import EPISODE, said

QUESTION = "What goes wrong with heat pumps in old houses?"
QUOTE = (
    "Heat pumps fail in their first winter because nobody sizes the radiators for low temperatures. An installer who "
    "measures every room before the order saves the owner a second visit."
)
INES = "Ines Okafor"
FEED = replace(EPISODE.feed, title="Warm rooms", people=(INES,), notes="Ines Okafor, founder of Tern, tells all.")


@pytest.fixture
def placed(embedder):
    def run(speaker=INES, feed=FEED, words=QUOTE):
        sentences = talk_sentences(said(("Ben", QUESTION), (speaker, words)))
        passage = next(each for each in candidates(sentences, ()) if each.quote == words)
        return Places(replace(EPISODE, feed=feed), sentences, (), embedder).of(passage)

    return run


def test_it_says_who_and_on_what(placed):
    found = placed()

    assert found.line.startswith("Ines Okafor, founder of Tern, on ")
    assert "heat pumps" in found.line.casefold()
    assert found.question.words == QUESTION


def test_a_question_that_the_words_do_not_answer_is_left_out(placed):
    words = (
        "Every spring the two of us drive to a small island and count the birds that came back from the south. "
        "Last year there were nine hundred terns, and most of them nested on the roof of the old lighthouse."
    )

    assert placed(words=words).question is None


def test_each_word_is_said_or_stands_in_the_feed(placed):
    known = folded_words(f"{QUESTION} {QUOTE} {FEED.title} {FEED.notes} on and a")

    assert set(folded_words(placed().line)) <= set(known)


def test_a_chapter_names_the_topic_where_the_words_do_not(placed):
    feed = replace(FEED, chapters=(Chapter(start=0, title="Measuring heating systems"),))
    words = (
        "Nobody who heats a whole building measures before he orders, so he guesses, and whoever guesses freezes. "
        "Whoever measures first never comes twice, and he is paid as much as those who do."
    )

    assert placed(feed=feed, words=words).line.endswith("on heating systems")


def test_an_unnamed_speaker_is_not_named(placed):
    assert placed(speaker="Speaker 2").line.startswith("On ")


def test_without_a_topic_the_title_places_it():
    assert line(INES, None, None, "Warm rooms") == "Ines Okafor in Warm rooms"
    assert line(None, None, None, "Warm rooms") == "From Warm rooms"


def test_one_topic_is_enough(placed):
    assert placed().line == "Ines Okafor, founder of Tern, on heat pumps"


def test_what_the_listener_is_taken_to_know_keeps_its_article(placed):
    words = (
        "You ask the heating engineer before the order because nobody else measures every room of the house in winter. "
        "Without the heating engineer an owner pays for a second visit and for radiators that are too small."
    )

    assert placed(words=words).line.endswith("on the heating engineer")


def test_a_verb_before_a_noun_is_no_topic(placed):
    words = (
        "Some owners need a whole winter to train models of their heat pumps because nobody measures every room. "
        "An installer who measures before the order saves the owner a second visit and a cold house."
    )

    assert "train models" not in placed(words=words).line
