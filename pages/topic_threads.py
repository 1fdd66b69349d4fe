"""Threads: topics over shows and weeks. `?thread=ID` shows one; `?declare=WORDS` and `?insight=ID` begin one."""

import streamlit as st

from pages.shared.frame import spoken_errors
from pages.shared.threads import listing, page


def draw() -> None:
    asked = st.query_params.get("thread", "")
    if asked:
        page.draw(int(asked) if asked.isdecimal() and len(asked) < 10 else None)
    else:
        listing.draw()


with spoken_errors():
    draw()
