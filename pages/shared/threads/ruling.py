"""A reader's word on whether an insight belongs to a thread, and the way back from it."""

import streamlit as st

from digest.threads.reading import Telling
from pages.shared import parts
from pages.shared.safe import plain
from store.queries import insights
from store.queries.threads import threads
from store.records.threads import Thread


def rule(thread: Thread, insight_id: str, *, belongs: bool) -> None:
    _tell(thread, insight_id, belongs)
    st.session_state["ruled"] = (thread.id, insight_id, belongs)
    st.rerun()


def take_back(thread: Thread, insight_id: str, *, belonged: bool) -> None:
    """As if the reader had said nothing; what was taken out is in again in any case."""
    _tell(thread, insight_id, None)
    with parts.store().read() as connection:
        inside = insight_id in threads.member_ids(connection, thread.id)
    if not belonged and not inside:
        _tell(thread, insight_id, True)
    st.session_state.pop("ruled", None)
    st.rerun()


def _tell(thread: Thread, insight_id: str, belongs: bool | None) -> None:
    """A declared thread learns from the word; one that only grows obeys it, for which no model is loaded."""
    from index.threads import following

    embedder = None
    if thread.query is not None:
        with st.spinner(parts.LOADING):
            embedder = parts.embedder()
    following.rule(parts.store(), embedder, thread.id, insight_id, belongs, parts.now())


def draw_ruled(told: Telling) -> None:
    """What the reader said last, with the way back."""
    thread_id, insight_id, belongs = st.session_state.get("ruled", (None, "", True))
    if thread_id != told.thread.id:
        return
    with parts.store().read() as connection:
        cited = insights.by_id(connection, insight_id)
    if cited is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        words = "It belongs" if belongs else "Taken out"
        st.markdown(f"**{words}:** {plain(cited.insight.headline)}")
        if st.button("Undo", key="undo-ruling", icon=":material/undo:", type="tertiary"):
            take_back(told.thread, insight_id, belonged=belongs)
