"""Other ways of writing a word of a query: as one word or two, with or without a hyphen, in figures or spelled out."""

import pytest

from index.library.documents import Document, Scope
from index.library.forms import ways
from index.library.queries import parse
from index.library.words import WordIndex
from tests.worlds.library_of import MORNING

SAID = [
    "We moved all of it to OpenTelemetry last spring.",
    "The data sheet says what went into the model.",
    "They compared GPT-4o with what we had.",
    "Our GPUs are idle at night.",
    "About forty people joined.",
    "It took twenty-five hours.",
    "We sent an e-mail to each of them.",
]


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    index = WordIndex(tmp_path_factory.mktemp("words"), create=True)
    index.write(
        Document(id=str(at), kind="passage", episode_id=1, show_id=1, published=MORNING, text=text)
        for at, text in enumerate(SAID)
    )
    return index


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Open Telemetry", 0),
        ("open-telemetry", 0),
        ("datasheet", 1),
        ("data-sheets", 1),
        ("GPT4o", 2),
        ("GPT 4o", 2),
        ("GPU", 3),
        ("40 people", 4),
        ("25 hours", 5),
        ("email", 6),
    ],
)
def test_a_word_is_found_however_it_is_written(words, query, place):
    found = words.matching(parse(query), 5, Scope())
    evidence = words.evidence(parse(query), [f"passage:{place}"])

    assert found[0].id == str(place)
    assert evidence.coverage[f"passage:{place}"] == pytest.approx(1.0)


@pytest.mark.parametrize("query", ["datasheet", "email"])
def test_what_is_said_in_two_words_is_no_typing_mistake(words, query):
    assert words.spelled(query) is None


def test_a_word_is_parted_only_where_both_parts_are_said_and_tell_something():
    said = {"a", "part", "data", "sheet"}.__contains__

    assert ways(["apart", "datasheet", "datasets"], said) == [(), (("data", "sheet"),), ()]


def test_a_query_is_told_where_it_stands_word_for_word(words):
    keys = [f"passage:{at}" for at in range(len(SAID))]

    assert words.evidence(parse("what went into the model"), keys).whole == {"passage:1"}
    assert words.evidence(parse("the model"), keys).whole == frozenset()
