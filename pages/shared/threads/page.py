"""One thread: what is new, the summary, when it was spoken of, what is said, what is near it, what happened to it."""

import streamlit as st

from digest.threads.reading import Telling, read_thread
from digest.threads.words import history
from pages.shared import cards, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.settings import changes
from pages.shared.threads import editing, members, passages, ruling, sharing, timeline, visits
from pages.shared.threads.listing import extent
from store.queries.embeddings import Vector
from store.queries.threads import threads

ENOUGH_TO_SUM_UP = 3  # by judgement, not measured: two claims are read sooner than a summary of them


def draw(asked: int | None) -> None:
    """`asked` may be the id of a thread that was merged: the one that has its insights is shown."""
    _back()
    with parts.store().read() as connection:
        thread_id = threads.survivor(connection, asked) if asked is not None else 0
    told = _read(thread_id)
    if told is None:
        st.title("This thread is not here", anchor=False)
        return
    if asked != thread_id:
        st.info("The thread of this address was merged into this one.", icon=":material/merge:")
    _draw_head(told)
    ruling.draw_ruled(told)
    if not told.members:
        st.info("No insight yet. New ones are gathered here as they come.", icon=":material/hourglass_empty:")
    else:
        _draw_summary(told)
        timeline.draw(told.members)
        st.header("What is said", anchor=False)
        members.draw(told)
    passages.draw(told.thread)
    members.draw_doubtful(told.thread)
    _draw_related(thread_id)
    editing.draw_history(told)
    visits.seen(thread_id, told.events[-1].at if told.events else None)


def _read(thread_id: int) -> Telling | None:
    me = parts.reader()
    with parts.store().read() as connection:
        if threads.by_id(connection, thread_id, me.id) is None:
            return None
    since = visits.since(thread_id)
    with parts.store().read() as connection:
        return read_thread(connection, parts.model_name(), thread_id, me.id, since)


def _back() -> None:
    st.button("All threads", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)


def _draw_head(told: Telling) -> None:
    thread = told.thread
    st.title(plain(thread.label), anchor=False)
    quiet(extent(thread))
    if thread.query and thread.query != thread.label:
        quiet(f"Gathered by “{plain(thread.query)}”")
    if thread.description:
        quiet(plain(thread.description))
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.follow_button(thread, key="one")
        st.page_link(
            "pages/semantic_search.py",
            label="Search in it",
            icon=":material/search:",
            query_params={"thread": str(thread.id)},
        )
        sharing.draw(told)
        editing.draw_menu(thread)
    changes.draw(sharing.part(thread.id))
    editing.draw_form(told)
    _draw_since(told)


def _draw_since(told: Telling) -> None:
    if told.since is None:
        return
    happened = history(told.events, told.labels, times.zone(), since=told.since, joined=False)
    new = [f"**{len(told.story.new):,} new**"] if told.story.new else []
    if new or happened:
        lines = " · ".join([*new, *(plain(line) for line in happened)])
        quiet(f":material/notifications: Since you looked {times.ago(told.since)}: {lines}")


def _draw_summary(told: Telling) -> None:
    """Written on request only: it may cost money. Without one the claims below stand for it."""
    able = parts.settings().llm is not None and told.thread.size >= ENOUGH_TO_SUM_UP
    if told.summary is None:
        if able and st.button("Sum up", icon=":material/notes:", help=_price()):
            _sum_up(told.thread.id)
        return
    with st.container(border=True, key="thread-summary"):
        day = times.day_words(told.summary.at)
        st.markdown(f":primary-badge[Summary] :small[:gray[{plain(told.summary.model)} · {day}]]")
        headlines = {member.insight.id: member.insight.headline for member in told.members}
        numbers: dict[str, int] = {}
        for sentence in told.summary.sentences:
            marks = " ".join(_mark(each, numbers) for each in sentence.insight_ids if each in headlines)
            st.markdown(f"{plain(sentence.text)} {marks}")
        newer = told.unread_by_summary
        if newer:
            quiet(f"{times.counted(newer, 'insight')} {'is' if newer == 1 else 'are'} newer than this summary.")
        if able and st.button("Sum up again", icon=":material/refresh:", type="tertiary", help=_price()):
            _sum_up(told.thread.id)


def _mark(insight_id: str, numbers: dict[str, int]) -> str:
    number = numbers.setdefault(insight_id, len(numbers) + 1)
    return f"[\\[{number}\\]]({cards.address_of(insight_id)})"


def _price() -> str:
    return f"Asks {plain(parts.settings().llm or '')} once; this may cost money."


def _sum_up(thread_id: int) -> None:
    from index.threads.summary import sum_up_thread

    model = parts.language_model()
    if model is None:
        return
    with st.spinner("Reading the thread…"):
        found = sum_up_thread(parts.store(), model, thread_id, parts.now())
    if found:
        st.rerun()
    told = plain(f"What {model.name} wrote could not be checked against the insights. What is said stands below.")
    st.warning(told, icon=":material/fact_check:")


@st.cache_resource(show_spinner=False)
def _vectors(_model_name: str) -> dict[str, Vector]:
    """Of the insights in threads, as they were read for one visit and serve the next."""
    return {}


@st.fragment
@spoken_errors()
def _draw_related(thread_id: int) -> None:
    from index.threads.related import related_threads

    with parts.store().read() as connection:
        near = related_threads(
            connection, parts.model_name(), thread_id, parts.reader().id, _vectors(parts.model_name())
        )
    if near:
        st.header("Related threads", anchor=False)
    with st.container(key="related-threads"):
        for thread in near:
            st.markdown(f"[{plain(thread.label)}](./threads?thread={thread.id}) :small[:gray[{extent(thread)}]]")
