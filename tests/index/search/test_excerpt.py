from datetime import UTC, datetime

from index.search.excerpt import clamped, excerpt
from index.search.hits import Hit
from language.words import terms
from store.records.transcripts import Segment


def talk(*said):
    """(speaker, text) of each sentence, ten seconds apart."""
    return tuple(
        Segment(start=10.0 * at, end=10.0 * at + 9, text=text, speaker=speaker)
        for at, (speaker, text) in enumerate(said)
    )


def passage(sentences, start):
    return Hit(
        kind="passage",
        id="1",
        score=1.0,
        episode_id=1,
        show_id=1,
        show="Show",
        episode="Episode",
        published=datetime(2026, 5, 3, tzinfo=UTC),
        audio_url=None,
        link=None,
        speaker=None,
        start=start,
        end=sentences[-1].end,
        headline=None,
        text=" ".join(each.text for each in sentences),
        sentence="",
        approximate=False,
        sentences=sentences,
    )


TALK = talk(("Ada", "Why so?"), ("Ben", "Copper is scarce."), ("Ben", "Mines take years."), ("Ada", "I see."))


def test_a_passage_keeps_the_sentence_that_answers_and_what_its_speaker_says_next():
    cut = clamped(passage(TALK, start=10.0))

    assert cut.text == "Copper is scarce. Mines take years."
    assert cut.end == TALK[2].end


def test_what_went_before_stands_there_where_another_goes_on():
    assert clamped(passage(TALK, start=20.0)).text == "Copper is scarce. Mines take years."


def test_a_place_past_the_last_sentence_leaves_the_passage_whole():
    whole = passage(TALK, start=99.0)

    assert clamped(whole) == whole


def test_of_a_claim_the_sentence_stays_that_says_what_was_asked():
    body = "Ada Roy mines copper. She opened a pit in Chile. Its water comes from the sea. It ships in May."

    assert excerpt(body, terms("sea water")) == "Its water comes from the sea. It ships in May."


def test_of_a_claim_that_nothing_asks_for_the_beginning_stays():
    assert excerpt("One came. Two went. Three stayed.", ()) == "One came. Two went."


def test_a_text_without_a_sentence_stays_as_it_is():
    assert excerpt("", terms("sea")) == ""
