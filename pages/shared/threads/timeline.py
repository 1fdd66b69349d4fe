"""When a thread was spoken of, and by which shows: insights per week, month or year as bars, and as a table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from digest.wording import day_in, plain
from pages.shared import times
from store.records.insights import CitedInsight

# By judgement, not measured: beside a show's name a phone has some 200 px, and a bar of less than 5 is hardly seen.
_MOST_WEEKS, _MOST_MONTHS = 13, 36
_MOST_SHOWS = 6  # rows, by judgement, not measured: the rest is counted in one more
_HERE = Path(__file__).parent
_CHART = st.components.v2.component(
    "earmark_timeline",
    js=(_HERE / "timeline.js").read_text(),
    css=(_HERE / "timeline.css").read_text(),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A show with how many of its insights fall into each period."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`periods` are named from old to new, `size` is what they are: "week", "month" or "year"."""

    size: str
    periods: tuple[str, ...]
    rows: tuple[Row, ...]


def draw(members: Sequence[CitedInsight]) -> None:
    """Nothing where there are no two periods to compare."""
    found = chart([(day_in(times.zone(), each.published), each.show) for each in members if each.published])
    if len(found.periods) > 1:
        _CHART(key="timeline", data=asdict(found), height="content")


def chart(said: Sequence[tuple[date, str]]) -> Chart:
    """(day, show) of each insight as a row a show, who says most first. Pure."""
    if not said:
        return Chart(size="week", periods=(), rows=())
    size = _size(min(said)[0], max(said)[0])
    begins = list(_periods(min(said)[0], max(said)[0], size))
    shows = [show for show, _ in Counter(show for _, show in said).most_common()]
    counted = Counter((_begin(day, size), show) for day, show in said)
    rows = [Row(name=plain(show), counts=tuple(counted[begin, show] for begin in begins)) for show in shows]
    return Chart(size=size, periods=tuple(_named(begin, size) for begin in begins), rows=tuple(_few(rows)))


def _few(rows: Sequence[Row]) -> list[Row]:
    if len(rows) <= _MOST_SHOWS:
        return list(rows)
    shown, rest = rows[: _MOST_SHOWS - 1], rows[_MOST_SHOWS - 1 :]
    together = tuple(map(sum, zip(*(row.counts for row in rest), strict=True)))
    return [*shown, Row(name=f"{len(rest)} other shows", counts=together)]


def _size(first: date, last: date) -> str:
    if (_begin(last, "week") - _begin(first, "week")).days // 7 < _MOST_WEEKS:
        return "week"
    months = 12 * (last.year - first.year) + last.month - first.month
    return "month" if months < _MOST_MONTHS else "year"


def _begin(day: date, size: str) -> date:
    """The first day of its week, month or year."""
    if size == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if size == "month" else day.replace(month=1, day=1)


def _periods(first: date, last: date, size: str) -> Iterator[date]:
    begin, days = _begin(first, size), {"week": 7, "month": 31, "year": 366}[size]
    while begin <= last:
        yield begin
        begin = _begin(begin + timedelta(days=days), size)


def _named(begin: date, size: str) -> str:
    return {"week": f"{begin.day} {begin:%b %Y}", "month": f"{begin:%b %Y}", "year": f"{begin.year}"}[size]
