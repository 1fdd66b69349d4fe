"""What a press on this page did: told where it was done, with the way back."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain

_KEY = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`part`: of the page; `back` takes the change back, None where that is done otherwise."""

    part: str
    told: str
    back: Callable[[], None] | None = None


def note(part: str, told: str, back: Callable[[], None] | None = None) -> None:
    st.session_state[_KEY] = Change(part=part, told=told, back=back)


def draw(part: str) -> None:
    """The last change, where it was one of this part."""
    change = st.session_state.get(_KEY)
    if change is None or change.part != part:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"told-{part}"):
        quiet(f":material/check: {plain(change.told)}")
        if change.back:
            st.button("Undo", key=f"undo-{part}", icon=":material/undo:", type="tertiary", on_click=_take_back)


@spoken_errors()
def _take_back() -> None:
    change: Change = st.session_state.pop(_KEY)
    if change.back:
        change.back()
    note(change.part, "Taken back.")
