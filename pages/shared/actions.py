"""What a reader can say of an insight: one row of buttons, each of which takes itself back when pressed again."""

import streamlit as st

from digest.five import feedback as said
from pages.shared import parts
from pages.shared.frame import quiet, spoken_errors
from store.queries import feedback
from store.records.readers import Verdict

_TAUGHT: dict[Verdict, str] = {
    "useful": "More like this will come.",
    "not for me": "Less like this will come.",
    "wrong": "Noted as wrong: it will not come again, nor what repeats it.",
    "advert": "Noted as an advert: it will not come again, nor what repeats it.",
}


@st.fragment
@spoken_errors()
def draw(insight_id: str) -> None:
    """The store has the new state before the row, and nothing else, is drawn again."""
    with parts.store().read() as connection:
        verdict = feedback.verdict_on(connection, parts.reader().id, insight_id)
        saved = feedback.is_saved(connection, parts.reader().id, insight_id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"say-{insight_id}"):
        _button("Useful", "useful", "thumb_up", insight_id, verdict)
        _button("Not for me", "not for me", "thumb_down", insight_id, verdict)
        _save_button(insight_id, saved=saved)
        flagged = f":primary[**{verdict.capitalize()}**]" if verdict in ("wrong", "advert") else "Flag"
        with st.popover(flagged, icon=":material/flag:", type="tertiary", key=f"flag-{insight_id}"):
            _button("It is wrong", "wrong", "error", insight_id, verdict)
            _button("It is an advert", "advert", "campaign", insight_id, verdict)
    if verdict:
        quiet(_TAUGHT[verdict])


def _button(label: str, verdict: Verdict, icon: str, insight_id: str, given: Verdict | None) -> None:
    pressed = verdict == given
    st.button(
        f":primary[**{label}**]" if pressed else label,
        key=f"{verdict}-{insight_id}",
        icon=":material/check:" if pressed else f":material/{icon}:",
        type="tertiary",
        help="Press again to take it back" if pressed else None,
        on_click=_say,
        args=(insight_id, None if pressed else verdict),
    )


def _save_button(insight_id: str, *, saved: bool) -> None:
    st.button(
        ":primary[**Saved**]" if saved else "Save",
        key=f"save-{insight_id}",
        icon=":material/bookmark_added:" if saved else ":material/bookmark:",
        type="tertiary",
        help="Press again to take it off your list" if saved else None,
        on_click=_keep,
        args=(insight_id, not saved),
    )


@spoken_errors()
def _say(insight_id: str, verdict: Verdict | None) -> None:
    said.give(parts.store(), parts.reader().id, insight_id, verdict, parts.now())


@spoken_errors()
def _keep(insight_id: str, saved: bool) -> None:
    said.keep(parts.store(), parts.reader().id, insight_id, parts.now(), saved=saved)
