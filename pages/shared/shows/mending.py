"""What a reader can do about a show: look now, pause, another address, silence, how many, removal after a question."""

import streamlit as st

from digest.five.select import MOST, MOST_A_SHOW
from digest.wording import web_address
from pages.shared import parts, terminal, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes
from store.queries import feedback, shows
from store.records.shows import Show

_SHARE = "share"


def draw_silence(show: Show) -> None:
    """One press stops the show from coming in the five, and one brings it back."""
    key = f"mute-{show.id}"
    with parts.store().read() as connection:
        silent = show.id in feedback.muted_by(connection, parts.reader().id)
    if not silent:
        words, icon = "Stop telling me of this show", ":material/notifications_off:"
        st.button(words, key=key, icon=icon, type="tertiary", on_click=_silence, args=(show,))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"told-{key}"):
        quiet(":material/notifications_off: Nothing of it comes in your five. It can be searched still.")
        st.button("Undo", key=key, icon=":material/undo:", type="tertiary", on_click=_speak, args=(show,))


@spoken_errors()
def _silence(show: Show) -> None:
    with parts.store().write() as connection:
        feedback.mute(connection, parts.reader().id, show.id, parts.now())


@spoken_errors()
def _speak(show: Show) -> None:
    with parts.store().write() as connection:
        feedback.unmute(connection, parts.reader().id, show.id)


def draw_share(show: Show) -> None:
    """How many of the five may be of the show; a press changes it, and one puts it back."""
    me = parts.reader().id
    with parts.store().read() as connection:
        if show.id in feedback.muted_by(connection, me):
            return
        said = feedback.limits_of(connection, me).get(show.id)
    st.session_state[_SHARE] = said or MOST_A_SHOW
    st.segmented_control(
        "At most so many of your five",
        range(1, MOST + 1),
        key=_SHARE,
        required=True,
        on_change=_share,
        args=(show, said),
    )
    changes.draw(_SHARE)


@spoken_errors()
def _share(show: Show, before: int | None) -> None:
    most = st.session_state[_SHARE]
    _set_share(show, None if most == MOST_A_SHOW else most)
    changes.note(_SHARE, f"At most {most} of the next five are of this show.", lambda: _set_share(show, before))


def _set_share(show: Show, most: int | None) -> None:
    with parts.store().write() as connection:
        feedback.limit(connection, parts.reader().id, show.id, most)


def draw_pause(show: Show) -> None:
    """One press stops all fetching of the show, and one begins it again."""
    words, icon, act = ("Resume", "play_arrow", _resume) if show.paused_at else ("Pause", "pause", _pause)
    st.button(words, key="pause", icon=f":material/{icon}:", type="tertiary", on_click=act, args=(show,))


@spoken_errors()
def _pause(show: Show) -> None:
    with parts.store().write() as connection:
        shows.pause(connection, show.id, parts.now())


@spoken_errors()
def _resume(show: Show) -> None:
    with parts.store().write() as connection:
        shows.pause(connection, show.id, None)


def draw_look(show: Show) -> None:
    """Looks at once; a failed feed waits no longer, an ended one is opened for the next look; a paused one rests."""
    if show.paused_at:
        return
    if show.ended_at:
        if st.button("Ask again", key=f"reopen-{show.id}", icon=":material/refresh:", type="tertiary"):
            with st.spinner("One moment…"):
                terminal.answer(terminal.say("retry", "--show", str(show.id)))
        return
    running = terminal.daily_is_running()
    words = "Try now" if show.error else "Look now"
    if st.button(words, key=f"look-{show.id}", icon=":material/refresh:", type="tertiary", disabled=running):
        if show.error:
            with st.spinner("One moment…"):
                terminal.say("retry", "--show", str(show.id))
        terminal.begin_daily()
        st.rerun()


def draw_address(show: Show, *, opened: bool) -> None:
    """Another address for the feed, and what opens it; the episodes stay."""
    with st.expander("Address and password", icon=":material/link:", key="address", expanded=opened, type="compact"):
        with st.form("address-form", border=False):
            typed = st.text_input("Address of the feed", max_chars=2000, placeholder="https://…", key="address-typed")
            pressed = st.form_submit_button("Follow it there", icon=":material/moving:")
        if pressed:
            _move(show, typed.strip())
        with st.form("password-form", border=False, clear_on_submit=True):
            name = st.text_input("Name, for a private feed", max_chars=200, key="feed-name")
            secret = st.text_input("Password", type="password", max_chars=500, key="feed-secret")
            pressed = st.form_submit_button("Keep, encrypted", icon=":material/key:")
        if pressed and name.strip() and secret:
            with st.spinner("One moment…"):
                terminal.answer(terminal.say("credentials", str(show.id), "--name", name.strip(), secret=secret))


def _move(show: Show, typed: str) -> None:
    if web_address(typed) is None:
        st.error("That is not the address of a feed: it begins with https://", icon=":material/error:")
        return
    with st.spinner("Reading the feed there…"):
        terminal.answer(terminal.say("feed", str(show.id), "--address", typed))


@st.dialog("Remove this show?")
@spoken_errors()
def confirm_removal(show: Show, taken: int) -> None:
    """`taken` is the number of its episodes that were heard or wait to be."""
    st.markdown(
        f"**{plain(show.title)}** goes with {times.counted(taken, 'episode')} and their insights, for good. "
        "The days on which you read them stay, without them. To hear nothing of it, “Stop telling me” is enough."
    )
    with st.container(horizontal=True):
        if st.button("Cancel", key="cancel-removal"):
            st.rerun()
        if st.button("Remove for good", key="confirm-removal", type="primary", icon=":material/delete:"):
            with st.spinner("Removing…"):
                terminal.answer(terminal.say("remove", str(show.id), "--yes"))
