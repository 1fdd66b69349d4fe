"""What `serve` is asked for that cannot be, and where it puts the page."""

import pytest

from commands.frame import Frame
from commands.serving.serve import _under
from config import Settings
from store.errors import Mistake


def under(base_url, wanted=None):
    return _under(Frame(settings=Settings(base_url=base_url), clock=None), wanted)


@pytest.mark.parametrize(
    ("base_url", "path"),
    [("http://localhost:8501", ""), ("https://a.example/earmark/", "/earmark"), ("https://a.example/a/b", "/a/b")],
)
def test_the_page_lies_where_links_lead(data_dir, base_url, path):
    assert under(base_url) == path


def test_a_path_that_links_do_not_have_is_served_and_said(data_dir, capsys):
    assert under("http://localhost:8501", "earmark") == "/earmark"
    assert "have EARMARK_BASE_URL end in /earmark" in capsys.readouterr().out


def test_a_path_with_letters_that_no_path_has_is_a_mistake(data_dir):
    with pytest.raises(Mistake, match="use one such as /earmark"):
        under("http://localhost:8501", "/a b?")


def test_neither_page_nor_mornings_is_a_mistake(earmark):
    told = earmark("serve", "--only-page", "--only-mornings")

    assert (told.code, "leave nothing to serve" in told.err) == (2, True)
