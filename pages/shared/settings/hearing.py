"""Which recogniser hears: the one that does, those that can be had with what each takes here, another one's choice."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from rich.filesize import decimal

import config
from pages.shared import parts, terminal
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes, fixed, runs

_FIELDS = (config.SPEECH_FIELD,)
_TROUBLE = "ears-trouble"


def draw() -> None:
    at_work = runs.running(runs.EARS, runs.HEAR)
    st.fragment(_draw, run_every=runs.EVERY_SECONDS if at_work else None)(waited=at_work)


@spoken_errors()
def _draw(*, waited: bool) -> None:
    _settle()
    if waited and not runs.running(runs.EARS, runs.HEAR):
        st.rerun()
    st.header("What hears", anchor=False)
    st.markdown(plain(config.hears(parts.settings())))
    fixed.draw(*_FIELDS)
    changes.draw("hearing")
    if st.session_state.get(_TROUBLE):
        st.error(plain(st.session_state[_TROUBLE].removeprefix("earmark: ")), icon=":material/error:")
    if runs.running(runs.EARS, runs.HEAR):
        _draw_progress()
    else:
        _draw_choice()


def _draw_progress() -> None:
    bringing = runs.running(runs.HEAR)
    words = terminal.last_words(1, runs.HEAR if bringing else runs.EARS)
    with st.container(border=True, key="told-hearing"):
        st.markdown(":shimmer[Having it ready…]" if bringing else ":shimmer[Measuring what is here, once…]")
        quiet("You may close this page: it goes on." + (f" {plain(words)}" if bringing and words else ""))


def _draw_choice() -> None:
    listed = runs.record(runs.EARS)
    with st.expander("Another recogniser", icon=":material/hearing:", key="ears-fold", type="compact"):
        if isinstance(listed, list):
            for known in listed:
                _draw_known(known)
        words = "Look again" if listed else "Show what there is"
        st.button(words, key="find-ears", icon=":material/search:", type="tertiary", on_click=_look)
        quiet("What is here and was not measured yet is measured on a minute of talk: that takes a while, once.")
        if runs.kept(_FIELDS)[config.SPEECH_FIELD] and not fixed.is_fixed(config.SPEECH_FIELD):
            st.button("Let the pace of this machine decide", key="ears-none", icon=":material/speed:", on_click=_forget)


def _draw_known(known: Mapping[str, Any]) -> None:
    minutes = known["minutes_an_hour"]
    how = "measured" if known["measured"] else "estimate"
    pace = f"an hour of audio takes {max(1, round(minutes))} min ({how})" if minutes else "pace unknown"
    here = "here" if known["here"] else f"{decimal(known['size_bytes'])} to bring"
    needs = known.get("needs")
    told = " · ".join((known.get("hears", ""), f"needs {needs}" if needs else here, pace))
    hears = parts.settings().whisper_model == known["name"]
    with st.container(horizontal=True, vertical_alignment="center", key=f"act-ears-{known['name']}"):
        st.markdown(f"**{plain(known['name'])}**  \n:small[:gray[{plain(told)}]]", width="stretch")
        st.button(
            "It hears" if hears else "Have it hear",
            key=f"ears-{known['name']}",
            icon=":material/check:" if hears else ":material/hearing:",
            type="tertiary",
            disabled=hears or bool(needs) or fixed.is_fixed(config.SPEECH_FIELD),
            on_click=_use,
            args=(known["name"],),
        )


@spoken_errors()
def _look() -> None:
    terminal.begin(runs.EARS, "model", "list", "--for", "speech", "--format", "json")


@spoken_errors()
def _use(name: str) -> None:
    st.session_state.pop(_TROUBLE, None)
    runs.remember(runs.HEAR, _FIELDS)
    terminal.begin(runs.HEAR, "model", "use", "--for", "speech", "--", name)


def _settle() -> None:
    """After a change that this visit began."""
    came = runs.ended(runs.HEAR, _FIELDS)
    if came is None:
        return
    before, now = came
    if now == before:
        st.session_state[_TROUBLE] = terminal.last_words(1, runs.HEAR)
        return
    name = now[config.SPEECH_FIELD]
    changes.note("hearing", f"{name} hears from the next run on.", lambda: runs.put_back(before))


@spoken_errors()
def _forget() -> None:
    before = runs.kept(_FIELDS)
    runs.put_back(dict.fromkeys(_FIELDS))
    changes.note("hearing", "The pace of this machine decides.", lambda: runs.put_back(before))
