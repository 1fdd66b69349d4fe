"""Insights as CSV: a row each, and nothing that a spreadsheet would run."""

import csv

import pytest

from digest.outlets.tables import COLUMNS, READWISE, readwise, table
from tests.worlds.citing import cited


def rows(lines):
    return list(csv.reader(lines))


def test_each_insight_is_a_row_under_named_columns():
    head, row = rows(table([cited("a", body='Says "no", then\nleaves.')]))

    assert tuple(head) == COLUMNS
    assert row[:4] == ["a", "Claim a holds", 'Says "no", then leaves.', "we say a"]
    assert row[7:12] == [
        "2026-11-23T07:00:00Z",
        "754.2",
        "760.0",
        "https://audio.example/1.mp3",
        "https://audio.example/1.mp3#t=754",
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "\t=1", "\r=1"])
def test_a_formula_is_text(formula):
    _, row = rows(table([cited("a", headline=formula, speaker=formula)]))

    assert row[1][0] == "'"
    assert row[4][0] == "'"


def test_readwise_has_its_own_columns_with_the_quote_as_highlight():
    head, row = rows(readwise([cited("a")]))

    assert tuple(head) == READWISE
    assert row == [
        "we say a",
        "Show 1: Episode 1",
        "Ann Lee",
        "https://audio.example/1.mp3#t=754",
        "Claim a holds. Body of a. (12:34)",
        "754",
        "2026-11-23 07:00:00",
    ]


def test_tags_are_a_column_and_begin_the_note_that_readwise_reads():
    tags = {"a": ("heat pumps", "2026")}

    [row] = csv.DictReader(table([cited("a")], tags))
    _, marked = rows(readwise([cited("a")], tags))

    assert row["tags"] == "heat pumps, 2026"
    assert marked[4].startswith(".heat-pumps ._2026 Claim a holds.")
