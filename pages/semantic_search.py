"""Search: every past insight and passage by meaning and by word. search_address says how the address carries it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from index.search.limits import Asked
from language.words import terms
from pages.shared import parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from pages.shared.search import address as search_address
from pages.shared.search import box, following
from pages.shared.search import episodes as found_episodes
from pages.shared.search.address import Address
from pages.shared.search.asking import draw_ask
from store.queries import insights, shows, transcripts
from store.queries.threads import threads
from store.records.shows import Show

if TYPE_CHECKING:  # these load the model
    from index.library.spelling import Mended
    from index.search.hits import Hit
    from index.search.lifting import Lifted
    from index.search.search import Filters, Search

LIFTS = {
    "dates": "Search at all dates",
    "speaker": "Search what anyone says",
    "show": "Search in all shows",
    "kind": "Search insights and passages",
    "thread": "Search outside the thread",
    "quotes": "Search without the quotation marks",
    "everything": "Search without any limit",
}


def draw() -> None:
    with parts.store().read() as connection:
        followed = shows.all_shows(connection)
    st.title("Search", anchor=False)
    address = search_address.read_address(followed)
    box.draw(address, followed)
    asked = search_address.understood(address, followed) if followed else Asked(words=address.query)
    box.draw_chips(address, asked, followed)
    if address.like:
        _draw_like(address)
    elif not address.query:
        _draw_suggestions()
    elif not asked.words:
        st.info("These limits are understood. Say also what to look for.", icon=":material/search:")
    else:
        _draw_found(address, asked, followed)


def _draw_found(address: Address, asked: Asked, followed: Sequence[Show]) -> None:
    from index.answers.evidence import is_answered

    search, filters = _search(), _filters(address, asked)
    with st.spinner("Searching…"):
        mended = None if address.exact else search.spelled(asked.words)
        words = mended.text if mended and mended.sure else asked.words
        hits = search.find(words, limit=address.shown + 1, **filters)
    if mended:
        _draw_mended(mended, asked.words, address.query)
    if not hits:
        _draw_nothing(words, followed, search, filters, asked)
        return
    if is_answered(words, hits):
        draw_ask(address, asked.words, hits, lambda words: search.find(words, limit=20, **filters))
    else:
        _draw_unanswered()
    _draw_hits(hits, address, words)


def _draw_mended(mended: "Mended", typed: str, query: str) -> None:
    """`typed` are the words of `query` without the limits that it says."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not mended.sure:
            meant = query
            for word, right in zip(typed.split(), mended.text.split(), strict=True):
                meant = meant.replace(word, right)
            st.markdown("Did you mean", width="content")
            st.button(
                plain(meant),
                key="meant",
                type="tertiary",
                on_click=partial(search_address.write, "q", meant),
            )
            return
        st.markdown(f"Showing results for **{plain(mended.text)}**.", width="content")
        st.button(
            f"Search instead for {plain(typed)}",
            key="exact",
            type="tertiary",
            on_click=partial(st.query_params.__setitem__, "exact", "1"),
        )


def _draw_like(address: Address) -> None:
    """More like an insight or a passage, which is told above what was found."""
    kind, _, key = address.like.partition(":")
    with parts.store().read() as connection:
        cited = insights.by_id(connection, key) if kind == "insight" else None
        passage = transcripts.chunks_by_id(connection, [key]).get(key) if kind == "passage" else None
    if cited is None and passage is None:
        st.info("What this was to be like is not here: its show may have been removed.", icon=":material/search_off:")
        return
    told = cited.insight.headline if cited else passage.text if passage else ""
    with st.container(border=True):
        quiet("More like this:")
        st.markdown(plain(told))
        st.button(
            "Search anew",
            icon=":material/close:",
            type="tertiary",
            on_click=partial(search_address.write, "like", None),
        )
    search, filters = _search(), _filters(address, Asked(words=""))
    source = {"insight_id": key} if cited else {"passage_id": key}
    with st.spinner("Searching…"):
        hits = search.like(**source, limit=address.shown + 1, **filters)
    if hits:
        _draw_hits(hits, address, "")
    else:
        st.info("Nothing else is like this yet.", icon=":material/search_off:")


