"""The style sheet and the script that stand in every page. Bundled: nothing is asked of another machine."""

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent
ICON = _HERE / "earmark.svg"
_FRAME = st.components.v2.component(
    "earmark_frame",
    js="\n".join((_HERE / name).read_text() for name in ("links.js", "keys.js", "frame.js")),
    css=(_HERE / "style.css").read_text(),
    isolate_styles=False,
)


def draw_frame() -> None:
    _FRAME(key="browser", height="content")
