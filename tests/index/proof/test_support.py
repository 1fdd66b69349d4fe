"""The names and numbers of a claim occur in its sources, and nobody is made to say what somebody else said."""

import pytest

from index.proof.attribution import attributed, misattributed
from index.proof.support import amounts, ground, unsupported_terms

SOURCES = (
    "Alibaba and Open AI cut prices by twenty percent. About 3 million people in America use artificial intelligence. "
    "In nineteen eighty-four two hundred and five engineers of China met Sam Altman. GPT-4 took five months, he said, "
    "and the third one took large language models to the European Central Bank.",
    "Chips and Terms",
    "Nadia Brooks",
)
GROUND, AMOUNTS = ground(SOURCES), amounts(SOURCES)


def missing(claim):
    return unsupported_terms(claim, GROUND, AMOUNTS)


@pytest.mark.parametrize(
    "supported",
    [
        "Alibaba’s prices fell 20%, says Nadia Brooks.",
        "OpenAI has 3 million users in the U.S.",
        "Chinese engineers met: 205 of them, in 1984.",
        "Counterintuitively, cheap AI helps Alibaba.",
        "Scarcity sparks ingenuity.",
        "LLMs reached the ECB, and Altman knows.",
        "GPT-4 needed 5 months.",
    ],
)
def test_names_and_numbers_of_the_sources_are_supported(supported):
    assert missing(supported) == []


@pytest.mark.parametrize(
    ("claim", "terms"),
    [
        ("Nvidia wins.", ["Nvidia"]),
        ("Prices fell by 30%.", ["30%"]),
        ("Prices fell by 3 percent.", ["3%"]),
        ("Some 4 million people use it.", ["4 million"]),
        ("Alibaba pays Nadia Cole.", ["Cole"]),
        ("Twenty-five engineers met.", ["twenty five"]),
        ("It helps Intel.", ["Intel"]),
        ("Engineers met Sam Brooks.", ["sam brooks"]),
        ("Alibaba asked IBM.", ["IBM"]),
        ("Florence is a city.", ["Florence"]),
        ("The model is called GPT-5.", ["GPT-5"]),
        ("The sixth one took months.", ["sixth"]),
        ("Prices at Аlibaba fell.", ["Аlibaba"]),
        ("Some ４ million people use it.", ["4 million"]),
    ],
)
def test_names_and_numbers_of_nobody_are_not(claim, terms):
    assert missing(claim) == terms


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sam Altman says that chips are scarce", ["Sam Altman"]),
        ("Altman, the head of OpenAI, firmly believes that", ["Altman"]),
        ("Chips are scarce, argues Nadia Brooks.", ["Nadia Brooks"]),
        ("According to Altman, chips are scarce", ["Altman"]),
        ("In Altman's view chips are scarce", ["Altman"]),
        ("Sam Altman met engineers of China", []),
    ],
)
def test_who_is_made_to_say_something(text, names):
    assert attributed(text) == names


PEOPLE = ("Nadia Brooks", "Ben")


@pytest.mark.parametrize(
    ("claim", "speaker", "wrong"),
    [
        ("Nadia Brooks says chips are scarce", "Nadia", False),
        ("Brooks argues that chips are scarce", "Nadia", False),
        ("Ben says chips are scarce", "Nadia", True),
        ("Ben says chips are scarce", None, True),
        ("Ben says chips are scarce", "Speaker 1", True),
        ("Altman says chips are scarce", "Nadia", False),
        ("Elon Musk says chips are scarce", "Nadia", True),
        ("Companies say chips are scarce", "Nadia", False),
    ],
)
def test_only_who_speaks_or_is_spoken_of_may_be_made_to_say_it(claim, speaker, wrong):
    near = "As Altman told us, chips are scarce, thank you, Ben"

    assert misattributed(claim, speaker=speaker, people=PEOPLE, near=near) is wrong