def _search() -> "Search":
    with st.spinner(parts.LOADING):
        return parts.search()


def _filters(address: Address, asked: Asked) -> "Filters":
    """What is typed goes before what is chosen, but dates limit each other."""
    since, until = search_address.days_of(address).bounds(times.zone())
    return {
        "show_id": asked.show_id or address.show_id,
        "since": max(filter(None, (since, asked.since)), default=None),
        "until": min(filter(None, (until, asked.until)), default=None),
        "speaker": asked.speaker or address.speaker,
        "thread_id": address.thread_id,
        "kind": asked.kind or address.kind,
    }


def _draw_hits(hits: "Sequence[Hit]", address: Address, words: str) -> None:
    """`words` are what was searched for, "" when that was no words."""
    more = len(hits) > address.shown
    quiet(f"The best {address.shown} results" if more else times.counted(len(hits), "result"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="results-row"):
        box.draw_sort(address)
        if words:
            following.draw(words)
    found_episodes.draw(hits[: address.shown], terms(words), newest_first=address.newest_first)
    if more and address.shown < search_address.MOST:
        st.button("Show more", icon=":material/expand_more:", on_click=_show_more, args=(address.shown,))


def _show_more(shown: int) -> None:
    st.query_params["n"] = str(shown + search_address.PAGE)


def _search_for(words: str) -> None:
    search_address.write("q", words)


def _draw_unanswered() -> None:
    """No ten full-looking results for what nobody said: what follows is only near, and what there is is offered."""
    st.info("Nothing here answers this; these are nearest.", icon=":material/search_off:")
    _draw_topics("Topics there are:")


def _draw_suggestions() -> None:
    quiet(
        "Finds by meaning and by word, in every insight and every transcript. Limits can be said in words: "
        "*last month*, *since March*, *by* a speaker, *on* a show."
    )
    _draw_topics("")


def _draw_topics(heading: str) -> None:
    with parts.store().read() as connection:
        topics = [thread.label for thread in threads.overview(connection, parts.reader().id)][:5]
    if topics and heading:
        quiet(heading)
    for position, topic in enumerate(topics):
        st.button(
            plain(topic),
            key=f"suggested-{position}",
            icon=":material/search:",
            type="tertiary",
            on_click=_search_for,
            args=(topic,),
        )


def _draw_nothing(words: str, followed: Sequence[Show], search: "Search", filters: "Filters", asked: Asked) -> None:
    if not followed:
        st.info("No show is followed yet, so there is nothing to search.", icon=":material/podcasts:")
        st.page_link("pages/followed_shows.py", label="Add a show", icon=":material/add:")
        return
    from index.search.lifting import liftable

    st.info(f"Nothing found for {plain(words)}.", icon=":material/search_off:")
    for name in liftable(search.find, words, filters):
        st.button(LIFTS[name], key=f"lift-{name}", icon=":material/filter_alt_off:", on_click=_lift, args=(name, asked))
    st.markdown(
        "- Say it in other words, or with fewer of them.\n"
        "- Episodes that are still being heard are found when they are done: the Shows page tells."
    )


def _lift(name: "Lifted", asked: Asked) -> None:
    """Takes the limit out of the address and out of the query."""
    for limit in asked.limits:
        if name in (limit.sort, "everything"):
            search_address.lift(limit)
    fields = {"dates": ["since", "until"], "everything": ["since", "until", "speaker", "show", "kind", "thread"]}
    for field in fields.get(name, [name]):
        search_address.write(field, None)
    if name in ("quotes", "everything"):
        search_address.write("q", st.query_params.get("q", "").translate(search_address.NO_QUOTES))


with spoken_errors():
    draw()
