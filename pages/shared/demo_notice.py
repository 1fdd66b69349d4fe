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
_KEY = "without-model"


def is_demo(followed: Sequence[Show]) -> bool:
    return bool(followed) and all(show.demo for show in followed)


def asked_without_model(followed: Sequence[Show]) -> bool:
    """Whether the reader wants to see the demo's morning without a model."""
    return is_demo(followed) and bool(st.session_state.get(_KEY))


def draw(followed: Sequence[Show]) -> None:
    """One line above the five."""
    if is_demo(followed):
        quiet(":material/science: Invented **demo shows**. [Add one of yours](./shows)")


def draw_switch(followed: Sequence[Show], digest: Digest) -> None:
    """Under the five, where they were written for the demo: the way to what the program finds alone."""
    written = any(pick.cited.insight.origin == DEMO_ORIGIN for pick in digest.picks)
    if not is_demo(followed) or not written:
        return
    with st.container(border=True):
        quiet(
            "Written by hand for the demo. A language model writes claims like these; without one a morning is in the "
            "speakers’ own words."
        )
        st.toggle("Show this morning without a model", key=_KEY)


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
    with st.container(border=True, key=f"card-{insight.id}"):
        st.markdown(f"## {plain(insight.headline)}", anchors=False)
        cards.claim(pick.cited)
        cards.play(pick.cited)
