"""What the page says while only the demo is followed, with the switch to its morning as it is without a model."""

from collections.abc import Sequence

import streamlit as st

import config
from pages.shared import cards, parts, terminal
from pages.shared.frame import quiet
from pages.shared.safe import plain
from store.queries import digests
from store.records.insights import DEMO_ORIGIN
from store.records.readers import Digest, Pick
from store.records.shows import Show

_READING = "Reading the same episodes without a model. This takes about half a minute, once…"
_REAL = "Add a real one: `.venv/bin/python cli.py add URL`, or on the Shows page."


def draw(followed: Sequence[Show], digest: Digest | None = None) -> bool:
    """Gives whether the reader wants to see the morning without a model."""
    if not followed or not all(show.demo for show in followed):
        return False
    written = digest is not None and any(pick.cited.insight.origin == DEMO_ORIGIN for pick in digest.picks)
    with st.container(border=True):
        quiet(f":material/science: You are reading the **demo shows**. {_REAL}")
        if not written:
            return False
        quiet(
            "What you see here was written by hand for the demo. Without a model a morning is in the speakers’ own "
            "words; for claims like these on your shows, `.venv/bin/python cli.py model list` finds a model, or set "
            "`EARMARK_LLM`."
        )
        return st.toggle("Show this morning without a model", key="without-model")


def draw_own_words() -> None:
    """The five of the same episodes as the program finds them where no model is set."""
    found = _known() or _made()
    for pick in found.picks if found else ():
        _draw_pick(pick)


def _known() -> Digest | None:
    """Opened anew each time: who removes the demo removes that library too, and may take it again."""
    beside = config.without_model(parts.settings())
    if not beside.data_dir.exists():
        return None
    store = config.open_store(beside)
    try:
        with store.read() as connection:
            return digests.latest(connection, config.reader(beside, store).id)
    finally:
        store.close()


def _made() -> Digest | None:
    with st.spinner(_READING):
        said = terminal.say("demo")
    if not said.well:
        st.error(plain(said.text), icon=":material/error:")
        return None
    return _known()


def _draw_pick(pick: Pick) -> None:
    """Without what a reader may say of it: it stands in a library of its own."""
    insight = pick.cited.insight
    with st.container(border=True):
        st.markdown(f":primary-badge[{pick.rank}] :small[:gray[{cards.origin(insight)}]]")
        st.markdown(f"### {plain(insight.headline)}")
        cards.claim(pick.cited)
        cards.play(pick.cited)
