"""One result of a search, as a card: what was said, who said it where, and the player at that second."""

from typing import TYPE_CHECKING

import streamlit as st

from digest import wording
from pages.shared import cards
from pages.shared.frame import quiet
from pages.shared.safe import marked, plain

if TYPE_CHECKING:
    from index.search import Hit


def draw_hit(hit: "Hit") -> None:
    badge = ":primary-badge[Insight]" if hit.kind == "insight" else ":gray-badge[Passage]"
    st.markdown(f"{badge} :small[:gray[{plain(hit.show)}]]")
    if hit.kind == "insight" and hit.headline:
        cards.headline(hit.id, hit.headline)
    st.markdown(marked(hit.text, hit.sentence))
    if wording.plain(hit.sentence) not in wording.plain(hit.text):  # the words that prove an insight
        st.markdown(marked(hit.sentence, hit.sentence))
    draw_source(hit)
    cards.player(f"{hit.kind}-{hit.id}", hit.audio_url, hit.start, approximate=hit.approximate)


def draw_source(hit: "Hit") -> None:
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
