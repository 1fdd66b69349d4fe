"""One show: how it stands, what it brought, and every way to change that. Reached by `?id=`."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from digest.health import health
from digest.wording import day_in, shortened
from digest.wording import plain as bare
from pages.shared import artwork, cards, parts, terminal, times
from pages.shared.frame import name_page, quiet, spoken_errors
from pages.shared.safe import link, plain
from pages.shared.shows import episode_rows, mending
from store.queries import episodes, insights, shows
from store.records.insights import CitedInsight
from store.records.shows import Show

_MONTHS = 3  # by judgement, not measured: months before "Show all", what a reader may still know
_DESCRIPTION = 320  # characters, by judgement, not measured: five lines of a phone


def draw() -> None:
    asked = st.query_params.get("id", "")
    show_id = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    with parts.store().read() as connection:
        show = shows.by_id(connection, show_id)
        found = insights.of_show(connection, show_id)
        picture = artwork.pictures(connection, {show_id: show.title})[show_id] if show else ""
        row = episodes.counts(connection).get(show_id, {})
    if show is None:
        _draw_missing()
        return
    name_page(show.title)
    _draw_head(show, picture)
    terminal.draw_answer()
    troubled = _draw_health(show)
    if terminal.daily_is_running():
        quiet(":shimmer[Looking at your shows…]")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        mending.draw_look(show)
        mending.draw_silence(show)
        mending.draw_pause(show)
    mending.draw_share(show)
    mending.draw_address(show, opened=troubled)
    _draw_insights(found)
    episode_rows.fold(show)
    taken = sum(count for name, count in row.items() if name not in ("known", "failed"))
    if st.button("Remove this show", key="remove", icon=":material/delete:", type="tertiary"):
        mending.confirm_removal(show, taken)


def _draw_head(show: Show, picture: str) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="who-show"):
        st.image(picture, width=88, alt="")
        st.title(plain(show.title), anchor=False)
    if show.description:
        st.markdown(plain(shortened(bare(show.description), _DESCRIPTION)))
    if show.link:
        quiet(link("The show’s own page", show.link))


def _draw_health(show: Show) -> bool:
    """In words; gives whether something is wrong with it."""
    stands = health(show, parts.now(), times.zone().key)
    if stands.state in ("failing", "ended"):
        icon = ":material/cloud_off:" if stands.state == "failing" else ":material/event_busy:"
        st.warning(plain(stands.sentence), icon=icon)
        return True
    icon = "pause_circle" if stands.state == "paused" else "check_circle"
    with st.container(key="told-health"):
        quiet(f":material/{icon}: {plain(stands.sentence)}")
    return False


def _draw_insights(found: Sequence[CitedInsight]) -> None:
    """By the month in which they were published, newest first."""
    st.header(times.counted(len(found), "insight").capitalize(), anchor=False)
    if not found:
        quiet("Nothing was found in it yet.")
    everything = bool(st.session_state.get("all-months"))
    months = [(name, list(group)) for name, group in groupby(found, key=_month)]
    for name, some in months if everything else months[:_MONTHS]:
        quiet(f"**{name}** · {len(some)}")
        for cited in some:
            day = times.day_words(cited.published)
            st.markdown(f"[{plain(cited.insight.headline)}]({cards.address_of(cited.insight.id)}) :small[:gray[{day}]]")
    if len(months) > _MONTHS and not everything:
        st.button("Show all", key="more-months", on_click=st.session_state.__setitem__, args=("all-months", True))


def _month(cited: CitedInsight) -> str:
    return f"{day_in(times.zone(), cited.published):%B %Y}" if cited.published else "Undated"


def _draw_missing() -> None:
    st.title("This show is not here", anchor=False)
    st.markdown("It may have been removed, or the link lost its end.")
    st.page_link("pages/followed_shows.py", label="To the shows", icon=":material/arrow_back:")


with spoken_errors():
    draw()
