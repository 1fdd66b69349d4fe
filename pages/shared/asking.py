"""The Ask part of the search page: an answer from what was found, on request only, for it may cost money."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared import cards, parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.hits import draw_source
from pages.shared.safe import plain

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from index.answer import Answer
    from index.search import Hit


@st.fragment
@spoken_errors()
def draw_ask(asked: "DataclassInstance", query: str, hits: "Sequence[Hit]") -> None:
    """`asked` is all that the address asks for, `query` its words."""
    answers: dict[tuple[object, ...], Answer] = st.session_state.setdefault("answers", {})
    question = astuple(asked)  # the class is another one in each run of this script
    if question not in answers:
        slot = st.empty()
        if not slot.button("Ask: answer this from what was found", key="ask", icon=":material/forum:"):
            return
        from index.answer import answer

        with slot, st.spinner("Reading the passages…"):
            answers[question] = answer(query, hits, parts.language_model())
    _draw_answer(answers[question])


def _draw_answer(given: "Answer") -> None:
    with st.container(border=True):
        by = "the best passages, as they stand" if given.by == "passages" else plain(given.by)
        st.markdown(f":primary-badge[Answer] :small[:gray[{by}]]")
        if given.note:
            quiet(plain(given.note))
        for sentence in given.sentences:
            numbers = " ".join(f":primary-badge[{n}]" for n in sentence.citations)
            st.markdown(f"{plain(sentence.text)} {numbers}")
        cited = {n for sentence in given.sentences for n in sentence.citations}
        for n, source in enumerate(given.sources, start=1):
            if n in cited:
                st.markdown(f":primary-badge[{n}] :small[“{plain(source.sentence)}”]")
                draw_source(source)
                key = f"answer-{source.kind}-{source.id}"
                cards.player(key, source.audio_url, source.start, approximate=source.approximate)
