"""Every number that tunes a decision says where it comes from: a comment on its line, or above it or its group."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = "config store language index ingest digest pages endpoint commands".split()
FILES = [f for room in ROOMS for f in (ROOT / room).rglob("*.py") if "migrations" not in f.parts]


def is_number(node: ast.expr) -> bool:
    """A number, or a group of numbers; 0 and 1 alone, and numbers in calls with words, tune nothing."""
    values = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return bool(numbers) and len(numbers) == len(values) and numbers not in ([0], [1])


def unexplained(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    told, missing = -1, []
    for node in ast.parse("\n".join(lines)).body:
        named = isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        if not (named and is_number(node.value)):
            continue
        above = node.lineno - 2
        explained = "#" in "".join(lines[node.lineno - 1 : node.end_lineno]) or lines[above].startswith("#")
        if explained or told == above:  # a comment above the first of several lines stands for all of them
            told = node.end_lineno - 1
        else:
            missing.append(f"{path.relative_to(ROOT)}:{node.lineno} {lines[node.lineno - 1]}")
    return missing


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_number_says_where_it_comes_from(path):
    assert unexplained(path) == []
