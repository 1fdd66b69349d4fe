"""readers: who reads here beside the owner, at which hour, and whom the login before the page lets in."""

from dataclasses import replace
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


@readers.command("add")
def add(
    context: typer.Context,
    name: Name,
    email: Email = None,
    hour: Hour = None,
    zone: Zone = None,
    login: Login = None,
) -> None:
    """Add a reader; hour and zone are the owner's where none are given."""
    face = frame(context)
    own = config.reader(face.settings, face.store)
    wanted = replace(own, id=0, name=name, email=email or None, login=login)
    made = desk.add(face.store, _at(wanted, hour, zone))
    out.print(f"{made.name} reads here; their five are due at {made.hour:02}:00 ({made.timezone}).", markup=False)
    if made.login is None:
        _tell_login(made)


@readers.command("change")
def change(
    context: typer.Context,
    name: Name,
    email: Email = None,
    hour: Hour = None,
    zone: Zone = None,
    login: Login = None,
) -> None:
    """Change what is known of a reader; what is not named stays."""
    face = frame(context)
    known = config.reader(face.settings, face.store, name)
    if login is not None:
        known = desk.give_login(face.store, known, login)
    if hour is not None or zone is not None:
        due = _at(known, hour, zone)
        config.set_hour(face.settings, face.store, known, hour=due.hour, timezone=due.timezone)
    if email is not None:
        _mail_to(face, known, email)
    now = config.reader(face.settings, face.store, name)
    told = f"mailed to {now.email}" if now.email else "not mailed"
    signed = f"signs in as {now.login}" if now.login else "has no login"
    out.print(f"{now.name}: due at {now.hour:02}:00 ({now.timezone}), {told}, {signed}.", markup=False)


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
