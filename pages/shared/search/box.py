"""The search box, the filters beside it, and the chips that say what a search is limited to."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from digest.wording import shortened
from index.search.limits import Asked
from pages.shared import parts, times
from pages.shared.safe import plain
from pages.shared.search import address as search_address
from pages.shared.search.address import EARLIEST, KINDS, SORTS, Address, write
from store.queries.threads import threads
from store.records.shows import Show

_T = TypeVar("_T", int, str)
_MOST_NAMES = 500  # a browser lists no more of them quickly; others can be typed
_CHIP = 40  # characters


def draw(address: Address, followed: Sequence[Show]) -> None:
    """The address is the truth: fields are filled from it, and a change writes it before the page runs again."""
    st.session_state.update({"q": address.query, "kind": address.kind or ""})
    st.text_input(
        "Search",
        key="q",
        type="search",
        placeholder="A claim, a name, a question",
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=_asked_anew,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "Kind",
            list(KINDS),
            key="kind",
            format_func=KINDS.__getitem__,
            label_visibility="collapsed",
            required=True,
            on_change=_changed,
            args=("kind",),
        )
        words = f"Filters · {address.chosen}" if address.chosen else "Filters"
        popover = st.popover(words, icon=":material/tune:", type="tertiary", key="filters", on_change="rerun")
        if popover.open:
            with popover:
                _draw_filters(address, followed)


def draw_sort(address: Address) -> None:
    """How the results on the page are ordered; the best are found first in any case."""
    st.session_state["sort"] = "newest" if address.newest_first else ""
    st.segmented_control(
        "Order",
        list(SORTS),
        key="sort",
        format_func=SORTS.__getitem__,
        label_visibility="collapsed",
        required=True,
        on_change=_sorted,
    )


def draw_chips(address: Address, asked: Asked, followed: Sequence[Show]) -> None:
    """One for each limit but the kind's own switch, with what it was understood from; a press lifts it."""
    chips: list[tuple[str, str, Callable[[], None]]] = [
        (limit.told, f"“{limit.phrase}” is a limit. Press to take it as words.", partial(search_address.lift, limit))
        for limit in asked.limits
    ]
    days = search_address.days_of(address)
    if days.since or days.until:
        chips.append((days.told, "Press to search at all dates.", _lift_dates))
    titles = {show.id: show.title for show in followed}
    for name, told in (
        ("show", f"on {titles[address.show_id]}" if address.show_id else ""),
        ("speaker", f"by {address.speaker}" if address.speaker else ""),
        ("thread", f"in {thread_label(address.thread_id)}" if address.thread_id else ""),
    ):
        if told:
            chips.append((told, "Press to lift this limit.", partial(write, name, None)))
    if not chips:
        return
    with st.container(horizontal=True, gap="small"):
        for at, (told, help_, act) in enumerate(chips):
            label = plain(shortened(told, _CHIP))
            st.button(label, key=f"chip-{at}", icon=":material/close:", icon_position="right", help=help_, on_click=act)


def thread_label(thread_id: int) -> str:
    with parts.store().read() as connection:
        return threads.labels(connection, [thread_id]).get(thread_id, "a thread that is gone")


def _draw_filters(address: Address, followed: Sequence[Show]) -> None:
    st.session_state.update(
        {
            "show": address.show_id,
            "since": address.since,
            "until": address.until,
            "speaker": address.speaker,
            "thread": address.thread_id,
        }
    )
    titles = {show.id: show.title for show in followed}
    listed = _threads(address)
    _draw_choice("show", "All shows", list(titles), titles.__getitem__)
    _draw_days()
    _draw_choice("speaker", "Anyone", _names(address), str, typed=True)
    _draw_choice("thread", "All that is said", list(listed), listed.__getitem__)


def _names(address: Address) -> list[str]:
    known = {name.title() for name in parts.library().speakers()[:_MOST_NAMES]}
    return sorted(known | {address.speaker or ""} - {""})


def _threads(address: Address) -> dict[int, str]:
    with parts.store().read() as connection:
        listed = {thread.id: thread.label for thread in threads.overview(connection, parts.reader().id)}
    if address.thread_id:
        listed.setdefault(address.thread_id, thread_label(address.thread_id))
    return listed


def _draw_choice(
    name: str, unlimited: str, listed: Sequence[_T], told: Callable[[_T], str], *, typed: bool = False
) -> None:
    """`unlimited` is what nothing chosen means; `typed`: what is not listed can be typed."""
    st.selectbox(
        name.capitalize(),
        listed,
        key=name,
        index=None,
        placeholder=unlimited,
        format_func=told,
        accept_new_options=typed,
        on_change=_changed,
        args=(name,),
    )


def _draw_days() -> None:
    with st.container(horizontal=True):
        for name, label in (("since", "From"), ("until", "To")):
            st.date_input(
                label,
                key=name,
                value=None,
                min_value=EARLIEST,
                max_value=times.today(),
                format="YYYY-MM-DD",
                on_change=_changed,
                args=(name,),
            )


def _changed(name: str) -> None:
    write(name, st.session_state.get(name))


def _sorted() -> None:
    """As many results as before stay on the page."""
    chosen = st.session_state.get("sort")
    if chosen:
        st.query_params["sort"] = chosen
    else:
        st.query_params.pop("sort", None)


def _asked_anew() -> None:
    """Other words are no longer those that were to be taken as they stand, nor about the thing of `like`."""
    write("plain", None)
    write("like", None)
    _changed("q")


def _lift_dates() -> None:
    write("since", None)
    write("until", None)
