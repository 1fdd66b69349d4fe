"""Saved: the insights that the reader put on their list, with notes and tags, to order, to pick from, to take along."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from digest import tags as tagging
from digest.export import record
from pages.shared import actions, cards, notebook, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.today import card
from pages.shared.today.card import Surroundings
from store.queries import feedback
from store.records.readers import Saved

_SHOWN, _FILED = "saved-shown", "saved-tags"
AT_ONCE = 20  # by judgement, not measured: cards before "Show more"; each takes 13 ms of processor time
_LONGEST_NOTE = 5000  # characters, by judgement, not measured
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_ORDERS: dict[str, Callable[[Sequence[Saved]], list[Saved]]] = {
    "Saved last": list,
    "Said last": lambda listed: sorted(listed, key=lambda one: one.cited.published or _LONG_AGO, reverse=True),
    "By show": lambda listed: sorted(listed, key=lambda one: one.cited.show.casefold()),
}


def draw() -> None:
    st.title("Saved", anchor=False)
    with parts.store().read() as connection:
        listed = feedback.list_of(connection, parts.reader().id)
    if not listed:
        st.markdown("Nothing is saved yet. **Save**, under each insight, puts it here.")
        st.page_link("pages/daily_five.py", label="To the five of today", icon=":material/arrow_back:")
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        quiet(times.counted(len(listed), "insight"))
        _draw_export(listed)
    order = st.segmented_control("Order", list(_ORDERS), key="saved-order", default="Saved last", required=True)
    wanted = st.text_input("Find in your list", key="saved-words", icon=":material/search:", max_chars=200)
    counts = Counter(tag for one in listed for tag in one.tags)
    filed = _chosen(counts)
    found = [one for one in _ORDERS[order or "Saved last"](listed) if _holds(one, wanted) and filed <= set(one.tags)]
    known = sorted(counts, key=str.casefold)
    shown = st.session_state.setdefault(_SHOWN, AT_ONCE)
    with parts.store().read() as connection:
        around = card.surroundings(connection, [one.cited for one in found[:shown]])
    for one in found[:shown]:
        _draw_one(one, around, known)
    if len(found) > shown:
        st.button(f"Show more of {len(found)}", key="more-saved", icon=":material/expand_more:", on_click=_show_more)
    if not found:
        quiet("None of them is filed so and holds these words." if filed else "None of them holds these words.")


def _show_more() -> None:
    st.session_state[_SHOWN] += AT_ONCE


def _chosen(counts: Counter[str]) -> set[str]:
    """The tags that an insight must have all of."""
    if not counts:
        return set()
    st.session_state[_FILED] = [tag for tag in st.session_state.get(_FILED, ()) if tag in counts]
    return set(
        st.pills(
            "Tags",
            sorted(counts, key=str.casefold),
            selection_mode="multi",
            key=_FILED,
            format_func=lambda tag: f"{plain(tag)} · {counts[tag]}",
        )
    )


def _draw_one(one: Saved, around: Surroundings, known: Sequence[str]) -> None:
    insight = one.cited.insight
    with st.container(border=True, key=f"card-{insight.id}"):
        card.draw_who(one.cited, around)
        cards.headline(insight.id, insight.headline, level=2)
        cards.matter(one.cited)
        _draw_tags(one, known)
        _draw_note(one)
        actions.draw(one.cited, around.clip(one.cited))


def _draw_tags(one: Saved, known: Sequence[str]) -> None:
    """One is typed or chosen, and taken away by its cross; each change is kept at once."""
    key = f"tags-{one.cited.insight.id}"
    st.session_state[key] = list(one.tags)
    st.multiselect(
        f"Tags of {plain(one.cited.insight.headline)}",
        known,
        key=key,
        accept_new_options=True,
        placeholder="Add a tag",
        label_visibility="collapsed",
        on_change=_file,
        args=(one.cited.insight.id, key, known),
    )


@spoken_errors()
def _file(insight_id: str, key: str, known: Sequence[str]) -> None:
    typed = [tagging.typed_tag(tag, known) for tag in st.session_state[key]]
    with parts.store().write() as connection:
        feedback.tag(connection, parts.reader().id, insight_id, [tag for tag in typed if tag])


def _draw_note(one: Saved) -> None:
    key = f"note-{one.cited.insight.id}"
    words = "Your note" if one.note else "Write a note"
    with st.expander(words, icon=":material/edit_note:", key=f"fold-{key}", expanded=bool(one.note), type="compact"):
        st.text_area(
            "Your note",
            value=one.note,
            key=key,
            max_chars=_LONGEST_NOTE,
            label_visibility="collapsed",
            on_change=_keep,
            args=(one.cited.insight.id, key),
        )


@spoken_errors()
def _keep(insight_id: str, key: str) -> None:
    with parts.store().write() as connection:
        feedback.annotate(connection, parts.reader().id, insight_id, st.session_state[key].strip())


def _holds(one: Saved, wanted: str) -> bool:
    insight = one.cited.insight
    told = (insight.headline, insight.body, insight.quote, one.cited.show, insight.speaker or "", one.note, *one.tags)
    text = " ".join(told)
    return all(word in text.casefold() for word in wanted.casefold().split())


def _draw_export(listed: Sequence[Saved]) -> None:
    with st.popover("Take along", icon=":material/download:", type="tertiary", key="export"):
        text, written = partial(_as_markdown, listed), partial(_as_json, listed)  # written when they are pressed
        st.download_button("Markdown", text, "earmark-saved.md", "text/markdown", on_click="ignore")
        st.download_button("JSON", written, "earmark-saved.json", "application/json", on_click="ignore")


def _as_markdown(listed: Sequence[Saved]) -> str:
    entries = [notebook.entry(one.cited, times.zone(), one.note, one.tags) for one in listed]
    return "\n\n".join(["# Saved in Earmark", *entries]) + "\n"


def _as_json(listed: Sequence[Saved]) -> str:
    tags = {one.cited.insight.id: one.tags for one in listed}
    records = [record(one.cited, tags=tags) | {"note": one.note} for one in listed]
    return json.dumps(records, ensure_ascii=False, indent=2)


with spoken_errors():
    draw()
