"""The episodes of a show, folded away: how far each has come, in words, and what can be done about it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared import parts, terminal, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from store.queries import episodes, set_aside, transcripts
from store.records.episodes import Episode, Stage
from store.records.shows import Show

AT_ONCE = 10  # by judgement, not measured: rows before "Show all"
DONE = {
    Stage.DISCOVERED: "waits to be fetched",
    Stage.FETCHED: "fetched, waits to be transcribed",
    Stage.TRANSCRIBED: "transcribed, waits to be distilled",
    Stage.DISTILLED: "distilled, waits to be indexed",
    Stage.INDEXED: "ready",
}


@st.fragment
@spoken_errors()
def fold(show: Show) -> None:
    """Looked up only when opened."""
    opened = st.expander(
        "Episodes", key=f"episodes-{show.id}", icon=":material/list:", on_change="rerun", type="compact"
    )
    if not opened.open:
        return
    key = f"all-episodes-{show.id}"
    limit = None if st.session_state.get(key) else AT_ONCE + 1
    with parts.store().read() as connection:
        found = episodes.of_show(connection, show.id, limit=limit)
        aside = set_aside.of_episodes(connection, [episode.id for episode in found])
        doubts = transcripts.doubts(connection, [episode.id for episode in found])
    with opened:
        _draw(found if limit is None else found[:AT_ONCE], aside, doubts)
        if limit is not None and len(found) > AT_ONCE:
            st.button("Show all", key=f"more-{key}", on_click=st.session_state.__setitem__, args=(key, True))


def _draw(found: Sequence[Episode], aside: Mapping[int, Sequence[str]], doubts: Mapping[int, str]) -> None:
    for episode in found:
        st.markdown(
            f"[{plain(episode.feed.title)}](./episode?id={episode.id})  \n"
            f":small[:gray[{times.day_words(episode.feed.published)} · {state(episode)}]]"
        )
        progress = episode.progress
        if progress.error:
            again = (
                f" Next try {times.ahead(progress.retry_at)}." if progress.retry_at and not progress.given_up else ""
            )
            st.markdown(f":small[:red[{plain(progress.error)}.]{again}]")
        if episode.note:
            quiet(plain(episode.note))
        if episode.id in doubts:
            quiet(plain(f"The transcript may not be of this episode: {doubts[episode.id]}."))
        for reason in aside.get(episode.id, ()):
            quiet(plain(f"Not used: {reason}."))
        if episode.replaced_at and not progress.error:
            quiet("The show has replaced the audio since it was taken.")
            _draw_action(episode, "Take the new audio", ":material/sync:")
        if not episode.wanted:
            _draw_action(episode, "Take this one", ":material/add:")
        elif progress.error:
            _draw_action(episode, "Retry", ":material/refresh:")
    if not found:
        quiet("The feed has listed no episode yet.")


def state(episode: Episode) -> str:
    if not episode.wanted:
        return "from before you followed, not taken"
    if episode.progress.given_up:
        return "given up until you retry"
    return DONE[episode.progress.stage]


def _draw_action(episode: Episode, label: str, icon: str) -> None:
    if st.button(label, key=f"retry-{episode.id}", icon=icon, type="tertiary"):
        with st.spinner("One moment…"):
            terminal.answer(terminal.say("retry", str(episode.id)))
