"""The insights of a thread as a reader goes through them: as a story or the newest first, with a yes or no to each."""

from collections.abc import Sequence

import streamlit as st

from digest.threads.reading import Telling
from index.threads.story import SubClaim
from pages.shared import cards, parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.threads import claim as claim_card
from pages.shared.threads.ruling import rule
from pages.shared.today import card
from store.queries import insights
from store.records.insights import CitedInsight
from store.records.threads import Thread

AT_ONCE = 20  # cards drawn before "Show more"
STORY, NEWEST = "As a story", "Newest first"
ASKED = 3  # doubtful ones at a time


def draw(told: Telling) -> None:
    """What is new since the reader's last visit, then the story from old to new; what is unsure is folded below."""
    newest_first, shown = _chosen(told)
    claims = [SubClaim(leader=member) for member in told.members] if newest_first else told.story.news_first
    found = [claim for claim in claims if any(each.insight.id in shown for each in claim.members)]
    if not found:
        st.info("Nothing here fits the filters.", icon=":material/filter_alt_off:")
    unsure = [claim for claim in found if told.is_unsure(claim)]
    sure = [claim for claim in found if not told.is_unsure(claim)]
    _draw_claims(told, sure, f"more-{told.thread.id}")
    if unsure:
        with st.expander(f"{len(unsure):,} unsure", expanded=not sure, icon=":material/help:", type="compact"):
            _draw_claims(told, unsure, f"more-unsure-{told.thread.id}")


def _draw_claims(told: Telling, claims: Sequence[SubClaim], key: str) -> None:
    at_once = st.session_state.get(key, AT_ONCE)
    with parts.store().read() as connection:
        around = card.surroundings(connection, [claim.leader for claim in claims[:at_once]])
    for claim in claims[:at_once]:
        claim_card.draw(told, claim, around)
    if len(claims) > at_once:
        left = len(claims) - at_once
        more = min(left, AT_ONCE)
        st.button(
            f"Show {more} more" if more == left else f"Show {more} more of {left:,}",
            key=f"button-{key}",
            on_click=st.session_state.__setitem__,
            args=(key, at_once + more),
        )


def _chosen(told: Telling) -> tuple[bool, set[str]]:
    """Whether the newest come first, and the ids that pass the filters. What would change nothing is not offered."""
    key = told.thread.id
    order, shows, speakers = STORY, list[str](), list[str]()
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(told.members) > 1:
            order = st.segmented_control(
                "Order", [STORY, NEWEST], default=STORY, key=f"order-{key}", label_visibility="collapsed",
                required=True,
            )  # fmt: skip
        if len(told.story.shows) > 1 or len(told.story.speakers) > 1:
            shows, speakers = _filters(told)
    return order == NEWEST, {
        member.insight.id
        for member in told.members
        if (not shows or member.show in shows) and (not speakers or (member.insight.speaker or "").strip() in speakers)
    }


def _filters(told: Telling) -> tuple[list[str], list[str]]:
    key = told.thread.id
    active = sum(bool(st.session_state.get(f"{name}-{key}")) for name in ("shows", "speakers"))
    with st.popover(f"Filters · {active}" if active else "Filters", icon=":material/tune:", type="tertiary"):
        return (
            _several("Shows", f"shows-{key}", told.story.shows),
            _several("Speakers", f"speakers-{key}", told.story.speakers),
        )


def _several(label: str, key: str, counted: Sequence[tuple[str, int]]) -> list[str]:
    counts = dict(counted)
    return st.multiselect(
        label,
        list(counts),
        key=key,
        format_func=lambda name: f"{name} · {counts[name]}",
        placeholder="All",
        disabled=len(counts) < 2,
    )


@st.fragment
@spoken_errors()
def draw_doubtful(thread: Thread) -> None:
    """Asked about on request: the search model must be loaded."""
    if thread.query is None:
        return
    key = f"doubtful-{thread.id}"
    if key not in st.session_state and not st.button(
        "Ask me about doubtful ones", icon=":material/rule:", key=f"ask-{key}", type="tertiary",
        help="A few answers sharpen what is gathered here",
    ):  # fmt: skip
        return
    st.session_state[key] = True
    from index.threads import following

    with st.spinner(parts.LOADING):
        near = following.borderline(parts.store(), parts.embedder(), thread.id, ASKED)
    with parts.store().read() as connection:
        found = insights.by_ids(connection, [insight_id for insight_id, _ in near])
    st.header("Do these belong?", anchor=False)
    if not found:
        quiet("Nothing else comes near.")
    for insight_id, _ in near:
        if insight_id in found:
            _draw_question(thread, found[insight_id])


def _draw_question(thread: Thread, cited: CitedInsight) -> None:
    insight_id = cited.insight.id
    with st.container(border=True):
        cards.brief([cited])
        with st.container(horizontal=True):
            if st.button("Yes", key=f"yes-{insight_id}", icon=":material/check:", type="tertiary"):
                rule(thread, insight_id, belongs=True)
            if st.button("No", key=f"no-{insight_id}", icon=":material/close:", type="tertiary"):
                rule(thread, insight_id, belongs=False)
