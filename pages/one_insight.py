"""One insight in full: the claim, its proof, the talk around the quote, what is related. Reached by `?id=`."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from digest.wording import clock
from index.related import related
from pages.shared import cards, parts
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import marked, plain
from store import insights, transcripts
from store.types import CitedInsight, Segment, Span, Transcript

AROUND = 40  # seconds of talk to show before and after the quote


def draw() -> None:
    with parts.store().read() as connection:
        cited = insights.by_id(connection, st.query_params.get("id", ""))
        transcript = transcripts.of_episode(connection, cited.insight.episode_id) if cited else None
        adverts = transcripts.adverts_of(connection, cited.insight.episode_id) if cited else []
    if cited is None:
        _draw_missing()
        return
    quiet(cards.origin(cited.insight))
    st.title(plain(cited.insight.headline), anchor=False)
    with st.container(border=True):
        cards.claim(cited)
        cards.play(cited)
    cards.topics(cited)
    if transcript:
        _draw_talk(cited, transcript, adverts)
    near = related(parts.store(), parts.model_name(), cited.insight.id)
    if near:
        st.subheader("Related", anchor=False)
        cards.brief(near)


def _draw_missing() -> None:
    st.title("This insight is not here", anchor=False)
    st.markdown("Its show may have been removed, or the link lost its end.")
    st.page_link("pages/daily_five.py", label="To the five of today", icon=":material/arrow_back:")


def _draw_talk(cited: CitedInsight, transcript: Transcript, adverts: Sequence[Span]) -> None:
    """The talk around the quote turn by turn, the quote marked, adverts left out."""
    insight = cited.insight
    near = [s for s in transcript.segments if insight.start - AROUND <= s.start <= insight.end + AROUND]
    st.subheader("Around the quote", anchor=False)
    for (advert, speaker), turn in groupby(near, key=lambda segment: (_inside(segment, adverts), segment.speaker)):
        segments = list(turn)
        begins = clock(segments[0].start)
        if advert:
            quiet(f"{begins} · an advert, left out")
            continue
        quiet(f"{begins} · **{plain(speaker)}**" if speaker else begins)
        st.markdown(marked(" ".join(segment.text for segment in segments), insight.quote))
    timing = ", times are approximate" if transcript.approximate else ""
    quiet(f"Transcript: {plain(transcript.source)}{timing}")


def _inside(segment: Segment, spans: Sequence[Span]) -> bool:
    middle = (segment.start + segment.end) / 2
    return any(span.start <= middle < span.end for span in spans)


with spoken_errors():
    draw()
