"""Passages: whole sentences, about equal, never across an advert."""

from index.chunks import cut
from store.types import Segment, Span, Transcript
from tests.library_of import talk

SENTENCE = "This sentence has exactly ten words in it, I believe."


def said(chunks):
    return " ".join(chunk.text for chunk in chunks)


def test_nothing_is_lost_and_nothing_is_said_twice():
    transcript = talk(*[("Ann", SENTENCE)] * 50)

    chunks = cut(7, transcript, [])

    assert said(chunks) == " ".join([SENTENCE] * 50)
    assert [chunk.id for chunk in chunks] == ["7-0", "7-1", "7-2"]
    assert {110 <= len(chunk.text.split()) <= 180 for chunk in chunks} == {True}


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
