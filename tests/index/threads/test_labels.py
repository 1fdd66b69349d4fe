"""What a thread is called: by the program, and by a model as far as the members bear it out."""

import pytest

from index.threads.naming import noun_phrases as naming
from index.threads.naming.labels import headline_label, label, wording_of
from index.threads.naming.noun_phrases import noun_phrases, noun_phrases_of
from index.threads.naming.written import stands, still_said

PUMPS = [
    "Heat pumps pay off in cold towns\nA heat pump in a cold town saves more than it costs within six years.",
    "Cold towns lead in heat pumps\nTowns in the north install a heat pump in every second house.",
]
TESTS = [
    "A job interview rewards charm\nAn interview favours candidates who talk well, whatever they can do.",
    "The best interview teaches you something\nAsk after each interview what the candidate taught you.",
]
OTHERS = ["Copper mines take years\nA mine opens fifteen years after it is found.", "Sleep mends memory\nNaps help."]
WORDING = wording_of([*PUMPS, *TESTS, *OTHERS])


def texts_of(text):
    return {phrase.text for phrase in noun_phrases(text) if phrase.whole}


def test_texts_that_are_read_together_have_the_phrases_of_each(monkeypatch):
    monkeypatch.setattr(naming, "_read", {})
    together = noun_phrases_of([*PUMPS, *TESTS, *OTHERS])

    monkeypatch.setattr(naming, "_read", {})
    assert together == {text: noun_phrases(text) for text in reversed([*PUMPS, *TESTS, *OTHERS])}


def test_of_many_texts_no_more_are_kept_than_a_morning_reads(monkeypatch):
    monkeypatch.setattr(naming, "_read", {})
    monkeypatch.setattr(naming, "_MOST_READ", 3)

    first, second = noun_phrases_of(PUMPS), noun_phrases_of([*PUMPS, *TESTS])

    assert {*second} == {*PUMPS, *TESTS}
    assert {text: second[text] for text in PUMPS} == first
    assert {*naming._read} == {*TESTS}


def test_a_name_is_a_noun_phrase_of_two_to_five_words_that_the_members_share():
    assert label(PUMPS, WORDING) == "Cold towns and heat pumps"


def test_what_is_said_of_one_is_called_by_the_many():
    assert label(TESTS, WORDING) == "Interviews and candidates"


def test_a_thing_that_is_no_one_of_several_stays_as_it_is():
    memory = [
        "Memory needs attention\nMemory fails without it.",
        "Attention makes memory\nNo memory without attention.",
    ]

    assert label(memory, wording_of([*memory, *OTHERS])) == "Attention and memory"


def test_a_name_and_a_topic_that_all_share_are_one():
    tern = ["Tern sells solar roofs\nA solar roof by Tern.", "Solar roofs sank Tern\nTern lost money on a solar roof."]

    assert label(tern, wording_of([*tern, *PUMPS, *OTHERS])) == "Tern solar roofs"


def test_an_and_joins_nothing_that_one_phrase_says():
    learn = [
        "The machine learning library Wren grows\nWren, a machine learning library, has many users.",
        "The machine learning library Wren stays free\nWren stays a free machine learning library.",
    ]

    assert label(learn, wording_of([*learn, *PUMPS, *OTHERS])) == "Machine learning library Wren"


def test_what_two_members_tell_by_the_way_names_nothing():
    fears = [
        "Old memories guide choices unseen\nFears of clowns keep some from the circus, who have no idea why.",
        "Memories of fears can be mended\nWho learns why clowns scared a child can let the fear go.",
    ]

    assert "clowns" not in label(fears, wording_of([*fears, *PUMPS, *OTHERS])).lower()


def test_a_phrase_comes_before_two_loose_words():
    fear = [
        "Brains answer to dangers\nThe brain answers a danger signal before it asks for reasons.",
        "The brain makes no difference\nA danger that is imagined alarms the brain as a real one does.",
    ]

    assert label(fear, wording_of([*fear, *PUMPS, *OTHERS])) == "Brains and danger signals"


def test_who_made_it_is_not_what_it_is_about():
    tern = [
        "The founders of Tern waited with a solar roof\nCo-founders of Tern sold no solar roof for a year.",
        "Tern sells a solar roof\nThe co-founder of Tern, a maker, sold a solar roof.",
    ]

    assert label(tern, wording_of([*tern, *PUMPS, *OTHERS])) == "Tern solar roofs"


def test_a_hyphen_is_no_word_of_its_own():
    assert "co-founder" in texts_of("John is the co-founder of Tern, a firm.")


def test_another_word_of_an_empty_stem_may_be_a_topic():
    calm = [
        "Mindfulness changes how prayer is done\nWho learns mindfulness prays with more care.",
        "Mindfulness widens the pause\nBy mindfulness somebody answers later.",
    ]

    assert "indfulness" in label(calm, wording_of([*calm, *PUMPS, *OTHERS]))


def test_a_phrase_is_whole_or_it_names_nothing():
    found = texts_of("Rack maker Oxbow builds racks.")

    assert {"Rack maker Oxbow", "Oxbow"} <= found
    assert "maker Oxbow" not in found


def test_a_verb_between_two_nouns_parts_them():
    assert "AI teams test models" not in texts_of("Few AI teams test models on new data.")


def test_numbers_and_empty_words_begin_and_end_no_phrase():
    assert texts_of("40 pumps of a new kind failed.") == {"pumps"}


def test_a_thread_of_one_has_its_headline():
    assert headline_label("Pumps pay off\nThey do.") == "Pumps pay off"


HEARD = ["Ines Okafor"]


@pytest.mark.parametrize("name", ["Heat pumps", "Heat pumps in cold towns", "House installations of heat pumps"])
def test_a_models_name_stands_when_the_members_use_its_words(name):
    assert stands(name, PUMPS, HEARD, [])


@pytest.mark.parametrize(
    "name",
    [
        "Pumps",
        "Heat pumps that save money in cold northern towns",
        "Solar roofs",
        "Heat pumps save",
        "Heat pumps. Towns",
        "Okafor heat pumps",
        "<b>heat pumps</b>",
        "Cold towns",
    ],
)
def test_a_models_name_falls_that_is_no_short_noun_phrase_of_theirs_or_is_a_speakers_or_taken(name):
    assert not stands(name, PUMPS, HEARD, ["cold towns"])


def test_a_name_is_still_said_as_long_as_the_members_use_its_words():
    assert still_said("Heat pump installations", PUMPS)
    assert not still_said("Heat pump repairs", PUMPS)
