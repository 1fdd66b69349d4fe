"""What was found, episode by episode: the best of each, and the rest of it one tap away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from pages.shared import artwork, parts, times
from pages.shared.frame import spoken_errors
from pages.shared.safe import plain
from pages.shared.search.hits import Found, draw_hit
from store.queries import insights

if TYPE_CHECKING:
    from index.search.hits import Hit

_UNDATED = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfEpisode:
    """What was found in one episode: the best first, then what it stands for and what else there is, each once."""

    best: "Hit"
    rest: tuple["Hit", ...] = ()

    @property
    def published(self) -> float:
        return self.best.published.timestamp() if self.best.published else _UNDATED


def by_episode(hits: "Sequence[Hit]", *, newest_first: bool = False) -> list[OfEpisode]:
    """In the order of the best of each, or from the newest episode to the oldest. Pure."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.episode_id, []).extend((hit, *hit.also))
    found = [OfEpisode(best=replace(first, also=()), rest=tuple(rest)) for first, *rest in groups.values()]
    return sorted(found, key=lambda group: -group.published) if newest_first else found


def draw(hits: "Sequence[Hit]", asked: Sequence[str], *, newest_first: bool) -> None:
    """`asked` are the stems that an excerpt is chosen by."""
    groups = by_episode(hits, newest_first=newest_first)
    every = [hit for group in groups for hit in (group.best, *group.rest)]
    with parts.store().read() as connection:
        cited = insights.by_ids(connection, [hit.id for hit in every if hit.kind == "insight"])
        pictures = artwork.pictures(connection, {group.best.show_id: group.best.show for group in groups})
    found = Found(asked=tuple(asked), cited=cited, pictures=pictures)
    for group in groups:
        with st.container(border=True, key=f"found-{group.best.episode_id}"):
            _draw_head(group.best, pictures)
            draw_hit(group.best, found)
            if group.rest:
                _draw_rest(group, found)


def _draw_head(hit: "Hit", pictures: Mapping[int, str]) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"who-{hit.episode_id}"):
        st.image(pictures[hit.show_id], width=44, alt="")
        st.markdown(
            f"## {plain(hit.episode)}\n:small[:gray[{plain(hit.show)} · {times.aged(hit.published)}]]", anchors=False
        )


@st.fragment
@spoken_errors()
def _draw_rest(group: OfEpisode, found: Found) -> None:
    """Drawn only when opened."""
    key = f"rest-{group.best.episode_id}"
    words = f"{len(group.rest)} more from this episode"
    fold = st.expander(words, icon=":material/unfold_more:", key=key, on_change="rerun", type="compact")
    if not fold.open:
        return
    with fold:
        for hit in group.rest:
            draw_hit(hit, found)
