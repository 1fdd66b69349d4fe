"""One result of a search, as a card: what was said, who said it where, and the player at that second."""

from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from digest import wording
from language.editing.kept_words import says
from pages.shared import cards
from pages.shared.frame import quiet, spoken_errors
from pages.shared.player.clip import Clip, play_button
from pages.shared.safe import marked, plain
from pages.shared.search.address import write

if TYPE_CHECKING:
    from index.search.hits import Hit


def draw_hit(hit: "Hit") -> None:
    _draw_one(hit)
    if hit.also:
        _draw_also(hit)


def _draw_one(hit: "Hit", under: str = "") -> None:
    """`under` is the id of the hit that stands for this one."""
    badge = ":primary-badge[Insight]" if hit.kind == "insight" else ":gray-badge[Passage]"
    st.markdown(f"{badge} :small[:gray[{plain(hit.show)}]]")
    if hit.kind == "insight" and hit.headline:
        cards.headline(hit.id, hit.headline)
    if hit.sentences:
        draw_turns(hit)
    else:
        own = says(hit.sentence, hit.text)  # a quote's words, read without some of them
        st.markdown(marked(hit.text, hit.text if own else hit.sentence))
        if not own and wording.plain(hit.sentence) not in wording.plain(hit.text):  # the words that prove a claim
            st.markdown(marked(hit.sentence, hit.sentence))
    draw_source(hit)
    draw_player(hit, f"{under}{hit.kind}-{hit.id}")
    # No link: one that leads to the page it stands on is drawn as if it were pressed.
    if st.button(
        "More like this", key=f"like-{under}{hit.kind}-{hit.id}", icon=":material/join_inner:", type="tertiary"
    ):
        write("like", f"{hit.kind}:{hit.id}")
        st.rerun()


def draw_turns(hit: "Hit") -> None:
    """A line for each turn, with its speaker where there are several, and the sentence marked that plays first."""
    several = len({sentence.speaker for sentence in hit.sentences}) > 1
    for speaker, turn in groupby(hit.sentences, key=lambda sentence: sentence.speaker):
        spoken = list(turn)
        here = spoken[0].start <= hit.start <= spoken[-1].start
        text = " ".join(sentence.text for sentence in spoken)
        name = f"**{plain(speaker or 'Somebody')}** " if several else ""
        st.markdown(name + (marked(text, hit.sentence) if here else plain(text)))


@st.fragment
@spoken_errors()
def _draw_also(hit: "Hit") -> None:
    """What else was found in this stretch of talk; drawn only when opened."""
    key = f"{hit.kind}-{hit.id}"
    words = f"{len(hit.also)} more from here"
    fold = st.expander(words, icon=":material/unfold_more:", key=f"also-{key}", on_change="rerun", type="compact")
    if not fold.open:
        return
    with fold:
        for other in hit.also:
            _draw_one(other, under=f"{key}-")


def draw_player(hit: "Hit", key: str) -> None:
    """From the sentence that answers, and on."""
    address = wording.web_address(hit.audio_url)
    if address is None:
        quiet("The feed offers no audio that can be played here.")
        return
    clip = Clip(
        id=key,
        title=wording.plain(hit.headline or hit.episode),
        show=wording.plain(hit.show),
        home=f"./episode?id={hit.episode_id}&at={int(hit.start)}",
        audio=address,
        start=hit.start,
        end=None,
        approximate=hit.approximate,
        page=wording.web_address(hit.link),
    )
    play_button(clip, f"play-{key}")


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
            episode_id=hit.episode_id,
        )
    )
