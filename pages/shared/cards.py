"""How an insight is drawn: headline, claim or quote, what proves it, the seconds to play, what belongs to it."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote as quoted

import streamlit as st

from digest import wording
from digest.card_words import CardWords, card_words
from digest.delivery.render import origin_in_words
from digest.wording import clock, web_address
from index.search.related import related
from language.sentences import split
from pages.shared import parts, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.people import names
from pages.shared.player.clip import Clip, play_button, until
from pages.shared.safe import link, marked, plain
from store.queries.threads import threads
from store.records.insights import CitedInsight, Insight
from store.records.threads import Thread
from store.records.voices import HearingOutcome


def headline(insight_id: str, words: str, level: int = 2) -> None:
    """The claim, linked to its own page."""
    st.markdown(f"{'#' * level} [{plain(words)}]({address_of(insight_id)})", anchors=False)


def address_of(insight_id: str) -> str:
    """Relative, so that it holds behind a proxy's path too."""
    return f"./insight?id={quoted(insight_id)}"


def claim(cited: CitedInsight) -> None:
    """What the card says under its headline: a claim's sentences and their proof, or a quote with what places it."""
    if cited.insight.kind == "quote":
        quote(cited)
        return
    body = card_words(cited).body
    if body is None or quoted_within(cited.insight):
        st.markdown(marked(cited.insight.body, cited.insight.quote))
        source(cited)
    else:
        st.markdown(plain(body))
        proof(cited)
    support(cited)


def quote(cited: CitedInsight) -> None:
    """The speaker's words, large, under who speaks on what and what they answer."""
    words = card_words(cited)
    _words_large(cited.insight.id, words)
    if words.as_said:
        with st.expander("The words as said", icon=":material/format_quote:", type="compact"):
            st.markdown(" ".join(plain(piece) if shown else f"~~{plain(piece)}~~" for piece, shown in words.as_said))
    source(cited)


def matter(cited: CitedInsight) -> None:
    """The insight in its shortest form: what is claimed or said, once. The exact words are one tap away."""
    words = card_words(cited)
    if cited.insight.kind == "quote":
        _words_large(cited.insight.id, words)
    else:
        st.markdown(plain(words.body) if words.body else f"“{plain(words.quote)}”")


def _words_large(insight_id: str, words: CardWords) -> None:
    """Large by the style sheet: as a heading it would stand in the outline of the page, where it is none."""
    for line in (words.placing, words.question):
        if line:
            quiet(plain(line))
    with st.container(key=f"large-{insight_id}"):
        st.markdown(f"“{plain(words.quote)}”")


def support(cited: CitedInsight) -> None:
    """The quotes that sentences of the body rest on, one tap away, each under the sentence that it carries."""
    insight = cited.insight
    if not insight.support:
        return
    sentences = split(insight.body)
    count = len(insight.support)
    with st.expander(
        "One more quote" if count == 1 else f"{count} more quotes", icon=":material/format_quote:", type="compact"
    ):
        for each in insight.support:
            quiet(plain(" ".join(sentences[at] for at in each.carries if at < len(sentences))))
            st.markdown(f":yellow-background[“{plain(each.quote)}”]")
            place = f"about {clock(each.start)}" if each.approximate else clock(each.start)
            quiet(" · ".join([*([f"**{plain(each.speaker)}**"] if each.speaker else []), place]))


def why(words: str, *, lead: str = "**Why this one.** ") -> None:
    """The sentence that says why it was chosen, or what speaks for it."""
    st.markdown(f":small[:material/lightbulb: {lead}{plain(words)}]")


def quoted_within(insight: Insight) -> bool:
    """Whether the body holds the quote word for word, so that showing both would say it twice."""
    return wording.plain(insight.quote) in wording.plain(insight.body)


def proof(cited: CitedInsight) -> None:
    """The verbatim quote with who said it, where and when."""
    st.markdown(f":yellow-background[“{plain(cited.insight.quote)}”]")
    source(cited)


def source(cited: CitedInsight) -> None:
    insight, words = cited.insight, card_words(cited)
    quiet(
        attribution(
            speaker=words.speaker,
            show=cited.show,
            show_id=cited.show_id,
            episode=words.episode,
            published=cited.published,
            link_to=cited.link,
            start=insight.start,
            approximate=insight.approximate,
            heard=cited.heard,
            episode_id=insight.episode_id,
        )
    )


