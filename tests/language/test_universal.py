"""spaCy's trees are turned into those of Universal Dependencies, label by label and head by head."""

import pytest


def links(grammar, sentence):
    [tokens] = grammar.parse([sentence])
    return {f"{token.text} {token.dep} {tokens[token.head].text}" for token in tokens}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The old grid is full.", {"grid nsubj full", "is cop full", "full ROOT full"}),
        ("He was a teacher in Paris.", {"was cop teacher", "in case Paris", "teacher ROOT teacher"}),
        ("The workers are in the house.", {"workers nsubj house", "are cop house", "in case house"}),
        ("The goal is to win the market.", {"goal nsubj win", "is cop win", "to mark win", "market obj win"}),
        (
            "The reality is that prices fall.",
            {"reality nsubj:outer fall", "is cop fall", "that mark fall", "prices nsubj fall", "fall ROOT fall"},
        ),
        (
            "What I found is that cities build too few homes.",
            {"What nsubj:outer build", "found acl:relcl What", "I nsubj found", "homes obj build"},
        ),
        ("This is what the people want.", {"This nsubj what", "is cop what", "want acl:relcl what"}),
        ("There is a tool that sells books.", {"There expl is", "tool nsubj is", "sells acl:relcl tool"}),
    ],
)
def test_what_is_said_is_the_head_and_be_hangs_on_it(grammar, sentence, expected):
    assert expected <= links(grammar, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The price of copper rose in winter.", {"of case copper", "copper nmod price", "winter obl rose"}),
        ("They came out of the house.", {"house obl came", "of case house"}),
        ("It failed because of the war.", {"war obl failed", "because case war", "of fixed war"}),
        ("The grid was paid by the people.", {"grid nsubj:pass paid", "was aux:pass paid", "people obl:agent paid"}),
        ("They win by selling homes.", {"selling advcl win", "by mark selling", "homes obj selling"}),
        ("They build from what they know.", {"what obl build", "from case what", "know acl:relcl what"}),
        ("I know the house we live in.", {"live acl:relcl house", "in obl live"}),
    ],
)
def test_a_preposition_hangs_on_its_noun(grammar, sentence, expected):
    assert expected <= links(grammar, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "We sell apples, pears and plums.",
            {"pears conj apples", "plums conj apples", ", punct pears", "and cc plums"},
        ),
        ("Prices fell, they rose again.", {"fell ROOT fell", "rose parataxis fell"}),
        ("Batteries win, I think.", {"win ccomp think", "think ROOT think"}),
    ],
)
def test_all_members_of_a_list_hang_on_the_first(grammar, sentence, expected):
    assert expected <= links(grammar, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They never sold their homes.", {"never advmod sold", "their nmod:poss homes", "homes obj sold"}),
        ("They do not turn off the light.", {"not advmod turn", "off compound:prt turn", "light obj turn"}),
        ("They gave him a book.", {"him iobj gave", "book obj gave"}),
        ("Prices rose ten years ago.", {"years obl:unmarked ago", "ten nummod years"}),
        ("They want to win because they can.", {"to mark win", "win xcomp want", "because mark can"}),
    ],
)
def test_what_differs_in_name_alone_is_renamed(grammar, sentence, expected):
    assert expected <= links(grammar, sentence)


def test_of_two_subjects_the_first_is_set_apart(grammar):
    found = links(grammar, "The hardest thing for a founder, challenge is not optional.")

    assert {"thing dislocated optional", "challenge nsubj optional"} <= found
