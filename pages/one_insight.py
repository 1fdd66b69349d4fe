"""One insight in full: the claim, its proof, the talk around the quote, what is related. Reached by `?id=`."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from digest.explanation import read_explanation, sentences
from digest.wording import clock
from index.search.related import related
from language.sentences import split_segments
from pages.shared import actions, artwork, cards, parts, relations, times
from pages.shared.frame import name_page, quiet, spoken_errors
from pages.shared.people import names
from pages.shared.safe import marked, plain
from store.queries import insights, transcripts
from store.records.insights import CitedInsight, Insight
from store.records.transcripts import Segment, Span, Transcript, held_by

AROUND = 40  # seconds of talk to show before and after the quote
LONG_ADVERT_WORDS = 40  # a longer one is folded away


def draw() -> None:
    with parts.store().read() as connection:
        cited = insights.by_id(connection, st.query_params.get("id", ""))
        transcript = transcripts.of_episode(connection, cited.insight.episode_id) if cited else None
        adverts = transcripts.adverts_of(connection, cited.insight.episode_id) if cited else []
        picture = artwork.pictures(connection, {cited.show_id: cited.show})[cited.show_id] if cited else None
    if cited is None:
        _draw_missing()
        return
    name_page(cited.insight.headline)
    st.title(plain(cited.insight.headline), anchor=False)
    quiet(cards.origin(cited.insight))
    with st.container(border=True):
        cards.claim(cited)
        relations.draw(cited.insight.id)
        actions.draw(cited, cards.clip_of(cited, picture))
    cards.topics(cited)
    cards.topic_like(cited.insight.id)
    _draw_reasons(cited)
    if transcript:
        _draw_talk(cited, transcript, adverts)
    near = related(parts.store(), parts.library(), parts.model_name(), cited.insight.id)
    if near:
        st.header("Related", anchor=False)
        cards.brief(near)
    cards.more_like("insight", cited.insight.id)


def _draw_missing() -> None:
    st.title("This insight is not here", anchor=False)
    st.markdown("Its show may have been removed, or the link lost its end.")
    st.page_link("pages/daily_five.py", label="To the five of today", icon=":material/arrow_back:")


@st.fragment
@spoken_errors()
def _draw_reasons(cited: CitedInsight) -> None:
    """Looked up only when opened."""
    fold = st.expander("Why is this here?", icon=":material/help:", key="reasons", on_change="rerun", type="compact")
    if not fold.open:
        return
    with parts.store().read() as connection:
        found = read_explanation(connection, cited.insight.id, parts.reader().id)
    with fold:
        for sentence in sentences(found, times.zone()) if found else ():
            quiet(plain(sentence))


def _draw_talk(cited: CitedInsight, transcript: Transcript, adverts: Sequence[Span]) -> None:
    """The talk around the quote turn by turn, the quote marked, adverts grey with what gave them away."""
    insight = cited.insight
    said = [s for s in split_segments(transcript.segments) if _near(s, insight)]
    st.header("Around the quote", anchor=False)
    for (advert, speaker), turn in groupby(
        said, key=lambda sentence: (held_by(adverts, sentence.start, sentence.end), sentence.speaker)
    ):
        spoken = list(turn)
        begins = clock(spoken[0].start)
        text = " ".join(sentence.text for sentence in spoken)
        if advert:
            _draw_advert(f"{begins} · {plain(advert.told)}", text)
            continue
        name = names.linked(speaker, cited.show_id)
        quiet(f"{begins} · {name}" if name else begins)
        st.markdown(marked(text, insight.quote))
    timing = ", times are approximate" if transcript.approximate else ""
    cards.episode_link(insight, "Read on in the episode")
    quiet(f"Transcript: {plain(transcript.source)}{timing}")


def _draw_advert(label: str, text: str) -> None:
    if len(text.split()) > LONG_ADVERT_WORDS:
        with st.expander(label):
            quiet(plain(text))
    else:
        quiet(label)
        quiet(plain(text))


def _near(sentence: Segment, insight: Insight) -> bool:
    return insight.start - AROUND <= sentence.start <= insight.end + AROUND


with spoken_errors():
    draw()
