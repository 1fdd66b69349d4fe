"""model use: keeps which model writes or judges, in a file that only its owner may read, and pulls what is not here."""

import sys
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

import config
from commands.frame import Frame, err, frame, out
from commands.model.choice import NONE, Chosen, ForWork, Work, choose
from commands.model.recognisers import hear_with
from ingest.model import ollama
from ingest.model.finding.pulling import is_missing, pull
from store import kept_settings
from store.errors import Misconfigured, Mistake


def use(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name that `model list` shows, or any of LiteLLM's; none forgets it.")],
    base_url: Annotated[
        str | None, typer.Option(help="The server's address, such as http://nas.local:8080/v1.")
    ] = None,
    key: Annotated[bool, typer.Option("--key", help="Ask for a key, without showing it, and keep it.")] = False,
    judge: Annotated[bool, typer.Option("--judge", help="The model that says yes or no to each insight.")] = False,
    work: ForWork = Work.WRITING,
) -> None:
    """Have a model write from the next run on, judge, or hear. What the environment or .env sets stands above it."""
    face = frame(context)
    if work is Work.SPEECH:
        if base_url or key or judge:
            raise Mistake("a recogniser runs on this machine: it takes no address, no key, and does not judge")
        hear_with(face, name.strip())
        warn_of_settings(face, config.SPEECH_FIELD)
        return
    fields = config.JUDGE_FIELDS if judge else config.MODEL_FIELDS
    if name.strip().lower() == NONE:
        kept_settings.keep(face.settings.data_dir, dict.fromkeys(fields))
        out.print(f"{'No judge' if judge else 'No model'} is kept any more.")
    else:
        chosen = _with_key(face, choose(face, name, base_url, ask_key=key), fields[0])
        pull_missing(chosen)
        values = dict(zip(fields, (chosen.model, chosen.base_url, _kept_key(face, chosen, fields)), strict=True))
        kept_settings.keep(face.settings.data_dir, values)
        does = "judges each insight" if judge else "writes the insights"
        out.print(f"{chosen.model} {does} from the next run on.", markup=False)
    warn_of_settings(face, fields[0])


def _with_key(face: Frame, chosen: Chosen, field: str) -> Chosen:
    """The model as it is kept, a key asked for where it needs one and a person is there to give it."""
    variable = f"EARMARK_{field.upper()}"
    opened = config.open_model_named(face.settings, face.store, chosen.model, chosen.base_url, chosen.key, variable)
    try:
        opened.check()
    except Misconfigured as error:
        if "needs a key" not in str(error):
            raise
        if not sys.stdin.isatty():
            raise Misconfigured(f"{chosen.model} needs a key: add --key, which asks for it") from error
        return choose(face, chosen.model, chosen.base_url, ask_key=True)
    return chosen


def _kept_key(face: Frame, chosen: Chosen, fields: tuple[str, str, str]) -> str | None:
    """The key given now, or that was kept for this model before; one of the environment or of .env stays there."""
    if chosen.typed and chosen.key:
        return chosen.key.get_secret_value()
    kept = kept_settings.read(face.settings.data_dir)
    return kept.get(fields[2]) if kept.get(fields[0]) == chosen.model else None


def warn_of_settings(face: Frame, field: str) -> None:
    where = config.fixed_in(field, face.settings)
    if where:
        err.print(f"EARMARK_{field.upper()} is set in {where} and stands above it.", markup=False)


def pull_missing(chosen: Chosen) -> None:
    """Has Ollama bring the model where it is Ollama's and not there yet, with progress."""
    address = chosen.ollama
    if address is None or not is_missing(chosen.model, address):
        return
    err.print(
        f"Ollama has no {ollama.tag(chosen.model)} yet: pulling it. Ctrl-C stops; the same command goes on there."
    )
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task("", total=None)
        pull(
            chosen.model,
            address,
            lambda status, done, total: bars.update(task, description=status[:40], completed=done, total=total),
        )
    err.print(f"{ollama.tag(chosen.model)} is here.", markup=False)
