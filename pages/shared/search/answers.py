"""How an answer is drawn: its proved sentences, and the places in the talk that prove them."""

from typing import TYPE_CHECKING

import streamlit as st

from pages.shared.frame import quiet
from pages.shared.safe import marked, plain
from pages.shared.search.hits import draw_player, draw_source

if TYPE_CHECKING:
    from index.answers.answer import Answer
    from index.search.hits import Hit

PASSAGES = "passages"  # as index.answers.answer names it, which is loaded late
_BY = {"passages": "in the speakers’ own words", "sources": "where the last answer comes from"}


def draw_answer(given: "Answer") -> None:
    """The sentences with their numbers; who said the last answer is told by the sources alone."""
    by = _BY.get(given.by) or f"{plain(given.by)}, each sentence checked"
    if given.sentences:
        st.markdown(f":primary-badge[Answer] :small[:gray[{by}]]")
    if given.note:
        quiet(plain(given.note[:1].upper() + given.note[1:]) + "\\.")
    if _is_written(given):
        told = (f"{plain(one.text)} {_numbers(one.citations)}" for one in given.sentences)
        st.markdown(" ".join(told))
    if given.left_out and given.sentences:
        count = len(given.left_out)
        sentences = "One sentence was" if count == 1 else f"{count} sentences were"
        quiet(f"{sentences} left out: the passages do not hold what {'it says' if count == 1 else 'they say'}\\.")


def draw_sources(given: "Answer", key: str) -> None:
    """Each with the sentence that proves it, marked, and the player at that second. What the answer says already is not
    said again.
    """
    for number, source in enumerate(given.sources, start=1):
        shown = "" if given.by == PASSAGES else _shown(source, whole=not _is_written(given))
        st.markdown(f"{_numbers((number,))} {shown}".strip())
        draw_source(source)
        draw_player(source, f"{key}-{source.kind}-{source.id}-{number}")


def _is_written(given: "Answer") -> bool:
    """Whether the sentences say more than the sources below them do."""
    return given.by == PASSAGES or any(
        all(sentence.text not in (source.sentence, source.text) for source in given.sources)
        for sentence in given.sentences
    )


def _shown(source: "Hit", *, whole: bool) -> str:
    """The sentence, within what is said around it where it has to speak for itself."""
    return marked(source.text, source.sentence) if whole else f"“{plain(source.sentence)}”"


def _numbers(citations: tuple[int, ...]) -> str:
    return " ".join(f":primary-badge[{number}]" for number in citations)
