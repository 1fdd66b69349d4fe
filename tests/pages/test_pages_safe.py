import pytest

from pages.shared.safe import WORD_JOINER, link, marked, plain

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("**bold** _it_ `code` ~~gone~~", r"\*\*bold\*\* \_it\_ \`code\` \~\~gone\~\~"),
        ("$5 and $10", r"\$5 and \$10"),
        ("[a](http://b.example)", r"\[a\]\(http\:" + WORD_JOINER + r"\/\/b\.example\)"),
        ("<b>x</b> & more", r"\<b\>x\<\/b\> \& more"),
        ("# 1. - + > |", r"\# 1\. \- \+ \> \|"),
        ("a\\b", r"a\\b"),
        (":red[x] at 10:30", r"\:red\[x\] at 10\:30"),
    ],
)
def test_markup_is_shown_as_it_was_written(hostile, harmless):
    assert plain(hostile) == harmless


@pytest.mark.parametrize(
    "hostile",
    [":smile:", ":material/warning:", ":streamlit:", ":100:", "www.a.example", "http://a.example", "a@b.example"],
)
def test_what_streamlit_finds_after_unescaping_is_broken_by_a_joiner(hostile):
    assert WORD_JOINER in plain(hostile)


def test_lines_are_joined_and_marks_that_turn_the_direction_are_gone():
    assert plain("one\n\n    two\u202e\x00") == "one two"


def test_only_web_addresses_become_links():
    assert link("Show", "javascript:alert(1)") == "Show"
    assert link("Show", None) == "Show"
    assert link("Show [1]", "https://a.example/x y>z") == r"[Show \[1\]](<https://a.example/x%20y%3Ez>)"


def test_a_passage_is_marked_where_it_occurs_and_nowhere_else():
    assert marked("Before. The middle! After.", "The middle!") == r"Before\. :yellow-background[The middle\!] After\."
    assert marked("Before.", "Not there") == r"Before\."


def test_a_passage_that_is_all_of_the_text_is_quoted_instead_of_marked():
    assert marked("The middle!", "The middle!") == r"“The middle\!”"
