"""Following a search: its words become a topic that gathers what was said and what will be."""

import streamlit as st

from pages.shared import parts
from pages.shared.frame import spoken_errors
from pages.shared.safe import plain

_WORDS = 12  # by judgement, not measured: a longer query is a question, not a topic's name


def draw(words: str) -> None:
    """The press that begins the topic, or the way to it once it is followed. Limits are no part of a topic."""
    from index.threads import following  # as slow as the search itself

    if len(words.split()) > _WORDS or len(words) > following.LONGEST_NAME or not any(map(str.isalnum, words)):
        return
    with parts.store().read() as connection:
        thread_id = following.followed_as(connection, words, parts.reader().id)
    if thread_id is None:
        st.button(
            "Follow this search",
            key="follow-search",
            icon=":material/add:",
            type="tertiary",
            on_click=_follow,
            args=(words,),
        )
        return
    st.page_link(
        "pages/topic_threads.py",
        label="Following: open the thread",
        icon=":material/check:",
        query_params={"thread": str(thread_id)},
    )


@spoken_errors()
def _follow(words: str) -> None:
    from index.threads import following

    following.declare(parts.store(), parts.embedder(), words, parts.reader().id, parts.now())
    st.toast(f"Following {plain(words)}. What comes will be gathered in Threads.", icon=":material/timeline:")
