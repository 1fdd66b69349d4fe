"""The Ask part of the search page: a conversation about the library, begun on request only, for it may cost money.

What is shown of a model's reply is what has been proved already; the rest never reaches the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared import parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.search.answers import draw_answer, draw_sources

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from index.answers.answer import Answer
    from index.answers.conversation import Question
    from index.search.hits import Hit

    Find = Callable[[str], list[Hit]]
    Told = list[tuple[Question, Answer]]

LEFT = "you went on before this was finished"
# By judgement, not measured: a conversation's length on one page, and a question's in characters.
_MOST_QUESTIONS = 20
_LONGEST_QUESTION = 500


@st.fragment
@spoken_errors()
def draw_ask(asked: "DataclassInstance", query: str, hits: "Sequence[Hit]", find: "Find | None" = None) -> None:
    """`asked` is all that the address asks for, `query` its words; `find` searches within the same limits."""
    key = _key(asked)
    told: Told = st.session_state.setdefault("answers", {}).setdefault(key, [])
    waiting = st.session_state.setdefault("questions", {})
    if not told and key not in waiting:
        st.button(
            "Ask: answer this from what was found",
            key="ask",
            icon=":material/forum:",
            on_click=waiting.__setitem__,
            args=(key, query),
        )
        return
    with st.container(border=True):
        for number, (question, given) in enumerate(told):
            _draw_told(question, given, number)
        if key in waiting:
            _answer(waiting.pop(key), told, hits, find)
        _draw_box(key, told, waiting, may_follow=find is not None)


def _key(asked: "DataclassInstance") -> tuple[object, ...]:
    """Of plain values: the class is another one in each run of the page. How many results are shown, and in which
    order, is no matter.
    """
    return tuple(
        sorted((name, str(value)) for name, value in asdict(asked).items() if name not in ("shown", "newest_first"))
    )


def _draw_told(question: "Question", given: "Answer", number: int) -> None:
    _draw_question(question, number)
    draw_answer(given)
    draw_sources(given, f"answer{number}")


def _draw_question(question: "Question", number: int) -> None:
    if number:
        st.divider()
        st.markdown(f"**{plain(question.words)}**")
        if question.searched.casefold() != question.words.casefold() and not question.of_sources:
            quiet(f"Understood as: {plain(question.searched)}")


def _answer(words: str, told: "Told", hits: "Sequence[Hit]", find: "Find | None") -> None:
    """Draws the answer as it grows and keeps it when it is whole, or as far as it came when the reader goes on."""
    from index.answers.answer import tell, turn
    from index.answers.conversation import question as understood

    asked = understood(words, [turn(question, given) for question, given in told])
    _draw_question(asked, len(told))
    found = find(asked.searched) if find and told and not asked.of_sources else hits
    slot = st.empty()
    given: Answer | None = None
    try:
        with st.spinner("Reading the passages…"):
            for given in tell(asked, found, parts.language_model()):
                with slot.container():
                    draw_answer(given)
    except BaseException:  # how Streamlit leaves a run when the reader goes on
        if given is not None:
            told.append((asked, replace(given, note=LEFT)))
        raise
    if given is not None:
        told.append((asked, given))
        draw_sources(given, f"answer{len(told) - 1}")


def _draw_box(
    key: tuple[object, ...], told: "Told", waiting: dict[tuple[object, ...], str], *, may_follow: bool
) -> None:
    if may_follow and len(told) < _MOST_QUESTIONS:

        def ask() -> None:
            words = str(st.session_state["follow-up"] or "").strip()
            if words:
                waiting[key] = words

        st.chat_input(
            "Ask on: “why?”, “and in Europe?”",
            key="follow-up",
            max_chars=_LONGEST_QUESTION,
            on_submit=ask,
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        if any(given.sentences for _, given in told):
            _draw_copy(told)
        st.button(
            "New question", key="new-question", icon=":material/restart_alt:", type="tertiary", on_click=told.clear
        )


def _draw_copy(told: "Told") -> None:
    from digest.answers import markdown

    text = markdown([(question.words, given) for question, given in told])
    with st.popover("Copy", icon=":material/content_copy:", type="tertiary"):
        st.code(text, language="markdown", wrap_lines=True, height=240)
        st.download_button("Download as Markdown", text, file_name="answer.md", mime="text/markdown", on_click="ignore")
