"""One ranking of what speaks for each result; the signals are those that the weights were learned on."""

import numpy as np

from index.search.fusion import WEIGHTS, FoundDocument, fuse, signals


def found(name: str, *, episode_id=1, kind="passage", **told) -> FoundDocument:
    return FoundDocument(key=f"{kind}:{name}", episode_id=episode_id, **{"cosine": 0.3, **told})


def order(*results: FoundDocument) -> list[str]:
    return [ranked.match.key for ranked in fuse(results)]


def test_nothing_found_is_no_ranking():
    assert fuse([]) == []


def test_every_weight_has_its_signal_between_nothing_and_all():
    columns = signals([found("1-0", words=3.0, sentence=0.9), found("1-1", cosine=None), found("2-0")])

    assert columns.keys() == WEIGHTS.keys()
    assert {bool(np.all((column >= 0) & (column <= 1))) for column in columns.values()} == {True}


def test_words_and_meaning_together_beat_either():
    both = found("3-0", episode_id=3, words=4.0, coverage=1.0, cosine=0.6)
    by_word = found("1-0", words=4.0, coverage=1.0, cosine=0.1)
    by_meaning = found("2-0", episode_id=2, cosine=0.6)

    assert order(by_word, by_meaning, both)[0] == "passage:3-0"


def test_a_sentence_that_answers_lifts_its_passage():
    plain = found("1-0", sentence=0.3)
    answering = found("2-0", episode_id=2, sentence=0.8)

    assert order(plain, answering)[0] == "passage:2-0"


def test_a_passage_between_good_ones_is_better_than_one_alone():
    good = [found("1-0", words=9.0), found("1-2", words=9.0)]
    between, alone = found("1-1", words=1.0), found("1-7", words=1.0)

    assert order(*good, alone, between).index("passage:1-1") < order(*good, alone, between).index("passage:1-7")


def test_what_was_found_is_told_with_its_cosine_and_whether_words_occur():
    ranked = fuse([found("1-0", words=1.0, coverage=1.0, cosine=0.5), found("x", kind="insight", cosine=None)])

    assert [(each.match.id, each.similarity, each.worded) for each in ranked] == [
        ("1-0", 0.5, True),
        ("x", None, False),
    ]


def test_equals_stand_in_the_order_of_their_keys():
    assert order(found("b"), found("a")) == ["passage:a", "passage:b"]


def test_words_that_hardly_match_give_way_to_meaning():
    by_word = found("1-0", words=4.0, coverage=0.1, cosine=0.1, sentence=0.1)
    by_meaning = found("2-0", episode_id=2, cosine=0.5, sentence=0.6)

    assert order(by_word, by_meaning)[0] == "passage:2-0"


def test_what_says_the_query_word_for_word_comes_first():
    word_for_word = found("1-0", words=4.0, coverage=1.0, cosine=0.1, whole=True)
    near = found("2-0", episode_id=2, words=5.0, pairs=3.0, coverage=1.0, cosine=0.9, sentence=0.9)

    assert order(near, word_for_word)[0] == "passage:1-0"
