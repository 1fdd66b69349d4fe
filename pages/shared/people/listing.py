"""Everybody who is heard by name: how much of theirs is here, in how many shows, what they said last."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from digest.people import known as people
from digest.people.known import Person
from digest.people.told import extent
from pages.shared import cards, parts, times
from pages.shared.frame import quiet
from pages.shared.people import names
from pages.shared.safe import plain
from store.queries import insights
from store.queries.voices import people as kept
from store.records.insights import CitedInsight

AT_ONCE = 30  # by judgement, not measured: rows before "Show more"
_ORDERS: Mapping[str, Callable[[Sequence[Person]], list[Person]]] = {
    "Said most": list,
    "Heard last": people.latest_first,
    "By name": people.by_name,
}


def draw(known: Sequence[Person]) -> None:
    st.title("People", anchor=False)
    if not known:
        st.markdown("Nobody is known by name yet.")
        quiet(
            "Names come from transcripts, from what feeds tell of their episodes, and from introductions in the talk."
        )
        st.page_link("pages/followed_shows.py", label="To the shows", icon=":material/arrow_back:")
        return
    quiet("Who said what, over shows. A name is all that is known: two people may have the same.")
    found = _chosen(known)
    if not found:
        st.info("Nobody is called that here.", icon=":material/search_off:")
    shown = st.session_state.setdefault("people-shown", AT_ONCE)
    _draw_rows(found[:shown])
    left = len(found) - shown
    if left > 0:
        more = min(left, AT_ONCE)
        st.button(
            f"Show {more} more" if more == left else f"Show {more} more of {left:,}",
            key="more-people",
            on_click=st.session_state.__setitem__,
            args=("people-shown", shown + AT_ONCE),
        )


def _chosen(known: Sequence[Person]) -> list[Person]:
    with st.container(horizontal=True, vertical_alignment="center"):
        typed = st.text_input(
            "Find somebody",
            placeholder="Find somebody",
            label_visibility="collapsed",
            icon=":material/search:",
            key="find-person",
            max_chars=100,
            width="stretch",
        )
        order = st.segmented_control(
            "Order", list(_ORDERS), default="Said most", label_visibility="collapsed", key="order-people", required=True
        )
    return people.called_like(_ORDERS[order or "Said most"](known), typed)


def _draw_rows(shown: Sequence[Person]) -> None:
    labels = [label for person in shown for label in person.labels]
    with parts.store().read() as connection:
        last: dict[people.NameKey | None, str] = {}
        for insight_id, label, show_id in kept.newest(connection, labels):
            last.setdefault(people.name_key(label, show_id), insight_id)
        told = insights.by_ids(connection, [last[person.key] for person in shown if person.key in last])
    for at, person in enumerate(shown):
        _draw_row(at, person, told.get(last.get(person.key, "")))


def _draw_row(at: int, person: Person, last: CitedInsight | None) -> None:
    with st.container(border=True, key=f"card-person-{at}", gap="xsmall"):
        address = names.address_of(person.name, person.shows[0].show_id)
        # A first name alone is one show's: with the show beside it each heading has an id of its own.
        only = f" :small[of {plain(person.shows[0].show)}]" if person.key.show_id is not None else ""
        st.markdown(f"## [{plain(person.name)}]({address}){only}", anchors=False)
        quiet(_counts(person) if last else extent_words(person))  # the line of the latest names show and day
        if last:
            cards.brief([last])


def _counts(person: Person) -> str:
    several = [times.counted(len(person.shows), "show")] if len(person.shows) > 1 else []
    return " · ".join([times.counted(person.insights, "insight"), *several])


def extent_words(person: Person) -> str:
    return " · ".join(map(plain, extent(person, times.aged)))
