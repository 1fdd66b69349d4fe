"""A passage as words with their marks."""

from language.deletion.words import words_of
from language.grammar import english


def test_dashes_and_dots_belong_to_the_word_before_them():
    words = words_of("It ended up -- that was, well ... good. It's done—now.", english())

    assert [word.text for word in words[:6]] == ["It", "ended", "up --", "that", "was,", "well ..."]
    assert [word.bare for word in words if word.breaks] == ["up", "well", "done"]
    assert [word.bare for word in words if word.first] == ["it", "it's"]


def test_a_word_of_two_parts_has_the_tags_of_both():
    (word, *_) = words_of("It's full.", english())

    assert (word.tag, word.closing) == ("PRP", "VBZ")
