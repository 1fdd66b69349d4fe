"""How likely each sentence of a talk is worth a reader's while."""

import numpy as np

from ingest.passages.features import PARTS, traits_of
from ingest.passages.ranking import sentence_scores, shipped, weigh
from store.records.transcripts import Segment
from tests.worlds.talks import CHATTER

CLAIMS = (
    "Chinese companies release powerful open source AI models because free software makes their hardware more "
    "valuable. When a model is free, people spend their money on phones, cars, robots and factory machines.",
    "Most hospitals lose more money on missed appointments than on late payments. Patients who get a message two days "
    "before the visit come twice as often, so a reminder pays for itself within a month.",
    "Most startups fail because nobody needs the product. A better sales team cannot save a product that nobody needs. "
    "Founders who talk to ten customers every week find the problem before the money is gone.",
)


def sentences_of(*texts, speaker=None):
    return [Segment(start=10.0 * at, end=10.0 * at + 9, text=text, speaker=speaker) for at, text in enumerate(texts)]


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
