"""The door before the pages, where readers are told apart: signing in, who is not let in, and signing out."""

import streamlit as st

from pages.shared import parts, times, visitor
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.visitor import NotAdmitted

_WAS = "was-reading"


def is_open() -> bool:
    """Whether a reader is let in; draws the door where none is."""
    with spoken_errors():
        try:
            reader = parts.reader()
            _keep_apart(reader.id)
            times.keep_zone(reader.timezone)
        except NotAdmitted as refused:
            _draw(refused.login)
            return False
        return True
    return False


def _keep_apart(reader_id: int) -> None:
    """A visit in which another reader signed in begins anew: nothing typed or found before is theirs."""
    if st.session_state.get(_WAS, reader_id) != reader_id:
        st.session_state.clear()
    st.session_state[_WAS] = reader_id


def _draw(login: str | None) -> None:
    st.title("Earmark", anchor=False)
    if login is None and visitor.providers():
        st.markdown("Sign in to read your five.")
        for provider in visitor.providers():
            words = f"Sign in with {plain(provider)}" if provider else "Sign in"
            st.button(words, key=f"login-{provider}", icon=":material/login:", on_click=_login, args=(provider,))
    elif login is None:
        st.warning(
            "The proxy before this page names nobody: it has to send the header that EARMARK\\_READER\\_HEADER says.",
            icon=":material/lock:",
        )
    else:
        st.warning(f"You are signed in as {plain(login)}, and nobody here has that login.", icon=":material/lock:")
        quiet("Whoever runs this Earmark lets you in, in the terminal:")
        st.code(f'cli.py readers change NAME --login "{login}"', language=None, wrap_lines=True)
        if visitor.signs_in():
            st.button("Sign out", key="logout", icon=":material/logout:", on_click=st.logout)


def _login(provider: str) -> None:
    st.login(provider) if provider else st.login()


def draw_who() -> None:
    """Who reads, and the way out; nothing where there is one reader."""
    if not visitor.is_asked(parts.settings()):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="who"):
        quiet(f"You read as {plain(parts.reader().name)}.")
        if visitor.signs_in():
            st.button("Sign out", key="logout", icon=":material/logout:", type="tertiary", on_click=st.logout)
