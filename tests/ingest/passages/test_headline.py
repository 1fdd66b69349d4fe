"""A headline is the claim of a sentence in fewer of its own words, or nothing."""

import pytest

from ingest.passages.headline import claims
from language.trees import Tree

STRONG = 0.35


def best(grammar, *sentences):
    trees = [Tree(text, tokens) for text, tokens in zip(sentences, grammar.parse(sentences), strict=True)]
    return claims([(trees[-1], trees[-2] if len(trees) > 1 else None)], grammar)[0]


def headline(grammar, *sentences):
    claim = best(grammar, *sentences)
    return claim.text if claim is not None and claim.strength >= STRONG else None


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Remote work is a hiring policy, not a perk.", "Remote work is a hiring policy, not a perk"),
        ("I think that batteries beat gas plants in the evening.", "Batteries beat gas plants in the evening"),
        ("What I've found is that most cities build too few homes.", "Most cities build too few homes"),
        ("It turns out that most cities build too few homes.", "Most cities build too few homes"),
        ("The reality is that old grids fail in winter.", "Old grids fail in winter"),
        ("So basically, old grids fail in winter.", "Old grids fail in winter"),
    ],
)
def test_what_a_claim_is_wrapped_in_goes(grammar, sentence, claim):
    assert headline(grammar, sentence) == claim


def test_a_long_sentence_is_cut_at_its_clauses(grammar):
    sentence = (
        "Batteries beat gas plants in the evening, because they are cheap and because they are fast and everybody can "
        "build one of them within a single year."
    )

    assert headline(grammar, sentence) == "Batteries beat gas plants in the evening"


def test_neither_a_condition_nor_the_reason_of_a_denial_is_cut_off(grammar):
    conditional = "Open models win the market if American companies keep their prices as high as they are this year."
    denial = "Open models do not win because they are cheap and free for everybody who wants to use one of them."

    assert headline(grammar, conditional) != "Open models win the market"
    assert headline(grammar, denial) != "Open models do not win"


def test_the_first_half_of_a_but_is_never_shown_alone(grammar):
    sentence = (
        "Gas plants are very cheap to build and to run in a small town, but old batteries pay back within three years."
    )

    assert headline(grammar, sentence) == "Old batteries pay back within three years"


def test_a_pronoun_is_replaced_by_the_only_thing_it_can_mean(grammar):
    before, sentence = "Modern boilers work in every climate.", "They need far less power than old stoves."

    claim = best(grammar, before, sentence)

    assert claim.text == "Modern boilers need far less power than old stoves"
    assert claim.borrowed == "Modern boilers"


@pytest.mark.parametrize(
    "sentence",
    [
        "They beat gas plants in the evening.",
        "That is why free software makes hardware more valuable.",
        "This approach makes hardware more valuable.",
        "The company grew three times in a year.",
        "One thing is the price of copper.",
        "People think that gas plants are needed every evening.",
        "Our customers love the new storage system.",
        "The next component is the transformer.",
        "You have ten people in a room.",
        "Maybe old grids fail in winter.",
        "The reality is when you outsource the whole grid.",
        "Ada Byron is the CEO of a battery company.",
        "Voltix is a single platform for every kind of battery.",
        "Grids, copper, chips and all of the cables.",
    ],
)
def test_what_a_stranger_cannot_read_is_no_headline(grammar, sentence):
    assert headline(grammar, sentence) is None


@pytest.mark.parametrize(
    "claim",
    [
        "In most cities, land is the bottleneck for new housing",
        "Every technology problem is a people problem first",
        "Most utilities build storage because gas plants cost more",
        "If you hire too fast, you lose your best engineers",
        "Most utilities cannot build storage without public money",
    ],
)
def test_a_statement_is_shown_as_it_was_said(grammar, claim):
    assert headline(grammar, f"{claim}.") == claim


def test_what_holds_in_general_claims_more_than_a_story(grammar):
    general = best(grammar, "Old grids never carry more than half of the wind power.")
    story = best(grammar, "An old grid carried some of the wind power.")

    assert general.strength > story.strength


@pytest.mark.parametrize(
    "sentence",
    [
        "Contracts determine who gets paid.",
        "Most subsidies determine local prices.",
        "Mysteries sell more books than memoirs.",
        "Low prices undermine old grids.",
    ],
)
def test_a_word_that_only_begins_or_ends_like_my_or_mine_takes_no_headline_away(grammar, sentence):
    assert headline(grammar, sentence) == sentence.removesuffix(".")


def test_a_claim_is_as_strong_in_a_word_that_ends_with_mine(grammar):
    undermine, weaken = (best(grammar, f"Cheap imports {verb} local prices.") for verb in ("undermine", "weaken"))

    assert undermine.strength == weaken.strength


@pytest.mark.parametrize(
    "broken",
    [
        "Insurance against delay, investors do not fear the reactor.",
        "Managers gain less than anybody else carries news for almost nothing.",
    ],
)
def test_two_pieces_that_no_grammar_joins_are_no_claim(grammar, broken):
    assert headline(grammar, broken) != broken.removesuffix(".")


@pytest.mark.parametrize(
    "whole", ["Old grids fail more often than new ones.", "Every winter old grids fail in the cold."]
)
def test_a_time_and_a_comparison_stay_claims(grammar, whole):
    assert headline(grammar, whole) == whole.removesuffix(".")
