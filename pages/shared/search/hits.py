"""One result of a search: what was said, cut down to what answers, who says it, and a row of what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from digest import wording
from digest.card_words import card_words
from pages.shared import actions, cards
from pages.shared.frame import quiet
from pages.shared.people import names
from pages.shared.player.clip import Clip, play_button
from pages.shared.safe import marked, plain
from pages.shared.search.address import write
from store.records.insights import CitedInsight

if TYPE_CHECKING:  # these load the model
    from index.search.hits import Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What results are told by: the stems that were asked for, the insights among them by id, pictures by show."""

    asked: tuple[str, ...] = ()
    cited: Mapping[str, CitedInsight] = field(default_factory=dict)
    pictures: Mapping[int, str] = field(default_factory=dict)


def draw_hit(hit: "Hit", found: Found) -> None:
    """Show and episode stand over it."""
    cited = found.cited.get(hit.id) if hit.kind == "insight" else None
    with st.container(key=f"card-{hit.kind}-{hit.id}"):
        if cited:
            _draw_insight(hit, cited, found)
        else:
            _draw_passage(hit, found)


def _draw_insight(hit: "Hit", cited: CitedInsight, found: Found) -> None:
    from index.search.excerpt import excerpt

    words = card_words(cited)
    cards.headline(hit.id, words.headline, level=3)
    told = excerpt(words.body or words.quote, found.asked)
    st.markdown(plain(told) if words.body else f"“{plain(told)}”")
    _draw_place(hit)
    actions.draw(cited, cards.clip_of(cited, found.pictures.get(hit.show_id)))


def _draw_passage(hit: "Hit", found: Found) -> None:
    from index.search.excerpt import clamped

    draw_turns(clamped(hit))
    _draw_place(hit)
    with st.container(horizontal=True, vertical_alignment="center", key=f"act-{hit.kind}-{hit.id}"):
        draw_player(hit, f"{hit.kind}-{hit.id}", found.pictures.get(hit.show_id))
        # No link: one that leads to the page it stands on is drawn as if it were pressed.
        st.button(
            "More like this",
            key=f"like-{hit.kind}-{hit.id}",
            icon=":material/join_inner:",
            type="tertiary",
            on_click=write,
            args=("like", f"{hit.kind}:{hit.id}"),
        )


def _draw_place(hit: "Hit") -> None:
    """Who says it, and the way to these words in the transcript."""
    name = [told] if (told := names.linked(hit.speaker, hit.show_id)) else []
    there = f"[Open in the transcript](./episode?id={hit.episode_id}&at={int(hit.start)})"
    with st.container(key=f"place-{hit.kind}-{hit.id}"):
        quiet(" · ".join([*name, there]))


def draw_turns(hit: "Hit") -> None:
    """A line for each turn, with its speaker where there are several, and the sentence marked that plays first."""
    several = len({sentence.speaker for sentence in hit.sentences}) > 1
    for speaker, turn in groupby(hit.sentences, key=lambda sentence: sentence.speaker):
        spoken = list(turn)
        here = spoken[0].start <= hit.start <= spoken[-1].start
        text = " ".join(sentence.text for sentence in spoken)
        name = f"**{plain(speaker or 'Somebody')}** " if several else ""
        st.markdown(name + (marked(text, hit.sentence) if here else plain(text)))


def draw_player(hit: "Hit", key: str, picture: str | None = None) -> None:
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
        picture=picture,
    )
    play_button(clip, f"play-{key}")


def draw_source(hit: "Hit") -> None:
    quiet(
        cards.attribution(
            speaker=hit.speaker,
            show=hit.show,
            show_id=hit.show_id,
            episode=hit.episode,
            published=hit.published,
            link_to=hit.link,
            start=hit.start,
            approximate=hit.approximate,
            episode_id=hit.episode_id,
        )
    )
