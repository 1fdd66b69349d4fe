"""Copy and Share: what only a script in the browser can do."""

from pathlib import Path

import streamlit as st

_COPY = st.components.v2.component(
    "earmark_copy", js=(Path(__file__).parent / "copy.js").read_text(), isolate_styles=False
)


def draw(key: str, text: str, *, title: str, address: str) -> None:
    """`text` is what is copied; `address` the page that is shared."""
    _COPY(key=f"copy-{key}", data={"text": text, "title": title, "address": address}, width="content")
