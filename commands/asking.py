"""ask: an answer from the library, with numbered citations."""

from typing import Annotated

import typer

import config
from commands.frame import frame, out
from commands.searching import open_search
from digest import render
from index.answer import answer
from store.errors import Mistake


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="A question to your library.")],
) -> None:
    """Answer a question from the library, with numbered citations."""
    face = frame(context)
    if not question.strip():
        raise Mistake("say what to ask")
    model = config.open_language_model(face.settings, face.store)
    hits = open_search(face).find(question, limit=8)
    found = answer(question, hits, model)
    for sentence in found.sentences:
        marks = "".join(f"[{n}]" for n in sentence.citations)
        out.print(f"{sentence.text} {marks}", markup=False)
    if found.note:
        out.print(found.note, markup=False, style="italic")
    for number, hit in enumerate(found.sources, start=1):
        day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
        told = f"[{number}] {hit.speaker or hit.show}, {hit.show}: {hit.episode}, {day}, at {render.clock(hit.start)}"
        out.print(told, markup=False)
