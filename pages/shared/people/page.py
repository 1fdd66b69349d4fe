"""One name: what is said under it from old to new, show by show and episode by episode, and in which threads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

import streamlit as st

from digest import people
from digest.people import Person, Presence
from index.people.speaker import introduced, joint
from pages.shared import actions, cards, parts, times
from pages.shared.frame import name_page, quiet
from pages.shared.people import names
from pages.shared.people.listing import extent
from pages.shared.player.clip import play_all
from pages.shared.safe import plain
from pages.shared.today import card
from pages.shared.today.card import Surroundings
from store.queries import episodes, insights
from store.queries.threads import threads
from store.records.insights import CitedInsight

AT_ONCE = 20  # by judgement, not measured: cards before "Show more"
_THREADS = 8  # by judgement, not measured: those in which they say most
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """`roles`: what the notes of a show's latest episodes say that they are, by show."""

    insights: Sequence[CitedInsight]
    around: Surroundings
    roles: Mapping[int, str]


def draw(asked: str, person: Person | None, known: Sequence[Person]) -> None:
    """`asked` is the name as the address has it."""
    st.button("All people", icon=":material/arrow_back:", type="tertiary", on_click=st.query_params.clear)
    if person is None:
        _draw_missing(asked)
        return
    name_page(person.name)
    said = _read(person)
    st.title(plain(person.name), anchor=False)
    quiet(extent(person))
    _draw_doubt(person, known)
    if len(person.shows) > 1:
        for presence in person.shows:
            st.markdown(f"- {_told_in(presence, said.roles.get(presence.show_id))}")
    _draw_threads(said.insights)
    if said.insights:
        _draw_insights(person, said)
    _draw_credits(person, said.insights)
    _draw_search(person.name)


def _draw_missing(asked: str) -> None:
    st.title(plain(asked), anchor=False)
    st.markdown("No insight is in the words of anybody called so, and no feed names them.")
    _draw_search(asked)


def _draw_search(name: str) -> None:
    """For what was said and became no insight."""
    query = {"q": f"by {name}"}
    st.page_link("pages/semantic_search.py", label="Search their talk", icon=":material/search:", query_params=query)


def _read(person: Person) -> _Said:
    """From old to new, what has no date first."""
    with parts.store().read() as connection:
        found = [
            cited
            for cited in insights.said_by(connection, person.labels)
            if people.name_key(cited.insight.speaker, cited.show_id) == person.key
        ]
        found.sort(key=lambda one: (one.published or _LONG_AGO, one.insight.episode_id, one.insight.start))
        latest = {one.show_id: one.insight.episode_id for one in found}
        latest |= {one.show_id: one.credits[0].episode_id for one in person.shows if one.credits}
        known = episodes.by_ids(connection, latest.values())
        told = {
            show_id: introduced(person.name, known[key].feed.notes, known[key].feed.people)
            for show_id, key in latest.items()
            if key in known
        }
        around = card.surroundings(connection, found[: _shown(person)])
    return _Said(insights=found, around=around, roles={key: role for key, role in told.items() if role})


def _shown(person: Person) -> int:
    return int(st.session_state.get(f"said-{person.key}", AT_ONCE))


def _draw_doubt(person: Person, known: Sequence[Person]) -> None:
    """What the name alone cannot say."""
    if person.key.show_id is not None:
        others = people.sharing_first_name(person, known)
        elsewhere = [f"[{plain(one.shows[0].show)}]({_address(one)})" for one in others]
        told = f" Somebody is called so in {', '.join(elsewhere)}, too." if elsewhere else ""
        with st.container(key="doubt"):
            quiet(f":material/info: A first name alone may be anybody’s, so this is of one show.{told}")
    elif len(person.shows) > 1:
        count = times.counted(len(person.shows), "show").capitalize()
        quiet(f":material/info: {count} have somebody of this name. It may be more than one person: no show says.")


def _address(person: Person) -> str | None:
    return names.address_of(person.name, person.shows[0].show_id)


def _told_in(presence: Presence, role: str | None) -> str:
    what = times.counted(presence.insights, "insight") if presence.insights else "named by the feed"
    told = f"[{plain(presence.show)}](./show?id={presence.show_id}) :small[:gray[{what}"
    return f"{told} · {plain(role)}]]" if role else f"{told}]]"


def _draw_threads(said: Sequence[CitedInsight]) -> None:
    """Those in which they say most, of what has more than one insight or is followed."""
    often = Counter(thread_id for cited in said for thread_id in cited.thread_ids)
    me = parts.reader().id
    with parts.store().read() as connection:
        found = [threads.by_id(connection, thread_id, me) for thread_id, _ in often.most_common(_THREADS * 2)]
    shown = [thread for thread in found if thread and (thread.size > 1 or thread.followed)][:_THREADS]
    if shown:
        links = [f"[{plain(one.label)}](./threads?thread={one.id}) ({often[one.id]} of {one.size})" for one in shown]
        with st.container(key="related-threads"):
            st.markdown(f":small[:material/timeline: Speaks in {' · '.join(links)}]")


def _draw_insights(person: Person, said: _Said) -> None:
    order = list(dict.fromkeys(cited.show_id for cited in said.insights))
    if len(order) == 1:
        st.header("What is said, from old to new", anchor=False)
    clips = [clip for cited in said.insights[: _shown(person)] if (clip := said.around.clip(cited))]
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
            _draw_episode(list(of_episode), said.around)
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


def _draw_credits(person: Person, said: Sequence[CitedInsight]) -> None:
    """Episodes of which the feed says that they are in them, and from which nothing of theirs was drawn."""
    drawn = {cited.insight.episode_id for cited in said}
    named = [each for presence in person.shows for each in presence.credits if each.episode_id not in drawn]
    if not named:
        return
    words = f"{'Also named' if said else 'Named'} in {times.counted(len(named), 'episode')}"
    with st.expander(words, icon=":material/list:", type="compact", expanded=not said):
        for each in named[:AT_ONCE]:
            where = f":small[:gray[{plain(each.show)} · {times.day_words(each.published)}]]"
            st.markdown(f"[{plain(each.episode)}](./episode?id={each.episode_id})  \n{where}")
