"""What a reader changes about a thread: its name, what it gathers, merging, splitting; and what happened to it."""

from collections.abc import Sequence

import streamlit as st

from digest.threads.reading import Telling
from digest.threads.words import history
from index.threads import changes
from pages.shared import cards, parts, times
from pages.shared.frame import quiet
from pages.shared.safe import plain
from pages.shared.threads.listing import LONGEST_DESCRIPTION
from pages.shared.threads.ruling import take_back
from store.queries import insights
from store.queries.threads import threads
from store.records.threads import Thread

EDITING = "thread-editing"
MENU = {
    "rename": ":material/edit: Rename",
    "describe": ":material/description: Say what it is about",
    "merge": ":material/merge: Merge into another",
    "split": ":material/call_split: Split some off",
}


def draw_menu(thread: Thread) -> None:
    possible = {"describe": thread.query is not None, "split": thread.size > 1}
    st.menu_button(
        "Change",
        [name for name in MENU if possible.get(name, True)],
        key="change",
        icon=":material/edit:",
        type="tertiary",
        format_func=MENU.__getitem__,
        on_click=_open_chosen,
        args=(thread.id,),
    )


def _open_chosen(thread_id: int) -> None:
    _open(thread_id, st.session_state["change"])


def _open(thread_id: int | None, name: str | None) -> None:
    st.session_state[EDITING] = (thread_id, name)


def draw_form(told: Telling) -> None:
    """The form that was chosen in the menu, until it is sent or closed."""
    thread_id, name = st.session_state.get(EDITING, (None, None))
    if thread_id != told.thread.id or name is None:
        return
    draw = {"rename": _draw_rename, "describe": _draw_describe, "merge": _draw_merge, "split": _draw_split}[name]
    with st.container(border=True):
        draw(told)
        st.button(
            "Close", key="close-editing", icon=":material/close:", type="tertiary", on_click=_open, args=(None, None)
        )


def _done(words: str, thread_id: int | None = None) -> None:
    _open(None, None)
    if thread_id is not None:
        st.query_params["thread"] = str(thread_id)
    st.toast(plain(words), icon=":material/check:")
    st.rerun()


def _draw_rename(told: Telling) -> None:
    thread = told.thread
    name = st.text_input("Name", value=thread.label, max_chars=changes.LONGEST_NAME, key="new-name")
    if st.button("Save", key="save-name", icon=":material/check:") and name.strip():
        changes.rename(parts.store(), thread.id, name)
        _done("Renamed. No program changes this name.")


def _draw_describe(told: Telling) -> None:
    thread = told.thread
    words = st.text_area(
        "In a sentence, what is it about?", value=thread.description, max_chars=LONGEST_DESCRIPTION, key="description"
    )
    quiet(
        "What is gathered is looked through again: some may join, some may leave. What you said of single ones stays."
    )
    if st.button("Save", key="save-description", icon=":material/check:"):
        from index.threads import following

        with st.spinner(parts.LOADING):
            embedder = parts.embedder()
        moved = following.describe(parts.store(), embedder, thread.id, words.strip(), parts.now())
        _done(f"Saved. {len(moved.joined):,} joined, {len(moved.left):,} left.")


def _draw_merge(told: Telling) -> None:
    thread = told.thread
    with parts.store().read() as connection:
        others = {one.id: one for one in threads.overview(connection, parts.reader().id) if one.id != thread.id}
    chosen = st.selectbox(
        "Into which thread?",
        list(others),
        index=None,
        format_func=lambda key: f"{others[key].label} · {others[key].size:,}",
        placeholder="Choose a thread",
        key="merge-into",
    )
    if chosen is None:
        return
    into = plain(others[chosen].label)
    gathers = " It stops gathering by what you told it." if thread.query is not None else ""
    st.markdown(
        f"{times.counted(thread.size, 'insight')} will move to **{into}**, and this address will lead there.{gathers} "
        "What happened is kept, and there they can be set apart again."
    )
    if st.button("Merge", key="merge-now", icon=":material/merge:", type="primary"):
        survivor = changes.merge(parts.store(), thread.id, chosen, parts.now())
        _done("Merged.", survivor)


def _draw_split(told: Telling) -> None:
    headlines = {member.insight.id: member.insight.headline for member in told.members}
    leaving = st.multiselect(
        "Which insights leave?", list(headlines), format_func=headlines.__getitem__, placeholder="Choose", key="leaving"
    )
    name = st.text_input("Name of the new thread", max_chars=changes.LONGEST_NAME, key="split-name")
    quiet("Merging the two again undoes it.")
    if st.button("Split", key="split-now", icon=":material/call_split:", type="primary"):
        _split(told.thread.id, leaving, name)


def _split(thread_id: int, leaving: Sequence[str], name: str) -> None:
    fresh = changes.split(parts.store(), thread_id, leaving, name, parts.now())
    _done("Split off.", fresh)


def draw_history(told: Telling) -> None:
    """What happened, with the way back from merging and from what was taken out."""
    lines = history(told.events, told.labels, times.zone())
    if not lines:
        return
    with st.expander("What happened to this thread", icon=":material/history:", type="compact"):
        for line in lines:
            quiet(plain(line))
        _draw_merged(told)
        _draw_taken_out(told)


def _draw_merged(told: Telling) -> None:
    here = {member.insight.id for member in told.members}
    came: dict[int, list[str]] = {}
    for event in told.events:
        if event.kind == "merged" and event.other_id is not None and event.insight_id in here:
            came.setdefault(event.other_id, []).append(event.insight_id)
    for other_id, ids in came.items():
        label = told.labels.get(other_id, f"Thread {other_id}")
        if len(ids) < len(here) and st.button(
            f"Set {plain(label)} apart again · {len(ids):,}",
            key=f"apart-{other_id}",
            icon=":material/call_split:",
            type="tertiary",
        ):
            _split(told.thread.id, ids, label)


def _draw_taken_out(told: Telling) -> None:
    out = [insight_id for insight_id, ruling in told.rulings.items() if ruling == "excluded"]
    with parts.store().read() as connection:
        found = insights.by_ids(connection, out)
    if found:
        st.markdown("**Taken out by you**")
    for insight_id, cited in found.items():
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            cards.brief([cited])
            if st.button("Put back", key=f"back-{insight_id}", icon=":material/undo:", type="tertiary"):
                take_back(told.thread, insight_id, belonged=False)
