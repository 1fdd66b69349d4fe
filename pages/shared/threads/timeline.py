"""When a thread was spoken of, and by which shows: insights per week, or per month over longer times, as bars."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from digest.wording import day_in, plain, shortened
from pages.shared import safe, times
from pages.shared.frame import quiet
from store.records.insights import CitedInsight

MOST_COLOURS = 6  # by judgement, not measured: more shows are hardly told apart by colour
ONE_COLOUR = "#2E8A84"
LONGEST_BY_WEEK = timedelta(weeks=40)  # by judgement, not measured: more bars than forty are too narrow to read


def draw(members: Sequence[CitedInsight]) -> None:
    """Bars once there are two weeks to compare; the shows and their share in any case."""
    shares = Counter(member.show for member in members).most_common()
    days = [(day_in(times.zone(), member.published), member.show) for member in members if member.published]
    coloured = len(shares) <= MOST_COLOURS
    several = len({_week(day) for day, _ in days}) > 1
    if several:
        _draw_bars(days, {show: f"{shortened(plain(show), 34)} · {count}" for show, count in shares}, coloured)
    if not several or not coloured:
        quiet(" · ".join(f"{safe.plain(show)} {count}" for show, count in shares))


def _draw_bars(days: Sequence[tuple[date, str]], names: dict[str, str], coloured: bool) -> None:
    import altair as alt  # 0.6 s, and only threads need it

    first, last = min(days)[0], max(days)[0]
    by_week = last - first <= LONGEST_BY_WEEK
    said = Counter((_week(day) if by_week else day.replace(day=1), show) for day, show in days)
    rows = [{"from": bar.isoformat(), "show": names[show], "insights": count} for (bar, show), count in said.items()]
    label = f"utcFormat(toDate(datum.value), '{'%-d %b' if by_week else '%b %Y'}')"
    axis = alt.Axis(labelExpr=label, labelAngle=0, labelOverlap=True, ticks=False)
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=300, offset=2, padding=0)
    bars = [bar.isoformat() for bar in (_weeks(first, last) if by_week else _months(first, last))]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("from:O", title=None, scale=alt.Scale(domain=bars), axis=axis),
            y=alt.Y("insights:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
            color=alt.Color("show:N", legend=legend, sort=list(names.values())) if coloured else alt.value(ONE_COLOUR),
            tooltip=[alt.Tooltip("show:N", title="Show"), alt.Tooltip("insights:Q", title="Insights")],
        )
        .properties(height=160 + (18 * len(names) if coloured else 0))
    )
    st.altair_chart(chart)


def _week(day: date) -> date:
    """The week's Monday."""
    return day - timedelta(days=day.weekday())


def _weeks(first: date, last: date) -> list[date]:
    begin = _week(first)
    return [begin + timedelta(weeks=n) for n in range((last - begin).days // 7 + 1)]


def _months(first: date, last: date) -> list[date]:
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    return [date(month // 12, month % 12 + 1, 1) for month in months]
