"""What feedback has taught, in words, and each of it taken back."""

from collections.abc import Callable, Sequence

import streamlit as st

from digest.five.taught import Leaning, Said, read_taught
from pages.shared import cards, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes
from store.queries import feedback, shows
from store.records.readers import Feedback
from store.records.shows import Show

_NAMED = 5  # by judgement, not measured: shows and topics a line, three lines of a phone
_AT_ONCE = 10  # by judgement, not measured: rows before "Show all"
_TOLD = {"useful": "Useful", "not for me": "Not for me", "wrong": "Wrong", "advert": "An advert"}


@st.fragment
@spoken_errors()
def draw() -> None:
    st.header("What your words have taught", anchor=False)
    me = parts.reader().id
    with parts.store().read() as connection:
        taught = read_taught(connection, me)
        silent = [show for show in shows.all_shows(connection) if show.id in feedback.muted_by(connection, me)]
    more = [*_named(taught.shows, "show", 1), *_named(taught.topics, "thread", 1)]
    less = [*_named(taught.shows, "show", -1), *_named(taught.topics, "thread", -1)]
    if more:
        st.markdown(f":material/trending_up: **More like** {', '.join(more)}")
    if less:
        st.markdown(f":material/trending_down: **Less like** {', '.join(less)}")
    if more or less:
        quiet("Counted by where it stood. The five learn from what insights say; what you saved counts as useful.")
    for show in silent:
        _draw_silent(show)
    changes.draw("taught")
    _draw_said(taught.said)
    if not (more or less or silent or taught.said):
        quiet("Nothing yet. **More**, under each insight, takes your word: useful, not for me, wrong, an advert.")


def _named(leanings: Sequence[Leaning], page: str, side: int) -> list[str]:
    """With how often it was said; `side`: 1 for more of it, -1 for less."""
    found = [one for one in leanings if one.side * side > 0][:_NAMED]
    return [f"[{plain(one.name)}](./{_address(page, one.id)}) ({_counted(one)})" for one in found]


def _address(page: str, key: int) -> str:
    return f"threads?thread={key}" if page == "thread" else f"show?id={key}"


def _counted(one: Leaning) -> str:
    told = [f"{one.liked} useful"] if one.liked else []
    return ", ".join([*told, *([f"{one.disliked} not"] if one.disliked else [])])


def _draw_silent(show: Show) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        told = f":material/notifications_off: Nothing of [{plain(show.title)}](./show?id={show.id}) comes in your five"
        st.markdown(told, width="stretch")
        _back(f"speak-{show.id}", "Hear it again", _speak, show)


def _draw_said(said: Sequence[Said]) -> None:
    if not said:
        return
    shown = len(said) if st.session_state.get("all-said") else _AT_ONCE
    with st.expander(f"What you said ({len(said)})", icon=":material/rate_review:", key="said-fold", type="compact"):
        for one in said[:shown]:
            _draw_one(one)
        if len(said) > shown:
            st.button("Show all", key="more-said", on_click=st.session_state.__setitem__, args=("all-said", True))


def _draw_one(one: Said) -> None:
    insight_id, cited = one.feedback.insight_id, one.cited
    name = f"[{plain(cited.insight.headline)}]({cards.address_of(insight_id)})" if cited else "An insight that is gone"
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"said-{insight_id}"):
        told = f"{_TOLD[one.feedback.verdict]}, {times.ago(one.feedback.at)}"
        st.markdown(f"{name}  \n:small[:gray[{told}]]", width="stretch")
        _back(f"back-{insight_id}", "Take back", _withdraw, one.feedback)


def _back(key: str, words: str, act: Callable[..., None], what: Feedback | Show) -> None:
    st.button(words, key=key, icon=":material/undo:", type="tertiary", on_click=act, args=(what,))


@spoken_errors()
def _withdraw(said: Feedback) -> None:
    with parts.store().write() as connection:
        feedback.withdraw(connection, parts.reader().id, said.insight_id)
    changes.note("taught", "It counts for nothing any more.", lambda: _say_again(said))


def _say_again(said: Feedback) -> None:
    with parts.store().write() as connection:
        feedback.give(connection, parts.reader().id, said)


@spoken_errors()
def _speak(show: Show) -> None:
    with parts.store().write() as connection:
        feedback.unmute(connection, parts.reader().id, show.id)
    changes.note("taught", f"{show.title} may come in your five again.", lambda: _silence(show))


def _silence(show: Show) -> None:
    with parts.store().write() as connection:
        feedback.mute(connection, parts.reader().id, show.id, parts.now())
