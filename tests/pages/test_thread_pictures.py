"""The bars of a thread's time line and of its row in the list."""

from datetime import date, timedelta

from pages.shared.threads import sparkline
from pages.shared.threads.timeline import chart

MONDAY = date(2026, 5, 4)


def test_a_few_weeks_are_told_week_by_week_who_says_most_first():
    drawn = chart([(MONDAY, "Ore"), (MONDAY + timedelta(days=15), "Tin"), (MONDAY + timedelta(days=16), "Tin")])

    assert drawn.periods == ("4 May 2026", "11 May 2026", "18 May 2026")
    assert [(row.name, row.counts) for row in drawn.rows] == [("Tin", (0, 0, 2)), ("Ore", (1, 0, 0))]


def test_more_than_a_quarter_is_told_by_month():
    drawn = chart([(date(2025, 11, 30), "Ore"), (date(2026, 3, 1), "Ore")])

    assert (drawn.size, drawn.periods) == ("month", ("Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026"))


def test_more_than_three_years_are_told_by_year():
    assert chart([(date(2019, 12, 31), "Ore"), (date(2026, 1, 1), "Ore")]).periods[::7] == ("2019", "2026")


def test_the_shows_that_say_least_are_counted_together():
    drawn = chart([(MONDAY, name) for name in "ABCDEFGH"])

    assert [row.name for row in drawn.rows] == ["A", "B", "C", "D", "E", "3 other shows"]
    assert drawn.rows[-1].counts == (3,)


def test_a_thread_without_days_has_no_chart():
    assert chart([]).periods == ()


def test_a_row_counts_the_last_weeks_this_one_last():
    counts = sparkline.weeks([MONDAY, MONDAY - timedelta(days=1), MONDAY - timedelta(weeks=30)], MONDAY)

    assert counts[-3:] == (0, 1, 1)
    assert sum(counts) == 2
    assert sparkline.in_words(counts).endswith("0, 0, 1, 1")
