"""Without a model: passages that claim something and stand alone, with a headline cut from their own words."""

import pytest

from ingest.cleaning import clean
from ingest.headline import headline
from ingest.passages import best_passages, wanted_count
from ingest.standing import DISQUALIFYING, faults
from ingest.worth import worth_of
from store.types import Segment, Span, Transcript

CLAIM = (
    "Chinese companies release powerful open source AI models because free software makes their hardware more "
    "valuable. When the model costs nothing, the money moves to phones, cars, robots and factory machines, and China "
    "already makes a large share of those."
)
CHATTER = (
    "Welcome back to the show, everyone. Thanks for having me, it is great to be here. How was your week? "
    "That was good, and we talked about it. He told me about this thing. Let's get into it."
)


def said(*turns):
    segments, at = [], 0.0
    for speaker, text in turns:
        end = at + 0.4 * len(text.split())
        segments.append(Segment(start=at, end=end, text=text, speaker=speaker))
        at = end
    return Transcript(segments=tuple(segments), source="test")


def test_the_claim_is_found_in_the_chatter():
    transcript = said(("Ben", CHATTER), ("Ada", CLAIM), ("Ben", CHATTER))

    [passage] = best_passages(transcript, ())

    assert passage.headline == "Chinese companies release powerful open source AI models"
    assert passage.quote == CLAIM
    assert passage.body == CLAIM


def test_a_passage_never_crosses_speakers_or_adverts():
    first, second = CLAIM.split(" When ")
    transcript = said(("Ada", first), ("Ben", f"When {second}"))
    advert = Span(start=0, end=100, reason="test")

    assert best_passages(transcript, ()) == []
    assert best_passages(said(("Ada", CLAIM)), [advert]) == []


def test_a_full_stop_that_recognition_dropped_between_segments_is_a_border():
    first, second = CLAIM.split(". ")

    [passage] = best_passages(said(("Ada", first), ("Ada", second)), ())

    assert passage.headline == "Chinese companies release powerful open source AI models"
    assert passage.body == CLAIM


def test_one_thing_said_twice_is_taken_once():
    assert len(best_passages(said(("Ada", CLAIM), ("Ben", CHATTER), ("Ada", CLAIM)), ())) == 1


def test_a_talk_in_another_language_gives_nothing():
    german = "Die Netze sind der Engpass, weil niemand Leitungen baut und jeder Anschluss fünf Jahre dauert. " * 10

    assert best_passages(said(("Ada", german)), ()) == []


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
    ("sentence", "claim"),
    [
        ("Remote work is a hiring policy, not a perk.", "Remote work is a hiring policy, not a perk"),
        (
            "I think that batteries beat gas plants in the evening, because they are cheap and because they are fast "
            "and everybody can build them in a year.",
            "Batteries beat gas plants in the evening",
        ),
        ("Is this the end of gas plants in the evening?", None),
        ("People think that gas plants are needed every evening.", None),
        ("They beat gas plants in the evening.", None),
        ("The people who are less technical.", None),
        ("Grids, copper, chips and all of that stuff.", None),
    ],
)
def test_a_headline_is_a_claim_cut_at_a_clause_or_nothing(sentence, claim):
    assert headline(sentence) == claim


@pytest.mark.parametrize(
    "fragment",
    [
        "40 million monthly downloads of Grid Engine, 20 million downloads of Grid Kit, Grid Build.",
        "Along the river found a large disused station.",
        "In different parts of the grid, private owners, as well as owners who have built solar parks.",
        "Ada has a gas plant, Ben has a gas plant, Cleo has a gas plant.",
        "You've got copper, transformers, and it leads to delays.",
        "A neighbour of mine, Ada Byron, we've built some good batteries together.",
        "In the first winter, it was carrying almost half of the city.",
        "The reality is when you outsource the whole grid.",
        "Owners of plants are so, good owners, especially in winter.",
        "The engineering work to launch it and the marketing.",
        "A low core count and a long cable.",
        "Heaven forbid, go talk to engineers.",
        "Voltix is a single platform for every kind of battery.",
        "Ada Byron is the CEO of a battery company.",
    ],
)
def test_no_headline_is_a_fragment_a_list_or_an_introduction(fragment):
    assert headline(clean(fragment, opens=True)) is None


@pytest.mark.parametrize(
    "claim",
    [
        "In most cities, the grid is the bottleneck for new housing",
        "In practice most grids fail on the coldest evening of a year",
        "Every technology problem is a people problem first",
        "People who build batteries need copper",
        "Almost all successful grids follow the price of copper",
    ],
)
def test_a_statement_with_a_subject_and_a_verb_is_a_headline(claim):
    assert headline(f"{claim}.") == claim


def test_neither_a_condition_nor_the_reason_of_a_denial_is_cut_off():
    conditional = "Open models win the market if American companies keep their prices as high as they are this year."
    denial = "Open models do not win because they are cheap and free for everybody who wants to use one of them."

    assert headline(conditional) is None
    assert headline(denial) is None


@pytest.mark.parametrize(
    "dependent",
    [
        "They release models because free software makes hardware more valuable.",
        "That is why free software makes hardware more valuable.",
        "Chris, we have free software to talk of.",
        "As you mentioned, free software makes hardware more valuable.",
        "Subscribe to the newsletter for more on free software.",
        "Does free software make hardware more valuable?",
    ],
)
def test_what_needs_the_talk_around_it_does_not_stand_alone(dependent):
    assert faults([dependent]) >= DISQUALIFYING


def test_a_claim_is_worth_more_than_chatter():
    idle = "I went there and I had a really fun time with a lot of stuff going on."

    assert worth_of([CLAIM]) > 0.3 > worth_of([idle])


def test_numbers_in_a_row_claim_no_more_than_one():
    reason = "Utilities hoard transformers, because a new one takes 3 years."

    assert worth_of([reason]) > worth_of(
        ["40 million poles, 30 million meters, 20 million fuses, 10 million switches."]
    )


def test_what_holds_in_general_is_worth_more_than_what_somebody_did_or_sells():
    general = worth_of(["Most utilities build storage because gas plants cost more than batteries do."])

    assert general > worth_of(["We built our own storage because our old gas plants cost more than we had planned."])
    assert general > worth_of(
        ["Voltix is a battery platform and Voltix helps utilities build storage, because it cuts cost."]
    )
