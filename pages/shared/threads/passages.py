"""What was said about a topic in talk of which no insight was made: passages under their episodes, from old to new."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from digest.wording import clock
from pages.shared import parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.search.hits import draw_player, draw_turns
from store.records.threads import Thread

if TYPE_CHECKING:
    from index.search.hits import Hit


def found(thread: Thread) -> "Sequence[Hit]":
    from index.threads.said_before import said_before

    return said_before(parts.store(), parts.library(), parts.model_name(), thread)


@st.fragment
@spoken_errors()
def draw(thread: Thread) -> None:
    """Looked up after the insights are drawn: the index has to be opened."""
    if thread.query is None:
        return
    hits = found(thread)
    if not hits:
        return
    st.header("Said before", anchor=False)
    quiet("Passages of the talk, apart from the insights.")
    for _, of_episode in groupby(hits, key=lambda hit: hit.episode_id):
        _draw_episode(list(of_episode))
    st.page_link(
        "pages/semantic_search.py",
        label="Search for all of it",
        icon=":material/search:",
        query_params={"q": thread.query or thread.description, "kind": "passage"},
    )


def _draw_episode(hits: "Sequence[Hit]") -> None:
    first = hits[0]
    with st.container(border=True):
        episode = f"[{plain(first.episode)}](./episode?id={first.episode_id}&at={int(first.start)})"
        quiet(f"{plain(first.show)} · {times.day_words(first.published)}  \n{episode}")
        for hit in hits:
            draw_turns(hit)
            with st.container(horizontal=True, vertical_alignment="center"):
                place = f"about {clock(hit.start)}" if hit.approximate else clock(hit.start)
                quiet(" · ".join([*([f"**{plain(hit.speaker)}**"] if hit.speaker else []), place]))
                draw_player(hit, f"before-{hit.id}")
