"""Which language model writes: what is set, how it did, an exam for another, and which one writes from now on."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import config
from digest.report_cards import report_card_lines
from pages.shared import parts, terminal
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes, fixed, found, runs
from store.queries.models import readings

_TROUBLE = "model-trouble"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exam:
    """What an exam came to, and its marks by what they are of."""

    sentence: str
    marks: Mapping[str, str]


def draw() -> None:
    at_work = runs.running(runs.TRY, runs.USE, runs.FIND)
    st.fragment(_draw, run_every=runs.EVERY_SECONDS if at_work else None)(waited=at_work)


@spoken_errors()
def _draw(*, waited: bool) -> None:
    _settle()
    if waited and not runs.running(runs.TRY, runs.USE, runs.FIND):
        st.rerun()
    st.header("Who writes the insights", anchor=False)
    for line in config.models_set(parts.settings()):
        st.markdown(plain(line))
    fixed.draw(*config.MODEL_FIELDS[:1], *config.JUDGE_FIELDS[:1])
    changes.draw("model")
    if runs.running(runs.TRY, runs.USE):
        _draw_progress()
    else:
        _draw_exam()
        _draw_form()
    _draw_cards()


def _draw_progress() -> None:
    examined = runs.running(runs.TRY)
    words = terminal.last_words(1, runs.TRY if examined else runs.USE)
    with st.container(border=True, key="told-model"):
        st.markdown(":shimmer[Examining it on four short talks…]" if examined else ":shimmer[Having it ready…]")
        quiet("You may close this page: it goes on." + (f" {plain(words)}" if words else ""))


def _draw_form() -> None:
    is_fixed = fixed.is_fixed("llm")
    with st.expander("Another model", icon=":material/model_training:", key="model-fold", type="compact"):
        found.draw(_begin, can_use=not is_fixed)
        with st.form("model-form", border=False):
            name = st.text_input("Its name", max_chars=200, placeholder="ollama_chat/gemma3:4b", key="model-name")
            address = st.text_input("Address of its server, where it is your own", max_chars=500, key="model-address")
            key = st.text_input("Its key, where it asks for one", type="password", max_chars=500, key="model-key")
            with st.container(horizontal=True):
                examine = st.form_submit_button("Examine it", icon=":material/quiz:")
                use = st.form_submit_button("Have it write", icon=":material/edit:", disabled=is_fixed)
        quiet("The exam takes some minutes, and costs what four short talks cost. Nothing is changed by it.")
        if parts.settings().llm and not is_fixed:
            st.button("Write without a model", key="model-none", icon=":material/close:", on_click=_forget)
    if (examine or use) and name.strip():
        _begin(runs.TRY if examine else runs.USE, name.strip(), address.strip(), key.strip())
        st.rerun()


@spoken_errors()
def _begin(work: str, name: str, address: str, key: str = "") -> None:
    st.session_state.pop(_TROUBLE, None)
    if work == runs.USE:
        runs.remember(work, config.MODEL_FIELDS)
    st.session_state["model-asked"] = work
    runs.begin(work, name, address, key)


def _draw_exam() -> None:
    """What the last exam came to, also on a later visit; a trouble only in the visit that met it."""
    exam = _exam(runs.record(runs.TRY))
    words = terminal.last_words(1, runs.TRY)
    if exam:
        with st.container(border=True, key="told-exam"):
            st.markdown(f"**{plain(exam.sentence)}**")
            with st.expander("The exam", icon=":material/quiz:", type="compact"):
                for what, came in exam.marks.items():
                    quiet(f"**{plain(what)}** {plain(came)}")
    elif words and st.session_state.get("model-asked") == runs.TRY:
        _trouble(words)
    if st.session_state.get(_TROUBLE):
        _trouble(st.session_state[_TROUBLE])


def _exam(told: object) -> _Exam | None:
    """None for what is no exam's."""
    if not isinstance(told, dict) or "marks" not in told or "sentence" not in told:
        return None
    return _Exam(sentence=told["sentence"], marks=told["marks"])


def _trouble(words: str) -> None:
    st.error(plain(words.removeprefix("earmark: ")), icon=":material/error:")


def _settle() -> None:
    """After a change of model that this visit began."""
    came = runs.ended(runs.USE, config.MODEL_FIELDS)
    if came is None:
        return
    before, now = came
    if now == before:
        st.session_state[_TROUBLE] = terminal.last_words(1, runs.USE)
    else:
        changes.note("model", f"{now['llm']} writes from the next run on.", lambda: runs.put_back(before))


@spoken_errors()
def _forget() -> None:
    before = runs.kept(config.MODEL_FIELDS)
    runs.put_back(dict.fromkeys(config.MODEL_FIELDS))
    changes.note("model", "No model writes from the next run on.", lambda: runs.put_back(before))


def _draw_cards() -> None:
    with parts.store().read() as connection:
        cards = readings.report_cards(connection)
    if cards:
        with st.expander("How models did on your shows", icon=":material/grading:", type="compact"):
            for line in report_card_lines(cards):
                quiet(plain(line) if line.startswith(" ") else f"**{plain(line)}**")
