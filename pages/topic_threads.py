"""Threads: topics over shows and weeks. `?thread=ID` shows one: when it was spoken of, who said what, what is new."""

import json
from collections.abc import Sequence

import streamlit as st

from digest.export import record
from pages.shared import cards, parts, thread_file, timeline, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from store import insights, thread_history, threads
from store.thread_types import Thread
from store.types import CitedInsight

AT_ONCE = 20  # members drawn before "Show more"


def draw() -> None:
    asked = st.query_params.get("thread", "")
    if not asked:
        _draw_all()
        return
    me = parts.reader()
    with parts.store().read() as connection:
        thread = threads.by_id(connection, int(asked), me.id) if asked.isdecimal() and len(asked) < 10 else None
        members = insights.of_thread(connection, thread.id) if thread else []
        since = threads.followed_since(connection, me.id, thread.id) if thread else None
        new = thread_history.joined_since(connection, thread.id, since) if thread and since else set()
    _back()
    if thread is None:
        st.title("This thread is not here", anchor=False)
        return
    _draw_one(thread, members, new)


def _back() -> None:
    st.button("All threads", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)


def _draw_all() -> None:
    st.title("Threads", anchor=False)
    quiet("What is said about a topic, across shows and months.")
    _draw_declare()
    with parts.store().read() as connection:
        known = threads.overview(connection, parts.reader().id)
    if not known:
        st.info(
            "No thread has grown yet: one begins when two insights speak of the same topic.", icon=":material/timeline:"
        )
    for heading, group in (
        ("You follow", [t for t in known if t.followed]),
        ("Growing by themselves", [t for t in known if not t.followed]),
    ):
        if group:
            st.subheader(heading, anchor=False)
        for thread in group:
            _draw_row(thread)


def _draw_declare() -> None:
    with st.form("declare", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        topic = st.text_input("Follow a topic", placeholder="China open-source AI", max_chars=120, width="stretch")
        pressed = st.form_submit_button("Follow", icon=":material/add:")
    if not pressed or not topic.strip():
        return
    from index.following import declare

    with st.spinner(parts.LOADING):
        embedder = parts.embedder()
    thread_id = declare(parts.store(), embedder, topic.strip(), parts.reader().id, parts.now())
    st.query_params["thread"] = str(thread_id)
    st.rerun()


def _draw_row(thread: Thread) -> None:
    with st.container(border=True):
        st.markdown(f"#### [{plain(thread.label)}](./threads?thread={thread.id})", anchors=False)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            quiet(_extent(thread))
            cards.follow_button(thread, key=str(thread.id))


def _extent(thread: Thread) -> str:
    told = [times.counted(thread.size, "insight"), times.counted(thread.shows, "show")]
    if thread.first and thread.last:
        first, last = times.day_words(thread.first), times.day_words(thread.last)
        told.append(first if first == last else f"{first} – {last}")
    return " · ".join(told)


def _draw_one(thread: Thread, members: Sequence[CitedInsight], new: set[str]) -> None:
    st.title(plain(thread.label), anchor=False)
    quiet(_extent(thread))
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.follow_button(thread, key="one")
        _draw_downloads(thread, members)
    if not members:
        st.info("Nothing yet. New episodes are gathered here as they come.", icon=":material/hourglass_empty:")
        return
    timeline.draw(members)
    fresh = [member for member in members if member.insight.id in new]
    if fresh:
        st.subheader("New since you followed", anchor=False)
        _draw_members(thread, fresh, new)
        st.subheader("Before", anchor=False)
    _draw_members(thread, [member for member in members if member.insight.id not in new], new)


def _draw_downloads(thread: Thread, members: Sequence[CitedInsight]) -> None:
    with st.popover("Download", icon=":material/download:", type="tertiary"):
        name = f"thread-{thread.id}"
        text = thread_file.markdown(thread, members, times.zone())
        st.download_button("Markdown", text, f"{name}.md", "text/markdown", on_click="ignore")
        records = {"id": thread.id, "label": thread.label, "insights": [record(member) for member in members]}
        written = json.dumps(records, ensure_ascii=False, indent=2)
        st.download_button("JSON", written, f"{name}.json", "application/json", on_click="ignore")


def _draw_members(thread: Thread, members: Sequence[CitedInsight], new: set[str]) -> None:
    key = f"more-{thread.id}-{members[0].insight.id if members else ''}"
    shown = members if st.session_state.get(key) else members[:AT_ONCE]
    for member in shown:
        _draw_member(thread, member, is_new=member.insight.id in new)
    if len(shown) < len(members):
        st.button(
            f"Show {len(members) - len(shown)} more",
            key=f"button-{key}",
            on_click=st.session_state.__setitem__,
            args=(key, True),
        )


def _draw_member(thread: Thread, member: CitedInsight, *, is_new: bool) -> None:
    with st.container(border=True):
        badge = ":green-badge[New] " if is_new else ""
        st.markdown(f"{badge}:small[:gray[{times.day_words(member.published)} · {plain(member.show)}]]")
        cards.headline(member.insight.id, member.insight.headline, level=4)
        cards.claim(member)
        with st.container(horizontal=True):
            cards.play(member)
            st.button(
                "Not about this",
                key=f"exclude-{member.insight.id}",
                icon=":material/playlist_remove:",
                type="tertiary",
                help="Takes this insight out of the thread for good",
                on_click=_exclude,
                args=(thread.id, member.insight.id),
            )


def _exclude(thread_id: int, insight_id: str) -> None:
    with parts.store().write() as connection:
        threads.exclude(connection, thread_id, insight_id, parts.now())


with spoken_errors():
    draw()
