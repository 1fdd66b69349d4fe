"""The voices of a show, folded away: what each is called and why, and what can be changed about it."""

from collections.abc import Sequence

import streamlit as st

from pages.shared import parts, terminal, times
from pages.shared.frame import quiet, spoken_errors
from pages.shared.safe import plain
from store.queries.voices import voices
from store.records.shows import Show
from store.records.voices import Voice

_MOST = 20  # by judgement, not measured: those heard longest; the terminal lists all


@st.fragment
@spoken_errors()
def fold(show: Show) -> None:
    """Looked up only when opened."""
    opened = st.expander(
        "Voices", key=f"voices-{show.id}", icon=":material/record_voice_over:", on_change="rerun", type="compact"
    )
    if not opened.open:
        return
    with parts.store().read() as connection:
        found = voices.of_show(connection, show.id)[:_MOST]
        counts = voices.episode_counts(connection)
    with opened:
        if not found:
            quiet("No voice is known yet: they are told apart where Earmark recognises the audio itself.")
        for voice in found:
            _draw(voice, counts.get(voice.id, 0), [other for other in found if other.id != voice.id])


def _draw(voice: Voice, heard_in: int, others: Sequence[Voice]) -> None:
    told = "your word" if voice.by_hand else plain(voice.reason or "")
    with st.container(border=True):
        st.markdown(f"**{plain(_called(voice))}**")
        lengths = [times.counted(heard_in, "episode"), times.counted(round(voice.seconds / 60), "minute")]
        quiet(" · ".join([*lengths, *([told] if told else [])]))
        with st.popover("Change", icon=":material/edit:"):
            name = st.text_input("Name", value=voice.name or "", max_chars=100, key=f"voice-name-{voice.id}")
            if st.button("Save the name", key=f"voice-save-{voice.id}") and name.strip():
                _say("rename", "--", str(voice.id), name.strip())
            if voice.name and st.button("Take the name away", key=f"voice-unname-{voice.id}"):
                _say("unname", str(voice.id))
            same = st.selectbox(
                "The same person as", others, index=None, format_func=_called, key=f"voice-same-{voice.id}"
            )
            if same and st.button("Make them one", key=f"voice-merge-{voice.id}"):
                _say("merge", str(voice.id), str(same.id))
            if st.button("Forget this voice", key=f"voice-forget-{voice.id}", icon=":material/delete:"):
                _say("forget", str(voice.id), "--yes")


def _say(*arguments: str) -> None:
    with st.spinner("One moment…"):
        terminal.answer(terminal.say("voices", *arguments))


def _called(voice: Voice) -> str:
    return voice.name or f"A voice without a name ({voice.id})"
