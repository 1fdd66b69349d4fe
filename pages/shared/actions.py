"""What a reader can do with an insight: play it, save it, and, one tap further, say what it is worth and take it along.

Each press takes itself back when it is pressed again.
"""

from dataclasses import dataclass

import streamlit as st

from digest.explanation import read_explanation, sentences
from digest.five import feedback as said
from pages.shared import cards, notebook, parts, times
from pages.shared.browser import copying
from pages.shared.frame import quiet, spoken_errors
from pages.shared.people import names
from pages.shared.player import clip as player
from pages.shared.player.clip import Clip
from pages.shared.safe import plain
from store.queries import feedback
from store.records.insights import CitedInsight
from store.records.readers import Verdict

_TAUGHT: dict[Verdict, str] = {
    "useful": "More like this will come.",
    "not for me": "Less like this will come.",
    "wrong": "Noted as wrong: it will not come again, nor what repeats it.",
    "advert": "Noted as an advert: it will not come again, nor what repeats it.",
}
_SAYINGS: tuple[tuple[str, Verdict, str], ...] = (
    ("Useful", "useful", "thumb_up"),
    ("Not for me", "not for me", "thumb_down"),
    ("It is wrong", "wrong", "error"),
    ("It is an advert", "advert", "campaign"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the reader said of an insight before."""

    verdict: Verdict | None
    saved: bool


@st.fragment
@spoken_errors()
def draw(cited: CitedInsight, clip: Clip | None) -> None:
    """The store has the new state before the row, and nothing else, is drawn again."""
    insight_id = cited.insight.id
    standing = _read(insight_id)
    with st.container(horizontal=True, vertical_alignment="center", key=f"act-{insight_id}"):
        if clip:
            player.play_button(clip, f"play-{insight_id}")
        _save_button(insight_id, saved=standing.saved)
        _draw_menu(cited, standing.verdict)
        if clip is None:
            quiet("No audio to play")
    if standing.verdict:
        with st.container(key=f"told-{insight_id}"):
            quiet(_TAUGHT[standing.verdict])


def _read(insight_id: str) -> _Standing:
    me = parts.reader().id
    with parts.store().read() as connection:
        verdict = feedback.verdict_on(connection, me, insight_id)
        return _Standing(verdict=verdict, saved=feedback.is_saved(connection, me, insight_id))


def _draw_menu(cited: CitedInsight, verdict: Verdict | None) -> None:
    """Looked up and drawn only when it is opened."""
    insight_id = cited.insight.id
    menu = st.popover("More", type="tertiary", key=f"menu-{insight_id}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        with st.container(horizontal=True, gap="small"):
            for label, value, icon in _SAYINGS:
                _button(label, value, icon, insight_id, verdict)
        cards.topics(cited)
        _draw_ways(cited)
        _draw_reasons(cited)


def _draw_ways(cited: CitedInsight) -> None:
    """Where it leads, and how it is taken along."""
    insight = cited.insight
    cards.episode_link(insight, "The episode, at this place")
    _draw_speaker(cited)
    cards.more_like("insight", insight.id)
    address = f"{parts.settings().base_url.rstrip('/')}/insight?id={insight.id}"
    copying.draw(insight.id, notebook.entry(cited, times.zone()), title=insight.headline, address=address)


def _draw_speaker(cited: CitedInsight) -> None:
    """A quote's card names its speaker in a line that leads to the quote."""
    query = names.query_of(cited.insight.speaker, cited.show_id)
    if query:
        words = f"What {plain(query['name'])} says"
        st.page_link("pages/who_speaks.py", label=words, icon=":material/person:", query_params=query)


def _draw_reasons(cited: CitedInsight) -> None:
    with parts.store().read() as connection:
        found = read_explanation(connection, cited.insight.id, parts.reader().id)
    told = sentences(found, times.zone()) if found else ()
    if told:
        quiet("**Why it is here.** " + " ".join(plain(sentence) for sentence in told))


def _button(label: str, verdict: Verdict, icon: str, insight_id: str, given: Verdict | None) -> None:
    pressed = verdict == given
    st.button(
        f":primary[**{label}**]" if pressed else label,
        key=f"{verdict}-{insight_id}",
        icon=":material/check:" if pressed else f":material/{icon}:",
        type="tertiary",
        on_click=_say,
        args=(insight_id, None if pressed else verdict),
    )


def _save_button(insight_id: str, *, saved: bool) -> None:
    st.button(
        ":primary[**Saved**]" if saved else "Save",
        key=f"save-{insight_id}",
        icon=":material/bookmark_added:" if saved else ":material/bookmark:",
        type="tertiary",
        on_click=_keep,
        args=(insight_id, not saved),
    )


@spoken_errors()
def _say(insight_id: str, verdict: Verdict | None) -> None:
    said.give(parts.store(), parts.reader().id, insight_id, verdict, parts.now())


@spoken_errors()
def _keep(insight_id: str, saved: bool) -> None:
    """What was written beside it comes back with it, as long as the visit lasts."""
    me, key = parts.reader().id, f"beside-{insight_id}"
    if not saved:
        with parts.store().read() as connection:
            st.session_state[key] = feedback.beside(connection, me, insight_id)
    said.keep(parts.store(), me, insight_id, parts.now(), saved=saved)
    if saved and key in st.session_state:
        note, tags = st.session_state.pop(key)
        with parts.store().write() as connection:
            feedback.annotate(connection, me, insight_id, note)
            feedback.tag(connection, me, insight_id, tags)
