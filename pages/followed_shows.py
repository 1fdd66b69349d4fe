"""Shows: add and remove them, see how their feeds and episodes stand, start a scan."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from digest.health import health
from digest.subscriptions import as_opml
from digest.wording import shortened, web_address
from pages.shared import episode_rows, parts, terminal, times, voices
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import link, plain
from store.queries import episodes, shows
from store.records.episodes import Stage
from store.records.shows import Show

STAGES = {
    Stage.DISCOVERED: "waiting",
    Stage.FETCHED: "fetched",
    Stage.TRANSCRIBED: "transcribed",
    Stage.DISTILLED: "distilled",
    Stage.INDEXED: "ready",
}


def draw() -> None:
    st.title("Shows", anchor=False)
    terminal.draw_answer()
    _draw_add()
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
        counts = episodes.counts(connection)
        waiting = len(episodes.due(connection, parts.now()))
    every = 3 if terminal.daily_is_running() else 20 if waiting else None
    st.fragment(_draw_state, run_every=every)(started=terminal.daily_is_running())
    if any(show.demo for show in followed) and not all(show.demo for show in followed):
        _draw_leave_demo()
    for show in followed:
        _draw_show(show, counts.get(show.id, {}))
    _draw_export([show for show in followed if not show.demo])


def _draw_add() -> None:
    with st.form("add", border=False, clear_on_submit=True), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            "Add a show", placeholder="Name, feed, web page or Apple Podcasts link", max_chars=2000, width="stretch"
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
                terminal.answer(said)
    with st.expander("Import the shows of another app (OPML)", icon=":material/upload_file:", type="compact"):
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


def _draw_show(show: Show, row: Mapping[str, int]) -> None:
    with st.container(border=True):
        demo = " :gray-badge[Demo]" if show.demo else ""
        with st.container(horizontal=True, wrap=False):
            st.markdown(f"#### {link(show.title, show.link)}{demo}", anchors=False, width="stretch")
            if st.button(
                "", key=f"remove-{show.id}", icon=":material/delete:", type="tertiary", help="Remove this show"
            ):
                _confirm_removal(show, row.get("known", 0))
        if show.description:
            st.markdown(plain(shortened(show.description, 160)))
        stages = [f"{STAGES[stage]} {row[stage]}" for stage in Stage if row.get(stage)]
        failed = [f":red[{row['failed']} failed]"] if row.get("failed") else []
        known = times.counted(row.get("known", 0), "episode")
        checked = f"checked {times.ago(show.checked_at)}" if show.checked_at else "not checked yet"
        quiet(" · ".join([f"{known} known", *stages, *failed, checked]))
        _draw_health(show)
        episode_rows.fold(show)
        voices.fold(show)


def _draw_health(show: Show) -> None:
    stands = health(show, parts.now(), parts.settings().timezone)
    if stands.state == "failing":
        st.warning(plain(stands.sentence), icon=":material/cloud_off:")
    elif stands.state == "news":
        quiet(plain(stands.sentence))
    elif stands.state == "ended":
        st.warning(plain(stands.sentence), icon=":material/event_busy:")
        if st.button("Ask again", key=f"reopen-{show.id}", icon=":material/refresh:", type="tertiary"):
            with st.spinner("One moment…"):
                terminal.answer(terminal.say("retry", "--show", str(show.id)))


@st.dialog("Remove this show?")
@spoken_errors()
def _confirm_removal(show: Show, known: int) -> None:
    st.markdown(
        f"**{plain(show.title)}** goes with its {times.counted(known, 'episode')} and their insights. "
        "The days on which you read them stay, without them."
    )
    if st.button("Remove", key="confirm-removal", type="primary", icon=":material/delete:"):
        with st.spinner("Removing…"):
            terminal.answer(terminal.say("remove", str(show.id), "--yes"))


with spoken_errors():
    draw()
