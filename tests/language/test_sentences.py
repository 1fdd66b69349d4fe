"""Sentences of spoken text, and the seconds in which they are said."""

import pytest

from language.sentences import MAX_WORDS, split, split_segments, words_of
from store.records.transcripts import Segment, Word

TALK = [
    "Dr. Brooks runs it. She is here.",
    "It grew 3.5 percent. That is a lot.",
    "J. R. R. Tolkien wrote it. I read it.",
    "The U.S. Senate voted. China did not.",
    "He moved to the U.S. The rest stayed.",
    "Apple Inc. The company. Done.",
    "Well... I think so. Yes.",
    'She said "No." Then she left.',
    "Really?! Yes! Go.",
    "It was No. 5 on the list. No. Not that one.",
    "We met at 5 p.m. and left. Good.",
    "I work at Yahoo! in Ohio. Nice.",
    "so what? yes. all lower case.",
]
SENTENCES = [
    ["Dr. Brooks runs it.", "She is here."],
    ["It grew 3.5 percent.", "That is a lot."],
    ["J. R. R. Tolkien wrote it.", "I read it."],
    ["The U.S. Senate voted.", "China did not."],
    ["He moved to the U.S.", "The rest stayed."],
    ["Apple Inc.", "The company.", "Done."],
    ["Well... I think so.", "Yes."],
    ['She said "No."', "Then she left."],
    ["Really?!", "Yes!", "Go."],
    ["It was No. 5 on the list.", "No.", "Not that one."],
    ["We met at 5 p.m. and left.", "Good."],
    ["I work at Yahoo! in Ohio.", "Nice."],
    ["so what?", "yes.", "all lower case."],
]


@pytest.mark.parametrize(("text", "sentences"), zip(TALK, SENTENCES, strict=True))
def test_a_full_stop_ends_a_sentence_only_where_one_ends(text, sentences):
    assert split(text) == sentences


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_words_make_no_sentence(text):
    assert split(text) == []
    assert split_segments([Segment(start=0, end=1, text=text)]) == []


def test_a_sentence_may_run_over_segments_of_one_speaker():
    cues = [
        Segment(start=0, end=2, text="We sold the", speaker="Ann"),
        Segment(start=2, end=4, text="company. Then we", speaker="Ann"),
        Segment(start=4, end=5, text="Left.", speaker="Bob"),
    ]

    sentences = split_segments(cues)

    assert [(s.speaker, s.text) for s in sentences] == [
        ("Ann", "We sold the company."),
        ("Ann", "Then we"),
        ("Bob", "Left."),
    ]
    assert sentences[0].start == 0
    assert sentences[0].end == pytest.approx(2 + 2 * 9 / 17)
    assert sentences[2].start == 4


def test_times_come_from_the_words_where_the_source_gives_them():
    words = (Word(start=1.0, end=1.2, text=" Yes."), Word(start=7.0, end=7.5, text=" Go."))

    sentences = split_segments([Segment(start=0, end=9, text="Yes. Go.", words=words)])

    assert [(s.start, s.end, len(s.words)) for s in sentences] == [(1.0, 1.2, 1), (7.0, 7.5, 1)]


def test_interpolated_times_are_not_passed_on_as_words():
    segment = Segment(start=0, end=9, text="Yes. Go.")

    assert split_segments([segment])[0].words == ()
    assert [word.text for word in words_of(segment)] == ["Yes.", "Go."]


def test_talk_without_a_full_stop_is_cut_at_its_longest_pause():
    words = [Word(start=at + (at >= 30) * 4, end=at + 0.9 + (at >= 30) * 4, text=f"w{at}") for at in range(70)]

    sentences = split_segments([Segment(start=0, end=80, text="", words=tuple(words))])

    assert [len(s.words) for s in sentences] == [30, 40]
    assert all(len(s.words) <= MAX_WORDS for s in sentences)
