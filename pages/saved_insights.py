"""Saved: the insights that the reader put on their list, newest saved first."""

import streamlit as st

from pages.shared import actions, cards, parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.times import counted, day_words
from store.queries import feedback


def draw() -> None:
    st.title("Saved", anchor=False)
    with parts.store().read() as connection:
        listed = feedback.saved_by(connection, parts.reader().id)
    if not listed:
        st.markdown("Nothing is saved yet. **Save**, under each insight, puts it here.")
        st.page_link("pages/daily_five.py", label="To the five of today", icon=":material/arrow_back:")
        return
    quiet(counted(len(listed), "insight"))
    for cited in listed:
        with st.container(border=True):
            quiet(f"{day_words(cited.published)} · {plain(cited.show)}")
            cards.headline(cited.insight.id, cited.insight.headline)
            cards.claim(cited)
            actions.draw(cited, cards.clip_of(cited))


with spoken_errors():
    draw()
