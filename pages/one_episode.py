"""One episode: its insights on the time line, its chapters, and the whole talk. Reached by `?id=`, `&at=` a second."""

import streamlit as st
from sqlalchemy import Connection

from digest.wording import plain as bare
from digest.wording import shortened, web_address
from pages.shared import artwork, cards, parts, times
from pages.shared.frame import name_page, quiet, spoken_errors
from pages.shared.people import names
from pages.shared.player.clip import Clip, play_button
from pages.shared.safe import link, plain
from pages.shared.shows import episode_rows
from pages.shared.talk import mount
from pages.shared.talk.reading import Talk
from store.queries import episodes, insights, transcripts
from store.records.episodes import Episode, Stage

_NOTES = 280  # characters of the publisher's own words, by judgement, not measured: four lines of a phone


def draw() -> None:
    asked = st.query_params.get("id", "")
    episode_id = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    with parts.store().read() as connection:
        episode = episodes.by_id(connection, episode_id)
        if episode:
            picture = artwork.pictures(connection, {episode.show_id: episode.show})[episode.show_id]
            talk = _read(connection, episode, picture)
    if episode is None:
        _draw_missing()
        return
    name_page(episode.feed.title)
    _draw_head(episode, picture)
    if talk.clip:
        play_button(talk.clip, "whole", "Play the episode")
    if episode.progress.stage not in (Stage.DISTILLED, Stage.INDEXED):
        st.info(f"This episode {episode_rows.state(episode)}.", icon=":material/hourglass_empty:")
    mount.draw(talk, _asked_second())
    _draw_foot(episode, talk)


def _read(connection: Connection, episode: Episode, picture: str) -> Talk:
    transcript = transcripts.of_episode(connection, episode.id)
    ends = [transcript.segments[-1].end] if transcript and transcript.segments else []
    found = insights.of_episode(connection, episode.id)
    length = max([episode.feed.duration or 0.0, *ends])
    return Talk(
        clip=_clip(episode, picture, length),
        length=length,
        transcript=transcript,
        adverts=transcripts.adverts_of(connection, episode.id),
        chapters=episode.feed.chapters,
        found=[(cited, cards.clip_of(cited, picture)) for cited in found],
        show_id=episode.show_id,
    )


def _clip(episode: Episode, picture: str, length: float) -> Clip | None:
    address = web_address(episode.feed.audio_url)
    if address is None:
        return None
    return Clip(
        id=f"episode-{episode.id}",
        title=bare(episode.feed.title),
        show=bare(episode.show),
        home=f"./episode?id={episode.id}",
        audio=address,
        start=0.0,
        end=None,
        page=web_address(episode.feed.link),
        picture=picture,
        length=length,
    )


def _draw_head(episode: Episode, picture: str) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key="who-episode"):
        st.image(picture, width=72, alt="")
        told = [f"[{plain(episode.show)}](./show?id={episode.show_id})", times.aged(episode.feed.published)]
        if episode.feed.duration:
            told.append(times.counted(max(1, round(episode.feed.duration / 60)), "minute"))
        heard = ", ".join(names.linked(name, episode.show_id) for name in episode.feed.people)
        people = f"  \n:small[{heard}]" if heard else ""
        st.markdown(f":small[{' · '.join(told)}]{people}")
    st.title(plain(episode.feed.title), anchor=False)
    if episode.feed.notes:
        quiet(plain(shortened(bare(episode.feed.notes), _NOTES)))


def _draw_foot(episode: Episode, talk: Talk) -> None:
    """Where it can be had elsewhere, and how far its times can be trusted."""
    ways = [
        link(words, parts.playable(address or ""))
        for words, address in (("At the publisher", episode.feed.link), ("The audio file", episode.feed.audio_url))
        if web_address(address)
    ]
    if talk.transcript:
        ways.append(plain(f"transcript: {talk.transcript.source}, {talk.transcript.times}"))
    if ways:
        quiet(" · ".join(ways))


def _asked_second() -> float | None:
    asked = st.query_params.get("at", "")
    return float(asked) if asked.isdecimal() and len(asked) < 7 else None


def _draw_missing() -> None:
    st.title("This episode is not here", anchor=False)
    st.markdown("Its show may have been removed, or the link lost its end.")
    st.page_link("pages/followed_shows.py", label="To the shows", icon=":material/arrow_back:")


with spoken_errors():
    draw()
