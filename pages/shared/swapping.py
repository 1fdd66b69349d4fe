"""What stands next after the five, each with a tap that swaps it in, and the tap that takes that back."""

import streamlit as st

from digest.five import swap as swaps
from digest.wording import shortened
from pages.shared import cards, parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from store.records.readers import Digest, Pick

_SHOWN = 80  # characters of a headline in the list of what may go; by judgement, not measured: two lines on a phone


def draw(digest: Digest, *, newest: bool) -> None:
    """Under the five, behind one tap; on an earlier day without the taps that swap."""
    if not digest.reserves:
        return
    words = "The one that just missed" if len(digest.reserves) == 1 else "The two that just missed"
    with st.expander(words, icon=":material/unfold_more:", key="just-missed", type="compact"):
        _draw_reserves(digest, newest=newest)


def _draw_reserves(digest: Digest, *, newest: bool) -> None:
    for pick in digest.reserves:
        insight = pick.cited.insight
        with st.container(border=True, key=f"next-{insight.id}"):
            cards.headline(insight.id, insight.headline, level=3)
            quiet(f"{plain(pick.cited.show)} · {times.day_words(pick.cited.published)}")
            gone = digest.swapped_out(insight.id)
            if gone:
                _draw_done(digest, gone.in_id, "You swapped this one out.", "Put it back")
                continue
            cards.why(pick.why, lead="")
            if newest:
                _draw_taps(digest, pick)


def take_back(digest: Digest, pick: Pick) -> None:
    """On a card of the five that a swap brought in."""
    if digest.swapped_in(pick.cited.insight.id):
        _draw_done(digest, pick.cited.insight.id, "You swapped this one in.", "Take it back")


def _draw_taps(digest: Digest, pick: Pick) -> None:
    free = swaps.can_go(digest)
    if not free:
        return
    in_id = pick.cited.insight.id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Swap in for the last",
            key=f"swap-{in_id}",
            icon=":material/swap_vert:",
            on_click=_swap,
            args=(digest, in_id, None),
        )
        with st.popover("For another", type="tertiary", key=f"swap-for-{in_id}"):
            for other in free:
                insight = other.cited.insight
                st.button(
                    plain(shortened(insight.headline, _SHOWN)),
                    key=f"swap-{in_id}-{insight.id}",
                    type="tertiary",
                    on_click=_swap,
                    args=(digest, in_id, insight.id),
                )


def _draw_done(digest: Digest, in_id: str, told: str, label: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        quiet(f":material/swap_vert: {told}")
        st.button(
            label, key=f"{label}-{in_id}", icon=":material/undo:", type="tertiary", on_click=_undo, args=(digest, in_id)
        )


@spoken_errors()
def _swap(digest: Digest, in_id: str, out_id: str | None) -> None:
    swaps.swap(parts.store(), parts.reader().id, digest.day, in_id, parts.now(), out_id=out_id)
    st.toast("Swapped. Tomorrow’s five learn from it.", icon=":material/swap_vert:")


@spoken_errors()
def _undo(digest: Digest, in_id: str) -> None:
    swaps.undo(parts.store(), parts.reader().id, digest.day, in_id)
