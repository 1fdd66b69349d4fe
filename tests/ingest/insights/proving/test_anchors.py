"""The names and numbers of a sentence are held against where a talk says them, and of what."""

import pytest

from config import open_packaged_embedder
from index.embedding.embedder import Remembering
from ingest.insights.proof import Talk
from ingest.insights.proving.anchors import Anchors
from ingest.insights.proving.grounds import Grounds
from ingest.insights.proving.places import Place
from language.grammar import english
from language.sentences import talk_sentences
from language.words import terms
from store.records.transcripts import Segment, Transcript

FILLER = "So the weather was fine there and people walked along the harbour for a while and talked of nothing much. "
SAID = (
    "Nora Vale is the founder of Harrow and before that she studied at Elm College. We make kettles at Harrow. "
    + FILLER * 30
    + "We tested it with the next ten hires, and when the mill was twelve years old we sold it. "
    "It gets big in year six. Our kettles go to bakers, and 45% of bakers said yes, while 30% said they would wait. "
    "We put Corvex coils in the kettles that we sell to bakers."
)
TRANSCRIPT = Transcript(source="test", segments=(Segment(start=0, end=600, text=SAID, speaker="Nora Vale"),))
TALK = Talk(TRANSCRIPT.segments, ())
GROUNDS = Grounds(TALK, talk_sentences(TRANSCRIPT), Remembering(open_packaged_embedder()))
ANCHORS = Anchors(GROUNDS, (), ["Nora Vale", "Ben Aldous"], english())
QUOTE = Place(first=len(TALK.texts) - 60, last=len(TALK.texts))


LIDS = (
    "We sell a lid for gas, a lid for coal and a lid for wood. One cause is rust. "
    "And the second cause, which is why we make them apart, is steam."
)
LIDS_TALK = Talk((Segment(start=0, end=60, text=LIDS, speaker="Nora Vale"),), ())
LIDS_SAID = Transcript(source="test", segments=(Segment(start=0, end=60, text=LIDS, speaker="Nora Vale"),))


def counted(sentence):
    """The numbers of the sentence that LIDS, as the words that carry it, do not tell."""
    grounds = Grounds(LIDS_TALK, talk_sentences(LIDS_SAID), Remembering(open_packaged_embedder()))
    all_of_it = Place(first=0, last=len(LIDS_TALK.texts))
    anchors = Anchors(grounds, (), ["Nora Vale"], english())
    return anchors.distant(sentence, frozenset(terms(sentence)), [all_of_it], all_of_it, "Nora Vale")


def distant(sentence):
    return ANCHORS.distant(sentence, frozenset(terms(sentence)), [QUOTE], QUOTE, "Nora Vale")


@pytest.mark.parametrize(
    "sentence",
    [
        "Kettles were tested with the next ten hires.",
        "The mill was sold after twelve years.",
        "Of bakers, 45% said yes and 30% would wait.",
    ],
)
def test_a_number_that_is_said_of_the_same_stays(sentence):
    assert distant(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Kettles were tested with the next twelve hires.", "twelve"),
        ("Kettles were tested with six more hires.", "six"),
        ("The kettles cost bakers $45 a piece.", "45"),
    ],
)
def test_a_number_that_is_said_of_something_else_is_told(sentence, wrong):
    assert distant(sentence) == [wrong]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Three kinds of lids are sold, each for another stove.", []),
        ("Four kinds of lids are sold, each for another stove.", ["four"]),
        ("Lids are made apart for two reasons.", []),
        ("Lids are made apart for three reasons.", ["three"]),
    ],
)
def test_a_number_may_count_what_is_told_one_by_one(sentence, wrong):
    assert counted(sentence) == wrong


def test_who_speaks_may_be_called_by_the_house_alone():
    assert distant("Harrow's chief engineer puts coils in the kettles that bakers buy.") == []


def test_where_a_speaker_works_need_not_be_said_again():
    assert distant("Nora Vale of Harrow puts coils in the kettles that bakers buy.") == []


def test_it_is_no_sort_of_thing_that_the_talk_never_calls_by_it():
    assert distant("Bakers buy kettles with Harrow coils.") == ["Harrow"]


def test_it_is_nothing_that_others_act_upon():
    assert distant("The coils of bakers replaced Harrow.") == ["Harrow"]


@pytest.mark.parametrize(
    ("sentence", "misplaced"),
    [
        ("Harrow founder Nora Vale sells kettles.", False),
        ("Corvex founder Nora Vale sells kettles.", True),
        ("Nora Vale, a Corvex engineer, sells kettles.", True),
        ("Nora Vale of Corvex sells kettles.", True),
        ("Podcast host Nora Vale sells kettles.", False),
    ],
)
def test_nobody_is_of_a_house_that_is_not_named_where_they_are_introduced(sentence, misplaced):
    assert ANCHORS.misplaced(sentence) == misplaced


@pytest.mark.parametrize(
    ("sentence", "invented"),
    [
        ("Nora Corvex sells kettles.", ["nora corvex"]),
        ("Nora Vale sells kettles.", []),
        ("Nora's Corvex coils sell.", []),
    ],
)
def test_nobody_heard_bears_a_strangers_last_name(sentence, invented):
    assert ANCHORS.invented(sentence) == invented
