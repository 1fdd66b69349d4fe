"""When a thread was spoken of, and by which shows: insights per week as bars."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from digest.wording import day_in, plain, shortened
from pages.shared import safe, times
from pages.shared.frame import quiet
from store.types import CitedInsight

MOST_COLOURS = 6
ONE_COLOUR = "#2E8A84"


def draw(members: Sequence[CitedInsight]) -> None:
    """Bars once there are two weeks to compare; the shows and their share in any case."""
    shares = Counter(member.show for member in members).most_common()
    weeks = {_week(day_in(times.zone(), member.published)) for member in members if member.published}
    coloured = len(shares) <= MOST_COLOURS
    if len(weeks) > 1:
        _draw_bars(members, {show: f"{shortened(plain(show), 34)} · {count}" for show, count in shares}, coloured)
    if len(weeks) < 2 or not coloured:
        quiet(" · ".join(f"{safe.plain(show)} {count}" for show, count in shares))


def _draw_bars(members: Sequence[CitedInsight], names: dict[str, str], coloured: bool) -> None:
    import altair as alt  # 0.6 s, and only threads need it

    said = Counter(
        (_week(day_in(times.zone(), member.published)), member.show) for member in members if member.published
    )
    rows = [{"week": week.isoformat(), "show": names[show], "insights": count} for (week, show), count in said.items()]
    first, last = min(said)[0], max(said)[0]
    weeks = [(first + timedelta(weeks=n)).isoformat() for n in range((last - first).days // 7 + 1)]
    label = "utcFormat(toDate(datum.value), '%-d %b')"
    axis = alt.Axis(labelExpr=label, labelAngle=0, labelOverlap=True, ticks=False)
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=300)
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("week:O", title=None, scale=alt.Scale(domain=weeks), axis=axis),
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
