"""Today before any day has its five: the next step, from what is there, and how far the first job has come."""

from collections.abc import Sequence

import streamlit as st

from pages.shared import demo_notice, parts, terminal, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.today.end import draw_troubles
from store.queries import digests, episodes, insights
from store.records.episodes import Stage
from store.records.shows import Show

_EVERY_SECONDS = 3  # by judgement, not measured: how often a page asks how far a run has come


def draw(followed: Sequence[Show]) -> None:
    st.title("Good morning", anchor=False)
    if terminal.daily_is_running():
        st.markdown("Your first five are on their way. You may close this page: the work goes on.")
        draw_running()
        return
    if not followed:
        _draw_first_visit()
        return
    with parts.store().read() as connection:
        waiting = len(episodes.due(connection, parts.now()))
        found = insights.count(connection)
    demo_notice.draw(followed)
    if waiting:
        st.markdown(f"**{times.counted(waiting, 'episode')}** wait to be heard. Then your first five are chosen.")
    elif found:
        st.markdown(f"**{times.counted(found, 'insight')}** are ready. Your first five are chosen from them.")
    else:
        st.markdown("Nothing has been found in your shows yet. The next look may bring new episodes.")
    _start_button("Begin")
    draw_troubles(followed)


def draw_running() -> None:
    """How far a run that goes on has come, drawn again every few seconds until it has ended."""
    if terminal.daily_is_running():
        st.fragment(_draw_progress, run_every=_EVERY_SECONDS)()


def _draw_first_visit() -> None:
    st.markdown("Earmark follows podcasts for you and brings five insights a day, each with its proof.")
    st.header("Begin with a show you like", anchor=False)
    st.markdown("Give its name, or the address of its feed, on the Shows page.")
    st.page_link("pages/followed_shows.py", label="Add a show", icon=":material/add:")
    st.header("Or look around first", anchor=False)
    st.markdown("Four demo shows come with Earmark. They need no key and no network, and take about a minute.")
    _start_button("Take the demo shows", icon=":material/science:")


def _start_button(words: str, icon: str = ":material/play_arrow:") -> None:
    if st.button(words, icon=icon, type="primary", key="begin"):
        terminal.begin_daily()
        st.rerun()


@spoken_errors()
def _draw_progress() -> None:
    if not terminal.daily_is_running():
        st.rerun()
    with parts.store().read() as connection:
        counts = episodes.counts(connection)
        found = insights.count(connection)
        chosen = digests.latest(connection, parts.reader().id)
    total = {stage: sum(row.get(stage, 0) for row in counts.values()) for stage in Stage}
    known, ready = sum(total.values()), total[Stage.INDEXED]
    with st.container(border=True, key="told-progress"):
        if not known:
            st.markdown(":shimmer[Looking at the feeds…]")
        elif ready < known:
            st.markdown(
                f":shimmer[Hearing episodes:] {ready:,} of {known:,} done, {times.counted(found, 'insight')} found"
            )
        else:
            st.markdown(":shimmer[Choosing the five…]" if chosen is None else ":shimmer[Nearly done…]")
        st.progress(ready / known if known else 0.0)
        words = terminal.last_words(1)
        if words:
            quiet(f":material/terminal: {plain(words)}")
