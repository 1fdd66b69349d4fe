"""The reading view of an episode: time line, insights, chapters and talk in one component."""

from pathlib import Path

import streamlit as st

from pages.shared.talk.reading import Talk, as_data

_HERE = Path(__file__).parent
_TALK = st.components.v2.component(
    "earmark_talk",
    js=(_HERE / "talk.js").read_text(),
    css=(_HERE / "talk.css").read_text(),
    isolate_styles=False,
)


def draw(talk: Talk, at: float | None) -> None:
    # In a tuple, as in pages/shared/player/clip.py: Streamlit looks for tables in what is told by name.
    _TALK(key="talk", data=(as_data(talk, at),), height="content")
