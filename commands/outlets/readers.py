"""readers: who reads here beside the owner, at which hour, and whom the login before the page lets in."""

from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import config
from commands.frame import Frame, frame, out
from digest import readers as desk
from store.errors import Mistake
from store.queries import digests, outlets
from store.records.readers import Reader

readers = typer.Typer(no_args_is_help=True, help="Who reads here: list, add, change and remove readers.")

Name = Annotated[str, typer.Argument(help="What the reader is called here.")]
Email = Annotated[str | None, typer.Option(help='Where their five are mailed; "" for nowhere.')]
Hour = Annotated[int | None, typer.Option(min=0, max=23, help="The hour at which their five are due, 0 to 23.")]
Zone = Annotated[str | None, typer.Option(help="Their time zone, such as Europe/Berlin.")]
Login = Annotated[
    str | None,
    typer.Option(
        help='Their e-mail address at the provider that signs them in, or their name at the proxy; "" for none.'
    ),
]


@readers.command("list")
def listing(context: typer.Context) -> None:
    """List the readers: address, hour, zone, login."""
    face = frame(context)
    table = Table("name", "mailed to", "hour", "zone", "signs in as")
    for one in config.readers(face.settings, face.store):
        row = (one.name, one.email or "-", f"{one.hour:02}:00", one.timezone, one.login or "-")
        table.add_row(*map(escape, row))
    out.print(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said of a reader; None where nothing is, "" for what is to go."""

    name: str
    email: str | None
    hour: int | None
    zone: str | None
    login: str | None


@readers.command("change", help="Change what is known of a reader; what is not named stays.")
@readers.command("add", help="Add a reader; hour and zone are the owner's where none are given.")
def keep(
    context: typer.Context,
    name: Name,
    email: Email = None,
    hour: Hour = None,
    zone: Zone = None,
    login: Login = None,
) -> None:
    act = _add if context.info_name == "add" else _change
    act(frame(context), _Told(name=name, email=email, hour=hour, zone=zone, login=login))


def _add(face: Frame, told: _Told) -> None:
    own = config.reader(face.settings, face.store)
    wanted = replace(own, id=0, name=told.name, email=told.email or None, login=told.login)
    made = desk.add(face.store, _at(wanted, told.hour, told.zone))
    out.print(f"{made.name} reads here; their five are due at {made.hour:02}:00 ({made.timezone}).", markup=False)
    if made.login is None:
        _tell_login(made)


def _change(face: Frame, told: _Told) -> None:
    known = config.reader(face.settings, face.store, told.name)
    if told.login is not None:
        known = desk.give_login(face.store, known, told.login)
    if told.hour is not None or told.zone is not None:
        due = _at(known, told.hour, told.zone)
        config.set_hour(face.settings, face.store, known, hour=due.hour, timezone=due.timezone)
    if told.email is not None:
        _mail_to(face, known, told.email)
    now = config.reader(face.settings, face.store, told.name)
    mailed = f"mailed to {now.email}" if now.email else "not mailed"
    signed = f"signs in as {now.login}" if now.login else "has no login"
    out.print(f"{now.name}: due at {now.hour:02}:00 ({now.timezone}), {mailed}, {signed}.", markup=False)


@readers.command("remove")
def remove(context: typer.Context, name: Name) -> None:
    """Remove a reader with all that is theirs: digests, feedback, saved, follows and addresses."""
    face = frame(context)
    known = config.reader(face.settings, face.store, name)
    if config.is_owner(known):
        raise Mistake(f"{name} is whom the settings speak of, and stays")
    desk.remove(face.store, known, face.settings.data_dir)
    out.print(f"{known.name} reads here no more.", markup=False)


def _at(known: Reader, hour: int | None, zone: str | None) -> Reader:
    try:
        timezone = config.known_zone(zone) if zone else known.timezone
    except ValueError as error:
        raise Mistake(str(error)) from error
    return replace(known, hour=known.hour if hour is None else hour, timezone=timezone)


def _mail_to(face: Frame, known: Reader, email: str) -> None:
    if config.is_owner(known):
        raise Mistake("the owner is mailed at EARMARK_MAIL_TO: change it there")
    with face.store.write() as connection:
        now = outlets.reader_of(connection, known.id) or known
        digests.keep_reader(connection, now.name, email=email or None, timezone=now.timezone, hour=now.hour)


def _tell_login(made: Reader) -> None:
    change = f'cli.py readers change "{made.name}" --login'
    out.print(
        f"To let them read on the page: `{change} ADDRESS`, and a login before it (README, Readers).", markup=False
    )
