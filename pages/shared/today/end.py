"""The end of Today: that it is one, when the next come, what was looked through and what could not be."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from digest.health import health
from digest.wording import number
from pages.shared import cards, parts, swapping, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.today import head
from store.queries import digests, insights
from store.records.insights import CitedInsight
from store.records.readers import Digest
from store.records.shows import Show

_MOST_NEW = 12  # by judgement, not measured: headlines beside the five, two screens of a phone


def draw(digest: Digest, days: Sequence[date], followed: Sequence[Show]) -> None:
    newest = digest.day == days[0]
    st.header("That’s all for today" if newest else "That was all of this day", anchor=False)
    quiet(" ".join([*([_next(digest.day)] if newest else []), _looked_through(digest)]))
    draw_troubles(followed)
    swapping.draw(digest, newest=newest)
    _draw_also_new(digest)
    earlier = next((other for other in days if other < digest.day), None)
    if earlier:
        words = "Yesterday’s five" if digest.day - earlier == timedelta(days=1) and newest else "The five before these"
        st.button(words, key="yesterday", icon=":material/history:", type="tertiary", on_click=head.go, args=(earlier,))


def _next(day: date) -> str:
    me = parts.reader()
    when = "tomorrow at" if day == times.today() else "at"
    return f"The next five come {when} {me.hour:02}:00 ({plain(me.timezone)})."


def _looked_through(digest: Digest) -> str:
    with parts.store().read() as connection:
        scanned = digests.looked_through(connection, digest.id)
    if not scanned.insights:
        return f"{number(len(digest.picks)).capitalize()} were chosen."
    hours = round(scanned.seconds / 3600)
    long = f", {times.counted(hours, 'hour')} of talk" if hours else ""
    found = times.counted(scanned.insights, "insight")
    return f"Chosen from {found} in {times.counted(scanned.episodes, 'episode')}{long}."


def draw_troubles(followed: Sequence[Show]) -> None:
    """Shows that could not be looked at, in a line."""
    now, zone = parts.now(), times.zone().key
    failing = [show for show in followed if health(show, now, zone).state in ("failing", "ended")]
    if failing:
        named = ", ".join(f"[{plain(show.title)}](./show?id={show.id})" for show in failing[:3])
        more = f" and {len(failing) - 3} more" if len(failing) > 3 else ""
        quiet(f":material/cloud_off: Could not be looked at: {named}{more}.")


@st.fragment
@spoken_errors()
def _draw_also_new(digest: Digest) -> None:
    """What was found since the day before and is not among the five; looked up only when opened."""
    fold = st.expander("Also new", icon=":material/list:", key="also-new", on_change="rerun", type="compact")
    if not fold.open:
        return
    with parts.store().read() as connection:
        before = digests.made_before(connection, digest.reader_id, digest.day)
        begun = before or digest.created_at - timedelta(days=1)
        fresh = insights.found_between(connection, begun, digest.created_at)
    shown = {pick.cited.insight.id for pick in (*digest.picks, *digest.reserves)}
    rest = sorted((cited for cited in fresh if cited.insight.id not in shown), key=lambda cited: -cited.insight.worth)[
        :_MOST_NEW
    ]
    with fold:
        for show in dict.fromkeys(cited.show for cited in rest):
            quiet(f"**{plain(show)}**")
            cards.brief(_of(show, rest))
        if not rest:
            quiet("Nothing else was found since the day before.")


def _of(show: str, listed: Sequence[CitedInsight]) -> list[CitedInsight]:
    return [cited for cited in listed if cited.show == show]