def attribution(
    *,
    speaker: str | None,
    show: str,
    show_id: int,
    episode: str | None,
    published: datetime | None,
    link_to: str | None,
    start: float,
    approximate: bool,
    episode_id: int,
    heard: HearingOutcome | None = None,
) -> str:
    """Markdown, two lines: speaker · show · date · place in the audio, and the episode, here and at the publisher; only
    "The episode" where it is named above.
    """
    told = [name] if (name := names.linked(speaker, show_id)) else []
    place = wording.place(start, approximate=approximate, heard=heard)
    here = f"[{plain(episode or 'The episode')}](./episode?id={episode_id}&at={int(start)})"
    there = f" · {link('publisher', link_to)}" if web_address(link_to) else ""
    return " · ".join([*told, plain(show), times.day_words(published), place]) + f"  \n{here}{there}"


def origin(insight: Insight) -> str:
    """Who worded the claim; the quote is the speaker's in any case."""
    return plain(origin_in_words(insight.origin))


def clip_of(cited: CitedInsight, picture: str | None = None) -> Clip | None:
    """The seconds that prove the insight; None where the feed offers no audio."""
    insight, address = cited.insight, web_address(cited.audio_url)
    if address is None:
        return None
    return Clip(
        id=insight.id,
        title=wording.plain(insight.headline),
        show=wording.plain(cited.show),
        home=address_of(insight.id),
        audio=address,
        start=insight.start,
        end=until(insight.end, approximate=insight.approximate),
        approximate=insight.approximate,
        page=web_address(cited.link),
        picture=picture,
    )


def play(cited: CitedInsight) -> None:
    clip = clip_of(cited)
    if clip:
        play_button(clip, f"play-{cited.insight.id}")
    else:
        quiet("The feed offers no audio that can be played here.")


def episode_link(insight: Insight, words: str) -> None:
    """To the episode's own page, at the quote."""
    query = {"id": str(insight.episode_id), "at": str(int(insight.start))}
    st.page_link("pages/one_episode.py", label=words, icon=":material/article:", query_params=query)


def more_like(kind: str, key: str) -> None:
    """The way to all that is like an insight or a passage."""
    st.page_link(
        "pages/semantic_search.py",
        label="More like this",
        icon=":material/join_inner:",
        query_params={"like": f"{kind}:{key}"},
    )


@st.fragment
@spoken_errors()
def related_insights(insight_id: str) -> None:
    """Looked up only when opened."""
    fold = st.expander(
        "Related", icon=":material/join_inner:", key=f"related-{insight_id}", on_change="rerun", type="compact"
    )
    if not fold.open:
        return
    with fold:
        near = related(parts.store(), parts.library(), parts.model_name(), insight_id)
        brief(near)
        if near:
            more_like("insight", insight_id)
        else:
            quiet("Nothing close to this yet.")


def brief(listed: Sequence[CitedInsight]) -> None:
    """One line of headline and one of origin for each."""
    for cited in listed:
        aside = f":small[:gray[{plain(cited.show)} · {times.day_words(cited.published)}]]"
        st.markdown(f"[{plain(cited.insight.headline)}]({address_of(cited.insight.id)})  \n{aside}")


@st.fragment
@spoken_errors()
def topics(cited: CitedInsight) -> None:
    """The threads that the insight belongs to, each with its follow button; else an offer to begin one."""
    me = parts.reader()
    with parts.store().read() as connection:
        found = [threads.by_id(connection, thread_id, me.id) for thread_id in cited.thread_ids]
    shown = [thread for thread in found if thread and (thread.size > 1 or thread.followed)]
    for thread in shown:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                "pages/topic_threads.py",
                label=f"{plain(thread.label)} :gray[· {thread.size}]",
                icon=":material/timeline:",
                query_params={"thread": str(thread.id)},
            )
            follow_button(thread, key=f"{cited.insight.id}-{thread.id}")
    if not shown and st.button(
        "Follow this topic", key=f"begin-{cited.insight.id}", icon=":material/add:", type="tertiary"
    ):
        from index.threads.following import follow_insight

        follow_insight(parts.store(), cited.insight.id, me.id, parts.now())
        st.toast("Following. What comes next on this topic will be gathered in Threads.", icon=":material/timeline:")


def topic_like(insight_id: str) -> None:
    """To the form that follows a topic in a reader's words, with the insight as an example."""
    st.page_link(
        "pages/topic_threads.py",
        label="Follow a topic like this",
        icon=":material/add:",
        query_params={"insight": insight_id},
    )


def follow_button(thread: Thread, key: str) -> None:
    """Follows or stops following; the store has the new state before anything is drawn again."""
    if thread.followed:
        label, icon, act = "Following", ":material/check:", unfollow
    else:
        label, icon, act = "Follow this thread", ":material/add:", follow
    st.button(label, key=f"follow-{key}", icon=icon, type="tertiary", on_click=act, args=(thread.id,))


def follow(thread_id: int) -> None:
    with parts.store().write() as connection:
        threads.follow(connection, parts.reader().id, thread_id, parts.now())


def unfollow(thread_id: int) -> None:
    with parts.store().write() as connection:
        threads.unfollow(connection, parts.reader().id, thread_id)
