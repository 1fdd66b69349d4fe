"""On a cold server Streamlit runs pages/NAME.py for /NAME, without app.py: no address may be a file's name."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _pages():
    """(file, url_path or None) of each st.Page in app.py."""
    calls = [node for node in ast.walk(ast.parse((ROOT / "app.py").read_text())) if isinstance(node, ast.Call)]
    pages = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
    return [
        (ast.literal_eval(page.args[0]), {k.arg: ast.literal_eval(k.value) for k in page.keywords}.get("url_path"))
        for page in pages
    ]


def test_no_address_is_the_name_of_a_file_in_pages():
    stems = {path.stem for path in (ROOT / "pages").glob("*.py")}

    assert {path for _, path in _pages()}.isdisjoint(stems)
    named = "search threads people shows insight saved settings episode show".split()
    assert {path for _, path in _pages()} == {None, *named}


def test_every_file_in_pages_is_a_page():
    assert {file for file, _ in _pages()} == {f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
