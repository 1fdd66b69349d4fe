"""Passages: whole sentences, about equal, never across an advert."""

from index.library.chunks import cut
from store.records.transcripts import Segment, Span, Transcript
from tests.worlds.library_of import talk

SENTENCE = "This sentence has exactly ten words in it, I believe."


def said(chunks):
    return " ".join(chunk.text for chunk in chunks)


def test_nothing_is_lost_and_nothing_is_said_twice():
    transcript = talk(*[("Ann", SENTENCE)] * 50)

    chunks = cut(7, transcript, [])

    assert said(chunks) == " ".join([SENTENCE] * 50)
    assert [chunk.id for chunk in chunks] == ["7-0", "7-1", "7-2"]
    assert {130 <= len(chunk.text.split()) <= 270 for chunk in chunks} == {True}


def test_a_question_and_its_long_answer_stay_together():
    answer = [("Bob", SENTENCE)] * 14
    turns = [("Ann", "How did it begin?"), *answer, ("Ann", "And what came then?"), *answer, ("Ann", "Why?"), *answer]

    chunks = cut(1, talk(*turns), [])

    assert [chunk.sentences[0].text for chunk in chunks] == ["How did it begin?", "And what came then?", "Why?"]


def test_the_give_and_take_of_short_turns_is_cut_by_length_alone():
    turns = [("Ann", "Is it so, and who says so?"), ("Bob", "Nobody at all says so.")] * 60

    chunks = cut(1, talk(*turns), [])

    assert {130 <= len(chunk.text.split()) <= 270 for chunk in chunks} == {True}


def test_a_sentence_longer_than_any_passage_is_not_lost():
    chunks = cut(1, Transcript(segments=(Segment(start=0, end=9, text="word " * 400),), source="x"), [])

    assert len(said(chunks).split()) == 400


def test_passages_keep_speakers_and_times_but_no_words():
    chunks = cut(1, talk(("Ann", "Is it so?"), ("Bob", "It is, and I can say why, at length.")), [])

    assert [(s.speaker, s.start, s.words) for s in chunks[0].sentences] == [("Ann", 0, ()), ("Bob", 10, ())]
    assert (chunks[0].speaker, chunks[0].start, chunks[0].end) == ("Bob", 0, 20)


def test_an_advert_is_left_out_and_parts_the_passages():
    transcript = talk(*[(None, SENTENCE)] * 4)

    chunks = cut(1, transcript, [Span(start=10, end=19, reason="cue")])

    assert [(chunk.start, chunk.end) for chunk in chunks] == [(0, 10), (20, 40)]


def test_a_sentence_that_an_advert_only_touches_stays():
    chunks = cut(1, talk((None, SENTENCE), (None, SENTENCE)), [Span(start=8, end=11, reason="cue")])

    assert said(chunks) == f"{SENTENCE} {SENTENCE}"


def test_talk_that_is_all_advert_or_empty_gives_no_passage():
    assert cut(1, talk((None, SENTENCE)), [Span(start=0, end=10, reason="cue")]) == []
    assert cut(1, Transcript(segments=(), source="x"), []) == []
    assert cut(1, Transcript(segments=(Segment(start=0, end=1, text=" "),), source="x"), []) == []
