"""Which passages of a talk are worth a reader's while, and why the next best were not taken."""

import math

import numpy as np
import pytest

from ingest.passages.candidates import Passage
from ingest.passages.features import PARTS, traits_of
from ingest.passages.ranking import sentence_scores, shipped, weigh
from ingest.passages.selection import (
    BEYOND_THE_NUMBER,
    KEPT,
    OVERLAPS,
    SAYS_THE_SAME,
    SHOWN_OFF,
    TOO_WEAK,
    Chosen,
    best_passages,
    select,
)
from store.records.episodes import Soundbite
from store.records.transcripts import Segment, Transcript
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


def sentences_of(*texts, speaker=None):
    return [Segment(start=10.0 * at, end=10.0 * at + 9, text=text, speaker=speaker) for at, text in enumerate(texts)]


def rated_by_hand(headline, first, last=None, *, worth):
    last = first if last is None else last
    text = f"{headline}."
    passage = Passage(
        first=first, last=last, start=10.0 * first, end=10.0 * last + 9, speaker="Ada", quote=text, headline=headline,
        body=text, sentences=(text,), standing=1.0, strength=1.0,
    )  # fmt: skip
    return Chosen(passage=passage, worth=worth, parts={"by hand": worth})


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
    assert set(PARTS.values()) < set(best.parts)


def test_the_best_come_first(selection):
    worths = [chosen.worth for chosen in selection.chosen]

    assert worths == sorted(worths, reverse=True)
    assert all(0 < worth < 1 for worth in worths)


def test_what_was_weighed_is_told_with_its_outcome(selection):
    kept = [candidate for candidate in selection.weighed if candidate.outcome == KEPT]

    assert [candidate.headline for candidate in kept] == [chosen.passage.headline for chosen in selection.chosen]
    assert all(candidate.parts and candidate.start is not None for candidate in kept)


def test_the_next_best_are_told_with_what_kept_them_out():
    vectors = np.eye(6, dtype=np.float32)
    vectors[3] = vectors[0]
    ranked = [
        rated_by_hand("Bread is older than farming", 0, worth=0.9),
        rated_by_hand("Flour keeps for years", 0, 1, worth=0.8),
        rated_by_hand("Loaves came before fields", 3, worth=0.7),
        rated_by_hand("Steam ovens changed cities", 4, worth=0.6),
        rated_by_hand("Yeast feeds on sugar", 5, worth=0.5),
        rated_by_hand("Nobody counted the mills", 2, worth=0.1),
    ]

    selection = select(ranked, vectors, wanted=2)

    outcomes = [candidate.outcome for candidate in selection.weighed]
    assert outcomes == [KEPT, OVERLAPS, SAYS_THE_SAME, KEPT, BEYOND_THE_NUMBER, TOO_WEAK]
    assert [chosen.worth for chosen in selection.chosen] == [0.9, 0.6]


def test_the_same_claim_in_other_words_is_taken_once(reading):
    selection = best_passages(said(("Ada", CLAIMS[0]), ("Ben", CHATTER), ("Ada", AGAIN)), (), reading)

    assert len(selection.chosen) == 1
    assert SAYS_THE_SAME in {candidate.outcome for candidate in selection.weighed}


def test_a_talk_in_another_language_or_without_words_has_none(reading):
    german = "Die meisten Firmen verlieren mehr Geld durch schlechte Planung als durch hohe Kosten, sagt der Chef. " * 3

    assert best_passages(said(("Ada", german)), (), reading).chosen == ()
    assert best_passages(Transcript(segments=(), source="test"), (), reading).chosen == ()


def test_a_claim_ranks_above_small_talk(embedder):
    texts = [CLAIMS[2].split(". ")[0] + ".", "Yeah, it was good to see you there.", CLAIMS[1].split(". ")[0] + "."]

    first, small_talk, second = sentence_scores(sentences_of(*texts), np.array(embedder.embed(texts)))

    assert 0 < small_talk < min(first, second) < 1


def test_a_talk_without_names_or_length_leaves_those_traits_out(embedder):
    texts = [*CLAIMS, CHATTER]
    sentences, vectors = sentences_of(*texts), np.array(embedder.embed(texts))

    traits = traits_of(sentences, vectors)
    weighed = weigh(sentences, vectors, shipped())

    assert np.isnan(traits["main speaker"]).all()
    assert np.isnan(traits["place"]).all()
    assert not weighed.parts["when it is said"].any()
    assert np.isfinite(weighed.totals).all()


def test_one_sentence_is_a_talk_too(embedder):
    assert sentence_scores(sentences_of(CLAIMS[0]), np.array(embedder.embed([CLAIMS[0]]))).shape == (1,)
    assert sentence_scores([], np.zeros((0, 384))).shape == (0,)


def test_the_weights_know_every_trait():
    assert shipped().traits == tuple(PARTS)
    assert shipped().direction.shape == (384,)


def test_what_the_show_itself_chose_is_worth_more_and_says_so(reading):
    before = best_passages(INTERVIEW, (), reading).chosen[-1]
    heard = next(c for c in best_passages(INTERVIEW, (), reading).weighed if c.headline == before.passage.headline)

    chosen = best_passages(INTERVIEW, (), reading, soundbites=[Soundbite(start=heard.start, end=heard.end)]).chosen

    after = next(each for each in chosen if each.passage == before.passage)
    assert after.worth > before.worth
    assert SHOWN_OFF in after.parts
