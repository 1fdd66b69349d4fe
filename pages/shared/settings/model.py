"""Which language model writes: what is set, how it did, an exam for another, and which one writes from now on.

What asks a model is a command: it goes on when the page is closed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import config
from digest.report_cards import report_card_lines
from pages.shared import parts, terminal
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes, fixed
from store import kept_settings
from store.queries.models import readings

_TRY, _USE = "model-try", "model-use"
_BEFORE, _TROUBLE = "model-before", "model-trouble"
_EVERY_SECONDS = 3  # by judgement, not measured: how often the page asks how far an exam has come


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exam:
    """What an exam came to, and its marks by what they are of."""

    sentence: str
    marks: Mapping[str, str]


def draw() -> None:
    running = terminal.is_running(_TRY) or terminal.is_running(_USE)
    st.fragment(_draw, run_every=_EVERY_SECONDS if running else None)(waited=running)


@spoken_errors()
def _draw(*, waited: bool) -> None:
    running = terminal.is_running(_TRY) or terminal.is_running(_USE)
    if _BEFORE in st.session_state and not running:
        _settle()
    if waited and not running:
        st.rerun()
    st.header("Who writes the insights", anchor=False)
    for line in config.models_set(parts.settings()):
        st.markdown(plain(line))
    fixed.draw(*config.MODEL_FIELDS[:1], *config.JUDGE_FIELDS[:1])
    changes.draw("model")
    if running:
        _draw_progress()
    else:
        _draw_exam()
        _draw_form()
    _draw_cards()
    st.header("What hears", anchor=False)
    st.markdown(plain(config.hears(parts.settings())))
    fixed.draw(config.SPEECH_FIELD)


def _draw_progress() -> None:
    examined = terminal.is_running(_TRY)
    words = terminal.last_words(1, _TRY if examined else _USE)
    with st.container(border=True, key="told-model"):
        st.markdown(":shimmer[Examining it on four short talks…]" if examined else ":shimmer[Having it ready…]")
        quiet("You may close this page: it goes on." + (f" {plain(words)}" if words else ""))


def _draw_form() -> None:
    is_fixed = fixed.is_fixed("llm")
    with st.expander("Another model", icon=":material/model_training:", key="model-fold", type="compact"):
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
        options = [*(["--base-url", address.strip()] if address.strip() else []), *(["--key"] if key.strip() else [])]
        st.session_state.pop(_TROUBLE, None)
        if examine:
            terminal.begin(_TRY, "model", "try", "--format", "json", *options, "--", name.strip(), secret=key.strip())
        else:
            _remember()
            terminal.begin(_USE, "model", "use", *options, "--", name.strip(), secret=key.strip())
        st.session_state["model-asked"] = _TRY if examine else _USE
        st.rerun()


def _draw_exam() -> None:
    """What the last exam came to, also on a later visit; a trouble only in the visit that met it."""
    words = terminal.last_words(1, _TRY)
    exam = _exam(words)
    if exam:
        with st.container(border=True, key="told-exam"):
            st.markdown(f"**{plain(exam.sentence)}**")
            with st.expander("The exam", icon=":material/quiz:", type="compact"):
                for what, came in exam.marks.items():
                    quiet(f"**{plain(what)}** {plain(came)}")
    elif words and st.session_state.get("model-asked") == _TRY:
        _trouble(words)
    if st.session_state.get(_TROUBLE):
        _trouble(st.session_state[_TROUBLE])


def _exam(words: str) -> _Exam | None:
    """None for words that are no exam's."""
    try:
        told = json.loads(words)
        return _Exam(sentence=told["sentence"], marks=told["marks"])
    except (ValueError, TypeError, KeyError):
        return None


def _trouble(words: str) -> None:
    st.error(plain(words.removeprefix("earmark: ")), icon=":material/error:")


def _kept() -> dict[str, str | None]:
    kept: Mapping[str, str] = kept_settings.read(parts.settings().data_dir)
    return {field: kept.get(field) for field in config.MODEL_FIELDS}


def _remember() -> None:
    st.session_state[_BEFORE] = _kept()


def _settle() -> None:
    """After a change of model that this visit began."""
    parts.forget_settings()
    before, now = st.session_state.pop(_BEFORE), _kept()
    if now == before:
        st.session_state[_TROUBLE] = terminal.last_words(1, _USE)
    else:
        changes.note("model", f"{now['llm']} writes from the next run on.", lambda: _put_back(before))


@spoken_errors()
def _forget() -> None:
    before = _kept()
    _put_back(dict.fromkeys(config.MODEL_FIELDS))
    changes.note("model", "No model writes from the next run on.", lambda: _put_back(before))


def _put_back(values: Mapping[str, str | None]) -> None:
    kept_settings.keep(parts.settings().data_dir, values)
    parts.forget_settings()


def _draw_cards() -> None:
    with parts.store().read() as connection:
        cards = readings.report_cards(connection)
    if cards:
        with st.expander("How models did on your shows", icon=":material/grading:", type="compact"):
            for line in report_card_lines(cards):
                quiet(plain(line) if line.startswith(" ") else f"**{plain(line)}**")
