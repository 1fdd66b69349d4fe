"""ask: an answer from the library, with numbered citations; on a terminal a conversation."""

import json
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import typer

import config
from commands.frame import err, frame, out, print_address
from commands.search import open_search
from digest import wording
from digest.answers import heard_at, markdown, record
from digest.wording import plain
from index.answers.answer import Answer, tell, turn
from index.answers.conversation import AnsweredTurn, Question, question
from index.chat import LanguageModel
from index.search.hits import Hit
from index.search.search import Search
from store.errors import Mistake

_HITS = 20  # by judgement, not measured, the same as the search page gives: a model reads the best eight


class AnswerForm(StrEnum):
    """How an answer is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def ask(
    context: typer.Context,
    asked: Annotated[str | None, typer.Argument(metavar="QUESTION", help="A question to your library.")] = None,
    follow_up: Annotated[
        list[str] | None, typer.Option("--follow-up", help="A question after it, such as “why?”; may be given again.")
    ] = None,
    form: Annotated[AnswerForm, typer.Option("--format")] = AnswerForm.TEXT,
) -> None:
    """Answer a question from the library, with numbered citations. Without one, on a terminal, ask and ask on."""
    face = frame(context)
    if asked is None and not (sys.stdin.isatty() and form is AnswerForm.TEXT):
        raise Mistake('say what to ask: cli.py ask "What is said about …?"')
    if asked is not None and not asked.strip():
        raise Mistake("say what to ask")
    model = config.open_language_model(face.settings, face.store, by_hand=True)
    search = open_search(face)
    wanted = _typed() if asked is None else _given(asked, follow_up or (), aloud=form is AnswerForm.TEXT)
    told = list(_conversation(search, model, wanted, aloud=form is AnswerForm.TEXT))
    if form is AnswerForm.MARKDOWN:
        typer.echo(markdown([(each.words, given) for each, given in told]), nl=False)
    elif form is AnswerForm.JSON:
        typer.echo(json.dumps([record(each.words, given) for each, given in told], ensure_ascii=False))


def _typed() -> Iterator[str]:
    """What the person types, a question a line, until an empty one."""
    while True:
        try:
            words = input("? ").strip()
        except EOFError:
            return
        if not words:
            return
        yield words


def _given(asked: str, follow_up: Sequence[str], *, aloud: bool) -> Iterator[str]:
    yield asked
    for words in follow_up:
        if aloud:
            out.print(f"\n{plain(words)}", markup=False, style="bold")
        yield words


def _conversation(
    search: Search, model: LanguageModel | None, wanted: Iterator[str], *, aloud: bool
) -> Iterator[tuple[Question, Answer]]:
    turns: list[AnsweredTurn] = []
    for words in wanted:
        each = question(words, turns)
        hits = [] if each.of_sources else search.find(each.searched, limit=_HITS)
        given = _told(each, hits, model, aloud=aloud)
        turns.append(turn(each, given))
        yield each, given


def _told(asked: Question, hits: list[Hit], model: LanguageModel | None, *, aloud: bool) -> Answer:
    """The whole answer; printed as it is proved when `aloud`."""
    printed = 0
    with err.status("Reading the passages…") as waiting:
        for given in tell(asked, hits, model):
            waiting.stop()  # what it draws and what is printed would share a line
            if aloud and printed and not given.sentences:
                out.print("The model had only thought so far; its answer:", style="italic")
            for sentence in given.sentences[printed:] if aloud else ():
                marks = "".join(f"[{n}]" for n in sentence.citations)
                out.print(f"{plain(sentence.text)} {marks}", markup=False)
            printed = len(given.sentences)
    if aloud:
        _tell_sources(given)
    return given


def _tell_sources(given: Answer) -> None:
    if given.note:
        out.print(f"{given.note}.", markup=False, style="italic")
    if given.left_out and given.sentences:
        out.print(f"Left out, for the passages do not hold it: {len(given.left_out)}.", markup=False, style="italic")
    for number, hit in enumerate(given.sources, start=1):
        day = f"{hit.published:%Y-%m-%d}" if hit.published else "undated"
        who = f"{hit.speaker}, " if hit.speaker else ""
        told = f"[{number}] {who}{hit.show}: {hit.episode}, {day}, at {wording.clock(hit.start)}"
        out.print(plain(told), markup=False)
        address = heard_at(hit)
        if address:
            print_address(address, indent=4)
