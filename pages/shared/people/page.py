"""One name: what is said under it from old to new, show by show and episode by episode, and in which threads."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from digest.people.known import Person, Presence
from digest.people.told import Said, doubt, extent_in, named_in, read_said, speaks_in
from index.people.speaker import joint
from pages.shared import actions, cards, parts, times
from pages.shared.frame import name_page, quiet
from pages.shared.people import names
from pages.shared.people.listing import extent_words
from pages.shared.player.clip import play_all
from pages.shared.safe import plain
from pages.shared.today import card
from pages.shared.today.card import Surroundings
from store.records.insights import CitedInsight

AT_ONCE = 20  # by judgement, not measured: cards before "Show more"


def draw(asked: str, person: Person | None, known: Sequence[Person]) -> None:
    """`asked` is the name as the address has it."""
    st.button("All people", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)
    if person is None:
        _draw_missing(asked)
        return
    name_page(person.name)
    with parts.store().read() as connection:
        said = read_said(connection, person)
        around = card.surroundings(connection, said.insights[: _shown(person)])
    st.title(plain(person.name), anchor=False)
    quiet(extent_words(person))
    _draw_doubt(person, known)
    if len(person.shows) > 1:
        for presence in person.shows:
            st.markdown(f"- {_told_in(presence, said.roles.get(presence.show_id))}")
    _draw_threads(said)
    if said.insights:
        _draw_insights(person, said, around)
    _draw_credits(said)
    _draw_search(person.name)


def _draw_missing(asked: str) -> None:
    st.title(plain(asked), anchor=False)
    st.markdown("No insight is in the words of anybody called so, and no feed names them.")
    _draw_search(asked)


def _draw_search(name: str) -> None:
    """For what was said and became no insight."""
    query = {"q": f"by {name}"}
    st.page_link("pages/semantic_search.py", label="Search their talk", icon=":material/search:", query_params=query)


def _shown(person: Person) -> int:
    return int(st.session_state.get(f"said-{person.key}", AT_ONCE))


def _draw_doubt(person: Person, known: Sequence[Person]) -> None:
    told = doubt(person, known, lambda one: f"[{plain(one.shows[0].show)}]({_address(one)})")
    if told is None:
        return
    with st.container(key="doubt") if person.key.show_id is not None else st.container():
        quiet(f":material/info: {told}")


def _address(person: Person) -> str | None:
    return names.address_of(person.name, person.shows[0].show_id)


def _told_in(presence: Presence, role: str | None) -> str:
    told = " · ".join(map(plain, extent_in(presence, role)))
    return f"[{plain(presence.show)}](./show?id={presence.show_id}) :small[:gray[{told}]]"


def _draw_threads(said: Said) -> None:
    with parts.store().read() as connection:
        shown = speaks_in(connection, said, parts.reader().id)
    if shown:
        links = [f"[{plain(one.label)}](./threads?thread={one.id}) ({count} of {one.size})" for one, count in shown]
        with st.container(key="related-threads"):
            st.markdown(f":small[:material/timeline: Speaks in {' · '.join(links)}]")


def _draw_insights(person: Person, said: Said, around: Surroundings) -> None:
    order = said.show_ids
    if len(order) == 1:
        st.header("What is said, from old to new", anchor=False)
    clips = [clip for cited in said.insights[: _shown(person)] if (clip := around.clip(cited))]
    if len(clips) > 1:
        play_all(clips, "Play all of it")
    shown = said.insights[: _shown(person)]
    for show_id in order:
        of_show = [cited for cited in shown if cited.show_id == show_id]
        if not of_show:
            continue
        if len(order) > 1:
            _draw_show(of_show[0], said.roles.get(show_id))
        for _, of_episode in groupby(of_show, key=lambda cited: cited.insight.episode_id):
            _draw_episode(list(of_episode), around)
    left = len(said.insights) - len(shown)
    if left > 0:
        key = f"said-{person.key}"
        words = f"Show {min(left, AT_ONCE)} more"
        st.button(words, key="more-said", on_click=st.session_state.__setitem__, args=(key, len(shown) + AT_ONCE))


def _draw_show(cited: CitedInsight, role: str | None) -> None:
    st.header(plain(cited.show), anchor=False)
    if role:
        quiet(f"{plain(cited.insight.speaker or '')}{joint(role)}{plain(role)}")


def _draw_episode(found: Sequence[CitedInsight], around: Surroundings) -> None:
    first = found[0]
    with st.container(border=True, key=f"found-{first.insight.episode_id}"):
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"who-{first.insight.id}"):
            st.image(around.pictures[first.show_id], width=44, alt="")
            episode = f"[{plain(first.episode)}](./episode?id={first.insight.episode_id})"
            st.markdown(f"{episode}  \n:small[:gray[{plain(first.show)} · {times.aged(first.published)}]]")
        for cited in found:
            with st.container(key=f"card-{cited.insight.id}"):
                cards.headline(cited.insight.id, cited.insight.headline, level=3)
                cards.matter(cited)
                actions.draw(cited, around.clip(cited))


def _draw_credits(said: Said) -> None:
    if not said.credits:
        return
    with st.expander(named_in(said), icon=":material/list:", type="compact", expanded=not said.insights):
        for each in said.credits[:AT_ONCE]:
            where = f":small[:gray[{plain(each.show)} · {times.day_words(each.published)}]]"
            st.markdown(f"[{plain(each.episode)}](./episode?id={each.episode_id})  \n{where}")
