"""Which texts say the same and which contradict each other, held against pairs that were labelled by hand."""

import tomllib
from pathlib import Path

import pytest

from index.memory import same_claim
from index.memory.archive import Claim
from index.memory.relations import NEAR, Neighbour, weigh
from index.memory.same_claim import AGAINST_MEMORY, IN_AN_ANSWER, WITHIN_A_TALK, Use, contrary, same

PAIRS = tomllib.loads((Path(__file__).parents[2] / "data" / "claims" / "pairs.toml").read_text())["pair"]
USES = {name: use for name, use in vars(same_claim).items() if isinstance(use, Use)}


def labelled(*labels, missed=True):
    """Pairs of these labels as parameters; those that the rule misses are expected to fail, unless left out."""
    return [
        pytest.param(
            pair["one"],
            pair["other"],
            id=pair["one"],
            marks=[pytest.mark.xfail(reason=pair["missed"], strict=True)] if "missed" in pair else [],
        )
        for pair in PAIRS
        if pair["label"] in labels and (missed or "missed" not in pair)
    ]


@pytest.fixture(scope="session")
def vectors(embedder):
    texts = [pair[place] for pair in PAIRS for place in ("one", "other")]
    return dict(zip(texts, embedder.embed(texts), strict=True))


@pytest.fixture
def told(vectors):
    """What memory tells of the second claim beside the first: the kind of their relation, if any."""

    def kinds(one, other):
        earlier, later = (Claim(id=text, headline="", text=text, vector=vectors[text]) for text in (one, other))
        cosine = float(earlier.vector @ later.vector)
        near = [Neighbour(claim=earlier, cosine=cosine)][: cosine >= NEAR]
        return [found.kind for found in weigh(later, near)]

    return kinds


@pytest.fixture
def alike(vectors):
    """The uses in which two claims say the same."""

    def names(one, other):
        cosine = float(vectors[one] @ vectors[other])
        return [name for name, use in USES.items() if same(one, other, use, cosine=cosine)]

    return names


def test_the_pairs_are_of_all_kinds_and_few_are_missed():
    assert len(PAIRS) >= 40
    assert {pair["label"] for pair in PAIRS} == {"same", "develops", "contradicts", "unrelated"}
    assert {pair["field"] for pair in PAIRS} == {"energy", "medicine", "software", "finance", "work"}
    assert sum("missed" in pair for pair in PAIRS) <= 6


@pytest.mark.parametrize(("one", "other"), labelled("contradicts"))
def test_what_contradicts_is_opposed_and_the_same_in_no_use(alike, one, other):
    assert contrary(one, other)
    assert contrary(other, one)
    assert alike(one, other) == []
    assert alike(other, one) == []


@pytest.mark.parametrize(("one", "other"), labelled("same"))
def test_what_says_the_same_is_told_as_a_repeat_and_is_not_opposed(told, one, other):
    assert (told(one, other), contrary(one, other)) == (["repeats"], False)


@pytest.mark.parametrize(("one", "other"), labelled("develops"))
def test_what_says_more_of_a_matter_is_told_as_that(told, one, other):
    assert told(one, other) == ["develops"]


@pytest.mark.parametrize(("one", "other"), labelled("unrelated"))
def test_another_matter_is_told_as_nothing(told, one, other):
    assert told(one, other) == []


@pytest.mark.parametrize(("one", "other"), labelled("develops", "unrelated", missed=False))
def test_other_claims_are_the_same_in_no_use(alike, one, other):
    assert alike(one, other) == []


def test_each_use_asks_what_it_is_there_for():
    claim, again = "Copper mines run short of clean water", "Clean water runs short in copper mines"

    assert same(claim, again, IN_AN_ANSWER)
    assert not same(claim, again, AGAINST_MEMORY, cosine=0.9, shared=0.1)
    assert same(claim, "Anything at all", WITHIN_A_TALK, cosine=0.76)
    assert not same(claim, "Anything at all", WITHIN_A_TALK, cosine=0.74)


def test_a_text_without_words_says_the_same_as_none():
    assert not same("", "", IN_AN_ANSWER)
