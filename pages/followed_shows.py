"""Shows: add and remove them, see how their feeds and episodes stand, start a scan."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from digest.health import health
from digest.subscriptions import as_opml
from digest.wording import plain as plain_text
from digest.wording import shortened, web_address
from pages.shared import artwork, parts, terminal, times, voices
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.shows import episode_rows, mending
from store.queries import episodes, insights, shows
from store.records.episodes import Stage
from store.records.shows import Show

STAGES = {
    Stage.DISCOVERED: "to fetch",
    Stage.FETCHED: "to hear",
    Stage.TRANSCRIBED: "to read",
    Stage.DISTILLED: "to file",
    Stage.INDEXED: "ready",
}


def draw() -> None:
    st.title("Shows", anchor=False)
    terminal.draw_answer()
    _draw_add()
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
        counts = episodes.counts(connection)
        found = insights.counts_by_show(connection)
        pictures = artwork.pictures(connection, {show.id: show.title for show in followed})
        waiting = len(episodes.due(connection, parts.now()))
    every = 3 if terminal.daily_is_running() else 20 if waiting else None
    st.fragment(_draw_state, run_every=every)(started=terminal.daily_is_running())
    if any(show.demo for show in followed) and not all(show.demo for show in followed):
        _draw_leave_demo()
    for show in followed:
        _draw_show(show, pictures[show.id], counts.get(show.id, {}), found.get(show.id, 0))
    _draw_export([show for show in followed if not show.demo])


def _draw_add() -> None:
    if st.session_state.pop("added", False):  # what was refused stays in the box, to be mended
        st.session_state["add-typed"] = ""
    with st.form("add", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            "Add a show: its name, feed, page or Apple Podcasts link", max_chars=2000, width="stretch", key="add-typed"
        )
        pressed = st.form_submit_button("Add", icon=":material/add:", type="primary")
    if pressed and typed.strip():
        typed = typed.strip()
        is_name = "://" not in typed and (" " in typed or "." not in typed)
        address = None if is_name else web_address(typed if "://" in typed else f"https://{typed}")
        if address is None and not is_name:
            st.error("That is not the address of a feed: it begins with https://", icon=":material/error:")
        else:
            with st.spinner("Reading the feed…"):
                said = terminal.say("add", "--", address) if address else terminal.say("add", "--by-name", "--", typed)
                st.session_state["added"] = said.well
                terminal.answer(said)
    with st.expander(
        "Import the shows of another app (OPML)", icon=":material/upload_file:", key="opml", type="compact"
    ):
        uploaded = st.file_uploader("OPML file", type=["opml", "xml"], max_upload_size=5)
        if uploaded and st.button("Add these shows", icon=":material/add:"):
            with tempfile.TemporaryDirectory() as folder, st.spinner("Reading each feed…"):
                path = Path(folder) / "shows.opml"
                path.write_bytes(uploaded.getvalue())
                terminal.answer(terminal.say("add", "--", str(path)))


def _draw_export(followed: Sequence[Show]) -> None:
    if followed:
        st.download_button(
            "Save this list for another app (OPML)",
            as_opml(followed, parts.now()),
            file_name="earmark-shows.opml",
            mime="text/x-opml",
            icon=":material/download:",
            type="tertiary",
        )


@spoken_errors()
def _draw_state(*, started: bool) -> None:
    """How far the episodes are; drawn again every few seconds while there is something to wait for."""
    running = terminal.daily_is_running()
    if started and not running:
        st.rerun()
    with parts.store().read() as connection:
        counts = episodes.counts(connection)
        waiting = len(episodes.due(connection, parts.now()))
        failed = len(episodes.troubled(connection))
    total = {stage: sum(row.get(stage, 0) for row in counts.values()) for stage in Stage}
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            if running:
                st.markdown(":shimmer[Scanning your shows…]")
            elif waiting:
                st.markdown(f"**{times.counted(waiting, 'episode')}** to take")
            elif failed:
                st.markdown(f"{times.counted(failed, 'episode')} could not be taken: see below.")
            else:
                st.markdown("Every wanted episode is taken." if total[Stage.INDEXED] else "No episode yet.")
            if st.button("Scan now", icon=":material/sync:", disabled=running, key="scan"):
                terminal.begin_daily()
                st.rerun()
        if any(total.values()):
            st.progress(total[Stage.INDEXED] / sum(total.values()))
            quiet(" · ".join(f"{STAGES[stage]} {count}" for stage, count in total.items() if count))
        words = terminal.last_words()
        if words:
            with st.expander("What the last scan said", type="compact"):
                st.code(words, language=None, wrap_lines=True)


def _draw_leave_demo() -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        quiet("The demo shows are still here beside yours.")
        if st.button("Remove the demo shows", icon=":material/science_off:", type="tertiary"):
            with st.spinner("Removing…"):
                terminal.answer(terminal.say("remove", "--demo", "--yes"))


def _draw_show(show: Show, picture: str, row: Mapping[str, int], found: int) -> None:
    with st.container(border=True, key=f"card-show-{show.id}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"who-show-{show.id}"):
            st.image(picture, width=56, alt="")
            demo = " :gray-badge[Demo]" if show.demo else ""
            with st.container(gap=None):
                st.markdown(f"## [{plain(show.title)}](./show?id={show.id}){demo}", anchors=False)
                quiet(_extent(row, found))
        if show.description:
            quiet(plain(shortened(plain_text(show.description), 160)))
        _draw_health(show)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if (show.error or show.ended_at) and not show.paused_at:
                mending.draw_look(show)
            mending.draw_silence(show)
        episode_rows.fold(show)
        voices.fold(show)


def _extent(row: Mapping[str, int], found: int) -> str:
    """Such as "12 insights from 3 episodes, 1 waits, 2 failed"."""
    ready = row.get(Stage.INDEXED, 0)
    failed = row.get("failed", 0)
    taken = sum(row.get(stage, 0) for stage in Stage)
    told = [f"{times.counted(found, 'insight')} from {times.counted(ready, 'episode')}"]
    if taken - ready - failed > 0:
        told.append(f"{times.counted(taken - ready - failed, 'episode')} to come")
    if failed:
        told.append(f"{failed} failed")
    return ", ".join(told)


def _draw_health(show: Show) -> None:
    stands = health(show, parts.now(), times.zone().key)
    if stands.state in ("failing", "ended"):
        icon = ":material/cloud_off:" if stands.state == "failing" else ":material/event_busy:"
        st.warning(plain(stands.sentence), icon=icon)
    else:
        quiet(plain(stands.sentence))


with spoken_errors():
    draw()
