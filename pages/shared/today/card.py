"""One of the five as a card: who says it, the claim, the words, one reason, one row of what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from sqlalchemy import Connection

from digest.card_words import card_words
from digest.delivery.render import origin_in_words
from digest.memory_words import Memory, read_memory
from index.people.speaker import introduced, joint
from pages.shared import actions, artwork, cards, swapping, times
from pages.shared.frame import quiet
from pages.shared.people import names
from pages.shared.player.clip import Clip
from pages.shared.relations import relation_line
from pages.shared.safe import plain
from store.queries import episodes
from store.records.insights import DEMO_ORIGIN, CitedInsight
from store.records.readers import Digest, Pick


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What cards tell beside the insights themselves: the shows' pictures by show, who speaks and the episode's length
    by insight, and what was said before."""

    pictures: Mapping[int, str] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    def clip(self, cited: CitedInsight) -> Clip | None:
        return cards.clip_of(cited, self.pictures.get(cited.show_id))


def surroundings(connection: Connection, listed: Sequence[CitedInsight]) -> Surroundings:
    known = episodes.by_ids(connection, {cited.insight.episode_id for cited in listed})
    told = {
        cited.insight.id: introduced(cited.insight.speaker, feed.notes, feed.people)
        for cited in listed
        if cited.insight.episode_id in known and (feed := known[cited.insight.episode_id].feed)
    }
    return Surroundings(
        pictures=artwork.pictures(connection, {cited.show_id: cited.show for cited in listed}),
        who={insight_id: words for insight_id, words in told.items() if words},
        memory=read_memory(connection, [cited.insight.id for cited in listed]),
    )


def draw_pick(pick: Pick, digest: Digest, around: Surroundings) -> None:
    insight = pick.cited.insight
    place = f"{pick.rank} of {len(digest.picks)}"
    with st.container(border=True, key=f"card-{insight.id}"):
        draw_who(pick.cited, around, place=place)
        cards.headline(insight.id, insight.headline, level=2)
        cards.matter(pick.cited)
        ties = relation_line(
            around.memory.relations.get(insight.id, ()), around.memory.repeated_by.get(insight.id, ()), most=1
        )
        with st.container(key=f"reason-{insight.id}"):
            quiet(f":material/history: {ties}" if ties else f":material/lightbulb: {plain(pick.why)}")
        swapping.take_back(digest, pick)
        actions.draw(pick.cited, around.clip(pick.cited))


def draw_who(cited: CitedInsight, around: Surroundings, *, place: str = "") -> None:
    """The show's picture, who speaks and who that is, the show and when."""
    speaker = card_words(cited).speaker  # None where the line over a quote says who speaks
    who = around.who.get(cited.insight.id)
    name = names.linked(speaker, cited.show_id) if speaker else f"**{plain(cited.show)}**"
    first = f"{name}{joint(who)}{plain(who)}" if who and speaker else name
    second = [*([plain(cited.show)] if speaker else []), times.aged(cited.published), *([place] if place else [])]
    if cited.insight.origin == DEMO_ORIGIN:
        second.append(origin_in_words(DEMO_ORIGIN).partition(",")[0].lower())
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"who-{cited.insight.id}"):
        st.image(around.pictures[cited.show_id], width=44, alt="")
        st.markdown(f":small[{first}]  \n:small[:gray[{' · '.join(second)}]]")
