"""Threads: topics over shows and weeks. `?thread=ID` shows one; `?declare=WORDS` and `?insight=ID` begin one."""

import streamlit as st

from pages.shared import thread_list, thread_page
from pages.shared.frame import spoken_errors


def draw() -> None:
    asked = st.query_params.get("thread", "")
    if asked:
        thread_page.draw(int(asked) if asked.isdecimal() and len(asked) < 10 else None)
    else:
        thread_list.draw()


with spoken_errors():
    draw()
