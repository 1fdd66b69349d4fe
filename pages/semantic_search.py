"""Search: every past insight and passage by meaning and by word. The address carries it: ?q= &show= &since= &kind=."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, cast

import streamlit as st

from pages.shared import parts, times
from pages.shared.asking import draw_ask
from pages.shared.frame import quiet, spoken_errors
from pages.shared.hits import draw_hit
from pages.shared.safe import plain
from store import shows, threads
from store.types import Show

KINDS = {"": "All", "insight": "Insights", "passage": "Passages"}
EARLIEST = date(2000, 1, 1)  # podcasts are younger


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for."""

    query: str
    show_id: int | None
    since: date | None
    kind: Literal["insight", "passage"] | None


def draw() -> None:
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
    st.title("Search", anchor=False)
    asked = _asked(followed)
    _draw_box(asked, followed)
    if not asked.query:
        _draw_suggestions()
        return
    with st.spinner(parts.LOADING):
        search = parts.search()
    since = datetime.combine(asked.since, time(), times.zone()).astimezone(UTC) if asked.since else None
    with st.spinner("Searching…"):
        hits = search.find(asked.query, show_id=asked.show_id, since=since, kind=asked.kind)
    if not hits:
        _draw_nothing(asked, followed)
        return
    draw_ask(asked, asked.query, hits)
    for hit in hits:
        with st.container(border=True):
            draw_hit(hit)


def _asked(followed: Sequence[Show]) -> Asked:
    address = st.query_params
    show = address.get("show", "")
    kind = address.get("kind", "")
    try:
        since = date.fromisoformat(address.get("since", ""))
    except ValueError:
        since = None
    if since and not EARLIEST <= since <= times.today():
        since = None
    return Asked(
        query=address.get("q", "").strip(),
        show_id=int(show) if show in {str(known.id) for known in followed} else None,
        since=since,
        kind=cast(Literal["insight", "passage"], kind) if kind in KINDS and kind else None,
    )


def _draw_box(asked: Asked, followed: Sequence[Show]) -> None:
    """The address is the truth: fields are filled from it, and a change writes it before the page runs again."""
    titles = {show.id: show.title for show in followed}
    st.session_state.update({"q": asked.query, "show": asked.show_id, "since": asked.since, "kind": asked.kind or ""})
    st.text_input(
        "Search",
        key="q",
        type="search",
        placeholder="A claim, a name, a question…",
        label_visibility="collapsed",
        icon=":material/search:",
        on_change=_write_address,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            "Kind",
            list(KINDS),
            key="kind",
            format_func=KINDS.__getitem__,
            label_visibility="collapsed",
            required=True,
            on_change=_write_address,
        )
        active = (asked.show_id is not None) + (asked.since is not None)
        with st.popover(f"Filters · {active}" if active else "Filters", icon=":material/tune:", type="tertiary"):
            st.selectbox(
                "Show",
                [None, *titles],
                key="show",
                format_func=lambda show_id: titles.get(show_id, "All shows"),
                on_change=_write_address,
            )
            st.date_input(
                "Published since",
                key="since",
                value=None,
                min_value=EARLIEST,
                max_value=times.today(),
                format="YYYY-MM-DD",
                on_change=_write_address,
            )


def _write_address() -> None:
    for name in ("q", "show", "since", "kind"):
        chosen = st.session_state.get(name)
        if chosen:
            st.query_params[name] = str(chosen)
        elif name in st.query_params:
            del st.query_params[name]


def _search_for(words: str) -> None:
    st.query_params["q"] = words


def _draw_suggestions() -> None:
    with parts.store().read() as connection:
        topics = [thread.label for thread in threads.overview(connection, parts.reader().id)][:5]
    quiet("Finds by meaning and by word, in every insight and every transcript.")
    for position, topic in enumerate(topics):
        st.button(
            plain(topic),
            key=f"suggested-{position}",
            icon=":material/search:",
            type="tertiary",
            on_click=_search_for,
            args=(topic,),
        )


def _draw_nothing(asked: Asked, followed: Sequence[Show]) -> None:
    if not followed:
        st.info("No show is followed yet, so there is nothing to search.", icon=":material/podcasts:")
        st.page_link("pages/followed_shows.py", label="Add a show", icon=":material/add:")
        return
    st.info(f"Nothing found for {plain(asked.query)}.", icon=":material/search_off:")
    narrowed = asked.show_id or asked.since or asked.kind
    st.markdown(
        ("- Search in all shows, all dates and all kinds.\n" if narrowed else "")
        + "- Say it in other words, or with fewer of them.\n"
        "- Episodes that are still being heard are found when they are done: the Shows page tells."
    )


with spoken_errors():
    draw()
