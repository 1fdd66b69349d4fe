"""doctor: checks everything that a night may break, says what to do, and does what can be done safely."""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from commands.errors import EXIT_FAILURE
from commands.frame import Frame, OutputForm, frame, out
from commands.upkeep import machine, mornings, stored
from commands.upkeep.finding import Check, Finding
from store.errors import EarmarkError

_MARKS = {"fine": "[green]✓[/]", "look": "[yellow]![/]", "wrong": "[red]✗[/]"}
# The database first: what is asked of it needs it whole and of this schema.
_FIRST: Sequence[Check] = (stored.database, stored.schema)
_ALONE: Sequence[Check] = (machine.settings, machine.secrets, machine.disk, machine.weights, stored.backups)
_OF_ROWS: Sequence[Check] = (
    stored.rows,
    stored.index,
    machine.passwords,
    machine.clock,
    mornings.feeds,
    mornings.last_run,
    mornings.sending,
)


def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Do what can be done safely, after a backup.")] = False,
    form: Annotated[OutputForm, typer.Option("--format")] = OutputForm.TEXT,
) -> None:
    """Check database, index, disk, keys, weights, shows and mail, and say what to do. Exit code 1 when one is wrong."""
    face = frame(context)
    records: list[dict[str, object]] = []
    wrong = 0
    for finding in _findings(face, repair=repair):
        repaired = _repaired(finding) if repair and finding.repair else None
        wrong += finding.state == "wrong" and not (repaired and repaired[0])
        records.append(_record(finding, repaired))
        if form is OutputForm.TEXT:
            _tell(finding, repaired)
    if form is OutputForm.JSON:
        typer.echo(json.dumps({"well": not wrong, "findings": records}, ensure_ascii=False))
    elif not wrong:
        out.print("Nothing is wrong.")
    if wrong:
        raise typer.Exit(EXIT_FAILURE)


def _findings(face: Frame, *, repair: bool) -> Iterator[Finding]:
    """As they are found: a repair of one comes before the next is looked for."""
    can_go_on = True
    for check in _FIRST:
        for finding in _checked(check, face):
            can_go_on &= finding.state == "fine" or (repair and finding.repair is not None)
            yield finding
    for check in _ALONE:
        yield from _checked(check, face)
    for check in _OF_ROWS if can_go_on else ():
        yield from _checked(check, face)
    if not can_go_on:
        yield Finding(about="the rest", state="look", told="not looked at", todo="set the database right first")


def _checked(check: Check, face: Frame) -> list[Finding]:
    """What breaks a check is a finding, too: the others go on."""
    about = check.__name__.replace("_", " ")
    try:
        return list(check(face))
    except EarmarkError as error:
        return [Finding(about=about, state="wrong", told="it cannot be checked", todo=str(error))]
    except Exception as error:  # noqa: BLE001 - a doctor who stumbles over the first wound helps nobody
        told = f"it cannot be checked ({type(error).__name__}: {str(error).partition(chr(10))[0][:200]})"
        return [Finding(about=about, state="wrong", told=told, todo="`cli.py restore` puts a backup back")]


def _repaired(finding: Finding) -> tuple[bool, str]:
    try:
        return True, finding.repair() if finding.repair else ""
    except EarmarkError as error:
        return False, f"not repaired: {error}"
    except Exception as error:  # noqa: BLE001 - as in _checked
        return False, f"not repaired ({type(error).__name__}: {str(error).partition(chr(10))[0][:200]})"


def _record(finding: Finding, repaired: tuple[bool, str] | None) -> dict[str, object]:
    return {
        "about": finding.about,
        "state": finding.state,
        "told": finding.told,
        "todo": finding.todo,
        "repairable": finding.repair is not None,
        "repaired": repaired[0] if repaired else False,
        "repair": repaired[1] if repaired else "",
    }


def _tell(finding: Finding, repaired: tuple[bool, str] | None) -> None:
    out.print(f"{_MARKS[finding.state]} ", end="")
    out.print(f"{finding.about}: {finding.told}", markup=False)
    if repaired:
        out.print(f"  → {repaired[1]}", markup=False)
    elif finding.todo:
        out.print(f"  → {finding.todo}", markup=False)
