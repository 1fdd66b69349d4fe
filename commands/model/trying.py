"""model try: an exam on four packaged parts of talk, and whether the model may write."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.errors import EXIT_FAILURE
from commands.frame import Frame, OutputForm, err, frame, out
from commands.model.choice import choose
from commands.model.using import pull_missing
from index.chat import LanguageModel
from ingest.insights.judging.second_look import examined
from ingest.insights.preselection import SHARE
from ingest.model.budget import LETTERS_A_TOKEN
from ingest.model.exam.marks import Marks, mark
from ingest.model.exam.parts import Part, exam_parts
from ingest.model.exam.sitting import Sheet, sit
from ingest.model.exam.verdict import Verdict, verdict
from ingest.model.finding.servers import is_next_door
from language.detection import LANGUAGES
from store.errors import Transient, Unusable
from store.queries.models import model_calls
from store.queries.models.model_calls import Account
from store.records.episodes import Episode

# People speak some 150 words a minute, and that share of a long talk is sent.
WORDS_SENT_AN_HOUR = 60 * 150 * SHARE


def try_model(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name that `model list` shows, or any of LiteLLM's.")],
    base_url: Annotated[
        str | None, typer.Option(help="The server's address, such as http://nas.local:8080/v1.")
    ] = None,
    key: Annotated[bool, typer.Option("--key", help="Ask for a key, without showing it.")] = False,
    form: Annotated[OutputForm, typer.Option("--format", help="text or json.")] = OutputForm.TEXT,
) -> None:
    """Examine a model on talk whose insights are known, and say whether it may write. Exit status 1: it may not."""
    face = frame(context)
    chosen = choose(face, name, base_url, ask_key=key)
    pull_missing(chosen)
    model = config.open_model_named(face.settings, face.store, chosen.model, chosen.base_url, chosen.key, "EARMARK_LLM")
    model.check()
    with face.store.read() as connection:
        before = model_calls.newest(connection)
    sheets = _sat(model, face)
    with face.store.read() as connection:  # before more is asked: what it tells of an hour is of the parts alone
        spent = model_calls.after(connection, before, chosen.model)
    with err.status("A second look…"):
        looked = _second_look(model, sheets[0].part.episode(face.clock()))
    marks = mark(sheets)
    priced = chosen.base_url is None or not is_next_door(chosen.base_url)
    letters = sum(len(reply) for sheet in sheets for reply in sheet.replies)
    rows = [*_marks(marks), looked, *_lines(marks, spent, letters, priced=priced)]
    passed = verdict(chosen.model, marks)
    if form is OutputForm.JSON:
        typer.echo(json.dumps({"model": chosen.model, "marks": dict(rows), **asdict(passed)}, ensure_ascii=False))
    else:
        _tell(chosen.model, rows, passed, name)
    if not passed.may_write:
        raise typer.Exit(EXIT_FAILURE)


def _sat(model: LanguageModel, face: Frame) -> tuple[Sheet, ...]:
    """The sheets of all parts, each told as it is begun."""
    parts = exam_parts()
    with err.status("") as status:

        def began(number: int, part: Part) -> None:
            told = f"{number} of {len(parts)}: {len(part.said.split())} words of {LANGUAGES[part.language]}"
            status.update(f"Part {told}…")
            if not err.is_terminal:
                err.print(f"part {told}")

        return sit(parts, model, config.open_reading(config.open_packaged_embedder()), face.clock(), began)


def _tell(model: str, rows: list[tuple[str, str]], passed: Verdict, name: str) -> None:
    table = Table("exam", escape(model), show_edge=False)
    for what, came in rows:
        table.add_row(what, escape(came))
    out.print(table)
    out.print(passed.sentence, markup=False)
    if passed.may_write:
        out.print(f"`cli.py model use {name}` has it write.", markup=False)


def _marks(marks: Marks) -> list[tuple[str, str]]:
    refused = ", ".join(f"{count} {reason}" for reason, count in sorted(marks.refused.items(), key=lambda row: -row[1]))
    of_claims = f"of {marks.proposed} claims"
    return [
        (
            "JSON kept",
            f"{marks.json_kept} of {marks.parts} replies; {marks.asked_twice} parts asked twice"
            + f"; {marks.cut_off} cut off" * bool(marks.cut_off),
        ),
        ("quotes word for word", f"{marks.verbatim} {of_claims}{_share(marks.verbatim, marks.proposed)}"),
        (
            "proved by the check",
            f"{marks.proved} {of_claims}{_share(marks.proved, marks.proposed)}"
            + (f"; refused: {refused}" * bool(refused)),
        ),
        ("invented, yet let through", ", ".join(marks.invented) or "0 names or numbers"),
        ("order in the talk", "obeyed" if marks.obeyed else "not obeyed"),
        ("known insights found", f"{marks.found} of {marks.known}"),
        ("language kept", f"{marks.language_kept} of {marks.other_language} claims on the German part"),
        ("claims about small talk", f"{marks.told_nothing} proved, where none is right"),
    ]


def _second_look(model: LanguageModel, episode: Episode) -> tuple[str, str]:
    try:
        eyes = examined(model, episode)
    except (Transient, Unusable):
        return "second look at its claims", "not believed: it could not be asked"
    told = f"{eyes.right} of {eyes.known} known sentences told rightly"
    return "second look at its claims", told if eyes.believed else f"not believed: {told}"


def _lines(marks: Marks, spent: Account, letters: int, *, priced: bool) -> list[tuple[str, str]]:
    """Speed and cost. Requests of an exam are short, so that an hour's are rather overrated."""
    written = spent.tokens_out or letters / LETTERS_A_TOKEN
    about = "" if spent.tokens_out else "about "
    hour = WORDS_SENT_AN_HOUR / marks.words
    minutes = f"{hour * marks.seconds / 60:.1f} minutes"
    if spent.usd:
        money = f"${hour * spent.usd:.4f} (LiteLLM's prices)"
    else:
        money = "at a price that LiteLLM does not know" if priced else "no money (a server of your own)"
    return [
        ("speed", f"{about}{written / max(marks.seconds, 0.001):.0f} tokens a second, reading included"),
        (
            "an hour of audio",
            f"{minutes}, {money}; scaled from {marks.words} words in {marks.seconds:.1f} s to the "
            f"{WORDS_SENT_AN_HOUR:.0f} that are sent of an hour",
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.0%})" if whole else ""
