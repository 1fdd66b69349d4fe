"""The insights of a thread as a reader goes through them: as a story or the newest first, with a yes or no to each."""

from collections.abc import Sequence

import streamlit as st

from digest.thread_reading import Telling
from digest.thread_words import sureness_words
from index.threads.story import SubClaim
from pages.shared import cards, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.relations import relation_line
from pages.shared.safe import plain
from store.queries import insights
from store.queries.threads import threads
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
    for claim in claims[:at_once]:
        _draw_claim(told, claim)
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


def _draw_claim(told: Telling, claim: SubClaim) -> None:
    member = claim.leader
    insight = member.insight
    with st.container(border=True):
        often = f":primary-badge[Said {len(claim.members)} times] " if claim.also else ""
        st.markdown(f"{_badges(told, insight.id)}{often}:small[:gray[{times.day_words(member.published)}]]")
        cards.headline(insight.id, insight.headline)
        cards.claim(member)
        within = {each.insight.id for each in claim.members}
        earlier = [one for one in told.memory.relations.get(insight.id, ()) if one.earlier.insight.id not in within]
        ties = relation_line(earlier, ())
        if ties:
            quiet(f":material/history: {ties}")
        with st.container(horizontal=True):
            cards.play(member)
            with st.container(horizontal=True, width="content"):
                _draw_ruling(told, member)
        for other in claim.also:
            _draw_also(told, other)


def _draw_also(told: Telling, member: CitedInsight) -> None:
    who = f"by {plain(member.insight.speaker)} " if member.insight.speaker else ""
    where = f"on {plain(member.show)}, {times.day_words(member.published)}"
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        address = cards.address_of(member.insight.id)
        badges = _badges(told, member.insight.id)
        quiet(f"{badges}Also said {who}{where}: [{plain(member.insight.headline)}]({address})")
        with st.container(horizontal=True, width="content"):
            _draw_ruling(told, member)


def _badges(told: Telling, insight_id: str) -> str:
    new = ":green-badge[New] " if insight_id in told.story.new else ""
    sure = sureness_words(told.sureness.get(insight_id))
    if told.rulings.get(insight_id) == "pinned":
        return f"{new}:gray-badge[:material/check: belongs] "
    return f"{new}:orange-badge[unsure] " if sure == "unsure" else f"{new}:gray-badge[{sure}] " if sure else new


def _draw_ruling(told: Telling, member: CitedInsight) -> None:
    insight_id, thread = member.insight.id, told.thread
    asked = thread.followed or thread.query is not None
    if asked and told.rulings.get(insight_id) != "pinned" and st.button(
        "Belongs",
        key=f"pin-{insight_id}",
        icon=":material/playlist_add_check:",
        type="tertiary",
        help="It stays; a topic that you named learns from it",
    ):  # fmt: skip
        rule(thread, insight_id, belongs=True)
    if st.button(
        "Not about this",
        key=f"exclude-{insight_id}",
        icon=":material/playlist_remove:",
        type="tertiary",
        help="It leaves for good; a topic that you named learns from it",
    ):
        rule(thread, insight_id, belongs=False)


def rule(thread: Thread, insight_id: str, *, belongs: bool) -> None:
    _tell(thread, insight_id, belongs)
    st.session_state["ruled"] = (thread.id, insight_id, belongs)
    st.rerun()


def take_back(thread: Thread, insight_id: str, *, belonged: bool) -> None:
    """As if the reader had said nothing; what was taken out is in again in any case."""
    _tell(thread, insight_id, None)
    with parts.store().read() as connection:
        inside = insight_id in threads.member_ids(connection, thread.id)
    if not belonged and not inside:
        _tell(thread, insight_id, True)
    st.session_state.pop("ruled", None)
    st.rerun()


def _tell(thread: Thread, insight_id: str, belongs: bool | None) -> None:
    """A declared thread learns from the word; one that only grows obeys it, for which no model is loaded."""
    from index.threads import following

    embedder = None
    if thread.query is not None:
        with st.spinner(parts.LOADING):
            embedder = parts.embedder()
    following.rule(parts.store(), embedder, thread.id, insight_id, belongs, parts.now())


def draw_ruled(told: Telling) -> None:
    """What the reader said last, with the way back."""
    thread_id, insight_id, belongs = st.session_state.get("ruled", (None, "", True))
    if thread_id != told.thread.id:
        return
    with parts.store().read() as connection:
        cited = insights.by_id(connection, insight_id)
    if cited is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        words = "It belongs" if belongs else "Taken out"
        st.markdown(f"**{words}:** {plain(cited.insight.headline)}")
        if st.button("Undo", key="undo-ruling", icon=":material/undo:", type="tertiary"):
            take_back(told.thread, insight_id, belonged=belongs)


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
