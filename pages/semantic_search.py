"""Search: every past insight and passage by meaning and by word. The address carries it: ?q= &show= &since= &kind=."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from digest import wording
from pages.shared import cards, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import marked, plain
from store import shows, threads
from store.types import Show

if TYPE_CHECKING:
    from index.answer import Answer
    from index.search import Hit

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
    _draw_ask(asked, hits)
    for hit in hits:
        with st.container(border=True):
            _draw_hit(hit)


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


def _draw_hit(hit: "Hit") -> None:
    badge = ":primary-badge[Insight]" if hit.kind == "insight" else ":gray-badge[Passage]"
    st.markdown(f"{badge} :small[:gray[{plain(hit.show)}]]")
    if hit.kind == "insight" and hit.headline:
        cards.headline(hit.id, hit.headline)
    st.markdown(marked(hit.text, hit.sentence))
    if wording.plain(hit.sentence) not in wording.plain(hit.text):  # the words that prove an insight
        st.markdown(marked(hit.sentence, hit.sentence))
    _draw_source(hit)
    cards.player(f"{hit.kind}-{hit.id}", hit.audio_url, hit.start, approximate=hit.approximate)


def _draw_source(hit: "Hit") -> None:
    quiet(
        cards.attribution(
            speaker=hit.speaker,
            show=hit.show,
            episode=hit.episode,
            published=hit.published,
            link_to=hit.link,
            start=hit.start,
            approximate=hit.approximate,
        )
    )


@st.fragment
@spoken_errors()
def _draw_ask(asked: Asked, hits: "Sequence[Hit]") -> None:
    """An answer is made only on request: it may cost money."""
    answers: dict[tuple[object, ...], Answer] = st.session_state.setdefault("answers", {})
    question = astuple(asked)  # the class is another one in each run of this script
    if question not in answers:
        slot = st.empty()
        if not slot.button("Ask: answer this from what was found", key="ask", icon=":material/forum:"):
            return
        from index.answer import answer

        with slot, st.spinner("Reading the passages…"):
            answers[question] = answer(asked.query, hits, parts.language_model())
    _draw_answer(answers[question])


def _draw_answer(given: "Answer") -> None:
    with st.container(border=True):
        by = "the best passages, as they stand" if given.by == "passages" else plain(given.by)
        st.markdown(f":primary-badge[Answer] :small[:gray[{by}]]")
        if given.note:
            quiet(plain(given.note))
        for sentence in given.sentences:
            numbers = " ".join(f":primary-badge[{n}]" for n in sentence.citations)
            st.markdown(f"{plain(sentence.text)} {numbers}")
        cited = {n for sentence in given.sentences for n in sentence.citations}
        for n, source in enumerate(given.sources, start=1):
            if n in cited:
                st.markdown(f":primary-badge[{n}] :small[“{plain(source.sentence)}”]")
                _draw_source(source)
                key = f"answer-{source.kind}-{source.id}"
                cards.player(key, source.audio_url, source.start, approximate=source.approximate)


with spoken_errors():
    draw()
