"""The head of Today: the day, how long it takes, what came to followed threads, the way to other days."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from digest.threads.news import ThreadNews
from digest.wording import long_day, number, thin_day
from pages.shared import times
from pages.shared.frame import quiet
from pages.shared.player.clip import Clip, play_all
from pages.shared.safe import plain
from store.records.readers import Digest

WORDS_A_MINUTE = 230  # silent reading of English prose: Brysbaert 2019, 238 words a minute over 190 studies
SHOWN_CARDS_EXTRA = 20  # words on a card beside headline and body, counted on the demo: who, show, day, reason


def draw(digest: Digest, days: Sequence[date], clips: Sequence[Clip]) -> None:
    this_year = digest.day.year == times.today().year
    st.title(f"{digest.day:%A}, {digest.day.day} {digest.day:%B}" if this_year else long_day(digest.day), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="day-row"):
        quiet(extent(digest))
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            if len(clips) > 1:
                play_all(clips, f"Play the {number(len(clips))}")
            if len(days) > 1:
                _draw_days(digest.day, days)


def extent(digest: Digest) -> str:
    """Such as "2 minutes · four shows", and that the day is thin."""
    if not digest.picks:
        return "No insight"
    heard = len({pick.cited.show_id for pick in digest.picks})
    told = f"{times.counted(minutes(digest), 'minute')} · {number(heard)} {'show' if heard == 1 else 'shows'}"
    return " · ".join(part for part in (told, thin_day(len(digest.picks))) if part)


def minutes(digest: Digest) -> int:
    insights = [pick.cited.insight for pick in digest.picks]
    words = sum(len(f"{insight.headline} {insight.body}".split()) + SHOWN_CARDS_EXTRA for insight in insights)
    return max(1, round(words / WORDS_A_MINUTE))


def draw_news(news: Sequence[ThreadNews]) -> None:
    """What came to followed threads since the digest before."""
    told = [f"[{plain(one.told)}](./threads?thread={one.thread_id})" for one in news]
    if told:
        quiet(f":material/timeline: {' · '.join(told)}")


def _draw_days(day: date, days: Sequence[date]) -> None:
    """A calendar; a day without five leads to the latest before it."""
    with st.popover("Days", icon=":material/calendar_month:", type="tertiary", key="days"):
        earlier = next((other for other in days if other < day), None)
        later = next((other for other in reversed(days) if other > day), None)
        st.session_state["day-choice"] = day
        st.date_input(
            "Another day", key="day-choice", min_value=days[-1], max_value=max(days[0], day), on_change=_chosen
        )
        with st.container(horizontal=True):
            _step("Earlier day", ":material/chevron_left:", earlier)
            _step("Later day", ":material/chevron_right:", later)


def _step(words: str, icon: str, day: date | None) -> None:
    st.button(words, key=words, icon=icon, type="tertiary", disabled=day is None, on_click=go, args=(day,))


def _chosen() -> None:
    go(st.session_state["day-choice"])


def go(day: date) -> None:
    st.query_params["day"] = day.isoformat()


def draw_not_newest(day: date, newest: date) -> None:
    if day != newest:
        st.button("Back to the newest", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)
