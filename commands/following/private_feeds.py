"""feed, credentials: where one show's feed is, how it is asked, and what opens it."""

import sys
from typing import Annotated

import typer

import config
from commands.frame import Frame, err, frame, out, plural
from digest.health import health
from digest.wording import short_day
from ingest.feeds.credentials import Credentials, host_of
from ingest.feeds.moves import keep_credentials, move_by_hand
from ingest.web.client import without_secrets
from store.errors import Mistake
from store.queries import credentials as stored_credentials
from store.queries import shows
from store.records.shows import Show


def feed(
    context: typer.Context,
    show: Annotated[str, typer.Argument(help="The show's id, address or title.")],
    address: Annotated[str | None, typer.Option(help="Follow it at this address; all episodes stay.")] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if no known episode is found there.")] = False,
    user_agent: Annotated[str | None, typer.Option(help='Name us so to its host; "" for the usual name.')] = None,
) -> None:
    """Tell how a show's feed stands, or change its address or the name by which its host is asked."""
    face = frame(context)
    found = face.show(show)
    if address is not None:
        web, seal = config.open_web(face.settings), config.open_seal(face.settings)
        moved = move_by_hand(face.store, web, seal, found, address, face.clock(), anyway=anyway)
        out.print(f"Following {moved.title} there, {plural(moved.new_episodes, 'new episode')}.", markup=False)
    if user_agent is not None:
        if not user_agent.isprintable() or not user_agent.isascii():
            raise Mistake("a name for hosts has plain letters, digits and signs only")
        with face.store.write() as connection:
            shows.name_us(connection, found.id, user_agent.strip() or None)
    _tell(face, face.show(str(found.id)))


def _tell(face: Frame, show: Show) -> None:
    with face.store.read() as connection:
        former = shows.addresses(connection, show.id)
        changes = stored_credentials.changes(connection, show.id)
    out.print(f"{show.title}: {without_secrets(show.feed_url)}", markup=False)
    out.print(health(show, face.clock(), face.reader.timezone).sentence, markup=False)
    if former:
        out.print(f"Earlier at {', '.join(map(without_secrets, former))}.", markup=False)
    if show.user_agent:
        out.print(f"Its host knows us as {show.user_agent}.", markup=False)
    if changes:
        out.print(f"Opened with a name and password or a token, given on {short_day(changes[0].date())}.", markup=False)


def credentials(
    context: typer.Context,
    show: Annotated[str, typer.Argument(help="The show's id, address or title.")],
    name: Annotated[str | None, typer.Option(help="The name; the password is asked for, and never shown.")] = None,
    token: Annotated[bool, typer.Option("--token", help="A token in place of a name and password.")] = False,
    back: Annotated[bool, typer.Option("--back", help="Let those before the last change count again.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Open the feed without any.")] = False,
) -> None:
    """Give the password or token of a private feed, change it or take it back. The show's episodes stay."""
    face = frame(context)
    found = face.show(show)
    if [name is not None, token, back, forget].count(True) > 1:
        raise Mistake("give one of --name, --token, --back and --forget")
    if back or forget:
        _take_away(face, found, forget=forget)
    elif name is not None or token:
        secret = _asked("Token" if token else "Password")
        host = host_of(found.feed_url)
        given = Credentials(kind="token" if token else "basic", host=host, name=name or "", secret=secret)
        keep_credentials(face.store, config.open_seal(face.settings), found, given, face.clock())
        out.print(f"Kept, encrypted, for {host} alone. The next `cli.py daily` uses it.", markup=False)
    else:
        _tell_changes(face, found)


def _take_away(face: Frame, show: Show, *, forget: bool) -> None:
    with face.store.write() as connection:
        if forget:
            stored_credentials.forget(connection, show.id)
        elif not stored_credentials.take_back(connection, show.id):
            raise Mistake(f"nothing was given for {show.title} before: --forget takes away what there is")
        shows.reopen(connection, show.id)
    out.print("Forgotten." if forget else "Those from before count again.")


def _tell_changes(face: Frame, show: Show) -> None:
    with face.store.read() as connection:
        changes = stored_credentials.changes(connection, show.id)
    if not changes:
        out.print(f"{show.title} is opened without a password. `--name NAME` or `--token` gives one.", markup=False)
    for at, mark in zip(changes, ["in use", *["before"] * len(changes)], strict=False):
        out.print(f"{at:%Y-%m-%d %H:%M} UTC  {mark}")


def _asked(what: str) -> str:
    """From the terminal without an echo, or a line of what is piped in: arguments can be read by other users."""
    if sys.stdin.isatty():
        secret = str(typer.prompt(what, hide_input=True))
    else:
        err.print(f"{what} is read from the input.")
        secret = sys.stdin.readline().rstrip("\r\n")
    if not secret or not secret.isprintable():
        raise Mistake(f"no {what.lower()} was given")
    return secret
