"""Shorter vectors: near to the whole ones in what lies near what."""

import numpy as np

from index.embedding.packaged_embedder import PACKAGED_NAME
from index.embedding.shortening import shortening_named, shortening_of

TEXTS = [
    "Copper prices rose because new mines take fifteen years to open.",
    "The red metal is scarce, for it takes long to dig for more of it.",
    "Open models are a few months behind closed ones.",
    "Free language models have all but caught up with those that are sold.",
    "Sleep is when the brain washes its waste away.",
]


def test_what_lies_near_by_the_whole_lies_near_by_the_shorter(embedder):
    whole = np.array(embedder.embed(TEXTS))

    short = shortening_of(PACKAGED_NAME).shortened(whole)

    assert short.shape == (len(TEXTS), 128)
    assert np.allclose(np.linalg.norm(short, axis=1), 1)
    assert np.abs(short @ short.T - whole @ whole.T).max() < 0.15
    assert [np.argsort(-row)[1] for row in short @ short.T][:4] == [1, 0, 3, 2]


def test_one_is_found_again_by_its_name_and_another_is_not_known():
    own = shortening_of(PACKAGED_NAME)

    assert shortening_named(own.name) is own
    assert shortening_named("all-MiniLM-L6-v2-64-00000000") is None


def test_vectors_of_another_model_stay_as_they_are():
    assert shortening_of("multilingual-e5-small") is None


def test_nothing_is_made_of_nothing():
    short = shortening_of(PACKAGED_NAME).shortened(np.zeros((2, 384), dtype=np.float32))

    assert not short.any()
