"""All threads, each with what was claimed last: those a reader follows, those that grow, the form that begins one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from digest.threads.news import since_last_visits
from digest.threads.words import LIKELY
from digest.wording import day_in
from pages.shared import cards, parts, times
from pages.shared.frame import quiet
from pages.shared.safe import plain
from pages.shared.threads import sparkline
from store.queries import insights
from store.queries.threads import threads
from store.records.insights import CitedInsight
from store.records.threads import Thread

AT_ONCE = 30  # by judgement, not measured: rows before "Show more"
MANY = 8  # threads from which on a box to search them is worth its place
LONGEST_TOPIC, LONGEST_DESCRIPTION = 120, 400  # characters; by judgement: a name, and one or two sentences

ORDERS: Mapping[str, Callable[[Thread], object]] = {
    "Latest": lambda thread: (thread.last is not None, thread.last),
    "Largest": lambda thread: thread.size,
}


def draw() -> None:
    st.title("Threads", anchor=False)
    quiet("What is said about a topic, across shows and months.")
    _draw_declare()
    with parts.store().read() as connection:
        known = threads.overview(connection, parts.reader().id)
        fresh = since_last_visits(connection, parts.reader().id)
    if not known:
        st.info(
            "No thread has grown yet: one begins when two insights speak of the same topic.", icon=":material/timeline:"
        )
        return
    shown = _chosen(known) if len(known) >= MANY else known
    followed = [thread for thread in shown if thread.followed]
    growing = [thread for thread in shown if not thread.followed]
    if not shown:
        st.info("No thread is called that.", icon=":material/search_off:")
    if followed:
        st.header("You follow", anchor=False)
        _draw_rows(followed, fresh)
    if growing:
        st.header("Growing by themselves", anchor=False)
        _draw_growing(growing)


def _chosen(known: Sequence[Thread]) -> list[Thread]:
    """Those whose label has every word in the box, in the order that is asked for."""
    with st.container(horizontal=True, vertical_alignment="center"):
        typed = st.text_input(
            "Find a thread",
            placeholder="Find a thread",
            label_visibility="collapsed",
            icon=":material/search:",
            key="find-thread",
            width="stretch",
        )
        order = st.segmented_control(
            "Order", list(ORDERS), default="Latest", label_visibility="collapsed", key="order-threads", required=True
        )
    wanted = typed.casefold().split()
    found = [thread for thread in known if all(word in thread.label.casefold() for word in wanted)]
    return sorted(found, key=ORDERS[order], reverse=True)  # type: ignore[arg-type]  # tuples and numbers order


def _draw_growing(growing: Sequence[Thread]) -> None:
    pages = st.session_state.setdefault("growing-pages", 1)
    _draw_rows(growing[: pages * AT_ONCE], {})
    left = len(growing) - pages * AT_ONCE
    if left > 0:
        st.button(
            f"Show {left} more" if left <= AT_ONCE else f"Show {AT_ONCE} more of {left:,}",
            on_click=st.session_state.__setitem__,
            args=("growing-pages", pages + 1),
        )


def _draw_rows(shown: Sequence[Thread], fresh: Mapping[int, int]) -> None:
    """Each with what was claimed last in it, how much is new, and how often it was spoken of of late."""
    ids = [thread.id for thread in shown]
    since = parts.now() - timedelta(weeks=sparkline.WEEKS)
    with parts.store().read() as connection:
        latest = threads.latest(connection, ids, sure_from=LIKELY)
        claims = insights.by_ids(connection, list(latest.values()))
        spoken = threads.published(connection, ids, since)
    for thread in shown:
        days = [day_in(times.zone(), moment) for moment in spoken.get(thread.id, ())]
        _draw_row(thread, fresh.get(thread.id, 0), claims.get(latest.get(thread.id, "")), days)


def _draw_row(thread: Thread, new: int, latest: CitedInsight | None, days: Sequence[date]) -> None:
    with st.container(border=True, key=f"card-thread-{thread.id}"):
        badge = f" :green-badge[{new:,} new]" if new else ""
        with st.container(
            horizontal=True,
            wrap=False,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key=f"who-thread-{thread.id}",
        ):
            st.markdown(f"### [{plain(thread.label)}](./threads?thread={thread.id}){badge}", anchors=False)
            if days:
                counts = sparkline.weeks(days, times.today())
                st.image(sparkline.picture(counts), width=96, alt=sparkline.in_words(counts))
        if latest:
            cards.brief([latest])
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            quiet(extent(thread))
            cards.follow_button(thread, key=str(thread.id))


def extent(thread: Thread) -> str:
    told = [times.counted(thread.size, "insight"), times.counted(thread.shows, "show")]
    if thread.first and thread.last:
        first, last = times.day_words(thread.first), times.day_words(thread.last)
        told.append(first if first == last else f"{first} – {last}")
    return " · ".join(told)


def _draw_declare() -> None:
    """A link may fill the form in, but only a press follows."""
    words, example = st.query_params.get("declare", ""), _example()
    with st.form("declare", border=bool(words or example)):
        if example:
            quiet(f"Like this insight: {example[1]}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            topic = st.text_input(
                "What the topic is called (optional)" if example else "Follow a topic",
                value=words[:LONGEST_TOPIC],
                placeholder="China open-source AI",
                max_chars=LONGEST_TOPIC,
                width="stretch",
            )
            pressed = st.form_submit_button("Follow", icon=":material/add:")
        with st.expander("Say in a sentence what it is about", expanded=bool(words or example), type="compact"):
            description = st.text_input(
                "What it is about",
                placeholder="Why labs give models away",
                max_chars=LONGEST_DESCRIPTION,
                label_visibility="collapsed",
            )
            quiet("A topic with several parts is gathered far better by a sentence than by its name alone.")
    if pressed and (topic.strip() or example):
        _declare(topic.strip(), description.strip(), [example[0]] if example else [])


def _example() -> tuple[str, str] | None:
    """(id, Markdown of its headline) of the insight that the address names."""
    wanted = st.query_params.get("insight", "")
    with parts.store().read() as connection:
        cited = insights.by_id(connection, wanted) if wanted else None
    return (cited.insight.id, plain(cited.insight.headline)) if cited else None


def _declare(topic: str, description: str, examples: Sequence[str]) -> None:
    from index.threads.following import declare

    with st.spinner(parts.LOADING):
        embedder = parts.embedder()
    thread_id = declare(
        parts.store(),
        embedder,
        topic,
        parts.reader().id,
        parts.now(),
        description=description,
        examples=examples,
    )
    st.query_params.clear()
    st.query_params["thread"] = str(thread_id)
    st.rerun()
