"""The few passages of a talk that a reader likely finds good, and why the next best were not taken."""

import math

import numpy as np
import pytest

from ingest.passages.candidates import Passage
from ingest.passages.goodness import ASKED, shipped
from ingest.passages.impressions import SIZE
from ingest.passages.selection import (
    BEYOND_THE_NUMBER,
    KEPT,
    LEAST_WORTH,
    OVERLAPS,
    SAYS_THE_SAME,
    SHOWN_OFF,
    TOO_WEAK,
    Chosen,
    best_passages,
    select,
)
from store.records.episodes import Soundbite
from store.records.transcripts import Transcript
from tests.worlds.talks import CHATTER, said

CLAIMS = (
    "Chinese companies release powerful open source AI models because free software makes their hardware more "
    "valuable. When a model is free, people spend their money on phones, cars, robots and factory machines.",
    "Most hospitals lose more money on missed appointments than on late payments. Patients who get a message two days "
    "before the visit come twice as often, so a reminder pays for itself within a month.",
    "Most startups fail because nobody needs the product. A better sales team cannot save a product that nobody needs. "
    "Founders who talk to ten customers every week find the problem before the money is gone.",
)
AGAIN = (
    "Chinese companies give away powerful open source AI models because free software makes their hardware more "
    "valuable. When the model is free, people spend their money on phones, cars, robots and on factory machines."
)


INTERVIEW = said(
    ("Ben", CHATTER), ("Ada", CLAIMS[0]), ("Ben", "Wow. And what about hospitals?"), ("Ada", CLAIMS[1]),
    ("Ben", CHATTER), ("Ada", CLAIMS[2]),
)  # fmt: skip


def rated_by_hand(headline, first, last=None, *, worth, meaning):
    last = first if last is None else last
    text = f"{headline}."
    passage = Passage(
        first=first, last=last, start=10.0 * first, end=10.0 * last + 9, speaker="Ada", quote=text, body=text,
        sentences=(text,),
    )  # fmt: skip
    return Chosen(passage=passage, worth=worth, parts={"by hand": worth}, vector=np.eye(6, dtype=np.float32)[meaning])


@pytest.fixture(scope="module")
def selection(reading):
    return best_passages(INTERVIEW, (), reading)


def test_each_claim_is_chosen_once_and_nothing_of_the_chatter(selection):
    quotes = [chosen.passage.quote for chosen in selection.chosen]

    assert sorted(claim for claim in CLAIMS for quote in quotes if quote in claim) == sorted(CLAIMS)
    assert len(quotes) == len(CLAIMS)


def test_worth_is_made_of_the_parts_that_are_told(selection):
    best = selection.chosen[0]

    assert best.worth == pytest.approx(1 / (1 + math.exp(-sum(best.parts.values()))))
    assert set(ASKED) < set(best.parts)


def test_the_best_come_first(selection):
    worths = [chosen.worth for chosen in selection.chosen]

    assert worths == sorted(worths, reverse=True)
    assert all(0 < worth < 1 for worth in worths)


def test_what_was_weighed_is_told_with_its_outcome(selection):
    kept = [candidate for candidate in selection.weighed if candidate.outcome == KEPT]

    assert [candidate.headline for candidate in kept] == [chosen.passage.body for chosen in selection.chosen]
    assert all(candidate.parts and candidate.start is not None for candidate in kept)


def test_the_next_best_are_told_with_what_kept_them_out():
    ranked = [
        rated_by_hand("Bread is older than farming", 0, worth=0.9, meaning=0),
        rated_by_hand("Flour keeps for years", 0, 1, worth=0.8, meaning=1),
        rated_by_hand("Loaves came before fields", 3, worth=0.7, meaning=0),
        rated_by_hand("Steam ovens changed cities", 4, worth=0.68, meaning=2),
        rated_by_hand("Yeast feeds on sugar", 5, worth=0.67, meaning=3),
        rated_by_hand("Nobody counted the mills", 2, worth=0.1, meaning=4),
    ]

    selection = select(ranked, wanted=2)

    outcomes = [candidate.outcome for candidate in selection.weighed]
    assert outcomes == [KEPT, OVERLAPS, SAYS_THE_SAME, KEPT, BEYOND_THE_NUMBER, TOO_WEAK]
    assert [chosen.worth for chosen in selection.chosen] == [0.9, 0.68]


def test_the_same_claim_in_other_words_is_taken_once(reading):
    selection = best_passages(said(("Ada", CLAIMS[0]), ("Ben", CHATTER), ("Ada", AGAIN)), (), reading)

    assert len(selection.chosen) == 1
    assert SAYS_THE_SAME in {candidate.outcome for candidate in selection.weighed}


def test_a_talk_in_another_language_or_without_words_has_none(reading):
    german = "Die meisten Firmen verlieren mehr Geld durch schlechte Planung als durch hohe Kosten, sagt der Chef. " * 3

    assert best_passages(said(("Ada", german)), (), reading).chosen == ()
    assert best_passages(Transcript(segments=(), source="test"), (), reading).chosen == ()


def test_what_the_show_itself_chose_is_worth_more_and_says_so(reading):
    before = best_passages(INTERVIEW, (), reading).chosen[-1]
    heard = next(c for c in best_passages(INTERVIEW, (), reading).weighed if c.headline == before.passage.body)

    chosen = best_passages(INTERVIEW, (), reading, soundbites=[Soundbite(start=heard.start, end=heard.end)]).chosen

    after = next(each for each in chosen if each.passage == before.passage)
    assert after.worth > before.worth
    assert SHOWN_OFF in after.parts


def test_an_episode_of_small_talk_gives_none(reading):
    selection = best_passages(
        said(("Ben", CHATTER * 5), ("Ada", "I like the rain, and my dog does too. " * 6)), (), reading
    )

    assert selection.chosen == ()
    assert {candidate.outcome for candidate in selection.weighed} <= {TOO_WEAK}


def test_only_what_is_likely_good_is_chosen(selection):
    assert all(chosen.worth >= LEAST_WORTH for chosen in selection.chosen)


def test_the_chosen_have_their_headline(selection):
    assert {bool(chosen.passage.headline) for chosen in selection.chosen} == {True}


def test_the_weights_know_every_trait():
    weights = shipped()

    assert weights.coefficients.shape == (len(ASKED), len(weights.traits))
    assert weights.impressions.shape == (len(ASKED), SIZE)
